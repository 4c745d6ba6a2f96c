//! The text of `outgrow move`.

use std::time::Duration;

use super::page::Page;
use super::{forecast, hazards, objects, verified};
use crate::report::facts::{ColumnFacts, MoveFacts, MoveVerdict, NotValid};
use crate::report::grid::{Grid, Side};
use crate::report::style::{self, HEADING, paint};
use crate::report::words::{self, bytes, counted, duration, number, visible};
use crate::target::NamedBy;

/// The text of `outgrow move`.
pub(crate) fn moved(facts: &MoveFacts<'_>) -> String {
    let mut page = Page::default();
    let (source, target) = (visible(&facts.source.path), visible(&facts.target.url));
    page.line(0, &format!("{} → {target}, schema {}", paint(HEADING, &source), visible(&facts.target.schema)));
    page.gap();
    page.block(&tables(facts));
    page.line(0, &totals(facts));
    let compared = facts.tables.iter().filter_map(|table| Some((table.table.name.as_str(), table.verified.as_ref()?)));
    verified::differences(&mut page, compared);
    hazards::worth_attention(&mut page, &facts.hazards);
    objects::not_converted(&mut page, "not converted", &facts.objects);
    refused(&mut page, facts);
    objects::differing(&mut page, &facts.objects);
    objects::left_out(&mut page, &facts.objects);
    quarantine(&mut page, facts);
    keys(&mut page, facts);
    forecast::after(&mut page, facts.forecast.as_ref(), &facts.phases);
    verdict(&mut page, facts);
    next(&mut page, facts);
    page.finish()
}

fn tables(facts: &MoveFacts<'_>) -> String {
    let mut grid = Grid::new(&[
        ("table", Side::Left),
        ("rows", Side::Right),
        ("sent", Side::Right),
        ("time", Side::Right),
        ("verdict", Side::Left),
    ]);
    for table in &facts.tables {
        grid.row([
            words::name(&table.table.name),
            number(table.copied.rows),
            bytes(table.copied.bytes),
            duration(Duration::from_secs_f64(table.copied.seconds)),
            verified::table_verdict(table.verdict, table.verified.as_ref(), table.copied.quarantined),
        ]);
    }
    grid.lines(0)
}

fn totals(facts: &MoveFacts<'_>) -> String {
    let rows: u64 = facts.tables.iter().map(|table| table.copied.rows).sum();
    let speed = facts.rows_per_second.map(|speed| format!(", copied at {} rows/s", number(speed as u64)));
    let earlier =
        facts.resumed.as_ref().map(|state| format!("; {} by an earlier run", counted(state.rows, "row", "rows")));
    format!(
        "{} in {}, {} in {}{}{}",
        counted(rows, "row", "rows"),
        counted(facts.tables.len() as u64, "table", "tables"),
        bytes(facts.copied_bytes),
        duration(Duration::from_secs_f64(facts.totals.seconds)),
        speed.unwrap_or_default(),
        earlier.unwrap_or_default(),
    )
}

fn refused(page: &mut Page, facts: &MoveFacts<'_>) {
    if facts.refused.is_empty() {
        return;
    }
    page.heading("refused by PostgreSQL");
    for refused in &facts.refused {
        page.line(2, &format!("{}: {}", visible(refused.what), visible(refused.message)));
        page.line(4, &words::cut(&visible(refused.sql), 400));
    }
}

fn quarantine(page: &mut Page, facts: &MoveFacts<'_>) {
    if facts.totals.quarantined == 0 {
        return;
    }
    page.heading("quarantine");
    let count = counted(facts.totals.quarantined, "value", "values");
    page.line(2, &format!("{count} that PostgreSQL cannot hold as they are, kept byte for byte:"));
    let place = facts.quarantine.as_deref().unwrap_or("outgrow.quarantine");
    page.line(2, &format!("outgrow quarantine list, or SELECT * FROM {}", visible(place)));
}

/// How identity columns go on, and which constraints do not hold for old rows.
fn keys(page: &mut Page, facts: &MoveFacts<'_>) {
    let is_identity = |column: &&ColumnFacts| column.identity_last.is_some();
    let identities = facts.tables.iter().flat_map(|table| &table.table.columns).filter(is_identity).count();
    if identities == 0 && facts.not_valid.is_empty() {
        return;
    }
    page.heading("keys");
    if identities > 0 {
        let count = counted(identities as u64, "identity column", "identity columns");
        page.line(2, &format!("{count}: the next value is one more than the largest ever given out"));
    }
    for constraint in &facts.not_valid {
        not_valid(page, constraint);
    }
}

fn not_valid(page: &mut Page, constraint: &NotValid) {
    let name = words::name(&constraint.constraint);
    let table = visible(&constraint.table);
    page.line(
        2,
        &format!("{name} of {table} is NOT VALID: it holds for new rows, and old rows break it; once repaired:"),
    );
    page.line(4, &format!("{};", visible(constraint.validate.as_str())));
}

fn verdict(page: &mut Page, facts: &MoveFacts<'_>) {
    page.gap();
    let values = counted(facts.totals.values, "value", "values");
    let line = match facts.verdict {
        MoveVerdict::Verified => paint(style::GOOD, &format!("moved and verified: {values} are equal on both sides")),
        MoveVerdict::VerifiedWithAttention => paint(
            style::LOOK,
            &format!("moved and verified: {values} are equal on both sides; look at what is listed above"),
        ),
        MoveVerdict::Differs => {
            paint(style::ERROR, &format!("moved, but {}", verified::differ(facts.difference_count)))
        }
    };
    page.line(0, &line);
}

