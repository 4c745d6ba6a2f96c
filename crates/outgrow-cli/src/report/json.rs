//! JSON for programs. `docs/reference/json.md` is its contract.

use serde::Serialize;

/// The version of all documents; it grows when a field changes its meaning or goes away.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a, T> {
    format: &'static str,
    version: u32,
    #[serde(flatten)]
    facts: &'a T,
}

/// One document with a line feed at its end.
pub(crate) fn document<T: Serialize>(format: &'static str, facts: &T) -> String {
    let document = Document { format, version: VERSION, facts };
    let mut text = serde_json::to_string_pretty(&document).expect("facts have string keys and no failing parts");
    text.push('\n');
    text
}
