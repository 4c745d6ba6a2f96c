//! Declared type + profile → data type + reason.

mod reason;
mod obstacle;
mod framework;
mod fingerprint;
mod declared;
mod default;
mod accept;
mod evidence;
mod boolean;
mod integer;
mod real;
mod numeric;
mod temporal;
mod uuid;
mod json;
mod text;
mod blob;
mod untyped;
mod fallback;
mod widen;
mod decided;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod totality;

pub use decided::{NaiveTimes, Unrepresentable, Wish, decide, has_identity, is_naive_time, loss};
pub use fingerprint::fingerprint;
pub use framework::{Bookkeeping, Fate, Framework};
pub use reason::{EpochProof, Obstacle, Reason};
pub use widen::widen;

use self::declared::Family;
use self::evidence::{Candidate, Evidence};
use crate::catalog::pg::DataType;
use crate::catalog::sqlite::{Column, Table};
use crate::profile::ColumnProfile;

/// What a column becomes, by which rule its values convert, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping {
    /// The data type.
    pub to: DataType,
    /// How a stored value becomes a value of that type, and back.
    pub rule: Rule,
    /// The fact that forced the decision.
    pub because: Reason,
}

/// How a stored value becomes a PostgreSQL value.
///
/// NULL becomes NULL under every rule. A value that the rule does not name
/// goes to quarantine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// INTEGER 0 and 1; TEXT `t`, `f`, `T`, `F`, `true`, `false` → `boolean`.
    Boolean,
    /// INTEGER → `smallint`, `integer`, `bigint`. Where a foreign key joins a column of texts with a
    /// rowid, also TEXT in the canonical form of an int64.
    Integer,
    /// REAL, bit for bit, and INTEGER within ±2^53 → `double precision`.
    Double,
    /// INTEGER exactly, REAL as the shortest decimal that reads back as it (infinities too),
    /// TEXT in canonical decimal form → `numeric`.
    Numeric,
    /// TEXT, byte for byte → `text`, `character varying`.
    Text,
    /// TEXT as it is, INTEGER in decimal, REAL as SQLite's `CAST(x AS TEXT)` with as many digits
    /// as the value needs (always with a point or an exponent; `Inf`, `-Inf`) → `text`.
    Rendered,
    /// BLOB as it is, TEXT as its bytes → `bytea`.
    Bytes,
    /// TEXT in a spelling of [`crate::temporal`] → `date`, `time`, `timetz`, `timestamp`,
    /// `timestamptz`. A date becomes midnight of that day; a naive text in `timestamptz` is UTC;
    /// digits below the microsecond must be zero.
    Temporal,
    /// TEXT as under [`Rule::Temporal`], a naive one being the wall clock this many seconds east
    /// of UTC → `timestamptz`.
    LocalTime(i32),
    /// TEXT as under [`Rule::Temporal`], and INTEGER milliseconds since 1970-01-01 UTC
    /// → `date`, `timestamp`, `timestamptz`.
    EpochMillis,
    /// TEXT `2000-01-01 12:34:56[.ffffff]` → `time`.
    RailsTime,
    /// TEXT `1970-01-02 00:00:00.000000`: the distance to 1970-01-01 → `interval`.
    SqlalchemyInterval,
    /// TEXT with or without dashes, either case → `uuid`.
    Uuid,
    /// BLOB of 16 bytes, most significant first → `uuid`.
    UuidBytes,
    /// TEXT, and BLOB that holds the bytes of a JSON text: byte for byte in `json`, equal in meaning in `jsonb`.
    Json,
    /// TEXT `|a|b||c|` → `text[]` or `bigint[]`.
    BarList,
}

/// Which database is being mapped: what holds for all its columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// The frameworks that made the file, by their own tables and spellings.
    pub frameworks: Vec<Framework>,
}

/// Chooses the data type of one column, alone.
///
/// A key or foreign key may still widen it, so that both sides agree: see [`crate::plan`].
/// `injective` demands that different stored values stay different, as unique keys do.
pub fn map(
    context: &Context,
    table: &Table,
    column: &Column,
    profile: &ColumnProfile,
    injective: Injective,
) -> Mapping {
    let evidence = Evidence::new(context, table, column, profile, injective);
    let mut refused: Option<Obstacle> = None;
    for Candidate { to, rule, because } in candidates(&evidence) {
        let Some(obstacle) = evidence.obstacle(to, rule) else {
            let because = because.or(refused.map(Reason::Refused)).unwrap_or(Reason::Fallback);
            return Mapping { to, rule, because };
        };
        refused.get_or_insert(obstacle);
    }
    fallback::least_loss(&evidence, refused)
}

/// Whether every value of the column arrives in its row, so that none goes to quarantine.
pub fn holds_every_value(mapping: &Mapping, profile: &ColumnProfile) -> bool {
    let terms = accept::Terms { injective: Injective::NotRequired, naive: accept::Naive::Utc };
    accept::obstacle(mapping.to, mapping.rule, profile, terms).is_none()
}

/// What the family of the column proposes, best first.
fn candidates(evidence: &Evidence<'_>) -> Vec<Candidate> {
    match evidence.family() {
        Family::Boolean => boolean::candidates(evidence),
        Family::Integer(width) => integer::candidates(evidence, width),
        Family::Real => real::candidates(evidence),
        Family::Numeric => numeric::candidates(evidence),
        Family::Date => temporal::date(evidence),
        Family::Time => temporal::time(evidence),
        Family::DateTime(clock) => temporal::date_time(evidence, clock),
        Family::Uuid => uuid::candidates(evidence),
        Family::Json(notation) => json::candidates(evidence, notation),
        Family::Text => text::candidates(evidence),
        Family::Blob => blob::candidates(evidence),
        Family::Untyped => untyped::candidates(evidence),
    }
}

/// Whether different stored values must stay different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Injective {
    /// The column is part of a unique key, or of a foreign key.
    Required,
    /// Equal results for different spellings of one value are fine.
    NotRequired,
}
