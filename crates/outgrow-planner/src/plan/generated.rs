//! What makes a generated column dangerous.
//!
//! PostgreSQL computes a generated column itself while rows are copied, so its
//! expression must give SQLite's values for every row and must never fail:
//! one overflow would stop the whole move. Where the values do not make that
//! sure, the column arrives with its values instead.

use super::draft::Draft;
use crate::profile::ColumnProfile;

/// Integers beyond this can leave int64 when they are multiplied or shifted.
const SURELY_MULTIPLIED: u64 = 1 << 31;
/// Integers beyond this can leave int64 when they are added.
const SURELY_ADDED: u64 = 1 << 61;
/// Reals with more digits than this before or after the point can leave the range of a double.
const SURELY_IN_RANGE: u16 = 100;

/// Digits of the largest int64: where SQLite's integers overflow, they become reals as long.
const INT64_DIGITS: u16 = 19;

/// Why the values of this or another column could make PostgreSQL fail or give another value.
pub(super) fn danger(draft: &Draft<'_>, drafted: usize, column: usize, sql: &str) -> Option<String> {
    let (table, facts) = (draft.tables[drafted].table, &draft.tables[drafted].profile.columns);
    if let Some(what) = own_danger(&facts[column]) {
        return Some(format!("some of its values are {what}"));
    }
    let named = draft.tables[drafted].places.named(sql);
    // What has no words may read any column.
    let used = named.unwrap_or_else(|| (0..table.columns.len()).collect()).into_iter().filter(|other| *other != column);
    let mut found = used.filter_map(|other| Some((&table.columns[other].name, input_danger(&facts[other], sql)?)));
    found.next().map(|(name, what)| format!("it reads \"{name}\", where some values are {what}"))
}

/// What the results of the expression in SQLite show.
fn own_danger(facts: &ColumnProfile) -> Option<&'static str> {
    if facts.reals.infinite.count > 0 {
        return Some("infinite, where PostgreSQL reports an overflow");
    }
    if facts.reals.max_integer_digits >= INT64_DIGITS {
        return Some("reals beyond int64, as after an overflow");
    }
    let extreme = facts.reals.max_integer_digits.max(facts.reals.max_scale) > SURELY_IN_RANGE;
    if extreme { Some("close to what a double can hold") } else { input_in_quarantine(facts) }
}

/// What the values that the expression reads show.
fn input_danger(facts: &ColumnProfile, sql: &str) -> Option<&'static str> {
    let classes =
        [facts.integers.all.count + facts.reals.all.count > 0, facts.texts.all.count > 0, facts.blobs.all.count > 0];
    if classes.iter().filter(|present| **present).count() > 1 {
        return Some("of another storage class than the rest");
    }
    let multiplies = sql.contains('*') || sql.contains("<<");
    let limit = if multiplies { SURELY_MULTIPLIED } else { SURELY_ADDED };
    let calculates = sql.contains(['*', '+', '-', '/', '<']) || sql.to_ascii_lowercase().contains("abs");
    let (min, max) = facts.integers.range.unwrap_or((0, 0));
    if calculates && min.unsigned_abs().max(max.unsigned_abs()) > limit {
        return Some("so large that a result may leave int64");
    }
    let extreme = facts.reals.max_integer_digits.max(facts.reals.max_scale) > SURELY_IN_RANGE;
    if calculates && (extreme || facts.reals.infinite.count > 0) {
        return Some("close to what a double can hold");
    }
    input_in_quarantine(facts)
}

/// PostgreSQL would compute with the substitute.
fn input_in_quarantine(facts: &ColumnProfile) -> Option<&'static str> {
    if facts.texts.with_nul.count > 0 {
        return Some("text with U+0000");
    }
    (facts.texts.invalid_utf8.count > 0).then_some("text that is not UTF-8")
}