fn next(page: &mut Page, facts: &MoveFacts<'_>) {
    match facts.target.named_by {
        NamedBy::Flag | NamedBy::Environment => {
            page.line(0, &format!("next: psql {}", words::argument(&facts.target.for_psql)));
            page.line(0, &format!("      DATABASE_URL={}", words::argument(&facts.target.url)));
        }
        NamedBy::LocalServer => {
            page.line(0, "next: outgrow server psql");
            page.line(0, "      DATABASE_URL=\"$(outgrow server url)\"");
            page.line(0, "      outgrow server stop ends the server; the data stays in .outgrow/postgres");
        }
    }
    if facts.target.schema != "public" {
        page.line(0, &format!("      the tables are in schema {}", visible(&facts.target.schema)));
    }
    if facts.verdict == MoveVerdict::Differs {
        let file = words::argument(&facts.source.path);
        page.line(0, &format!("      outgrow verify {file} --to URL compares again"));
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use insta::assert_snapshot;
    use outgrow::moving::Outcome;

    use super::*;
    use crate::report::{facts, sample};

    fn shown(outcome: &Outcome) -> String {
        sample::plain(&moved(&facts::moved(outcome, Path::new("data/app.db"), &sample::destination())))
    }

    #[test]
    fn a_clean_move_ends_with_what_to_do_next() {
        assert_snapshot!(shown(&sample::outcome(sample::checked())), @"
        data/app.db → postgresql+asyncpg://me@db:5432/app, schema public

        table  rows     sent   time  verdict
        Album   347  12.3 kB  41 ms  verified
        347 rows in 1 table, 12.3 kB in 70 ms, copied at 6,940 rows/s

        keys
          1 identity column: the next value is one more than the largest ever given out

        moved and verified: 694 values are equal on both sides
        next: psql postgresql://me@db:5432/app
              DATABASE_URL=postgresql+asyncpg://me@db:5432/app
        ");
    }

    #[test]
    fn everything_that_needs_a_look_is_told_with_what_to_do() {
        assert_snapshot!(shown(&sample::outcome_with_attention()), @r#"
        data/app.db → postgresql+asyncpg://me@db:5432/app, schema public

        table  rows     sent   time  verdict
        Album   347  12.3 kB  41 ms  verified, 2 values in quarantine
        347 rows in 1 table, 12.3 kB in 70 ms, copied at 6,940 rows/s

        hazards
          attention  Album.Title  text-with-nul
            this is why text-with-nul matters
            first at rowid 17 (a\u{0}17), rowid 19 (a\u{0}19), rowid 23 (a\u{0}23), 12 rows in all
            Do something about it.

        besides 1 notice, which outgrow check shows

        not converted
          trigger album_\u{1b}touch of Album: it calls load_extension()
            Write it in PL/pgSQL by hand.
          index album_upper of Album: PostgreSQL refused index "album_upper": functions in index expression must be marked IMMUTABLE (42P17)
            Correct what it names, then run the statement by hand.

        refused by PostgreSQL
          index "album_upper": functions in index expression must be marked IMMUTABLE (42P17)
            CREATE INDEX album_upper ON public.album (upper(title))

        arrive with a difference
          index album_title of Album: It compares by bytes.

        quarantine
          2 values that PostgreSQL cannot hold as they are, kept byte for byte:
          outgrow quarantine list, or SELECT * FROM outgrow.quarantine

        keys
          1 identity column: the next value is one more than the largest ever given out
          album_artist_fkey of public.album is NOT VALID: it holds for new rows, and old rows break it; once repaired:
            ALTER TABLE public.album VALIDATE CONSTRAINT album_artist_fkey;

        moved and verified: 694 values are equal on both sides; look at what is listed above
        next: psql postgresql://me@db:5432/app
              DATABASE_URL=postgresql+asyncpg://me@db:5432/app
        "#);
    }

    #[test]
    fn a_move_whose_sides_differ_is_no_success() {
        let mut outcome = sample::outcome(sample::checked());
        outcome.verified = sample::verification_with_differences();
        let text = shown(&outcome);
        assert!(text.contains("moved, but the sides differ: 5 differences"), "{text}");
        assert!(text.contains("AlbumId=17 Title"), "{text}");
    }

    #[test]
    fn a_table_that_was_not_compared_is_no_success() {
        let mut outcome = sample::outcome(sample::checked());
        outcome.verified.tables.clear();
        let text = shown(&outcome);
        assert!(text.contains("not compared"), "{text}");
        assert!(text.contains("the sides differ"), "{text}");
    }

    #[test]
    fn into_the_local_server_the_next_step_needs_no_url() {
        let mut destination = sample::destination();
        destination.named_by = NamedBy::LocalServer;
        let outcome = sample::outcome(sample::checked());
        let text = moved(&facts::moved(&outcome, Path::new("app.db"), &destination));
        let next = text[text.find("next:").expect("told")..].to_owned();
        assert_snapshot!(next, @r#"
        next: outgrow server psql
              DATABASE_URL="$(outgrow server url)"
              outgrow server stop ends the server; the data stays in .outgrow/postgres
        "#);
    }
}
