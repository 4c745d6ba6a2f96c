//! Tables and their columns: what they declare, what they hold, what they become and why.

use std::collections::{BTreeMap, BTreeSet};

use outgrow_planner::hazard::{Hazard, Severity};
use outgrow_planner::plan::ObjectKind;

use super::filters::{self, Choice};
use super::markup::Html;
use super::{Contents, evidence, hazards, objects};
use crate::report::facts::{ColumnFacts, ForeignKeyFacts, ObjectFacts, TableFacts};
use crate::report::words::{bytes, counted};

/// Up to this many columns in all, every table is open at first.
const FEW_COLUMNS: usize = 40;

/// The section.
pub(super) fn body(contents: &Contents<'_>) -> Html {
    let mut html = Html::default();
    if contents.tables.is_empty() {
        html.push("<p>The file has no table.</p>");
        return html;
    }
    html.push("<p>Each bar shows what the values really are: <span class=\"legend\">");
    html.push("<span><i class=\"integer\"></i>integer</span> <span><i class=\"real\"></i>real</span> ");
    html.push("<span><i class=\"text\"></i>text</span> <span><i class=\"blob\"></i>blob</span> ");
    html.push("<span><i class=\"null\"></i>null</span></span></p>");
    controls(&mut html, contents);
    let columns: usize = contents.tables.iter().map(|table| table.columns.len()).sum();
    html.push("<div id=\"table-list\">");
    let mut by_table: BTreeMap<&str, Vec<(usize, &Hazard)>> = BTreeMap::new();
    for (position, hazard) in contents.hazards.iter().enumerate() {
        by_table.entry(hazard.table.as_deref().unwrap_or_default()).or_default().push((position, hazard));
    }
    let objects: BTreeMap<&str, &ObjectFacts<'_>> = contents
        .objects
        .iter()
        .filter(|facts| facts.object.kind == ObjectKind::Table)
        .map(|facts| (facts.object.name.as_str(), facts))
        .collect();
    for (position, facts) in contents.tables.iter().enumerate() {
        let hazards = by_table.remove(facts.name.as_str()).unwrap_or_default();
        let object = objects.get(facts.name.as_str()).copied();
        Table::new(contents, facts, object, hazards).write(&mut html, position, columns <= FEW_COLUMNS);
    }
    html.push("</div>");
    html
}

fn controls(html: &mut Html, contents: &Contents<'_>) {
    let types: BTreeSet<&str> =
        contents.tables.iter().flat_map(|table| &table.columns).map(|column| column.data_type.as_str()).collect();
    let of_tables = contents.hazards.iter().filter(|hazard| hazard.table.is_some());
    let severities: BTreeSet<Severity> = of_tables.map(|hazard| hazard.severity).collect();
    let mut severities: Vec<&str> = severities.into_iter().rev().map(hazards::word).collect();
    severities.push("none");
    let choices = [
        Choice { attribute: "severity", label: "Hazard", values: severities },
        Choice { attribute: "type", label: "Data type", values: types.into_iter().collect() },
    ];
    filters::controls(html, "table-list", "Filter tables and columns", "Find table or column", &choices);
}

/// A table with the hazards that concern it.
struct Table<'a> {
    contents: &'a Contents<'a>,
    facts: &'a TableFacts,
    /// What becomes of the table itself.
    object: Option<&'a ObjectFacts<'a>>,
    hazards: Vec<(usize, &'a Hazard)>,
    /// The worst hazard of each column; under `None` that of the rest.
    worst: BTreeMap<Option<&'a str>, Severity>,
    /// The columns of the primary key and of foreign keys, by their names in PostgreSQL.
    primary: BTreeSet<&'a str>,
    foreign: BTreeSet<&'a str>,
}

impl<'a> Table<'a> {
    fn new(
        contents: &'a Contents<'a>,
        facts: &'a TableFacts,
        object: Option<&'a ObjectFacts<'a>>,
        hazards: Vec<(usize, &'a Hazard)>,
    ) -> Table<'a> {
        let columns: BTreeSet<&str> = facts.columns.iter().map(|column| column.name.as_str()).collect();
        let mut worst: BTreeMap<Option<&str>, Severity> = BTreeMap::new();
        for (_, hazard) in &hazards {
            let column = hazard.object.as_deref().filter(|object| columns.contains(object));
            let severity = worst.entry(column).or_insert(hazard.severity);
            *severity = hazard.severity.max(*severity);
        }
        let primary = facts.primary_key.iter().map(String::as_str).collect();
        let foreign = facts.foreign_keys.iter().flat_map(|key| &key.columns).map(String::as_str).collect();
        Table { contents, facts, object, hazards, worst, primary, foreign }
    }

    fn write(&self, html: &mut Html, position: usize, open: bool) {
        let worst = self.hazards.iter().map(|(_, hazard)| hazard.severity).max();
        html.push("<details class=\"card\" id=\"t-").integer(position).push("\" data-item data-severity=\"");
        html.push(self.severity(None)).push("\"");
        if open || worst >= Some(Severity::Attention) {
            html.push(" open");
        }
        html.push("><summary><h3 data-key>").name(&self.facts.name).push("</h3> <span class=\"muted\">→ <code>");
        html.name(&self.facts.target).push("</code> · ").text(&counted(self.facts.rows, "row", "rows"));
        html.push(" · ").text(&bytes(self.facts.bytes)).push(" · ");
        html.text(&counted(self.facts.columns.len() as u64, "column", "columns")).push("</span>");
        if let Some(worst) = worst {
            html.push(" <span class=\"badge ").push(hazards::word(worst)).push("\">").push(hazards::word(worst));
            html.push("</span>");
        }
        html.push("</summary>");
        self.list_hazards(html);
        self.columns(html);
        self.keys(html);
        self.statements(html);
        html.push("</details>");
    }

