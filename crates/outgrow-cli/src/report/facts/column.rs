//! Facts about a column: what it declares, what it holds, what it becomes.

use outgrow_planner::catalog::{pg, sqlite};
use outgrow_planner::mapping::Rule;
use outgrow_planner::plan::ColumnPlan;
use outgrow_planner::profile::ColumnProfile;
use serde::Serialize;

/// Facts about a column.
#[derive(Serialize)]
pub(crate) struct ColumnFacts {
    /// Its name in SQLite.
    pub(crate) name: String,
    /// The declared type as written.
    pub(crate) declared_type: Option<String>,
    /// What SQLite makes of the declared type.
    pub(crate) affinity: Option<sqlite::Affinity>,
    /// What its values really are.
    pub(crate) values: ValueFacts,
    /// Its name in PostgreSQL.
    pub(crate) target: String,
    /// Its data type in PostgreSQL.
    pub(crate) data_type: String,
    /// NOT NULL.
    pub(crate) not_null: bool,
    /// The largest value an identity column has given out; `None` for any other column.
    pub(crate) identity_last: Option<i64>,
    /// Whether PostgreSQL computes it.
    pub(crate) generated: bool,
    /// Whether rows are copied into it.
    pub(crate) copied: bool,
    /// How values convert.
    pub(crate) rule: &'static str,
    /// Why it becomes what it becomes.
    pub(crate) because: String,
}

impl ColumnFacts {
    pub(super) fn new(
        plan: &ColumnPlan,
        target: &pg::Column,
        source: Option<&sqlite::Column>,
        profile: Option<&ColumnProfile>,
    ) -> ColumnFacts {
        ColumnFacts {
            name: plan.source.clone(),
            declared_type: source.and_then(|column| column.declared_type.clone()),
            affinity: source.map(|column| column.affinity),
            values: profile.map(ValueFacts::new).unwrap_or_default(),
            target: target.name.as_str().to_owned(),
            data_type: target.data_type.to_string(),
            not_null: target.not_null,
            identity_last: target.identity.map(|identity| identity.last),
            generated: target.generated.is_some(),
            copied: plan.copied,
            rule: rule(plan.mapping.rule),
            because: plan.mapping.because.to_string(),
        }
    }
}

/// What the values of a column really are; a storage class that no value has is missing.
#[derive(Default, Serialize)]
pub(crate) struct ValueFacts {
    /// NULLs.
    pub(crate) null: u64,
    /// INTEGER values.
    pub(crate) integer: Option<IntegerValues>,
    /// REAL values.
    pub(crate) real: Option<RealValues>,
    /// TEXT values.
    pub(crate) text: Option<TextValues>,
    /// BLOB values.
    pub(crate) blob: Option<BlobValues>,
}

/// INTEGER values.
#[derive(Serialize)]
pub(crate) struct IntegerValues {
    /// How many.
    pub(crate) count: u64,
    /// The smallest.
    pub(crate) min: i64,
    /// The largest.
    pub(crate) max: i64,
}

/// REAL values. JSON has no infinity: there it is null.
#[derive(Serialize)]
pub(crate) struct RealValues {
    /// How many.
    pub(crate) count: u64,
    /// The smallest.
    pub(crate) min: f64,
    /// The largest.
    pub(crate) max: f64,
    /// How many have a fraction.
    pub(crate) fractional: u64,
}

/// TEXT values.
#[derive(Serialize)]
pub(crate) struct TextValues {
    /// How many.
    pub(crate) count: u64,
    /// How many are empty.
    pub(crate) empty: u64,
    /// The most characters in one.
    pub(crate) max_chars: u64,
    /// The most bytes in one.
    pub(crate) max_bytes: u64,
    /// How many hold U+0000.
    pub(crate) with_nul: u64,
    /// How many are not UTF-8.
    pub(crate) invalid_utf8: u64,
    /// The spellings of dates and times among them, as patterns.
    pub(crate) spellings: Vec<SpellingCount>,
}

/// How many texts have one spelling of a date or time.
#[derive(Serialize)]
pub(crate) struct SpellingCount {
    /// The spelling: `YYYY-MM-DD HH:MM:SS`.
    pub(crate) pattern: String,
    /// How many texts have it.
    pub(crate) count: u64,
}

/// BLOB values.
#[derive(Serialize)]
pub(crate) struct BlobValues {
    /// How many.
    pub(crate) count: u64,
    /// The most bytes in one.
    pub(crate) max_bytes: u64,
}

impl ValueFacts {
    fn new(profile: &ColumnProfile) -> ValueFacts {
        ValueFacts {
            null: profile.nulls.count,
            integer: integers(profile),
            real: reals(profile),
            text: texts(profile),
            blob: blobs(profile),
        }
    }
}

fn integers(profile: &ColumnProfile) -> Option<IntegerValues> {
    let facts = &profile.integers;
    let (min, max) = facts.range.filter(|_| facts.all.count > 0)?;
    Some(IntegerValues { count: facts.all.count, min, max })
}

fn reals(profile: &ColumnProfile) -> Option<RealValues> {
    let facts = &profile.reals;
    let (min, max) = facts.range.filter(|_| facts.all.count > 0)?;
    Some(RealValues { count: facts.all.count, min, max, fractional: facts.fractional.count })
}

fn texts(profile: &ColumnProfile) -> Option<TextValues> {
    let facts = &profile.texts;
    if facts.all.count == 0 {
        return None;
    }
    let spelling = |(spelling, tally): (outgrow_planner::temporal::Spelling, &outgrow_planner::profile::Tally)| {
        SpellingCount { pattern: spelling.to_string(), count: tally.count }
    };
    Some(TextValues {
        count: facts.all.count,
        empty: facts.empty.count,
        max_chars: facts.max_chars,
        max_bytes: facts.max_bytes,
        with_nul: facts.with_nul.count,
        invalid_utf8: facts.invalid_utf8.count,
        spellings: facts.spellings.iter().map(spelling).collect(),
    })
}

fn blobs(profile: &ColumnProfile) -> Option<BlobValues> {
    let facts = &profile.blobs;
    (facts.all.count > 0).then_some(BlobValues { count: facts.all.count, max_bytes: facts.max_bytes })
}

/// The stable name of a rule.
fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::Boolean => "boolean",
        Rule::Integer => "integer",
        Rule::Double => "double",
        Rule::Numeric => "numeric",
        Rule::Text => "text",
        Rule::Rendered => "rendered",
        Rule::Bytes => "bytes",
        Rule::Temporal => "temporal",
        Rule::LocalTime(_) => "local-time",
        Rule::EpochMillis => "epoch-millis",
        Rule::RailsTime => "rails-time",
        Rule::SqlalchemyInterval => "sqlalchemy-interval",
        Rule::Uuid => "uuid",
        Rule::UuidBytes => "uuid-bytes",
        Rule::Json => "json",
        Rule::BarList => "bar-list",
    }
}
