//! Days and times: DATE, TIME, DATETIME, TIMESTAMP.
//!
//! SQLite has no such types; applications store texts or numbers. A column
//! becomes a temporal type if every value is a text in a spelling that we can
//! name, exact to the microsecond. Whether a time without an offset is an
//! instant (`timestamptz`) or a wall clock (`timestamp`) is what the framework
//! says. Numbers stay numbers, unless framework, name or default prove that
//! they are milliseconds since 1970.

use super::declared::Clock;
use super::default::{DefaultValue, Moment};
use super::evidence::{Candidate, Evidence};
use super::reason::EpochProof;
use super::{Framework, Reason, Rule, integer};
use crate::catalog::pg::DataType;
use crate::profile::Shape;

/// Below this, milliseconds since 1970 are a day of the year 1973 at most.
const PLAUSIBLE_MILLIS: u64 = 100_000_000_000;

/// Where a framework says that numbers are milliseconds, this is enough.
const PLAUSIBLE_WITH_FRAMEWORK: u64 = 10_000_000_000;

pub(super) fn date(evidence: &Evidence<'_>) -> Vec<Candidate> {
    let mut candidates = vec![Candidate::good(DataType::Date, Rule::Temporal, fact(evidence, None))];
    if let Some(because) = epoch_by_framework(evidence) {
        candidates.push(Candidate::good(DataType::Date, Rule::EpochMillis, because.clone()));
        candidates.push(Candidate::good(DataType::TimestampTz, Rule::EpochMillis, because));
    }
    candidates.push(Candidate::wider(DataType::Timestamp, Rule::Temporal));
    if !has_naive(evidence) {
        candidates.push(Candidate::wider(DataType::TimestampTz, Rule::Temporal));
    }
    candidates.extend(integer::wider());
    candidates
}

pub(super) fn time(evidence: &Evidence<'_>) -> Vec<Candidate> {
    let rails = Candidate::good(
        DataType::Time,
        Rule::RailsTime,
        evidence.because(Some(Framework::Rails), || shaped(Shape::RailsTime, Framework::Rails)),
    );
    let mut candidates = vec![
        Candidate::good(DataType::Time, Rule::Temporal, fact(evidence, None)),
        Candidate::good(DataType::TimeTz, Rule::Temporal, fact(evidence, None)),
    ];
    if evidence.all_are(Shape::RailsTime) || (evidence.is_empty() && evidence.made_by(Framework::Rails)) {
        candidates.insert(0, rails);
    }
    candidates.extend(integer::wider());
    candidates
}

pub(super) fn date_time(evidence: &Evidence<'_>, clock: Clock) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    if evidence.made_by(Framework::SqlAlchemy) && evidence.all_are(Shape::SqlalchemyInterval) {
        let because = shaped(Shape::SqlalchemyInterval, Framework::SqlAlchemy);
        candidates.push(Candidate::good(DataType::Interval, Rule::SqlalchemyInterval, because));
    }
    if let Some(because) = epoch_by_framework(evidence).or_else(|| epoch_by_evidence(evidence)) {
        candidates.push(Candidate::good(DataType::TimestampTz, Rule::EpochMillis, because));
    }
    candidates.extend(texts(evidence, clock));
    candidates.extend(integer::wider());
    candidates
}

/// Dates and times stored as text, in a column that may also hold other text.
pub(super) fn texts(evidence: &Evidence<'_>, clock: Clock) -> Vec<Candidate> {
    let framework = evidence.framework(Framework::naive_times_are_utc);
    let zoned = Candidate::good(DataType::TimestampTz, Rule::Temporal, fact(evidence, framework));
    if framework.is_some() || clock == Clock::Zoned || (!evidence.is_empty() && !has_naive(evidence)) {
        return vec![zoned];
    }
    vec![Candidate::good(DataType::Timestamp, Rule::Temporal, fact(evidence, None))]
}

fn has_naive(evidence: &Evidence<'_>) -> bool {
    evidence.profile.texts.spellings.keys().any(|spelling| !spelling.is_zoned())
}

fn shaped(shape: Shape, framework: Framework) -> Reason {
    Reason::Shaped { shape, framework: Some(framework) }
}

fn fact(evidence: &Evidence<'_>, framework: Option<Framework>) -> Reason {
    let spellings = &evidence.profile.texts.spellings;
    match spellings.iter().max_by_key(|(_, tally)| tally.count) {
        Some((spelling, _)) => {
            // A value that shows its offset needs no framework to be understood.
            let framework = framework.filter(|_| has_naive(evidence));
            Reason::Spelled { spelling, spellings: spellings.len(), framework }
        }
        None => evidence.no_value(framework),
    }
}

