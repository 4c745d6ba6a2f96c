//! The decisions that are open: they stand first in a plan file.

use super::Written;
use super::evidence::{ColumnView, first, place, why};
use super::toml_text::{Document, string};
use super::words::{KINDS, word};
use crate::hazard::{Hazard, Severity};
use crate::mapping::{Context, EpochProof, Reason, is_naive_time};
use crate::plan::{ObjectVerdict, Verdict};

/// What blocks the move, what needs a look, and what could be understood in another way.
pub(super) fn write(document: &mut Document, written: &Written<'_>) {
    blocking(document, written);
    acknowledge(document, written);
    naive_timestamps(document, written);
    orphans(document, written);
    ambiguous(document, written);
}

fn blocking(document: &mut Document, written: &Written<'_>) {
    let hazards = written.plan.hazards.iter().filter(|hazard| hazard.severity == Severity::Blocking);
    for (position, hazard) in hazards.enumerate() {
        if position == 0 {
            document.gap();
            document.comment("This blocks the move; no decision of this file helps.");
        }
        document.comment(&format!("  {}{}: {}", place(hazard), hazard.id, hazard.message));
        document.comment(&format!("    {}", hazard.remedy));
    }
}

fn acknowledge(document: &mut Document, written: &Written<'_>) {
    let hazards: Vec<&Hazard> =
        written.plan.hazards.iter().filter(|hazard| hazard.severity == Severity::Attention).collect();
    let objects: Vec<(&ObjectVerdict, &str)> = written.plan.verdicts.iter().filter_map(not_converted).collect();
    if hazards.is_empty() && objects.is_empty() {
        return;
    }
    document.gap();
    document
        .comment("What needs a look; it makes the exit code 1. Remove the # before { … } to say that you know of it.");
    document.line("acknowledge = [");
    for (position, hazard) in hazards.iter().enumerate() {
        document
            .indented_comment("    ", &format!("{}{}: {}{}", place(hazard), hazard.id, hazard.message, first(hazard)));
        document.indented_comment("    ", &format!("  {}", hazard.remedy));
        let same =
            |other: &&Hazard| (other.id, &other.table, &other.object) == (hazard.id, &hazard.table, &hazard.object);
        if !hazards.get(position + 1).is_some_and(same) {
            document.line(&format!("    #{{ {} }},", of_hazard(hazard)));
        }
    }
    for (object, reason) in objects {
        let of = object.table.as_deref().map(|table| format!(" of {table}")).unwrap_or_default();
        document.indented_comment("    ", &format!("{} {}{of} is not converted: {reason}", object.kind, object.name));
        document.line(&format!("    #{{ {} }},", of_object(object)));
    }
    document.line("]");
}

fn not_converted(object: &ObjectVerdict) -> Option<(&ObjectVerdict, &str)> {
    match &object.verdict {
        Verdict::NotConverted { reason, .. } => Some((object, reason)),
        Verdict::Converted | Verdict::Differs { .. } | Verdict::LeftOut { .. } | Verdict::NotNeeded { .. } => None,
    }
}

fn of_hazard(hazard: &Hazard) -> String {
    let mut text = format!("hazard = {}", string(hazard.id));
    for (key, value) in [("table", &hazard.table), ("object", &hazard.object)] {
        if let Some(value) = value {
            text.push_str(&format!(", {key} = {}", string(value)));
        }
    }
    text
}

fn of_object(object: &ObjectVerdict) -> String {
    let mut text = format!("not_converted = {}", string(word(&KINDS, object.kind)));
    if let Some(table) = &object.table {
        text.push_str(&format!(", table = {}", string(table)));
    }
    text.push_str(&format!(", name = {}", string(&object.name)));
    text
}

fn naive_timestamps(document: &mut Document, written: &Written<'_>) {
    let context = Context { frameworks: written.plan.frameworks.clone() };
    let is_naive = |column: &ColumnView<'_>| {
        is_naive_time(&context, (column.table, column.source), column.facts, &column.plan.mapping)
    };
    let naive: Vec<ColumnView<'_>> = written.columns().filter(is_naive).collect();
    if naive.is_empty() {
        return;
    }
    document.gap();
    document.comment(
        "Times without an offset: where were these clocks? \"UTC\" or an offset such as \"+02:00\" makes instants",
    );
    document.comment(
        "of them (timestamptz), \"keep\" leaves them as they are (timestamp). Without a decision they become:",
    );
    for column in &naive {
        document.comment(&format!("  {}.{}: {}", column.table.name, column.source.name, why(column)));
    }
    document.line("#naive_timestamps = \"UTC\"");
}

fn orphans(document: &mut Document, written: &Written<'_>) {
    if written.plan.hazards.iter().any(|hazard| hazard.id == "orphans") {
        document.gap();
        document.comment(
            "Foreign keys that rows break: \"not-valid\" (new rows are checked) or \"drop-key\" (no key is made).",
        );
        document.line("#orphans = \"not-valid\"");
    }
}

/// Columns that did not become what they were meant for, or were understood by their name alone.
fn ambiguous(document: &mut Document, written: &Written<'_>) {
    for (position, column) in written.columns().filter(|column| is_open(&column.plan.mapping.because)).enumerate() {
        if position == 0 {
            document.gap();
            document
                .comment("Columns that could become something else, or whose values contradict their declared type;");
            document.comment("their decisions stand with their tables below:");
        }
        document.comment(&format!("  {}.{}: {}", column.table.name, column.source.name, why(&column)));
    }
}

fn is_open(because: &Reason) -> bool {
    match because {
        Reason::Refused(_)
        | Reason::FewestLost { .. }
        | Reason::DamagedUuids { .. }
        | Reason::Connected { .. }
        | Reason::EpochMillis { proof: EpochProof::Default | EpochProof::Name, .. } => true,
        Reason::Fallback
        | Reason::Indexed
        | Reason::NoValue { .. }
        | Reason::ZeroOrOne
        | Reason::TrueOrFalse
        | Reason::Integers { .. }
        | Reason::Numbers { .. }
        | Reason::Digits { .. }
        | Reason::Spelled { .. }
        | Reason::EpochMillis { proof: EpochProof::Framework(_), .. }
        | Reason::Shaped { .. }
        | Reason::SixteenBytes { .. }
        | Reason::Length { .. }
        | Reason::Texts { .. }
        | Reason::Bytes { .. }
        | Reason::Agreement { .. }
        | Reason::Decided { .. } => false,
    }
}
