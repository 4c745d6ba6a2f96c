//! The text of `outgrow check`.

use super::page::Page;
use super::{forecast, hazards, objects, values};
use crate::report::facts::{CheckFacts, CheckVerdict, ColumnFacts, FileFacts, TableFacts};
use crate::report::grid::{Grid, Side};
use crate::report::style::{self, DIM, HEADING, paint};
use crate::report::words::{self, bytes, counted};

/// The text of `outgrow check`.
pub(crate) fn check(facts: &CheckFacts<'_>) -> String {
    let mut page = Page::default();
    file(&mut page, &facts.source);
    for one in &facts.tables {
        table(&mut page, one);
    }
    hazards::all(&mut page, &facts.hazards);
    objects::not_converted(&mut page, "will not be converted", &facts.objects);
    objects::differing(&mut page, &facts.objects);
    objects::left_out(&mut page, &facts.objects);
    forecast::before(&mut page, facts.forecast.as_ref());
    verdict(&mut page, facts);
    page.finish()
}

/// The text of `outgrow move --rehearse`: what the move will take, and whether something stands in its way.
pub(crate) fn rehearsal(facts: &CheckFacts<'_>) -> String {
    let mut page = Page::default();
    file(&mut page, &facts.source);
    hazards::worth_attention(&mut page, &facts.hazards);
    objects::not_converted(&mut page, "will not be converted", &facts.objects);
    forecast::before(&mut page, facts.forecast.as_ref());
    verdict(&mut page, facts);
    page.finish()
}

/// What the file is, in a heading and a line or two.
pub(super) fn file(page: &mut Page, file: &FileFacts) {
    let objects = &file.objects;
    page.line(
        0,
        &format!(
            "{}  {}, {}, {} in {}",
            paint(HEADING, &words::visible(&file.path)),
            bytes(file.bytes),
            file.encoding,
            counted(file.rows, "row", "rows"),
            counted(objects.tables, "table", "tables"),
        ),
    );
    let others = [
        (objects.indexes, "index", "indexes"),
        (objects.views, "view", "views"),
        (objects.triggers, "trigger", "triggers"),
        (objects.virtual_tables, "virtual table", "virtual tables"),
    ];
    let others: Vec<String> =
        others.iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| counted(*count, one, many)).collect();
    if !others.is_empty() {
        page.line(0, &format!("also {}", others.join(", ")));
    }
    if !file.frameworks.is_empty() {
        page.line(0, &format!("made by {}", file.frameworks.join(", ")));
    }
}

fn table(page: &mut Page, table: &TableFacts) {
    page.gap();
    page.line(
        0,
        &format!(
            "{} → {}  {}, {}",
            paint(HEADING, &words::name(&table.name)),
            words::visible(&table.target),
            counted(table.rows, "row", "rows"),
            bytes(table.bytes),
        ),
    );
    let mut grid = Grid::new(&[
        ("column", Side::Left),
        ("declared", Side::Left),
        ("values", Side::Left),
        ("PostgreSQL", Side::Left),
        ("because", Side::Left),
    ]);
    for column in &table.columns {
        grid.row([
            words::name(&column.name),
            words::name(column.declared_type.as_deref().unwrap_or("–")),
            values::summary(&column.values),
            becomes(column),
            paint(DIM, &words::visible(&column.because)),
        ]);
    }
    page.block(&grid.lines(2));
}

/// The data type with what goes with it, after the name where that changes.
fn becomes(column: &ColumnFacts) -> String {
    let mut text = String::new();
    if column.target != column.name {
        text.push_str(&format!("{} ", words::name(&column.target)));
    }
    text.push_str(&column.data_type);
    if column.generated {
        text.push_str(" generated");
    }
    if column.not_null {
        text.push_str(" not null");
    }
    if column.identity_last.is_some() {
        text.push_str(" identity");
    }
    text
}

fn verdict(page: &mut Page, facts: &CheckFacts<'_>) {
    let style = match facts.verdict {
        CheckVerdict::Ready => style::GOOD,
        CheckVerdict::ReadyWithAttention => style::LOOK,
        CheckVerdict::Blocked => style::ERROR,
    };
    page.gap();
    page.line(0, &paint(style, &facts.verdict_text()));
    let file = words::argument(&facts.source.path);
    let next = match facts.verdict {
        CheckVerdict::Ready | CheckVerdict::ReadyWithAttention => {
            format!("outgrow move {file} --to postgresql://user@host/database")
        }
        CheckVerdict::Blocked => format!("correct what blocks the move, then: outgrow check {file}"),
    };
    page.line(0, &format!("next: {next}"));
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use insta::assert_snapshot;

    use super::*;
    use crate::report::{facts, sample};

    fn shown(checked: &outgrow::moving::Checked) -> String {
        sample::plain(&check(&facts::check(checked, Path::new("data/app.db"))))
    }

    #[test]
    fn a_file_that_is_ready_says_so_at_the_end() {
        assert_snapshot!(shown(&sample::checked()), @"
        data/app.db  41.0 kB, UTF-8, 347 rows in 1 table

        Album → public.album  347 rows, 10.2 kB
          column   declared       values                                   PostgreSQL                         because
          AlbumId  INTEGER        integer 1…347 (347)                      albumid integer not null identity  nothing more specific holds every value
          Title    NVARCHAR(160)  text to 95 chars (344), 2 empty, null 3  title text                         nothing more specific holds every value

        ready
        next: outgrow move data/app.db --to postgresql://user@host/database
        ");
    }

    #[test]
    fn what_needs_a_look_is_told_worst_first_with_its_remedy() {
        let text = shown(&sample::checked_with_attention());
        let after_tables = text.split_once("hazards").expect("a heading").1;
        assert_snapshot!(after_tables, @r"
          attention  Album.Title  text-with-nul
            this is why text-with-nul matters
            first at rowid 17 (a\u{0}17), rowid 19 (a\u{0}19), rowid 23 (a\u{0}23), 12 rows in all
            Do something about it.
          notice     Album.Title  rowid-order
            this is why rowid-order matters
            Do something about it.

        will not be converted
          trigger album_\u{1b}touch of Album: it calls load_extension()
            Write it in PL/pgSQL by hand.

        arrive with a difference
          index album_title of Album: It compares by bytes.

        ready, with 2 things to look at
        next: outgrow move data/app.db --to postgresql://user@host/database
        ");
    }

    #[test]
    fn a_blocked_file_says_what_blocks_it() {
        let text = shown(&sample::checked_blocked());
        let last_lines = text.trim_end().rsplit_once("\n\n").expect("a last block").1;
        assert_snapshot!(last_lines, @"
        blocked by 1 hazard
        next: correct what blocks the move, then: outgrow check data/app.db
        ");
        assert!(text.find("blocking ").expect("told") < text.find("attention ").expect("told"));
    }
}
