//! What the profile makes of a value, the judge of JSON among it.

use outgrow::planner::profile::{ColumnProfile, RowKey};
use outgrow::planner::value::Value;

/// Where mutations begin.
#[allow(dead_code, reason = "fuzzing itself starts from its own corpus")]
pub(crate) const SEEDS: &[&[u8]] = &[
    b"{\"a\": [1, -2.5e10, true, null, \"\\u00e9\\ud83d\\ude00\"], \"b\": {}}",
    b"[[[[]]], {\"a\": 1, \"a\": 2}, 123456789012345678901234567890e-5]",
    b"\"\\u0000\\ud800\"",
    b"-0.0",
    b"|a|b||c|",
    b"6f0b7e52-9f2a-4c3d-8f53-0a3d7c1b9e11",
    b"-00012.500",
];

/// Observes a value as a text and as a blob.
pub(crate) fn body(data: &[u8]) {
    let mut profile = ColumnProfile::default();
    profile.observe(Value::Text(data), || RowKey::Rowid(1));
    profile.observe(Value::Blob(data), || RowKey::Rowid(2));
    assert_eq!((profile.texts.all.count, profile.blobs.all.count), (1, 1));
}
