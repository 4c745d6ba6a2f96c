//! What a value means under its mapping's rule, read from either side.
//!
//! Both readers end in a [`Meaning`]; two values are the same when their
//! meanings are equal. Nothing here is shared with the encoder, so that one
//! mistake cannot hide on both sides.

mod barlist;
mod digest;
mod direct;
mod json;
pub(super) mod moment;
mod numeric;
pub(super) mod rendering;
mod source;
mod target;
mod uuid;

pub(super) use digest::{INLINE_BYTES, sha256};
pub(super) use numeric::decimal_text;
pub(super) use source::of_source;
pub(super) use target::of_target;
pub(super) use uuid::dashed;

use direct::Direct;
use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::mapping::Rule;
use rusqlite::types::ValueRef;

/// What one value means, whichever side it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning<'a> {
    /// NULL.
    Null,
    /// An integer, a boolean (0, 1), days, or microseconds.
    Integer(i64),
    /// The bits of a double.
    Double(u64),
    /// Microseconds since midnight and seconds east of UTC.
    Zoned(i64, i32),
    /// Bytes of a text, a blob, or of the normal form of a decimal, a UUID, a document, a list.
    Bytes(&'a [u8]),
    /// What the server computed of a long text or blob.
    Digest {
        /// Bytes.
        length: u64,
        /// SHA-256.
        sha256: [u8; 32],
    },
}

/// By which rule one column is compared, and as which type it arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// How stored values became PostgreSQL's.
    pub rule: Rule,
    /// The type that the column has on the target.
    pub data_type: DataType,
    /// How the server sends its values.
    pub transfer: Transfer,
    /// What can be seen without working out meanings.
    direct: Direct,
}

impl Reading {
    /// By this rule, as this type.
    pub(super) fn new(rule: Rule, data_type: DataType, transfer: Transfer) -> Reading {
        Reading { rule, data_type, transfer, direct: Direct::of(rule, data_type, transfer) }
    }
}

/// How the server sends the values of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Transfer {
    /// As they are.
    Whole,
    /// Values beyond [`INLINE_BYTES`] as their length and SHA-256.
    Digested,
}

/// Buffers for normal forms, one for each side.
#[derive(Default)]
pub(super) struct Scratch {
    /// Of the value from SQLite.
    pub source: Vec<u8>,
    /// Of the value from PostgreSQL.
    pub target: Vec<u8>,
}

/// Whether a value of SQLite and one of PostgreSQL are the same by the rule.
pub(super) fn same(reading: &Reading, source: ValueRef<'_>, target: Option<&[u8]>, scratch: &mut Scratch) -> bool {
    let Some(field) = target else { return matches!(source, ValueRef::Null) };
    is_seen(reading, source, target) || by_meaning(reading, source, field, scratch)
}

/// Whether a value and what the target has for it are seen to be the same; where this says no, [`same`] decides.
#[inline(always)]
pub(super) fn is_seen(reading: &Reading, source: ValueRef<'_>, target: Option<&[u8]>) -> bool {
    match target {
        None => matches!(source, ValueRef::Null),
        Some(field) => direct::are_same(reading, source, field),
    }
}

#[inline(never)]
fn by_meaning(reading: &Reading, source: ValueRef<'_>, field: &[u8], scratch: &mut Scratch) -> bool {
    let Some(found) = of_target(reading, field, &mut scratch.target) else { return false };
    if let (Rule::Rendered, ValueRef::Real(real)) = (reading.rule, source) {
        return matches!(found, Meaning::Bytes(text) if rendering::is_of(real, text));
    }
    match of_source(reading, source, &mut scratch.source) {
        None | Some(Meaning::Null) => false,
        Some(Meaning::Bytes(bytes)) => bytes_are(bytes, found),
        Some(expected) => expected == found,
    }
}

fn bytes_are(expected: &[u8], found: Meaning<'_>) -> bool {
    match found {
        Meaning::Bytes(bytes) => expected == bytes,
        Meaning::Digest { length, sha256: found } => length == expected.len() as u64 && sha256(expected) == found,
        Meaning::Null | Meaning::Integer(_) | Meaning::Double(_) | Meaning::Zoned(..) => false,
    }
}

/// The form of a meaning that is equal for the same values even where the two sides
/// cannot be laid side by side: long bytes as their digest, rendered reals as their bits.
pub(super) fn unpaired<'a>(reading: &Reading, meaning: Meaning<'a>) -> Meaning<'a> {
    let Meaning::Bytes(bytes) = meaning else { return meaning };
    if reading.transfer == Transfer::Digested && bytes.len() > INLINE_BYTES {
        return Meaning::Digest { length: bytes.len() as u64, sha256: sha256(bytes) };
    }
    if reading.rule != Rule::Rendered {
        return meaning;
    }
    rendering::real_behind(bytes).map_or(meaning, |real| Meaning::Double(real.to_bits()))
}
