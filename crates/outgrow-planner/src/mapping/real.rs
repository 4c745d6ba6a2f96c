//! Binary floating point: REAL, FLOAT, DOUBLE PRECISION.
//!
//! SQLite's REAL is an IEEE 754 double, so it becomes `double precision`, bit
//! for bit, and never `real`. INTEGER values beside it must be exact in a double.

use super::evidence::{Candidate, Evidence};
use super::{Reason, Rule};
use crate::catalog::pg::DataType;

pub(super) fn candidates(evidence: &Evidence<'_>) -> Vec<Candidate> {
    let because = evidence.because(None, || fact(evidence));
    vec![
        Candidate::good(DataType::DoublePrecision, Rule::Double, because),
        Candidate::wider(DataType::Numeric(None), Rule::Numeric),
    ]
}

pub(super) fn fact(evidence: &Evidence<'_>) -> Reason {
    let profile = evidence.profile;
    Reason::Numbers { integers: profile.integers.all.count, reals: profile.reals.all.count }
}

#[cfg(test)]
mod tests {
    use crate::mapping::sample::column;

    #[test]
    fn reals_are_double_precision() {
        for declared in ["REAL", "FLOAT", "FLOAT(24)", "DOUBLE PRECISION", "double"] {
            assert_eq!(
                column(declared).reals(&[0.1, f64::INFINITY, -0.0]).becomes(),
                "double precision by Double: every value is real"
            );
        }
        assert_eq!(column("REAL").to(), "double precision");
    }

    #[test]
    fn a_text_makes_text_of_a_real_column() {
        assert_eq!(
            column("REAL").reals(&[0.5]).texts(&["n/a"]).becomes(),
            "text by Rendered: 1 of 2 values is text, first at rowid 2 ('n/a')"
        );
        assert_eq!(column("REAL").default("''").to(), "text");
    }
}
