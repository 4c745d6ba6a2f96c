//! The numbers of a file: how much there is, what becomes of it, and where it is large.

use std::collections::BTreeMap;

use outgrow_planner::plan::Verdict;

use super::markup::Html;
use super::{Contents, bar};
use crate::report::facts::{ObjectFacts, TableFacts};
use crate::report::words::{bytes, number};

/// How many tables and data types are drawn.
const MOST: usize = 8;

/// The section.
pub(super) fn body(contents: &Contents<'_>) -> Html {
    let mut html = Html::default();
    tiles(&mut html, contents);
    verdicts(&mut html, contents.objects);
    html.push("<div class=\"charts\">");
    largest(&mut html, &contents.tables);
    types(&mut html, &contents.tables);
    html.push("</div><p class=\"muted\">The tables go to schema <code>").name(contents.schema);
    html.push("</code>; names are ");
    html.push(if contents.identifiers == "fold" { "folded to lower case." } else { "kept as they are." });
    html.push("</p>");
    html
}

fn tiles(html: &mut Html, contents: &Contents<'_>) {
    let file = contents.source;
    let columns: usize = contents.tables.iter().map(|table| table.columns.len()).sum();
    let counts = [
        ("Tables", contents.tables.len() as u64),
        ("Columns", columns as u64),
        ("Rows", file.rows),
        ("Indexes", file.objects.indexes),
        ("Views", file.objects.views),
        ("Triggers", file.objects.triggers),
        ("Virtual tables", file.objects.virtual_tables),
    ];
    html.push("<dl class=\"tiles\">");
    for (title, count) in
        counts.into_iter().enumerate().filter(|(at, (_, count))| *at < 3 || *count > 0).map(|(_, tile)| tile)
    {
        html.push("<div><dt>").push(title).push("</dt><dd>").text(&number(count)).push("</dd></div>");
    }
    html.push("<div><dt>Bytes of values</dt><dd>").text(&bytes(file.value_bytes)).push("</dd></div></dl>");
}

fn verdicts(html: &mut Html, objects: &[ObjectFacts<'_>]) {
    let mut counts = [
        ("good", "converted", 0),
        ("look", "arrive with a difference", 0),
        ("bad", "not converted", 0),
        ("null", "left out or not needed in PostgreSQL", 0),
    ];
    for facts in objects {
        let at = match &facts.object.verdict {
            Verdict::Converted => 0,
            Verdict::Differs { .. } => 1,
            Verdict::NotConverted { .. } => 2,
            Verdict::LeftOut { .. } | Verdict::NotNeeded { .. } => 3,
        };
        counts[at].2 += 1;
    }
    html.push("<figure class=\"panel\"><figcaption>Objects by verdict</figcaption>");
    bar::parts(html, &counts.map(|(class, _, count)| (class, count)));
    html.push("<ul class=\"legend\">");
    for (class, what, count) in counts.into_iter().filter(|(.., count)| *count > 0) {
        html.push("<li><i class=\"").push(class).push("\"></i><b>").text(&number(count)).push("</b> ").push(what);
        html.push("</li>");
    }
    html.push("</ul></figure>");
}

fn largest(html: &mut Html, tables: &[&TableFacts]) {
    let mut by_size: Vec<(usize, &TableFacts)> = tables.iter().copied().enumerate().collect();
    by_size.sort_by_key(|(_, table)| std::cmp::Reverse((table.bytes, table.rows)));
    let most = by_size.first().map_or(0, |(_, table)| table.bytes);
    if most == 0 {
        return;
    }
    html.push("<figure class=\"panel\"><figcaption>Largest tables</figcaption><ul class=\"bars\">");
    for (position, table) in by_size.into_iter().take(MOST) {
        html.push("<li><a href=\"#t-").integer(position).push("\">").name(&table.name).push("</a>");
        bar::share(html, "fill", table.bytes as f64, most as f64);
        html.push("<span>").text(&bytes(table.bytes)).push("</span></li>");
    }
    html.push("</ul></figure>");
}

fn types(html: &mut Html, tables: &[&TableFacts]) {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for column in tables.iter().flat_map(|table| &table.columns) {
        let (name, _) = column.data_type.split_once('(').unwrap_or((&column.data_type, ""));
        *counts.entry(name).or_default() += 1;
    }
    let mut counts: Vec<(&str, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let most = counts.first().map_or(0, |(_, count)| *count);
    if most == 0 {
        return;
    }
    html.push("<figure class=\"panel\"><figcaption>Columns by PostgreSQL data type</figcaption><ul class=\"bars\">");
    for (data_type, count) in counts.into_iter().take(MOST) {
        html.push("<li><code>").text(data_type).push("</code>");
        bar::share(html, "fill", count as f64, most as f64);
        html.push("<span>").text(&number(count)).push("</span></li>");
    }
    html.push("</ul></figure>");
}
