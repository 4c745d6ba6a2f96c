//! The text of `outgrow verify`.

use std::time::Duration;

use super::page::Page;
use crate::report::facts::{Comparison, TableVerdict, VerifyFacts, VerifyVerdict};
use crate::report::grid::{Grid, Side};
use crate::report::style::{self, HEADING, paint};
use crate::report::words::{self, counted, number, visible};

/// The text of `outgrow verify`.
pub(crate) fn verified(facts: &VerifyFacts) -> String {
    let mut page = Page::default();
    let source = visible(&facts.source.path);
    page.line(0, &format!("{} and {}", paint(HEADING, &source), visible(&facts.target.url)));
    page.gap();
    page.block(&tables(facts));
    differences(&mut page, facts.tables.iter().map(|table| (table.name.as_str(), &table.comparison)));
    page.gap();
    page.line(0, &verdict(facts));
    page.line(0, &totals(facts));
    page.finish()
}

fn tables(facts: &VerifyFacts) -> String {
    let mut grid = Grid::new(&[
        ("table", Side::Left),
        ("SQLite rows", Side::Right),
        ("PostgreSQL rows", Side::Right),
        ("values compared", Side::Right),
        ("verdict", Side::Left),
    ]);
    for table in &facts.tables {
        grid.row([
            words::name(&table.name),
            number(table.comparison.source_rows),
            number(table.comparison.target_rows),
            number(table.comparison.values),
            table_verdict(table.verdict, Some(&table.comparison), table.comparison.quarantined),
        ]);
    }
    grid.lines(0)
}

/// The verdict on a table, with its numbers.
pub(super) fn table_verdict(verdict: TableVerdict, found: Option<&Comparison>, quarantined: u64) -> String {
    match verdict {
        TableVerdict::Verified => paint(style::GOOD, "verified"),
        TableVerdict::Quarantined => {
            let count = format!("verified, {} in quarantine", counted(quarantined, "value", "values"));
            paint(style::LOOK, &count)
        }
        TableVerdict::Differs => {
            let count = match found {
                None => "not compared".to_owned(),
                Some(found) if found.difference_count == 0 => "differs in rows".to_owned(),
                Some(found) => counted(found.difference_count, "difference", "differences"),
            };
            paint(style::ERROR, &count)
        }
    }
}

/// Where the sides differ, and by what.
pub(super) fn differences<'a>(page: &mut Page, tables: impl Iterator<Item = (&'a str, &'a Comparison)>) {
    let mut first = true;
    for (name, found) in tables {
        if found.difference_count == 0 {
            continue;
        }
        if std::mem::take(&mut first) {
            page.heading("differences");
        }
        for difference in &found.differences {
            let column = difference.column.as_ref().map(|column| format!(" {}", words::name(column)));
            let row = words::cut(&visible(&difference.row), 60);
            page.line(2, &format!("{} {row}{}", words::name(name), column.unwrap_or_default()));
            page.line(4, &format!("SQLite      {}", side(difference.source.as_deref())));
            page.line(4, &format!("PostgreSQL  {}", side(difference.target.as_deref())));
        }
        let untold = found.difference_count.saturating_sub(found.differences.len() as u64);
        if untold > 0 {
            page.line(2, &format!("{}: {}", words::name(name), counted(untold, "more difference", "more differences")));
        }
    }
}

fn side(value: Option<&str>) -> String {
    value.map_or_else(|| "no such row".to_owned(), |value| words::cut(&visible(value), 100))
}

fn verdict(facts: &VerifyFacts) -> String {
    let quarantined = counted(facts.totals.quarantined, "value", "values");
    match facts.verdict {
        VerifyVerdict::Verified => paint(style::GOOD, "verified: both sides are equal"),
        VerifyVerdict::Quarantined => paint(
            style::LOOK,
            &format!("verified, with {quarantined} in quarantine: outgrow quarantine list shows them"),
        ),
        VerifyVerdict::Differs => paint(style::ERROR, &differ(facts.difference_count)),
    }
}

/// That the sides are not equal, or not proved to be.
pub(super) fn differ(differences: u64) -> String {
    match differences {
        0 => "the sides differ in rows, or were not compared: see the tables above".to_owned(),
        count => format!("the sides differ: {}", counted(count, "difference", "differences")),
    }
}

fn totals(facts: &VerifyFacts) -> String {
    let totals = &facts.totals;
    format!(
        "{} and {} compared in {}",
        counted(totals.source_rows, "row", "rows"),
        counted(totals.values, "value", "values"),
        words::duration(Duration::from_secs_f64(totals.seconds)),
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use insta::assert_snapshot;
    use outgrow::verify::Verification;

    use super::*;
    use crate::report::{facts, sample};

    fn shown(verification: &Verification) -> String {
        let (checked, destination) = (sample::checked(), sample::destination());
        let took = Duration::from_millis(35);
        let facts = facts::verified(&checked, verification, took, Path::new("data/app.db"), &destination);
        sample::plain(&verified(&facts))
    }

    #[test]
    fn equal_sides_are_said_to_be_equal() {
        assert_snapshot!(shown(&sample::verification()), @"
        data/app.db and postgresql+asyncpg://me@db:5432/app

        table  SQLite rows  PostgreSQL rows  values compared  verdict
        Album          347              347              694  verified

        verified: both sides are equal
        347 rows and 694 values compared in 35 ms
        ");
    }

    #[test]
    fn differences_are_told_with_their_place_and_counted_where_not_told() {
        assert_snapshot!(shown(&sample::verification_with_differences()), @"
        data/app.db and postgresql+asyncpg://me@db:5432/app

        table  SQLite rows  PostgreSQL rows  values compared  verdict
        Album          347              346              694  5 differences

        differences
          Album AlbumId=17 Title
            SQLite      'Facelift'
            PostgreSQL  'facelift'
          Album AlbumId=19
            SQLite      (19, 'Big Ones')
            PostgreSQL  no such row
          Album: 3 more differences

        the sides differ: 5 differences
        347 rows and 694 values compared in 35 ms
        ");
    }

    #[test]
    fn values_in_quarantine_are_pointed_at() {
        let mut verification = sample::verification();
        verification.tables[0].quarantined = 2;
        let text = shown(&verification);
        assert!(text.contains("verified, with 2 values in quarantine: outgrow quarantine list shows them"), "{text}");
    }
}
