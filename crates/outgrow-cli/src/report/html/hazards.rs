//! Hazards by severity: what was found, where first, and what to do.

use outgrow_planner::hazard::{Hazard, Severity};
use outgrow_planner::profile::Tally;

use super::Contents;
use super::filters::{self, Choice};
use super::markup::Html;
use crate::report::words::{counted, number, sentence};

/// The section.
pub(super) fn body(contents: &Contents<'_>) -> Html {
    let mut html = Html::default();
    if contents.hazards.is_empty() {
        html.push("<p>None: nothing in this file endangers its data or its behavior.</p>");
        return html;
    }
    let positions: Vec<usize> = (0..contents.hazards.len()).collect();
    let severities: Vec<&[usize]> =
        positions.chunk_by(|a, b| contents.hazards[*a].severity == contents.hazards[*b].severity).collect();
    if contents.hazards.len() > 5 {
        let values = severities.iter().map(|these| word(contents.hazards[these[0]].severity)).collect();
        let choice = Choice { attribute: "severity", label: "Severity", values };
        filters::controls(&mut html, "hazard-list", "Filter hazards", "Find hazard or place", &[choice]);
    }
    html.push("<div id=\"hazard-list\">");
    for these in severities {
        of_severity(&mut html, contents, these);
    }
    html.push("</div>");
    html
}

/// The class and word of a severity.
pub(super) fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Notice => "notice",
        Severity::Attention => "attention",
        Severity::Blocking => "blocking",
    }
}

fn of_severity(html: &mut Html, contents: &Contents<'_>, positions: &[usize]) {
    let severity = contents.hazards[positions[0]].severity;
    html.push("<div class=\"group\"><h3><span class=\"badge ").push(word(severity)).push("\">").push(word(severity));
    html.push("</span> ").push(meaning(severity)).push(" <span class=\"muted\">");
    html.text(&number(positions.len() as u64)).push("</span></h3>");
    for same in positions.chunk_by(|a, b| contents.hazards[*a].id == contents.hazards[*b].id) {
        card(html, contents, same);
    }
    html.push("</div>");
}

fn meaning(severity: Severity) -> &'static str {
    match severity {
        Severity::Blocking => "The move cannot start",
        Severity::Attention => "Look at these",
        Severity::Notice => "Good to know; everything arrives equal",
    }
}

/// All hazards of one kind; what to do is said once where it is the same for all.
fn card(html: &mut Html, contents: &Contents<'_>, positions: &[usize]) {
    let first = contents.hazards[positions[0]];
    let shared = positions.iter().all(|position| contents.hazards[*position].remedy == first.remedy);
    let severity = word(first.severity);
    html.push("<details class=\"card ").push(severity).push("\" data-item data-severity=\"").push(severity).push("\"");
    if first.severity > Severity::Notice || positions.len() <= 3 {
        html.push(" open");
    }
    html.push("><summary><h4 data-key>").text(first.id).push("</h4> <span class=\"muted\">");
    html.text(&counted(positions.len() as u64, "place", "places")).push("</span></summary>");
    // Where there are many places, what to do is found before them.
    let before = shared && positions.len() > 3;
    if before {
        remedy(html, first);
    }
    html.push("<ul class=\"places\">");
    for position in positions {
        place(html, contents, *position);
        if !shared {
            remedy(html, contents.hazards[*position]);
        }
        html.push("</li>");
    }
    html.push("</ul>");
    if shared && !before {
        remedy(html, first);
    }
    html.push("</details>");
}

fn remedy(html: &mut Html, hazard: &Hazard) {
    html.push("<p class=\"remedy\"><b>What to do:</b> ").text(&hazard.remedy).push("</p>");
}

fn place(html: &mut Html, contents: &Contents<'_>, position: usize) {
    let hazard = contents.hazards[position];
    html.push("<li id=\"h-").integer(position).push("\" data-row data-severity=\"").push(word(hazard.severity));
    html.push("\"><p>");
    if let Some(table) = &hazard.table {
        let at = contents.by_name.get(table.as_str()).copied();
        html.push("<span class=\"place\" data-key>");
        if let Some(at) = at {
            html.push("<a href=\"#t-").integer(at).push("\">").name(table).push("</a>");
        } else {
            html.name(table);
        }
        html.push("</span>");
    }
    if let Some(object) = &hazard.object {
        html.push("<span class=\"place\" data-key>");
        if hazard.table.is_some() {
            html.push(".");
        }
        html.name(object).push("</span>");
    }
    html.push(" ").text(&sentence(&hazard.message)).push(".</p>");
    if let Some(rows) = hazard.rows.as_ref().filter(|rows| !rows.first.is_empty()) {
        witnesses(html, rows);
    }
}

fn witnesses(html: &mut Html, rows: &Tally) {
    html.push(
        "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"First rows\"><table class=\"small\"><thead>",
    );
    html.push("<tr><th scope=\"col\">Row</th><th scope=\"col\">Value</th></tr></thead><tbody>");
    for witness in &rows.first {
        html.push("<tr><td>").name(&witness.row.to_string()).push("</td><td><code>").text(&witness.value);
        html.push("</code></td></tr>");
    }
    html.push("</tbody></table></div>");
    if rows.count > rows.first.len() as u64 {
        html.push("<p class=\"muted\">").text(&counted(rows.count, "row", "rows")).push(" in all</p>");
    }
}
