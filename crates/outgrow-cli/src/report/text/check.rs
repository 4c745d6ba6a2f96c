//! The text of `outgrow check`.

use super::page::Page;
use super::{hazards, objects, values};
use crate::report::facts::{CheckFacts, CheckVerdict, ColumnFacts, FileFacts, TableFacts};
use crate::report::grid::{Grid, Side};
use crate::report::style::{self, DIM, HEADING, paint};
use crate::report::words::{self, bytes, counted};

/// The text of `outgrow check`.
pub(crate) fn check(facts: &CheckFacts<'_>) -> String {
    let mut page = Page::default();
    file(&mut page, &facts.source);
    for one in &facts.tables {
        table(&mut page, one);
    }
    hazards::all(&mut page, &facts.hazards);
    objects::not_converted(&mut page, "will not be converted", facts.objects);
    objects::differing(&mut page, facts.objects);
    verdict(&mut page, facts);
    page.finish()
}

/// What the file is, in a heading and a line or two.
pub(super) fn file(page: &mut Page, file: &FileFacts) {
    let objects = &file.objects;
    page.line(
        0,
        &format!(
            "{}  {}, {}, {} in {}",
            paint(HEADING, &words::visible(&file.path)),
            bytes(file.bytes),
            file.encoding,
            counted(file.rows, "row", "rows"),
            counted(objects.tables, "table", "tables"),
        ),
    );
    let others = [
        (objects.indexes, "index", "indexes"),
        (objects.views, "view", "views"),
        (objects.triggers, "trigger", "triggers"),
        (objects.virtual_tables, "virtual table", "virtual tables"),
    ];
    let others: Vec<String> =
        others.iter().filter(|(count, ..)| *count > 0).map(|(count, one, many)| counted(*count, one, many)).collect();
    if !others.is_empty() {
        page.line(0, &format!("also {}", others.join(", ")));
    }
    if !file.frameworks.is_empty() {
        page.line(0, &format!("made by {}", file.frameworks.join(", ")));
    }
}

fn table(page: &mut Page, table: &TableFacts) {
    page.gap();
    page.line(
        0,
        &format!(
            "{} → {}  {}, {}",
            paint(HEADING, &words::name(&table.name)),
            words::visible(&table.target),
            counted(table.rows, "row", "rows"),
            bytes(table.bytes),
        ),
    );
    let mut grid = Grid::new(&[
        ("column", Side::Left),
        ("declared", Side::Left),
        ("values", Side::Left),
        ("PostgreSQL", Side::Left),
        ("because", Side::Left),
    ]);
    for column in &table.columns {
        grid.row([
            words::name(&column.name),
            words::name(column.declared_type.as_deref().unwrap_or("–")),
            values::summary(&column.values),
            becomes(column),
            paint(DIM, &words::visible(&column.because)),
        ]);
    }
    page.block(&grid.lines(2));
}

/// The data type with what goes with it, after the name where that changes.
fn becomes(column: &ColumnFacts) -> String {
    let mut text = String::new();
    if column.target != column.name {
        text.push_str(&format!("{} ", words::name(&column.target)));
    }
    text.push_str(&column.data_type);
    if column.generated {
        text.push_str(" generated");
    }
    if column.not_null {
        text.push_str(" not null");
    }
    if column.identity_last.is_some() {
        text.push_str(" identity");
    }
    text
}

fn verdict(page: &mut Page, facts: &CheckFacts<'_>) {
    let style = match facts.verdict {
        CheckVerdict::Ready => style::GOOD,
        CheckVerdict::ReadyWithAttention => style::LOOK,
        CheckVerdict::Blocked => style::ERROR,
    };
    page.gap();
    page.line(0, &paint(style, &facts.verdict_text()));
    let file = super::objects::argument(&facts.source.path);
    let next = match facts.verdict {
        CheckVerdict::Ready | CheckVerdict::ReadyWithAttention => {
            format!("outgrow move {file} --to postgresql://user@host/database")
        }
        CheckVerdict::Blocked => format!("correct what blocks the move, then: outgrow check {file}"),
    };
    page.line(0, &format!("next: {next}"));
}
