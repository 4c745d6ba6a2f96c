//! The text of `outgrow status` and `outgrow clean`.

use super::page::Page;
use crate::report::facts::{CleanFacts, StandingFacts, StatusFacts};
use crate::report::style::{HEADING, paint};
use crate::report::words::{counted, number, visible};

/// The text of `status`.
pub(crate) fn status(facts: &StatusFacts) -> String {
    let mut page = Page::default();
    if facts.moves.is_empty() {
        page.line(0, &format!("no move into {} is unfinished", visible(&facts.target)));
        return page.finish();
    }
    for standing in &facts.moves {
        page.gap();
        unfinished(&mut page, standing);
    }
    page.gap();
    page.line(0, "next: run outgrow move again as it was begun to go on, or outgrow clean to take it away");
    page.finish()
}

fn unfinished(page: &mut Page, standing: &StandingFacts) {
    let schema = visible(&standing.schema);
    page.line(0, &format!("{}  {}", paint(HEADING, &schema), visible(&standing.source)));
    page.line(2, &format!("begun {} by version {}", visible(&standing.started_at), visible(&standing.version)));
    let (loaded, parts) = (number(standing.parts_loaded), counted(standing.parts, "part", "parts"));
    let rows = counted(standing.rows, "row", "rows");
    page.line(2, &format!("{loaded} of {parts} of tables loaded, {rows}"));
    if standing.quarantined > 0 {
        page.line(2, &format!("{} in quarantine", counted(standing.quarantined, "value", "values")));
    }
    if standing.finished {
        page.line(2, "finished and compared, but not told; outgrow clean takes only its ledger away");
        return;
    }
    let done = number(standing.statements_done);
    page.line(2, &format!("{done} of {} keys, indexes and other objects added", number(standing.statements)));
}

/// The text of `clean`.
pub(crate) fn clean(facts: &CleanFacts) -> String {
    let mut page = Page::default();
    match &facts.cleaned {
        None => page.line(0, &format!("no move into {} is unfinished; nothing was taken away", visible(&facts.target))),
        Some(cleaned) if cleaned.finished => {
            let schema = visible(&cleaned.schema);
            page.line(
                0,
                &format!("the move into schema {schema} is finished: its ledger is taken away, its tables stay"),
            )
        }
        Some(cleaned) => {
            let tables = counted(facts.tables.len() as u64, "table", "tables");
            let rows = counted(cleaned.rows, "row", "rows");
            let schema = visible(&cleaned.schema);
            page.line(0, &format!("the unfinished move into schema {schema} is taken away: {tables}, {rows}"));
        }
    };
    page.finish()
}