/// A framework stores milliseconds, and the numbers can be that.
fn epoch_by_framework(evidence: &Evidence<'_>) -> Option<Reason> {
    let framework = evidence.framework(Framework::stores_epoch_millis)?;
    let range = evidence.profile.integers.range?;
    let farthest = range.0.unsigned_abs().max(range.1.unsigned_abs());
    let proof = EpochProof::Framework(framework);
    (farthest >= PLAUSIBLE_WITH_FRAMEWORK).then_some(Reason::EpochMillis { range, proof })
}

/// Every number can only be milliseconds, and the column is meant for times.
fn epoch_by_evidence(evidence: &Evidence<'_>) -> Option<Reason> {
    let range = evidence.profile.integers.range?;
    let nearest = range.0.unsigned_abs().min(range.1.unsigned_abs());
    if nearest < PLAUSIBLE_MILLIS || (range.0 < 0) != (range.1 < 0) {
        return None;
    }
    let proof = if evidence.default == DefaultValue::Now(Moment::DateTime) {
        EpochProof::Default
    } else if is_camel_case(&evidence.column.name) {
        EpochProof::Name
    } else {
        return None;
    };
    Some(Reason::EpochMillis { range, proof })
}

/// `createdAt`, as JavaScript applications name their columns.
fn is_camel_case(name: &str) -> bool {
    let begins_lower = name.starts_with(|first: char| first.is_ascii_lowercase());
    begins_lower && name.bytes().any(|byte| byte.is_ascii_uppercase()) && !name.contains('_')
}

#[cfg(test)]
mod tests {
    use crate::mapping::Framework;
    use crate::mapping::sample::column;

    const MILLIS: i64 = 1_709_210_096_789;

    #[test]
    fn days_are_dates() {
        assert_eq!(
            column("DATE").texts(&["2024-02-29"]).becomes(),
            "date by Temporal: every value is spelled YYYY-MM-DD"
        );
        assert_eq!(column("DATE").to(), "date");
    }

    #[test]
    fn a_date_column_with_times_keeps_the_times() {
        assert_eq!(column("DATE").texts(&["2024-02-29", "2024-02-29 12:00:00"]).to(), "timestamp without time zone");
        assert_eq!(column("DATE").texts(&["2024-02-29 12:00:00+02:00"]).to(), "timestamp with time zone");
        assert_eq!(column("DATE").texts(&["2024-02-29 12:00:00", "2024-02-29 12:00:00Z"]).to(), "text");
    }

    #[test]
    fn what_is_no_date_makes_text_of_the_column() {
        assert_eq!(
            column("DATE").texts(&["2024-02-29", "2023-02-29"]).becomes(),
            "text by Text: 1 of 2 values is no date or time in a known spelling, first at rowid 2 ('2023-02-29')"
        );
        assert_eq!(
            column("DATE").default("''").texts(&["2024-02-29"]).becomes(),
            "text by Text: the default '' is no date"
        );
        assert_eq!(column("DATE").integers(&[20_240_229]).to(), "bigint");
        assert_eq!(column("DATE").texts(&["2024-02-29"]).integers(&[5]).to(), "text");
    }

    #[test]
    fn times_of_day_are_times() {
        assert_eq!(column("TIME").texts(&["12:34:56", "12:34:56.5"]).to(), "time without time zone");
        assert_eq!(column("TIME").texts(&["12:34:56+02:00"]).to(), "time with time zone");
        assert_eq!(column("TIME").texts(&["12:34:56+02:00", "12:34:56"]).to(), "text");
        assert_eq!(
            column("TIME").texts(&["2000-01-01 12:34:56"]).becomes(),
            "time without time zone by RailsTime: every value is a time on 2000-01-01, and Rails makes this type of it"
        );
        assert_eq!(column("TIME").texts(&["2000-01-01 12:34:56", "12:34:56"]).to(), "text");
    }

    #[test]
    fn naive_times_are_wall_clocks_unless_the_framework_stores_utc() {
        let naive = column("DATETIME").texts(&["2024-02-29 12:34:56"]);
        assert_eq!(naive.to(), "timestamp without time zone");
        assert_eq!(naive.clone().of(Framework::Rails).to(), "timestamp without time zone");
        for framework in [Framework::Django, Framework::Sequelize, Framework::Knex, Framework::Gorm] {
            assert_eq!(naive.clone().of(framework).to(), "timestamp with time zone");
        }
        assert_eq!(column("DATETIME").to(), "timestamp without time zone");
        assert_eq!(column("datetime").of(Framework::Django).to(), "timestamp with time zone");
        assert_eq!(column("timestamptz").texts(&["2024-02-29 12:34:56"]).to(), "timestamp with time zone");
        assert_eq!(column("DATETIME").texts(&["2024-02-29"]).to(), "timestamp without time zone");
    }

