//! What a column becomes where the user decides.
//!
//! The user chooses the data type; the rule follows from it and from the values.
//! The measure is that of every other mapping: each value must convert and come
//! back, or the user says that what does not goes to quarantine.

use super::accept::{self, Naive, Terms};
use super::declared::{Clock, Family};
use super::evidence::Evidence;
use super::{Context, Injective, Mapping, Obstacle, Reason, Rule};
use crate::catalog::pg::DataType;
use crate::catalog::sqlite::{Affinity, Column, Table};
use crate::profile::ColumnProfile;
use crate::temporal::Parts;

/// What the user wants of a column's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The data type; `None` leaves it to the values.
    pub to: Option<DataType>,
    /// What times without an offset mean; `None` leaves it to framework and declared type.
    pub naive: Option<NaiveTimes>,
    /// What happens to values that the type cannot hold.
    pub unrepresentable: Unrepresentable,
}

/// What stored times without an offset mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NaiveTimes {
    /// Nothing more than they say: they become `timestamp`.
    Keep,
    /// Wall clocks this many seconds east of UTC: they become `timestamptz`.
    At(i32),
}

/// What happens to values that a wanted type cannot hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Unrepresentable {
    /// The type is refused.
    #[default]
    Refuse,
    /// They go to quarantine.
    Quarantine,
}

/// The mapping that a wish asks for; `base` is what the column becomes without it.
///
/// # Errors
/// What keeps the wanted type from holding the values, or the default, or the key.
pub fn decide(
    context: &Context,
    (table, column): (&Table, &Column),
    profile: &ColumnProfile,
    injective: Injective,
    wish: &Wish,
    base: &Mapping,
) -> Result<Mapping, Obstacle> {
    let evidence = Evidence::new(context, table, column, profile, injective);
    let Some(to) = wanted(&evidence, wish, base) else { return Ok(base.clone()) };
    if to == base.to && !changes_zone(&evidence, wish, base) {
        return held(profile, wish, base);
    }
    choose(&evidence, to, wish, base)
}

/// What a mapping does not take of the values; `None` where it takes all of them.
pub fn loss(mapping: &Mapping, profile: &ColumnProfile) -> Option<Obstacle> {
    let terms = Terms { injective: Injective::NotRequired, naive: Naive::Said };
    accept::obstacle(mapping.to, mapping.rule, profile, terms)
}

/// Whether a column holds texts whose zone is the user's to say, so that it
/// becomes `timestamp` or `timestamptz` by that.
pub fn is_naive_time(
    context: &Context,
    (table, column): (&Table, &Column),
    profile: &ColumnProfile,
    base: &Mapping,
) -> bool {
    is_naive(&Evidence::new(context, table, column, profile, Injective::NotRequired), base)
}

fn is_naive(evidence: &Evidence<'_>, base: &Mapping) -> bool {
    if mixes_zones(evidence, base) {
        return true;
    }
    let is_timestamp = matches!(base.to, DataType::Timestamp | DataType::TimestampTz);
    if !is_timestamp || !matches!(base.rule, Rule::Temporal | Rule::LocalTime(_)) {
        return false;
    }
    if evidence.is_empty() {
        return evidence.family() != Family::DateTime(Clock::Zoned);
    }
    evidence.profile.texts.spellings.keys().any(|spelling| !spelling.is_zoned())
}

/// Whether times with and without an offset stand side by side, and nothing else keeps
/// the column from being instants.
fn mixes_zones(evidence: &Evidence<'_>, base: &Mapping) -> bool {
    let Reason::Refused(Obstacle::Naive { .. } | Obstacle::Kind { .. }) = base.because else { return false };
    let texts = &evidence.profile.texts;
    let dated = texts.spellings.keys().all(|spelling| !matches!(spelling.parts, Parts::Time(_)));
    dated && texts.not_temporal.count == 0 && matches!(evidence.family(), Family::DateTime(_))
}

/// The type that the wish comes to; `None` where it says nothing about this column.
fn wanted(evidence: &Evidence<'_>, wish: &Wish, base: &Mapping) -> Option<DataType> {
    let by_zone = wish.naive.filter(|_| is_naive(evidence, base)).map(|naive| match naive {
        NaiveTimes::Keep => DataType::Timestamp,
        NaiveTimes::At(_) => DataType::TimestampTz,
    });
    wish.to.or(by_zone)
}

