//! Whole numbers: INTEGER, INT, BIGINT, SMALLINT and their like.
//!
//! SQLite's INTEGER has 64 bits, so `bigint` holds every one. A framework
//! whose models say how wide a number is gets the width it would make itself,
//! if the values fit: a strict driver refuses any other.

use super::declared::Width;
use super::evidence::{Candidate, Evidence};
use super::{Framework, Reason, Rule};
use crate::catalog::pg::DataType;

/// A key that stands for the rowid grows: half of the four bytes must still be free.
const ROOM_TO_GROW: i64 = 1 << 30;

pub(super) fn candidates(evidence: &Evidence<'_>, width: Width) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    if let Some((to, framework)) = narrow(evidence, width) {
        candidates.push(Candidate::good(to, Rule::Integer, fact(evidence, Some(framework))));
        if to == DataType::Smallint {
            candidates.push(Candidate::wider(DataType::Integer, Rule::Integer));
        }
    } else {
        candidates.push(Candidate::good(DataType::Bigint, Rule::Integer, fact(evidence, None)));
    }
    candidates.extend(wider());
    candidates
}

/// What holds numbers when the intended type does not.
pub(super) fn wider() -> Vec<Candidate> {
    vec![
        Candidate::wider(DataType::Bigint, Rule::Integer),
        Candidate::wider(DataType::DoublePrecision, Rule::Double),
        Candidate::wider(DataType::Numeric(None), Rule::Numeric),
    ]
}

/// The type below `bigint` that a framework makes.
fn narrow(evidence: &Evidence<'_>, width: Width) -> Option<(DataType, Framework)> {
    match width {
        Width::Big => None,
        Width::Small => evidence.framework(Framework::has_models).map(|framework| (DataType::Smallint, framework)),
        Width::Medium => evidence.framework(Framework::has_models).map(|framework| (DataType::Integer, framework)),
        Width::Ordinary if !has_room_to_grow(evidence) => None,
        Width::Ordinary => {
            evidence.framework(Framework::makes_four_byte_integers).map(|framework| (DataType::Integer, framework))
        }
    }
}

fn has_room_to_grow(evidence: &Evidence<'_>) -> bool {
    let largest = evidence.profile.integers.range.map_or(0, |(_, max)| max);
    !evidence.is_rowid_alias() || largest < ROOM_TO_GROW
}

fn fact(evidence: &Evidence<'_>, framework: Option<Framework>) -> Reason {
    match evidence.profile.integers.range {
        Some(range) => Reason::Integers { range, framework },
        None => evidence.no_value(framework),
    }
}

#[cfg(test)]
mod tests {
    use crate::mapping::Framework;
    use crate::mapping::sample::column;

    #[test]
    fn integers_are_bigint_without_a_framework() {
        for declared in ["INTEGER", "INT", "SMALLINT", "TINYINT", "MEDIUMINT", "BIGINT", "UNSIGNED BIG INT", "YEAR"] {
            assert_eq!(column(declared).integers(&[1, 2]).becomes(), "bigint by Integer: the integers go from 1 to 2");
        }
        assert_eq!(column("INTEGER").becomes(), "bigint by Integer: no value yet, declared INTEGER");
    }

    #[test]
    fn a_framework_makes_its_own_width_if_the_values_fit() {
        let cases = [
            (Framework::Django, "integer", 5, "integer"),
            (Framework::Django, "integer", 1 << 31, "bigint"),
            (Framework::Django, "smallint unsigned", 5, "smallint"),
            (Framework::Django, "smallint", 40_000, "integer"),
            (Framework::Django, "bigint", 5, "bigint"),
            (Framework::Knex, "tinyint", 5, "smallint"),
            (Framework::Knex, "mediumint", 5, "integer"),
            (Framework::Rails, "integer", 5, "bigint"),
            (Framework::Rails, "integer(8)", 5, "bigint"),
            (Framework::Sqlx, "INTEGER", 5, "bigint"),
        ];
        for (framework, declared, value, expected) in cases {
            assert_eq!(
                column(declared).of(framework).integers(&[value]).to(),
                expected,
                "{framework} {declared} {value}"
            );
        }
        assert_eq!(
            column("integer").of(Framework::Django).integers(&[1, 9]).becomes(),
            "integer by Integer: the integers go from 1 to 9, and Django makes this type of it"
        );
    }

    #[test]
    fn a_rowid_alias_keeps_room_to_grow() {
        let key = |largest| column("INTEGER").rowid_alias().integers(&[1, largest]);
        assert_eq!(key(9).to(), "bigint");
        assert_eq!(key(9).of(Framework::Knex).to(), "integer");
        assert_eq!(key(1 << 30).of(Framework::Knex).to(), "bigint");
    }

    #[test]
    fn reals_in_an_integer_column_widen_it() {
        assert_eq!(
            column("INTEGER").integers(&[1]).reals(&[1.5]).becomes(),
            "double precision by Double: 1 of 2 values is real, first at rowid 2 (1.5)"
        );
        let big = column("INTEGER").integers(&[(1 << 53) + 1]);
        assert_eq!(big.clone().reals(&[1.5]).to(), "numeric");
        assert_eq!(big.clone().reals(&[f64::INFINITY]).to(), "numeric");
        assert_eq!(big.reals(&[-0.0]).to(), "text");
        assert_eq!(column("INTEGER").integers(&[1]).reals(&[-0.0]).to(), "double precision");
    }

    #[test]
    fn one_text_makes_text_of_an_integer_column() {
        assert_eq!(
            column("INTEGER").integers(&[1, 2]).texts(&["abc"]).becomes(),
            "text by Rendered: 1 of 3 values is text, first at rowid 3 ('abc')"
        );
    }

    #[test]
    fn blobs_beside_integers_go_to_quarantine() {
        assert_eq!(
            column("INTEGER").integers(&[1, 2]).blobs(&[b"x"]).becomes(),
            "text by Rendered: 1 of 3 values goes to quarantine, 2 with bytea, first at rowid 3 (x'78')"
        );
        assert_eq!(column("INTEGER").integers(&[1]).blobs(&[b"x", b"y"]).to(), "bytea");
    }

    #[test]
    fn a_default_must_be_an_integer_too() {
        assert_eq!(column("INTEGER").default("'abc'").becomes(), "text by Rendered: the default 'abc' is no bigint");
        assert_eq!(column("INTEGER").default("1.5").integers(&[1]).to(), "double precision");
        for default in ["(strftime('%s', 'now'))", "(unixepoch())"] {
            assert_eq!(
                column("INTEGER").default(default).of(Framework::Drizzle).integers(&[1_700_000_000]).to(),
                "bigint"
            );
        }
    }
}
