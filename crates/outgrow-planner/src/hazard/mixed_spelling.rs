//! # mixed-spelling
//!
//! The values of a date or time column are spelled in more than one way: with
//! and without a fraction, with a blank and with a `T`, as text and as
//! milliseconds; or those of a boolean column: `1`, `t` and `true`.
//!
//! **Why it matters.** SQLite compares and sorts such values by their spelling,
//! PostgreSQL by what they mean; and the spelling itself is not kept.

use super::{Detector, Facts, Hazard, MovedColumn, Severity};
use crate::mapping::Rule;
use crate::profile::{Shape, Tally};

pub(super) const DETECTOR: Detector = Detector { id: "mixed-spelling", detect };

fn detect(facts: &Facts<'_>) -> Vec<Hazard> {
    facts.columns.iter().filter_map(of_column).collect()
}

fn of_column(column: &MovedColumn<'_>) -> Option<Hazard> {
    let texts = &column.facts.texts;
    match column.mapping.rule {
        Rule::Temporal | Rule::LocalTime(_) | Rule::EpochMillis => {
            let forms = texts.spellings.iter().map(|(spelling, tally)| (spelling.to_string(), tally.clone())).collect();
            hazard(column, "times", with_integers(column, "milliseconds", forms))
        }
        Rule::Boolean => {
            let shapes = [(Shape::LetterTf, "t, f"), (Shape::CapitalTf, "T, F"), (Shape::TrueFalse, "true, false")];
            let tally = |shape| Tally { count: texts.count(shape), first: Vec::new() };
            let forms = shapes.into_iter().map(|(shape, shown)| (shown.to_owned(), tally(shape))).collect();
            hazard(column, "truth values", with_integers(column, "0, 1", forms))
        }
        Rule::Integer
        | Rule::Double
        | Rule::Numeric
        | Rule::Text
        | Rule::Rendered
        | Rule::Bytes
        | Rule::RailsTime
        | Rule::SqlalchemyInterval
        | Rule::Uuid
        | Rule::UuidBytes
        | Rule::Json
        | Rule::BarList => None,
    }
}

fn with_integers(column: &MovedColumn<'_>, shown: &str, mut forms: Vec<(String, Tally)>) -> Vec<(String, Tally)> {
    forms.push((shown.to_owned(), column.facts.integers.all.clone()));
    forms.retain(|(_, tally)| tally.count > 0);
    forms
}

fn hazard(column: &MovedColumn<'_>, what: &str, forms: Vec<(String, Tally)>) -> Option<Hazard> {
    if forms.len() < 2 {
        return None;
    }
    let counts: Vec<String> = forms.iter().map(|(form, tally)| format!("{form} ({})", tally.count)).collect();
    let rarest = forms.iter().map(|(_, tally)| tally).min_by_key(|tally| tally.count);
    Some(Hazard {
        id: DETECTOR.id,
        severity: Severity::Notice,
        table: Some(column.table.name.clone()),
        object: Some(column.column.name.clone()),
        message: format!("{what} are spelled in {} ways: {}", forms.len(), counts.join(", ")),
        remedy: format!("The {what} arrive equal; check queries that compare them as text."),
        rows: rarest.cloned(),
    })
}
