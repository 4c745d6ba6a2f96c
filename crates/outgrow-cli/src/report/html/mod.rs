//! The report as a page: one file, no network, readable without JavaScript.
//!
//! Names and values of a database file are hostile. They enter the page through [`markup::Html`] alone, and the
//! page's policy allows no style and no script but its own.

mod markup;
mod policy;
mod page;
mod bar;
mod verdict;
mod overview;
mod filters;
mod hazards;
mod evidence;
mod tables;
mod picture;
mod clauses;
mod objects;
mod moved;
mod forecast;

use std::collections::BTreeMap;

use outgrow_planner::hazard::Hazard;

use super::facts::{CheckFacts, FileFacts, ForecastFacts, MoveFacts, ObjectFacts, TableFacts};
use page::Section;

/// What the pages of a check and of a move have in common.
struct Contents<'a> {
    source: &'a FileFacts,
    schema: &'a str,
    identifiers: &'a str,
    tables: Vec<&'a TableFacts>,
    /// Positions of tables by their names in SQLite.
    by_name: BTreeMap<&'a str, usize>,
    /// Positions of tables by their names in PostgreSQL.
    by_target: BTreeMap<&'a str, usize>,
    objects: &'a [ObjectFacts<'a>],
    hazards: &'a [&'a Hazard],
    forecast: Option<&'a ForecastFacts>,
}

/// The page of `outgrow check`.
pub(crate) fn check(facts: &CheckFacts<'_>) -> String {
    let contents = Contents {
        source: &facts.source,
        schema: facts.schema,
        identifiers: facts.identifiers,
        by_name: positions(&facts.tables, |table| &table.name),
        by_target: positions(&facts.tables, |table| &table.target),
        tables: facts.tables.iter().collect(),
        objects: &facts.objects,
        hazards: &facts.hazards,
        forecast: facts.forecast.as_ref(),
    };
    let title = format!("{}: {}", facts.source.path, facts.verdict_text());
    page::page(&title, &verdict::of_check(facts), &sections(&contents, None))
}

/// The page of `outgrow move`.
pub(crate) fn moved(facts: &MoveFacts<'_>) -> String {
    let contents = Contents {
        source: &facts.source,
        schema: &facts.target.schema,
        identifiers: facts.target.identifiers,
        by_name: positions(&facts.tables, |table| &table.table.name),
        by_target: positions(&facts.tables, |table| &table.table.target),
        tables: facts.tables.iter().map(|table| &table.table).collect(),
        objects: &facts.objects,
        hazards: &facts.hazards,
        forecast: facts.forecast.as_ref(),
    };
    let title = format!("{}: {}", facts.source.path, facts.verdict_text());
    page::page(&title, &verdict::of_move(facts), &sections(&contents, Some(facts)))
}

fn positions<T>(tables: &[T], name: impl Fn(&T) -> &str) -> BTreeMap<&str, usize> {
    tables.iter().enumerate().map(|(position, table)| (name(table), position)).collect()
}

/// The sections that have something to say, in reading order.
fn sections(contents: &Contents<'_>, moved: Option<&MoveFacts<'_>>) -> Vec<Section> {
    let mut sections = vec![Section { id: "overview", title: "Overview", body: overview::body(contents) }];
    if let Some(facts) = moved {
        sections.push(Section { id: "move", title: "The move", body: moved::body(facts) });
    }
    let phases = moved.map_or(&[][..], |facts| &facts.phases);
    sections.push(Section { id: "forecast", title: "Forecast", body: forecast::body(contents.forecast, phases) });
    sections.extend([
        Section { id: "hazards", title: "Hazards", body: hazards::body(contents) },
        Section { id: "tables", title: "Tables and columns", body: tables::body(contents) },
        Section { id: "relations", title: "Relations", body: picture::body(&contents.tables) },
        Section { id: "objects", title: "Translated objects", body: objects::body(contents) },
    ]);
    sections.retain(|section| !section.body.is_empty());
    sections
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::report::{facts, sample};

    fn of_check(checked: &outgrow::moving::Checked) -> String {
        check(&facts::check(checked, Path::new("data/app.db")))
    }

    #[test]
    fn the_verdict_stands_at_the_top_with_its_rule() {
        for (checked, verdict) in [
            (sample::checked(), "Ready</h2>"),
            (sample::checked_with_attention(), "Ready, with 2 things to look at</h2>"),
            (sample::checked_blocked(), "Blocked by 1 hazard</h2>"),
        ] {
            let page = of_check(&checked);
            let top = page.split("id=\"overview\"").next().expect("a top");
            assert!(top.contains(verdict) && top.contains("A file is ready when"), "{top}");
        }
        assert!(of_check(&sample::checked_blocked()).contains("<b>1</b> hazard blocks the move"));
    }

    #[test]
    fn what_is_not_converted_stands_first_with_what_to_do() {
        let page = of_check(&sample::checked_with_attention());
        let objects = page.split("id=\"object-list\"").nth(1).expect("objects");
        let (first, second) = (objects.find("Not converted"), objects.find("Arrive with a difference"));
        assert!(first.is_some() && first < second, "{objects}");
        assert!(objects.contains("It calls load_extension().") && objects.contains("Write it in PL/pgSQL by hand."));
        assert!(objects.contains("album_\\u{1b}touch"), "control characters are escapes");
    }

    #[test]
    fn a_move_shows_all_that_went_otherwise() {
        let page = |outcome| moved(&facts::moved(&outcome, Path::new("app.db"), &sample::destination()));
        let text = page(sample::outcome_with_attention());
        for words in
            ["Refused by PostgreSQL", "Quarantine", "VALIDATE CONSTRAINT album_artist_fkey", "2 values in quarantine"]
        {
            assert!(text.contains(words), "{words}");
        }
        assert!(!text.contains("hunter2"));
        let mut outcome = sample::outcome(sample::checked());
        outcome.verified = sample::verification_with_differences();
        let text = page(outcome);
        for words in ["Moved, but the sides differ", "AlbumId=17", "347 rows in SQLite, 346 in PostgreSQL", "not there"]
        {
            assert!(text.contains(words), "{words}");
        }
    }
}
