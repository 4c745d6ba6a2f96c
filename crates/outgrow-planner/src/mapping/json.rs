//! JSON: JSON, JSONB, and TEXT with CHECK (json_valid(..)).
//!
//! `jsonb` keeps the meaning, `json` the text. `jsonb` is chosen where the
//! framework or the declared type asks for it and no value would lose
//! anything: no duplicate key, no `\u0000`, no number beyond `numeric`.

use super::declared::Notation;
use super::evidence::{Candidate, Evidence};
use super::{Framework, Reason, Rule, text};
use crate::catalog::pg::DataType;
use crate::profile::Shape;

pub(super) fn candidates(evidence: &Evidence<'_>, notation: Notation) -> Vec<Candidate> {
    let framework = evidence.framework(|framework| framework == Framework::Django);
    let plain = Candidate::good(DataType::Json, Rule::Json, fact(evidence, Shape::Json, None));
    let mut candidates = Vec::new();
    if framework.is_some() || notation == Notation::Binary || is_open(evidence) {
        candidates.push(Candidate::good(DataType::Jsonb, Rule::Json, fact(evidence, Shape::Jsonb, framework)));
        candidates.push(Candidate::wider(DataType::Json, Rule::Json));
    } else {
        candidates.push(plain);
    }
    candidates.extend(text::plain(evidence));
    candidates
}

/// Whether there is no value and no framework to ask: the better type for new values.
fn is_open(evidence: &Evidence<'_>) -> bool {
    evidence.is_empty() && evidence.framework(Framework::makes_plain_json).is_none()
}

fn fact(evidence: &Evidence<'_>, shape: Shape, framework: Option<Framework>) -> Reason {
    evidence.because(framework, || Reason::Shaped { shape, framework })
}

#[cfg(test)]
mod tests {
    use crate::mapping::Framework;
    use crate::mapping::sample::column;

    #[test]
    fn json_keeps_its_text_unless_jsonb_is_asked_for() {
        assert_eq!(column("JSON").texts(&["{\"a\": 1}", "null"]).becomes(), "json by Json: every value is JSON");
        assert_eq!(column("JSONB").texts(&["{}"]).becomes(), "jsonb by Json: every value is JSON that jsonb holds");
        assert_eq!(column("JSON").of(Framework::Django).texts(&["{}"]).to(), "jsonb");
    }

    #[test]
    fn what_jsonb_would_change_stays_json() {
        assert_eq!(
            column("JSONB").texts(&["{}", "\"\\u0000\""]).becomes(),
            "json by Json: 1 of 2 values is not JSON that jsonb holds, first at rowid 2 ('\"\\u0000\"')"
        );
    }

    #[test]
    fn what_is_not_json_makes_text_of_the_column() {
        assert_eq!(column("JSON").texts(&["{}", "{"]).to(), "text");
        assert_eq!(column("JSON").default("''").texts(&["{}"]).to(), "text");
        assert_eq!(column("JSON").default("'[]'").texts(&["{}"]).to(), "json");
        assert_eq!(column("JSON").texts(&["{}"]).in_a_key().to(), "text");
    }

    #[test]
    fn an_empty_json_column_is_jsonb_unless_the_framework_makes_json() {
        assert_eq!(column("JSON").to(), "jsonb");
        assert_eq!(column("json").of(Framework::Rails).to(), "json");
    }

    #[test]
    fn a_check_makes_json_of_a_text() {
        let checked = |check| column("text").check(check).texts(&["{}"]);
        assert_eq!(checked("(JSON_VALID(\"c\") OR \"c\" IS NULL)").of(Framework::Django).to(), "jsonb");
        assert_eq!(checked("json_valid(t.c)").to(), "json");
        assert_eq!(checked("json_valid(\"other\")").to(), "text");
    }
}
