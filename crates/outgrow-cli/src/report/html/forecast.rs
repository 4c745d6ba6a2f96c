//! What a move will take, beside what it took.

use std::time::Duration;

use super::markup::Html;
use crate::report::facts::{Basis, ForecastFacts, PhaseFacts};
use crate::report::words::{bytes, counted, duration};

/// The section; `phases` are those of a move that is over.
pub(super) fn body(facts: Option<&ForecastFacts>, phases: &[PhaseFacts]) -> Html {
    let mut html = Html::default();
    let Some(facts) = facts else { return html };
    if facts.basis == Basis::Size {
        html.push("<p>The move takes less than ").text(&time(facts.seconds)).push(".</p>");
        return html;
    }
    html.push("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Forecast\"><table><thead><tr>");
    html.push("<th scope=\"col\">Phase</th><th scope=\"col\" class=\"n\">Forecast</th>");
    if facts.actual.is_some() {
        html.push("<th scope=\"col\" class=\"n\">Actual</th>");
    }
    html.push("</tr></thead><tbody>");
    for phase in &facts.phases {
        let took = phases.iter().find(|other| other.phase == phase.phase).map(|took| time(took.seconds));
        row(&mut html, facts, phase.phase, &time(phase.seconds), took);
    }
    let actual = facts.actual.as_ref();
    row(&mut html, facts, "together", &time(facts.seconds), actual.map(|actual| time(actual.seconds)));
    row(&mut html, facts, "disk", &size(facts.disk_bytes), actual.map(|actual| bytes(actual.disk_bytes)));
    row(&mut html, facts, "WAL", &size(facts.wal_bytes), actual.map(|actual| size(actual.wal_bytes)));
    html.push("</tbody></table></div>");
    notes(&mut html, facts);
    html
}

fn row(html: &mut Html, facts: &ForecastFacts, what: &'static str, forecast: &str, actual: Option<String>) {
    html.push("<tr><th scope=\"row\">").push(what).push("</th><td class=\"n\">").text(forecast).push("</td>");
    if facts.actual.is_some() {
        html.push("<td class=\"n\">").text(actual.as_deref().unwrap_or("–")).push("</td>");
    }
    html.push("</tr>");
}

fn notes(html: &mut Html, facts: &ForecastFacts) {
    if let Some(sample) = &facts.sample {
        html.push("<p class=\"muted\">From a sample of ").text(&bytes(sample.bytes)).push(", ");
        html.text(&counted(sample.rows, "row", "rows")).push(" of ");
        html.text(&counted(sample.tables as u64, "table", "tables")).push(", moved in ").text(&time(sample.seconds));
        html.push(".");
        for assumption in &facts.assumptions {
            html.push(" ").text(assumption);
        }
        html.push("</p>");
    }
}

fn time(seconds: f64) -> String {
    duration(Duration::try_from_secs_f64(seconds).unwrap_or_default())
}

fn size(count: Option<u64>) -> String {
    count.map_or("–".to_owned(), bytes)
}
