//! Decimal numbers: DECIMAL(p,s), NUMERIC, MONEY.
//!
//! SQLite stores them as INTEGER and REAL. The shortest decimal that reads
//! back as the same double is what the application meant: 1.1 is 1.1, and
//! `numeric(10,2)` holds it if no value has more digits than declared.
//! `numeric` knows no negative zero; a column with one stays `double precision`.

use super::accept;
use super::evidence::{Candidate, Evidence};
use super::{Reason, Rule};
use crate::catalog::pg::DataType;

pub(super) fn candidates(evidence: &Evidence<'_>) -> Vec<Candidate> {
    let limited = evidence.declared.precision_and_scale();
    let mut candidates = vec![Candidate::good(DataType::Numeric(limited), Rule::Numeric, fact(evidence))];
    if limited.is_some() {
        candidates.push(Candidate::wider(DataType::Numeric(None), Rule::Numeric));
    }
    candidates.push(Candidate::wider(DataType::DoublePrecision, Rule::Double));
    candidates
}

pub(super) fn fact(evidence: &Evidence<'_>) -> Reason {
    evidence.because(None, || {
        let profile = evidence.profile;
        let (min, max) = profile.integers.range.unwrap_or((0, 0));
        let whole = u16::try_from(accept::integer_digits(min, max)).unwrap_or(u16::MAX);
        Reason::Digits {
            before: whole.max(profile.reals.max_integer_digits).max(profile.texts.max_integer_digits),
            after: profile.reals.max_scale.max(profile.texts.max_scale),
        }
    })
}

#[cfg(test)]
mod tests {
    use crate::mapping::sample::column;

    #[test]
    fn decimals_within_the_declared_digits_keep_them() {
        assert_eq!(
            column("DECIMAL(10,2)").reals(&[1.25, 0.1]).integers(&[99_999_999]).becomes(),
            "numeric(10,2) by Numeric: the values have up to 8 digits before and 2 after the point"
        );
        assert_eq!(column("NUMERIC(2,2)").reals(&[0.25]).to(), "numeric(2,2)");
    }

    #[test]
    fn one_digit_too_many_makes_it_numeric() {
        assert_eq!(
            column("DECIMAL(10,2)").reals(&[1.125]).becomes(),
            "numeric by Numeric: values have up to 1 digits before and 3 after the point, beyond numeric(10,2)"
        );
        assert_eq!(column("DECIMAL(10,2)").integers(&[100_000_000]).to(), "numeric");
        assert_eq!(column("DECIMAL(10,2)").default("0.125").to(), "numeric");
        assert_eq!(column("DECIMAL(10,2)").reals(&[f64::INFINITY]).to(), "numeric");
    }

    #[test]
    fn without_limits_it_is_numeric() {
        for declared in ["DECIMAL", "NUMERIC", "MONEY", "NUMBER(10)", "DECIMAL(2000,2)", "DECIMAL(2,3)"] {
            assert_eq!(column(declared).reals(&[1e300, 1e-300]).to(), "numeric", "{declared}");
        }
    }

    #[test]
    fn negative_zero_is_no_decimal() {
        assert_eq!(
            column("DECIMAL(10,2)").reals(&[-0.0, 1.5]).becomes(),
            "double precision by Double: 1 of 2 values is negative zero, first at rowid 1 (-0.0)"
        );
        assert_eq!(column("DECIMAL").reals(&[-0.0]).integers(&[i64::MAX]).to(), "text");
    }

    #[test]
    fn decimals_as_text_are_numeric_where_they_come_back() {
        assert_eq!(column("DECIMAL").texts(&["1.50", "2"]).to(), "numeric");
        assert_eq!(column("DECIMAL").texts(&["1.50", "1.5"]).in_a_key().to(), "text");
        assert_eq!(column("DECIMAL(10,2)").texts(&["1.5"]).to(), "numeric");
        assert_eq!(column("DECIMAL(10,2)").texts(&["1.50", "22.75"]).to(), "numeric(10,2)");
        assert_eq!(column("DECIMAL").texts(&["1,50"]).to(), "text");
    }
}