/// Whether naive times would be read in another zone than without the wish.
fn changes_zone(evidence: &Evidence<'_>, wish: &Wish, base: &Mapping) -> bool {
    base.to == DataType::TimestampTz && is_naive(evidence, base) && base.rule != instants(wish)
}

/// How naive texts become instants.
fn instants(wish: &Wish) -> Rule {
    match wish.naive {
        Some(NaiveTimes::At(east)) if east != 0 => Rule::LocalTime(east),
        Some(NaiveTimes::At(_) | NaiveTimes::Keep) | None => Rule::Temporal,
    }
}

/// The type is the one that the values have chosen: it stays, if the user knows what it loses.
fn held(profile: &ColumnProfile, wish: &Wish, base: &Mapping) -> Result<Mapping, Obstacle> {
    match (loss(base, profile), wish.to, wish.unrepresentable) {
        (Some(obstacle), Some(_), Unrepresentable::Refuse) => Err(obstacle),
        (None | Some(_), _, _) => Ok(base.clone()),
    }
}

fn choose(evidence: &Evidence<'_>, to: DataType, wish: &Wish, base: &Mapping) -> Result<Mapping, Obstacle> {
    if evidence.is_rowid_alias() && !has_identity(to) {
        return Err(Obstacle::Identity { to });
    }
    let rules = rules(evidence, to, wish, base);
    let obstacle = |rule| obstacle(evidence, to, rule, wish);
    if let Some(rule) = rules.iter().copied().find(|rule| obstacle(*rule).is_none()) {
        return Ok(Mapping { to, rule, because: Reason::Decided { lost: None } });
    }
    let rule = accept::fewest_strangers(&rules, evidence.profile).expect("every data type has a rule");
    let lost = obstacle(rule);
    if wish.unrepresentable == Unrepresentable::Refuse || evidence.injective == Injective::Required {
        return lost.map_or_else(|| Ok(Mapping { to, rule, because: Reason::Decided { lost: None } }), Err);
    }
    let unmendable = accept::unmendable(to, rule, evidence.profile, terms(evidence, wish));
    match unmendable.or_else(|| evidence.default_obstacle(to, rule)) {
        Some(obstacle) => Err(obstacle),
        None => Ok(Mapping { to, rule, because: Reason::Decided { lost } }),
    }
}

fn terms(evidence: &Evidence<'_>, wish: &Wish) -> Terms {
    let naive = match wish.naive {
        Some(NaiveTimes::At(_)) => Naive::Said,
        Some(NaiveTimes::Keep) => Naive::Unknown,
        None => evidence.naive(),
    };
    Terms { injective: evidence.injective, naive }
}

fn obstacle(evidence: &Evidence<'_>, to: DataType, rule: Rule, wish: &Wish) -> Option<Obstacle> {
    let small = || accept::implausible_millis(rule, evidence.profile);
    accept::obstacle(to, rule, evidence.profile, terms(evidence, wish))
        .or_else(small)
        .or_else(|| evidence.default_obstacle(to, rule))
}

/// Whether a column of a type can be an identity column.
pub fn has_identity(to: DataType) -> bool {
    matches!(to, DataType::Smallint | DataType::Integer | DataType::Bigint)
}

