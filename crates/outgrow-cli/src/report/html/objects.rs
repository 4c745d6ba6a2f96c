//! Views, triggers, checks, defaults, indexes and the rest: both texts side by side, worst first.

use std::collections::BTreeSet;

use outgrow_planner::plan::{ObjectKind, ObjectVerdict, Verdict};

use super::Contents;
use super::clauses;
use super::filters::{self, Choice};
use super::markup::Html;
use crate::report::facts::ObjectFacts;
use crate::report::words::{number, sentence};

/// Up to this many converted objects are open at first.
const FEW: usize = 4;

/// Objects of one verdict.
struct Group<'a> {
    title: &'static str,
    class: &'static str,
    verdict: &'static str,
    objects: Vec<&'a ObjectFacts<'a>>,
}

/// The section; empty where the file has nothing but tables.
pub(super) fn body(contents: &Contents<'_>) -> Html {
    let mut html = Html::default();
    let groups: Vec<Group<'_>> =
        groups(contents.objects).into_iter().filter(|group| !group.objects.is_empty()).collect();
    if groups.is_empty() {
        return html;
    }
    let kinds: BTreeSet<ObjectKind> =
        groups.iter().flat_map(|group| &group.objects).map(|facts| facts.object.kind).collect();
    let kinds: Vec<String> = kinds.iter().map(ToString::to_string).collect();
    let choices = [
        Choice { attribute: "kind", label: "Kind", values: kinds.iter().map(String::as_str).collect() },
        Choice { attribute: "verdict", label: "Verdict", values: groups.iter().map(|group| group.verdict).collect() },
    ];
    filters::controls(&mut html, "object-list", "Filter objects", "Find object", &choices);
    html.push("<div id=\"object-list\">");
    for group in &groups {
        write(&mut html, group);
    }
    html.push("</div>");
    html
}

fn groups<'a>(objects: &'a [ObjectFacts<'a>]) -> [Group<'a>; 5] {
    let group = |title, class, verdict| Group { title, class, verdict, objects: Vec::new() };
    let mut groups = [
        group("Not converted", "bad", "not converted"),
        group("Arrive with a difference", "look", "differs"),
        group("Converted", "good", "converted"),
        group("Left out by the plan file", "notice", "left out"),
        group("Not needed in PostgreSQL", "notice", "not needed"),
    ];
    for facts in objects {
        let plain = matches!(facts.object.kind, ObjectKind::Table | ObjectKind::Column);
        let at = match &facts.object.verdict {
            Verdict::NotConverted { .. } => 0,
            Verdict::Differs { .. } => 1,
            // Tables and columns have a section of their own.
            Verdict::Converted if plain => continue,
            Verdict::Converted => 2,
            Verdict::LeftOut { .. } => 3,
            Verdict::NotNeeded { .. } => 4,
        };
        groups[at].objects.push(facts);
    }
    for group in &mut groups {
        group.objects.sort_by_key(|facts| std::cmp::Reverse(facts.object.kind));
    }
    groups
}

fn write(html: &mut Html, group: &Group<'_>) {
    html.push("<div class=\"group\"><h3>").push(group.title).push(" <span class=\"muted\">");
    html.text(&number(group.objects.len() as u64)).push("</span></h3>");
    for facts in &group.objects {
        object(html, group, facts);
    }
    html.push("</div>");
}

fn object(html: &mut Html, group: &Group<'_>, facts: &ObjectFacts<'_>) {
    let object = facts.object.as_ref();
    html.push("<details class=\"card\" data-item").attribute("data-kind", &object.kind.to_string());
    html.push(" data-verdict=\"").push(group.verdict).push("\"");
    if !matches!(object.verdict, Verdict::Converted) || group.objects.len() <= FEW {
        html.push(" open");
    }
    html.push("><summary><span class=\"kind\">").text(&object.kind.to_string()).push("</span> <h4 data-key>");
    html.name(&object.name).push("</h4>");
    if let Some(table) = object.table.as_ref().filter(|_| object.kind != ObjectKind::Table) {
        html.push(" <span class=\"muted\">of <span data-key>").name(table).push("</span></span>");
    }
    html.push(" <span class=\"badge ").push(group.class).push("\">").push(group.verdict).push("</span></summary>");
    note(html, object);
    both_sides(html, facts);
    html.push("</details>");
}

fn note(html: &mut Html, object: &ObjectVerdict) {
    match &object.verdict {
        Verdict::Converted => {}
        Verdict::Differs { difference } => {
            html.push("<p>").text(difference).push("</p>");
        }
        Verdict::LeftOut { reason } | Verdict::NotNeeded { reason } => {
            html.push("<p>").text(&sentence(reason)).push(".</p>");
        }
        Verdict::NotConverted { reason, suggestion } => {
            html.push("<p>").text(&sentence(reason)).push(".</p>");
            if let Some(suggestion) = suggestion {
                html.push("<p class=\"remedy\"><b>What to do:</b> ").text(suggestion).push("</p>");
            }
        }
    }
}

/// The SQLite text and the PostgreSQL text of an object, beside each other.
pub(super) fn both_sides(html: &mut Html, facts: &ObjectFacts<'_>) {
    if facts.source_sql.is_none() && facts.target_sql.is_none() {
        return;
    }
    html.push("<div class=\"sides\">");
    for (title, sql) in [("SQLite", facts.source_sql), ("PostgreSQL", facts.target_sql.as_deref())] {
        if let Some(sql) = sql {
            html.push("<div><p class=\"side\">").push(title).push("</p><pre tabindex=\"0\"><code>");
            html.code(&clauses::on_lines(sql));
            html.push("</code></pre></div>");
        }
    }
    html.push("</div>");
}
