//! The text of `outgrow quarantine`.

use super::page::Page;
use crate::report::facts::{
    EntryFacts, ExportFacts, ListFacts, QuarantinedColumn, RequeueFacts, RequeuedFacts, ShowFacts,
};
use crate::report::style::{self, HEADING, paint};
use crate::report::words::{bytes, counted, cut, name, number, visible};

/// The text of `list`.
pub(crate) fn quarantine_list(facts: &ListFacts<'_>) -> String {
    let mut page = Page::default();
    if facts.columns.is_empty() {
        page.line(0, "nothing is in quarantine");
        return page.finish();
    }
    for column in &facts.columns {
        page.gap();
        listed(&mut page, column);
    }
    page.gap();
    let values = counted(facts.count, "value", "values");
    let columns = counted(facts.columns.len() as u64, "column", "columns");
    page.line(0, &format!("{values} of {columns} in quarantine, {}", bytes(facts.bytes)));
    page.line(0, "next: outgrow quarantine show TABLE.COLUMN");
    page.finish()
}

fn listed(page: &mut Page, column: &QuarantinedColumn<'_>) {
    let place = format!("{}.{}", name(column.source_table), name(column.column));
    let classes: Vec<String> =
        column.storage_classes.iter().map(|(class, count)| format!("{} {}", number(*count), visible(class))).collect();
    let values = counted(column.count, "value", "values");
    page.line(0, &format!("{}  {values}: {}, {}", paint(HEADING, &place), classes.join(", "), bytes(column.bytes)));
    page.line(2, &format!("in {} of {}", name(column.target_column), visible(column.target_table)));
    for (reason, count) in column.reasons {
        page.line(2, &format!("{}  {}", number(*count), visible(reason)));
    }
    for row in &column.first {
        page.line(4, &format!("id {}  {}", row.id, cut(&visible(row.row_key), 100)));
    }
    let more = column.count.saturating_sub(column.first.len() as u64);
    if more > 0 {
        page.line(4, &format!("and {} more", number(more)));
    }
}

/// The text of `show`.
pub(crate) fn quarantine_show(facts: &ShowFacts<'_>) -> String {
    let mut page = Page::default();
    for entry in &facts.entries {
        page.gap();
        shown(&mut page, entry);
    }
    if facts.more {
        page.gap();
        page.line(0, "there are more; --limit N shows them");
    }
    page.finish()
}

fn shown(page: &mut Page, entry: &EntryFacts<'_>) {
    let place = format!("{}.{}", name(entry.source_table), name(entry.column));
    page.line(0, &format!("id {}  {}  {}", entry.id, paint(HEADING, &place), visible(entry.row_key)));
    page.line(2, &visible(entry.reason));
    let rest = if entry.complete { "" } else { " …" };
    let value = match entry.encoding {
        "hex" => format!("\\x{}", entry.value),
        // A backslash is doubled, so that it is not taken for the beginning of an escape.
        _ => visible(&entry.value.replace('\\', "\\\\")),
    };
    page.line(2, &format!("{}, {}: {value}{rest}", visible(entry.storage_class), bytes(entry.bytes)));
}

/// The text of `export`.
pub(crate) fn quarantine_export(facts: &ExportFacts) -> String {
    let values = counted(facts.count, "value", "values");
    format!("{values}, {}, written to {}\n", bytes(facts.bytes), visible(&facts.path))
}

/// The text of `requeue`.
pub(crate) fn quarantine_requeue(facts: &RequeueFacts<'_>) -> String {
    let mut page = Page::default();
    if facts.columns.is_empty() {
        page.line(0, "nothing is in quarantine");
        return page.finish();
    }
    for column in &facts.columns {
        requeued(&mut page, column);
    }
    page.gap();
    let placed = counted(facts.placed, "value", "values");
    let remaining = match facts.remaining {
        0 => paint(style::GOOD, "none remains in quarantine"),
        count => paint(
            style::LOOK,
            &format!(
                "{} in quarantine",
                if count == 1 { "1 remains".to_owned() } else { format!("{} remain", number(count)) }
            ),
        ),
    };
    match facts.dry_run {
        true => page.line(0, &format!("{placed} would be put in place, {remaining}; nothing was written")),
        false => page.line(0, &format!("{placed} put in place, {remaining}")),
    }
    page.finish()
}

fn requeued(page: &mut Page, column: &RequeuedFacts<'_>) {
    let place = format!("{}.{}", visible(column.target_table), name(column.target_column));
    let (placed, remaining) = (number(column.placed), number(column.remaining));
    page.line(0, &format!("{}  {placed} placed, {remaining} remaining", paint(HEADING, &place)));
    for (reason, count) in column.reasons {
        page.line(2, &format!("{}  {}", number(*count), visible(reason)));
    }
    for row in &column.first {
        page.line(4, &format!("id {}  {}", row.id, cut(&visible(row.row_key), 100)));
    }
}
