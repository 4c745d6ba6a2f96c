//! Columns whose type says nothing: none, ANY, POINT, INTERVAL, words nobody knows.
//!
//! The storage classes of the values decide alone. Without a value the column
//! becomes `text`.

use super::evidence::{Candidate, Evidence};
use super::{Reason, Rule, integer, real};
use crate::catalog::pg::DataType;

pub(super) fn candidates(evidence: &Evidence<'_>) -> Vec<Candidate> {
    let profile = evidence.profile;
    if evidence.is_empty() {
        return vec![Candidate::good(DataType::Text, Rule::Rendered, evidence.no_value(None))];
    }
    if profile.only_numbers() {
        return numbers(evidence);
    }
    if profile.only_texts() {
        let because = Reason::Texts { longest: profile.texts.max_chars };
        return vec![Candidate::good(DataType::Text, Rule::Text, because)];
    }
    let because = Reason::Bytes { blobs: profile.blobs.all.count, texts: profile.texts.all.count };
    match profile.blobs.all.count {
        0 => Vec::new(),
        _ => vec![Candidate::good(DataType::Bytea, Rule::Bytes, because)],
    }
}

fn numbers(evidence: &Evidence<'_>) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    if let Some(range) = evidence.profile.integers.range {
        let because = Reason::Integers { range, framework: None };
        candidates.push(Candidate::good(DataType::Bigint, Rule::Integer, because));
    } else {
        candidates.push(Candidate::good(DataType::DoublePrecision, Rule::Double, real::fact(evidence)));
    }
    candidates.extend(integer::wider());
    candidates
}

#[cfg(test)]
mod tests {
    use crate::mapping::sample::column;

    #[test]
    fn values_alone_decide_where_the_type_says_nothing() {
        for declared in ["", "ANY", "POINT", "FLOATING POINT", "INTERVAL", "GEOMETRY"] {
            assert_eq!(column(declared).integers(&[1]).to(), "bigint");
            assert_eq!(column(declared).reals(&[1.5]).to(), "double precision");
            assert_eq!(column(declared).reals(&[1.5]).integers(&[1]).to(), "double precision");
            assert_eq!(
                column(declared).texts(&["a"]).becomes(),
                "text by Text: every value is text, the longest of 1 characters"
            );
            assert_eq!(column(declared).blobs(&[b"x"]).to(), "bytea");
            assert_eq!(column(declared).blobs(&[b"x"]).texts(&["a"]).to(), "bytea");
            assert_eq!(column(declared).integers(&[1]).texts(&["a"]).to(), "text");
            assert_eq!(column(declared).to(), "text");
        }
        assert_eq!(column("").becomes(), "text by Rendered: no value and no declared type");
    }
}
