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

use outgrow_planner::hazard::Hazard;

use super::facts::{CheckFacts, FileFacts, MoveFacts, ObjectFacts, TableFacts};
use page::Section;

/// What the pages of a check and of a move have in common.
struct Contents<'a> {
    source: &'a FileFacts,
    schema: &'a str,
    identifiers: &'a str,
    tables: Vec<&'a TableFacts>,
    objects: &'a [ObjectFacts<'a>],
    hazards: &'a [&'a Hazard],
}

/// The page of `outgrow check`.
pub(crate) fn check(facts: &CheckFacts<'_>) -> String {
    let contents = Contents {
        source: &facts.source,
        schema: facts.schema,
        identifiers: facts.identifiers,
        tables: facts.tables.iter().collect(),
        objects: &facts.objects,
        hazards: &facts.hazards,
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
        tables: facts.tables.iter().map(|table| &table.table).collect(),
        objects: &facts.objects,
        hazards: &facts.hazards,
    };
    let title = format!("{}: {}", facts.source.path, facts.verdict_text());
    page::page(&title, &verdict::of_move(facts), &sections(&contents, Some(facts)))
}

/// The sections that have something to say, in reading order.
fn sections(contents: &Contents<'_>, moved: Option<&MoveFacts<'_>>) -> Vec<Section> {
    let mut sections = vec![Section { id: "overview", title: "Overview", body: overview::body(contents) }];
    if let Some(facts) = moved {
        sections.push(Section { id: "move", title: "The move", body: moved::body(facts) });
    }
    sections.extend([
        Section { id: "hazards", title: "Hazards", body: hazards::body(contents) },
        Section { id: "tables", title: "Tables and columns", body: tables::body(contents) },
        Section { id: "relations", title: "Relations", body: picture::body(&contents.tables) },
        Section { id: "objects", title: "Translated objects", body: objects::body(contents) },
    ]);
    sections.retain(|section| !section.body.is_empty());
    sections
}
