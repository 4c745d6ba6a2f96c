//! Truth values: BOOLEAN, BOOL, TINYINT(1), BIT, and INTEGER DEFAULT TRUE.
//!
//! SQLite has no truth values: TRUE is 1. A column becomes `boolean` if every
//! value is 0, 1, or a spelling of true or false. One 2 makes it `bigint`:
//! the application counts there.

use super::evidence::{Candidate, Evidence};
use super::{Reason, Rule, integer};
use crate::catalog::pg::DataType;

pub(super) fn candidates(evidence: &Evidence<'_>) -> Vec<Candidate> {
    let because = evidence.because(None, || fact(evidence));
    let mut candidates = vec![Candidate::good(DataType::Boolean, Rule::Boolean, because)];
    candidates.extend(integer::wider());
    candidates
}

fn fact(evidence: &Evidence<'_>) -> Reason {
    if evidence.profile.only_integers() { Reason::ZeroOrOne } else { Reason::TrueOrFalse }
}

#[cfg(test)]
mod tests {
    use crate::mapping::Framework;
    use crate::mapping::sample::column;

    #[test]
    fn zero_and_one_are_truth_values_where_the_type_says_so() {
        for declared in ["BOOLEAN", "bool", "TINYINT(1)", "BIT"] {
            assert_eq!(column(declared).integers(&[0, 1]).becomes(), "boolean by Boolean: every value is 0 or 1");
        }
        assert_eq!(column("INTEGER").integers(&[0, 1]).to(), "bigint");
        assert_eq!(column("integer").default("TRUE").integers(&[0, 1]).to(), "boolean");
    }

    #[test]
    fn one_other_integer_makes_a_number_of_it() {
        assert_eq!(
            column("TINYINT(1)").integers(&[0, 1, 2]).becomes(),
            "bigint by Integer: 1 of 3 values is neither 0 nor 1, first at rowid 3 (2)"
        );
    }

    #[test]
    fn spelled_truth_is_truth() {
        assert_eq!(
            column("BOOLEAN").texts(&["t", "f", "true"]).becomes(),
            "boolean by Boolean: every value is true or false"
        );
        assert_eq!(column("BOOLEAN").texts(&["t"]).integers(&[0]).to(), "boolean");
        assert_eq!(column("BOOLEAN").texts(&["t"]).integers(&[1]).in_a_key().to(), "text");
        assert_eq!(
            column("BOOLEAN").integers(&[1]).texts(&["yes"]).becomes(),
            "text by Rendered: 1 of 2 values is not true or false, first at rowid 2 ('yes')"
        );
    }

    #[test]
    fn a_default_must_be_a_truth_value_too() {
        assert_eq!(column("BOOLEAN").default("'0'").integers(&[1]).to(), "boolean");
        assert_eq!(column("BOOLEAN").default("'f'").to(), "boolean");
        assert_eq!(
            column("BOOLEAN").default("2").integers(&[1]).becomes(),
            "bigint by Integer: the default 2 is no boolean"
        );
    }

    #[test]
    fn gorm_declares_truth_values_numeric() {
        assert_eq!(column("numeric").of(Framework::Gorm).integers(&[0, 1]).to(), "boolean");
        assert_eq!(column("numeric").integers(&[0, 1]).to(), "numeric");
    }
}