    /// The worst severity of a column's hazards; for `None` of those that are about no column.
    fn severity(&self, column: Option<&str>) -> &'static str {
        self.worst.get(&column).copied().map_or("none", hazards::word)
    }

    fn list_hazards(&self, html: &mut Html) {
        if self.hazards.is_empty() {
            return;
        }
        html.push("<ul class=\"chips\" aria-label=\"Hazards of this table\">");
        for (position, hazard) in &self.hazards {
            html.push("<li><a class=\"badge ").push(hazards::word(hazard.severity)).push("\" href=\"#h-");
            html.integer(*position).push("\">").text(hazard.id);
            if let Some(object) = &hazard.object {
                html.push(": ").name(object);
            }
            html.push("</a></li>");
        }
        html.push("</ul>");
    }

    fn columns(&self, html: &mut Html) {
        html.push(
            "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Columns\"><table class=\"columns\">",
        );
        html.push(
            "<thead><tr><th scope=\"col\">Column</th><th scope=\"col\">Declared</th><th scope=\"col\">Values</th>",
        );
        html.push("<th scope=\"col\">PostgreSQL</th><th scope=\"col\">Because</th></tr></thead><tbody>");
        for column in &self.facts.columns {
            self.row(html, column, self.severity(Some(&column.name)));
        }
        html.push("</tbody></table></div>");
    }

    fn row(&self, html: &mut Html, column: &ColumnFacts, severity: &'static str) {
        html.push("<tr data-row data-severity=\"").push(severity).push("\"").attribute("data-type", &column.data_type);
        html.push("><th scope=\"row\"><span data-key>").name(&column.name).push("</span>");
        if self.primary.contains(column.target.as_str()) {
            html.push(" <abbr class=\"key\" title=\"primary key\">PK</abbr>");
        }
        if self.foreign.contains(column.target.as_str()) {
            html.push(" <abbr class=\"key\" title=\"foreign key\">FK</abbr>");
        }
        html.push("</th><td>");
        match &column.declared_type {
            Some(declared) => html.push("<code>").name(declared).push("</code>"),
            None => html.push("<span class=\"muted\">nothing</span>"),
        };
        html.push("</td><td class=\"values\">");
        evidence::of(html, &column.values);
        html.push("</td><td>");
        becomes(html, column);
        html.push("</td><td>").text(&column.because).push("</td></tr>");
    }

    fn keys(&self, html: &mut Html) {
        let facts = self.facts;
        html.push("<ul class=\"keys\">");
        if !facts.primary_key.is_empty() {
            html.push("<li>Primary key <code>").text(&facts.primary_key.join(", ")).push("</code></li>");
        }
        for key in &facts.foreign_keys {
            self.foreign_key(html, key);
        }
        html.push("<li>Rows are compared ");
        if facts.row_key.is_empty() {
            html.push("by all their values, because no key names them");
        } else {
            html.push("by <code>").text(&facts.row_key.join(", ")).push("</code>");
        }
        html.push("</li></ul>");
    }

    fn foreign_key(&self, html: &mut Html, key: &ForeignKeyFacts) {
        html.push("<li>Foreign key <code>").text(&key.columns.join(", ")).push("</code> → ");
        if let Some(parent) = self.contents.by_target.get(key.parent.as_str()).copied() {
            html.push("<a href=\"#t-").integer(parent).push("\">").name(&key.parent).push("</a>");
        } else {
            html.name(&key.parent);
        }
        html.push(" <code>").text(&key.parent_columns.join(", ")).push("</code>");
        for (when, action) in [(", on delete ", key.on_delete), (", on update ", key.on_update)] {
            if action != "no-action" {
                html.push(when).text(&action.replace('-', " "));
            }
        }
        if key.deferred {
            html.push(", deferred");
        }
        if key.not_valid {
            html.push(", <b>not valid</b>: rows without a parent stay, new rows are checked");
        }
        html.push("</li>");
    }

    fn statements(&self, html: &mut Html) {
        if let Some(object) = self.object {
            html.push("<details class=\"inner\"><summary>CREATE TABLE on both sides</summary>");
            objects::both_sides(html, object);
            html.push("</details>");
        }
    }
}

/// The data type with what goes with it, after the name where that changes.
fn becomes(html: &mut Html, column: &ColumnFacts) {
    if column.target != column.name {
        html.push("<span class=\"muted\">").name(&column.target).push("</span> ");
    }
    html.push("<code class=\"type\">").text(&column.data_type).push("</code>");
    let flags = [
        (column.not_null, " not null"),
        (column.identity_last.is_some(), " identity"),
        (column.generated, " generated"),
    ];
    for (_, flag) in flags.into_iter().filter(|(is, _)| *is) {
        html.push("<span class=\"muted\">").push(flag).push("</span>");
    }
}