    #[test]
    fn zoned_times_are_instants() {
        let zoned = column("DATETIME").texts(&["2024-02-29 12:34:56+05:30", "2024-02-29T12:34:56Z"]);
        assert_eq!(zoned.to(), "timestamp with time zone");
        assert_eq!(zoned.in_a_key().to(), "text");
    }

    #[test]
    fn naive_and_zoned_times_mix_only_in_utc() {
        let mixed = column("DATETIME").texts(&["2024-02-29 12:34:56", "2024-02-29 12:34:56+00:00"]);
        assert_eq!(mixed.to(), "text");
        assert_eq!(mixed.clone().of(Framework::Django).to(), "timestamp with time zone");
        assert_eq!(mixed.texts(&["2024-02-29 12:34:56+01:00"]).of(Framework::Django).to(), "text");
    }

    #[test]
    fn digits_below_the_microsecond_must_be_zero() {
        assert_eq!(column("DATETIME").texts(&["2024-02-29 12:34:56.123456000"]).to(), "timestamp without time zone");
        assert_eq!(
            column("DATETIME").texts(&["2024-02-29 12:34:56.123456789"]).becomes(),
            "text by Text: the only value is finer than a microsecond, first at rowid 1 ('2024-02-29 12:34:56.123456789')"
        );
    }

    #[test]
    fn in_a_key_no_two_texts_may_name_one_instant() {
        let whole = column("DATETIME").in_a_key().texts(&["2024-02-29 12:34:56"]);
        assert_eq!(whole.to(), "timestamp without time zone");
        // Django leaves out a fraction of zero, so these two forms never meet.
        assert_eq!(whole.clone().texts(&["2024-02-29 12:34:56.000001"]).to(), "timestamp without time zone");
        assert_eq!(whole.clone().texts(&["2024-02-29 12:34:56.000000"]).to(), "text");
        assert_eq!(whole.texts(&["2024-02-29T12:34:56"]).to(), "text");
    }

    #[test]
    fn milliseconds_become_instants_where_something_proves_it() {
        let numbers = column("DATETIME").integers(&[MILLIS]);
        assert_eq!(numbers.to(), "bigint");
        assert_eq!(
            numbers.clone().default("CURRENT_TIMESTAMP").becomes(),
            "timestamp with time zone by EpochMillis: the integers from 1709210096789 to 1709210096789 are milliseconds \
             since 1970, as the default is the current time"
        );
        assert_eq!(numbers.clone().named("createdAt").to(), "timestamp with time zone");
        assert_eq!(numbers.clone().named("createdAt").texts(&["2024-02-29 12:34:56"]).to(), "timestamp with time zone");
        for framework in [Framework::Knex, Framework::Prisma] {
            assert_eq!(numbers.clone().of(framework).to(), "timestamp with time zone");
        }
        assert_eq!(numbers.of(Framework::Rails).to(), "bigint");
    }

    #[test]
    fn seconds_and_small_numbers_stay_numbers() {
        for values in [&[0, 86_400, -1][..], &[1_700_000_000], &[MILLIS, 5]] {
            assert_eq!(column("DATETIME").named("createdAt").integers(values).to(), "bigint");
        }
        assert_eq!(column("DATETIME").default("CURRENT_TIMESTAMP").integers(&[1_700_000_000]).to(), "text");
    }

    #[test]
    fn knex_stores_days_as_milliseconds() {
        assert_eq!(column("date").of(Framework::Knex).integers(&[1_683_331_200_000]).to(), "date");
        assert_eq!(column("date").of(Framework::Knex).integers(&[MILLIS]).to(), "timestamp with time zone");
        assert_eq!(column("date").integers(&[1_683_331_200_000]).to(), "bigint");
    }

    #[test]
    fn sqlalchemy_stores_intervals_as_distance_from_1970() {
        let values = column("DATETIME").texts(&["1970-01-02 00:00:00.000000"]);
        assert_eq!(values.clone().of(Framework::SqlAlchemy).to(), "interval");
        assert_eq!(values.to(), "timestamp without time zone");
    }

    #[test]
    fn defaults_that_are_times_fit() {
        for default in ["CURRENT_TIMESTAMP", "(datetime('now'))", "'2024-02-29 12:34:56'", "NULL"] {
            assert_eq!(column("DATETIME").default(default).to(), "timestamp without time zone", "{default}");
        }
        assert_eq!(column("DATETIME").default("'0000-00-00 00:00:00'").to(), "text");
        assert_eq!(column("DATE").default("CURRENT_DATE").to(), "date");
    }
}