/// The rules that can make values of a type, best first.
fn rules(evidence: &Evidence<'_>, to: DataType, wish: &Wish, base: &Mapping) -> Vec<Rule> {
    let mut rules = match to {
        DataType::Boolean => vec![Rule::Boolean],
        DataType::Smallint | DataType::Integer | DataType::Bigint => vec![Rule::Integer],
        DataType::DoublePrecision => vec![Rule::Double],
        DataType::Numeric(_) => vec![Rule::Numeric],
        DataType::Text if is_textual(evidence) => vec![Rule::Text, Rule::Rendered],
        DataType::Text => vec![Rule::Rendered, Rule::Text],
        DataType::Varchar(_) => vec![Rule::Text],
        DataType::Bytea => vec![Rule::Bytes],
        DataType::Date | DataType::Timestamp => vec![Rule::Temporal, Rule::EpochMillis],
        DataType::TimestampTz => vec![instants(wish), Rule::EpochMillis],
        DataType::Time => vec![Rule::Temporal, Rule::RailsTime],
        DataType::TimeTz => vec![Rule::Temporal],
        DataType::Interval => vec![Rule::SqlalchemyInterval],
        DataType::Uuid => vec![Rule::Uuid, Rule::UuidBytes],
        DataType::Json | DataType::Jsonb => vec![Rule::Json],
        DataType::BigintArray | DataType::TextArray => vec![Rule::BarList],
    };
    // Milliseconds are UTC, and so are the texts beside them.
    let numbers = evidence.profile.integers.all.count > 0 && !matches!(instants(wish), Rule::LocalTime(_));
    rules.retain(|rule| *rule != Rule::EpochMillis || numbers);
    // Of two rules that hold the values, the one that the values have chosen says more.
    rules.sort_by_key(|rule| *rule != base.rule);
    rules
}

