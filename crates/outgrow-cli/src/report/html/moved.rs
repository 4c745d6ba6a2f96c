//! What a move did: time, speed, the comparison, and what did not go as planned.

use std::time::Duration;

use super::bar;
use super::markup::Html;
use crate::report::facts::{MoveFacts, MovedTable, TableVerdict};
use crate::report::words::{bytes, counted, duration, number, sentence};

/// Up to this many tables are listed without a click.
const FEW: usize = 30;

/// The section.
pub(super) fn body(facts: &MoveFacts<'_>) -> Html {
    let mut html = Html::default();
    summary(&mut html, facts);
    phases(&mut html, facts);
    differences(&mut html, facts);
    tables(&mut html, facts);
    refused(&mut html, facts);
    quarantine(&mut html, facts);
    not_valid(&mut html, facts);
    html
}

fn seconds(seconds: f64) -> String {
    duration(Duration::from_secs_f64(seconds.max(0.0)))
}

fn summary(html: &mut Html, facts: &MoveFacts<'_>) {
    let rows: u64 = facts.tables.iter().map(|table| table.copied.rows).sum();
    let mut tiles = vec![
        ("Rows copied", number(rows)),
        ("Values compared", number(facts.totals.values)),
        ("Differences", number(facts.difference_count)),
        ("In quarantine", number(facts.totals.quarantined)),
        ("Time", seconds(facts.totals.seconds)),
        ("Bytes sent", bytes(facts.copied_bytes)),
    ];
    tiles.extend(facts.rows_per_second.map(|speed| ("Rows per second", number(speed as u64))));
    html.push("<dl class=\"tiles\">");
    for (title, value) in tiles {
        html.push("<div><dt>").push(title).push("</dt><dd>").text(&value).push("</dd></div>");
    }
    html.push("</dl>");
}

fn phases(html: &mut Html, facts: &MoveFacts<'_>) {
    let longest = facts.phases.iter().map(|phase| phase.seconds).fold(0.0, f64::max);
    html.push("<figure class=\"panel\"><figcaption>Time by phase</figcaption><ul class=\"bars\">");
    for phase in &facts.phases {
        html.push("<li><span>").push(phase.phase).push("</span>");
        bar::share(html, "fill", phase.seconds, longest);
        html.push("<span>").text(&seconds(phase.seconds)).push("</span></li>");
    }
    html.push("</ul></figure>");
}

fn speed(table: &MovedTable) -> f64 {
    if table.copied.seconds > 0.0 { table.copied.rows as f64 / table.copied.seconds } else { 0.0 }
}

fn tables(html: &mut Html, facts: &MoveFacts<'_>) {
    let fastest = facts.tables.iter().map(speed).fold(0.0, f64::max);
    html.push("<details class=\"fold\"").push(if facts.tables.len() <= FEW { " open" } else { "" });
    html.push("><summary><h3>Table by table</h3></summary>");
    html.push("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table by table\">");
    html.push("<table class=\"moved\"><thead><tr><th scope=\"col\">Table</th><th scope=\"col\" class=\"n\">Rows</th>");
    html.push("<th scope=\"col\" class=\"n\">Sent</th><th scope=\"col\" class=\"n\">Time</th>");
    html.push("<th scope=\"col\">Rows per second</th><th scope=\"col\" class=\"n\">Values compared</th>");
    html.push("<th scope=\"col\">Verdict</th></tr></thead><tbody>");
    for (position, table) in facts.tables.iter().enumerate() {
        html.push("<tr><th scope=\"row\"><a href=\"#t-").integer(position).push("\">").name(&table.table.name);
        html.push("</a></th><td class=\"n\">").text(&number(table.copied.rows)).push("</td><td class=\"n\">");
        html.text(&bytes(table.copied.bytes)).push("</td><td class=\"n\">").text(&seconds(table.copied.seconds));
        html.push("</td><td class=\"speed\">");
        if table.copied.rows > 0 {
            html.push("<div>");
            bar::share(html, "fill", speed(table), fastest);
            html.push("<span>").text(&number(speed(table) as u64)).push("</span></div>");
        }
        html.push("</td><td class=\"n\">");
        match &table.verified {
            Some(comparison) => html.text(&number(comparison.values)),
            None => html.push("–"),
        };
        html.push("</td><td>");
        verdict(html, table);
        html.push("</td></tr>");
    }
    html.push("</tbody></table></div></details>");
}

