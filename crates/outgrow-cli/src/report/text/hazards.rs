//! Hazards in text.

use outgrow_planner::hazard::{Hazard, Severity};
use outgrow_planner::profile::Tally;

use super::page::Page;
use crate::report::style::{self, paint};
use crate::report::words::{self, counted, visible};

/// All hazards, in the order given.
pub(super) fn all(page: &mut Page, hazards: &[&Hazard]) {
    list(page, hazards);
}

/// The hazards that need a look; how many there are besides them is said in a line.
pub(super) fn worth_attention(page: &mut Page, hazards: &[&Hazard]) {
    let (worth, notices): (Vec<&Hazard>, Vec<&Hazard>) =
        hazards.iter().partition(|hazard| hazard.severity >= Severity::Attention);
    list(page, &worth);
    if !notices.is_empty() {
        page.gap();
        page.line(
            0,
            &format!("besides {}, which outgrow check shows", counted(notices.len() as u64, "notice", "notices")),
        );
    }
}

fn list(page: &mut Page, hazards: &[&Hazard]) {
    if hazards.is_empty() {
        return;
    }
    page.heading("hazards");
    for hazard in hazards {
        one(page, hazard);
    }
}

fn one(page: &mut Page, hazard: &Hazard) {
    let severity = format!("{:9}", hazard.severity.to_string());
    let place = place(hazard);
    page.line(2, &format!("{}  {place}{}", paint(style::of(hazard.severity), &severity), hazard.id));
    page.line(4, &visible(&hazard.message));
    if let Some(rows) = hazard.rows.as_ref().filter(|rows| !rows.first.is_empty()) {
        page.line(4, &first(rows));
    }
    page.line(4, &visible(&hazard.remedy));
}

/// `table.object  `, as far as the hazard has them.
fn place(hazard: &Hazard) -> String {
    match (&hazard.table, &hazard.object) {
        (None, None) => String::new(),
        (Some(one), None) | (None, Some(one)) => format!("{}  ", words::name(one)),
        (Some(table), Some(object)) => format!("{}.{}  ", words::name(table), words::name(object)),
    }
}

/// `first at rowid 17 (abc), rowid 19 (def), 12 rows in all`.
fn first(rows: &Tally) -> String {
    let witness = |witness: &outgrow_planner::profile::Witness| {
        let row = words::name(&witness.row.to_string());
        let value = words::cut(&visible(&witness.value), 60);
        if value.is_empty() { row } else { format!("{row} ({value})") }
    };
    let witnesses: Vec<String> = rows.first.iter().map(witness).collect();
    let mut text = format!("first at {}", witnesses.join(", "));
    if rows.count > rows.first.len() as u64 {
        text.push_str(&format!(", {} in all", counted(rows.count, "row", "rows")));
    }
    text
}