fn is_textual(evidence: &Evidence<'_>) -> bool {
    evidence.profile.only_texts() && (!evidence.is_empty() || evidence.column.affinity == Affinity::Text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mapping::sample::{Sample, column};

    const NOTHING: Wish = Wish { to: None, naive: None, unrepresentable: Unrepresentable::Refuse };

    fn decided(sample: &Sample, wish: Wish) -> String {
        let of = (&sample.table, &sample.table.columns[0]);
        match decide(&sample.context, of, &sample.profile, sample.injective, &wish, &sample.mapped()) {
            Ok(Mapping { to, rule, because }) => format!("{to} by {rule:?}: {because}"),
            Err(obstacle) => format!("no: {obstacle}"),
        }
    }

    fn to(sample: &Sample, to: DataType) -> String {
        decided(sample, Wish { to: Some(to), ..NOTHING })
    }

    fn forced(sample: &Sample, to: DataType) -> String {
        decided(sample, Wish { to: Some(to), unrepresentable: Unrepresentable::Quarantine, ..NOTHING })
    }

    fn zoned(sample: &Sample, naive: NaiveTimes) -> String {
        decided(sample, Wish { naive: Some(naive), ..NOTHING })
    }

    #[test]
    fn the_type_that_the_values_have_chosen_keeps_its_reason() {
        let sample = column("INTEGER").integers(&[1, 2]);
        assert_eq!(to(&sample, DataType::Bigint), sample.becomes());
        assert_eq!(to(&sample, DataType::Integer), "integer by Integer: the plan file says so");
        assert_eq!(decided(&sample, NOTHING), sample.becomes());
    }

    #[test]
    fn a_value_that_does_not_convert_refuses_the_type() {
        let sample = column("INTEGER").integers(&[1, 2]).texts(&["x"]);
        assert_eq!(to(&sample, DataType::Bigint), "no: 1 of 3 values is text, first at rowid 3 ('x')");
        assert_eq!(to(&sample, DataType::Boolean), "no: 1 of 3 values is neither 0 nor 1, first at rowid 2 (2)");
        assert_eq!(
            to(&column("INTEGER").integers(&[70_000]), DataType::Smallint),
            "no: the integers go from 70000 to 70000, beyond smallint"
        );
    }

    #[test]
    fn quarantine_is_a_way_out_where_the_user_says_so() {
        let sample = column("INTEGER").integers(&[1, 2]).texts(&["x"]);
        assert_eq!(
            forced(&sample, DataType::Bigint),
            "bigint by Integer: the plan file says so, although 1 of 3 values is text, first at rowid 3 ('x')"
        );
        assert!(forced(&sample.in_a_key(), DataType::Bigint).starts_with("no: "));
    }

    #[test]
    fn quarantine_never_hides_a_value_that_would_come_back_changed() {
        for (sample, type_) in [
            (column("REAL").reals(&[-0.0]).texts(&["x"]), DataType::Numeric(None)),
            (column("DATETIME").texts(&["2024-02-29 12:34:56", "x"]), DataType::TimestampTz),
            (column("TEXT").texts(&["1.1", "1.10"]), DataType::Numeric(Some((10, 2)))),
            (
                column("TEXT").texts(&[
                    "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
                    "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11",
                    "x",
                ]),
                DataType::Uuid,
            ),
            (column("INTEGER").integers(&[1_700_000_000]), DataType::TimestampTz),
        ] {
            assert!(forced(&sample, type_).starts_with("no: "), "{type_}: {}", forced(&sample, type_));
        }
    }

    #[test]
    fn a_loss_must_be_known_even_where_the_type_is_the_values_own() {
        let sample = column("TEXT").texts(&["a", "b\0"]);
        assert!(to(&sample, DataType::Text).starts_with("no: 1 of 2 values is text with U+0000"));
        assert_eq!(forced(&sample, DataType::Text), sample.becomes());
        assert_eq!(decided(&sample, NOTHING), sample.becomes());
    }

    #[test]
    fn naive_times_become_instants_where_the_user_names_their_zone() {
        let sample = column("DATETIME").texts(&["2024-02-29 12:34:56"]);
        assert!(to(&sample, DataType::TimestampTz).starts_with("no: the only value is without an offset"));
        assert_eq!(zoned(&sample, NaiveTimes::At(0)), "timestamp with time zone by Temporal: the plan file says so");
        assert_eq!(
            zoned(&sample, NaiveTimes::At(7200)),
            "timestamp with time zone by LocalTime(7200): the plan file says so"
        );
        assert_eq!(zoned(&sample, NaiveTimes::Keep), sample.becomes());
    }

    #[test]
    fn a_zone_settles_columns_with_and_without_offsets() {
        let sample = column("DATETIME").texts(&["2024-02-29 12:34:56", "2024-02-29 12:34:56+02:00"]);
        assert_eq!(sample.to(), "text");
        assert!(zoned(&sample, NaiveTimes::At(0)).starts_with("timestamp with time zone by Temporal"));
    }

    #[test]
    fn zones_say_nothing_about_other_columns() {
        for sample in [
            column("TEXT").texts(&["2024-02-29 12:34:56"]),
            column("DATE").texts(&["2024-02-29"]),
            column("DATETIME").texts(&["2024-02-29T12:34:56Z"]),
            column("INTEGER").integers(&[1]),
        ] {
            assert_eq!(zoned(&sample, NaiveTimes::At(3600)), sample.becomes());
        }
    }

    #[test]
    fn a_default_that_means_another_moment_refuses_the_zone() {
        let sample = column("DATETIME").default("CURRENT_TIMESTAMP").texts(&["2024-02-29 12:34:56"]);
        assert_eq!(
            zoned(&sample, NaiveTimes::At(7200)),
            "no: the default CURRENT_TIMESTAMP is no timestamp with time zone"
        );
        assert!(zoned(&sample, NaiveTimes::At(0)).starts_with("timestamp with time zone by Temporal"));
    }

    #[test]
    fn frameworks_that_mean_utc_can_be_overruled() {
        let sample = column("datetime").texts(&["2024-02-29 12:34:56"]).of(crate::mapping::Framework::Django);
        assert_eq!(sample.to(), "timestamp with time zone");
        assert_eq!(zoned(&sample, NaiveTimes::Keep), "timestamp without time zone by Temporal: the plan file says so");
        assert!(zoned(&sample, NaiveTimes::At(-3600)).contains("LocalTime(-3600)"));
        assert_eq!(zoned(&sample, NaiveTimes::At(0)), sample.becomes());
    }

    #[test]
    fn a_rowid_alias_stays_a_number_with_an_identity() {
        let sample = column("INTEGER").integers(&[1]).rowid_alias().in_a_key();
        assert_eq!(to(&sample, DataType::Text), "no: the column stands for the rowid, and text has no identity");
        assert!(to(&sample, DataType::Integer).starts_with("integer by Integer"));
    }

    #[test]
    fn milliseconds_are_times_where_they_cannot_be_seconds() {
        let sample = column("INTEGER").integers(&[0, 1_709_210_096_789]);
        assert_eq!(
            to(&sample, DataType::TimestampTz),
            "timestamp with time zone by EpochMillis: the plan file says so"
        );
        assert_eq!(
            to(&column("INTEGER").integers(&[1_709_210_096]), DataType::TimestampTz),
            "no: the integers from 1709210096 to 1709210096 are too small for milliseconds since 1970"
        );
    }
}