fn verdict(html: &mut Html, table: &MovedTable) {
    let (class, word) = match table.verdict {
        TableVerdict::Verified => ("good", "every value equal"),
        TableVerdict::Quarantined => ("look", "equal, with quarantine"),
        TableVerdict::Differs if table.verified.is_none() => ("bad", "not compared"),
        TableVerdict::Differs => ("bad", "differs"),
    };
    html.push("<span class=\"badge ").push(class).push("\">").push(word).push("</span>");
    let quarantined = table.verified.as_ref().map_or(0, |found| found.quarantined).max(table.copied.quarantined);
    if quarantined > 0 {
        html.push(" ").text(&counted(quarantined, "value", "values")).push(" in quarantine");
    }
    if let Some(found) = table.verified.as_ref().filter(|found| found.source_rows != found.target_rows) {
        html.push(" ").text(&number(found.source_rows)).push(" rows in SQLite, ");
        html.text(&number(found.target_rows)).push(" in PostgreSQL");
    }
}

fn differences(html: &mut Html, facts: &MoveFacts<'_>) {
    if facts.difference_count == 0 {
        return;
    }
    html.push("<h3>Differences</h3><div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Differences\">");
    html.push("<table><thead><tr><th scope=\"col\">Table</th><th scope=\"col\">Row</th><th scope=\"col\">Column</th>");
    html.push("<th scope=\"col\">SQLite</th><th scope=\"col\">PostgreSQL</th></tr></thead><tbody>");
    for table in &facts.tables {
        for difference in table.verified.iter().flat_map(|found| &found.differences) {
            html.push("<tr><th scope=\"row\">").name(&table.table.name).push("</th><td>").name(&difference.row);
            html.push("</td><td>").name(difference.column.as_deref().unwrap_or("whole row")).push("</td>");
            for side in [&difference.source, &difference.target] {
                match side {
                    Some(value) => html.push("<td><code>").text(value).push("</code></td>"),
                    None => html.push("<td class=\"muted\">not there</td>"),
                };
            }
            html.push("</tr>");
        }
    }
    html.push("</tbody></table></div>");
}

fn refused(html: &mut Html, facts: &MoveFacts<'_>) {
    if facts.refused.is_empty() {
        return;
    }
    html.push("<h3>Refused by PostgreSQL</h3>");
    for refused in &facts.refused {
        html.push("<details class=\"card\" open><summary><h4>")
            .text(&sentence(refused.what))
            .push("</h4></summary><p>");
        html.text(&sentence(refused.message)).push("</p><pre tabindex=\"0\"><code>").code(refused.sql);
        html.push("</code></pre></details>");
    }
}

fn quarantine(html: &mut Html, facts: &MoveFacts<'_>) {
    if facts.totals.quarantined == 0 {
        return;
    }
    html.push("<h3>Quarantine</h3><p>").text(&counted(facts.totals.quarantined, "value", "values"));
    html.push(" that PostgreSQL cannot hold as they are, kept byte for byte:</p>");
    html.push("<pre tabindex=\"0\"><code>SELECT * FROM outgrow.quarantine;</code></pre>");
}

fn not_valid(html: &mut Html, facts: &MoveFacts<'_>) {
    if facts.not_valid.is_empty() {
        return;
    }
    html.push("<h3>Constraints that hold for new rows only</h3><p>Old rows break them. Once these are repaired:</p>");
    html.push("<pre tabindex=\"0\"><code>");
    for constraint in &facts.not_valid {
        html.code(constraint.validate.as_str()).push(";\n");
    }
    html.push("</code></pre>");
}
