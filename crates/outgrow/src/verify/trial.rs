//! One value against its field, for trials with values made by chance.

use outgrow_planner::mapping::Mapping;
use rusqlite::types::ValueRef;

use super::meaning::{Reading, Scratch, Transfer, same};

/// Whether a field holds a value by the mapping's rule.
pub(crate) fn holds(mapping: &Mapping, value: ValueRef<'_>, field: Option<&[u8]>) -> bool {
    let reading = Reading::new(mapping.rule, mapping.to, Transfer::Whole);
    same(&reading, value, field, &mut Scratch::default())
}
