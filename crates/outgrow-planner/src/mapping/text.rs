//! Text: VARCHAR(n), CHAR(n), TEXT, CLOB, STRING.
//!
//! `character varying(n)` if no value is longer than declared, else `text`;
//! never `character(n)`, which pads. Some frameworks store other things in
//! text columns: UUIDs, times, decimals, lists. Those types are chosen only
//! where the framework is known and every value agrees.

use super::declared::Clock;
use super::evidence::{Candidate, Evidence};
use super::{Framework, Reason, Rule, numeric, temporal, uuid};
use crate::catalog::pg::DataType;
use crate::profile::Shape;

/// The longest that `character varying` can be.
const LONGEST_VARCHAR: u32 = 10_485_760;

pub(super) fn candidates(evidence: &Evidence<'_>) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = by_framework(evidence).into_iter().collect();
    candidates.extend(plain(evidence));
    candidates
}

/// `character varying(n)` or `text`.
pub(super) fn plain(evidence: &Evidence<'_>) -> Vec<Candidate> {
    let longest = evidence.profile.texts.max_chars;
    let text = Candidate::good(DataType::Text, Rule::Text, evidence.because(None, || Reason::Texts { longest }));
    match evidence.declared.length().filter(|length| is_varchar(evidence, *length)) {
        None => vec![text],
        Some(declared) => {
            let because = evidence.because(None, || Reason::Length { longest, declared });
            vec![
                Candidate::good(DataType::Varchar(declared), Rule::Text, because),
                Candidate::wider(DataType::Text, Rule::Text),
            ]
        }
    }
}

/// Whether the declared length is one that PostgreSQL can hold a text to.
pub(super) fn is_varchar(evidence: &Evidence<'_>, length: u32) -> bool {
    evidence.declared.is_character() && length <= LONGEST_VARCHAR
}

/// What a framework stores in a text column besides text.
fn by_framework(evidence: &Evidence<'_>) -> Option<Candidate> {
    if evidence.is_empty() || !evidence.profile.only_texts() {
        return None;
    }
    emmett(evidence)
        .or_else(|| uuid_as_text(evidence))
        .or_else(|| decimal_as_text(evidence))
        .or_else(|| time_as_text(evidence))
}

/// Emmett stores truth values as T and F, and lists between bars.
fn emmett(evidence: &Evidence<'_>) -> Option<Candidate> {
    let because = |shape| Reason::Shaped { shape, framework: Some(Framework::Emmett) };
    if !evidence.made_by(Framework::Emmett) {
        return None;
    }
    if evidence.declared.base == "char" && evidence.declared.arguments == [1] && evidence.all_are(Shape::CapitalTf) {
        return Some(Candidate::good(DataType::Boolean, Rule::Boolean, because(Shape::CapitalTf)));
    }
    if evidence.declared.base != "text" {
        return None;
    }
    let lists = [(Shape::BarIntegers, DataType::BigintArray), (Shape::BarStrings, DataType::TextArray)];
    let (shape, to) = lists.into_iter().find(|(shape, _)| evidence.all_are(*shape))?;
    Some(Candidate::good(to, Rule::BarList, because(shape)))
}

fn uuid_as_text(evidence: &Evidence<'_>) -> Option<Candidate> {
    let by_base: &[Framework] = match evidence.declared.base.as_str() {
        "varchar" => &[Framework::TypeOrm, Framework::Peewee, Framework::EfCore, Framework::Laravel],
        "text" => &[Framework::TypeOrm, Framework::Peewee, Framework::EfCore, Framework::Ecto],
        _ => return None,
    };
    let framework = evidence.framework(|framework| by_base.contains(&framework))?;
    uuid::is_uuid(evidence).then(|| Candidate::good(DataType::Uuid, Rule::Uuid, uuid::fact(evidence, Some(framework))))
}

/// EF Core stores decimals as text.
fn decimal_as_text(evidence: &Evidence<'_>) -> Option<Candidate> {
    let all =
        evidence.made_by(Framework::EfCore) && evidence.declared.base == "text" && evidence.all_are(Shape::Decimal);
    all.then(|| Candidate::good(DataType::Numeric(None), Rule::Numeric, numeric::fact(evidence)))
}

/// Ecto, EF Core and sqlx declare times TEXT.
fn time_as_text(evidence: &Evidence<'_>) -> Option<Candidate> {
    let stores = |framework| matches!(framework, Framework::Ecto | Framework::EfCore | Framework::Sqlx);
    let has_time = |spelling: crate::temporal::Spelling| matches!(spelling.parts, crate::temporal::Parts::DateTime(..));
    let texts = &evidence.profile.texts;
    let all = !texts.spellings.is_empty() && texts.not_temporal.count == 0 && texts.spellings.keys().all(has_time);
    if !all || evidence.declared.base != "text" || evidence.framework(stores).is_none() {
        return None;
    }
    temporal::texts(evidence, Clock::Unsaid).into_iter().next()
}

#[cfg(test)]
mod tests {
    use crate::mapping::Framework;
    use crate::mapping::sample::column;

    #[test]
    fn a_declared_length_stays_if_it_holds() {
        for declared in ["VARCHAR(3)", "CHAR(3)", "NVARCHAR(3)", "NATIVE CHARACTER(3)", "VARYING CHARACTER(3)"] {
            assert_eq!(
                column(declared).texts(&["äöü"]).becomes(),
                "character varying(3) by Text: the longest text has 3 of 3 characters"
            );
        }
        assert_eq!(
            column("VARCHAR(3)").texts(&["abcd"]).becomes(),
            "text by Text: the longest text has 4 characters, beyond character varying(3)"
        );
        assert_eq!(column("VARCHAR(3)").default("'none'").to(), "text");
    }

    #[test]
    fn text_without_a_length_is_text() {
        for declared in [
            "TEXT",
            "text(20)",
            "VARCHAR",
            "CHAR",
            "CLOB",
            "STRING",
            "NAME",
            "LONGTEXT",
            "VARCHAR(0)",
            "VARCHAR(99999999)",
        ] {
            assert_eq!(column(declared).texts(&["a"]).to(), "text", "{declared}");
        }
        assert_eq!(column("TEXT").becomes(), "text by Text: no value yet, declared TEXT");
    }

    #[test]
    fn texts_that_postgresql_cannot_hold_go_to_quarantine_alone() {
        assert_eq!(
            column("TEXT").texts(&["a", "b\0"]).becomes(),
            "text by Text: 1 of 2 values goes to quarantine, 0 with bytea, first at rowid 2 (b\\u{0})"
        );
        assert_eq!(column("VARCHAR(9)").texts(&["a", "b\0"]).to(), "character varying(9)");
        assert_eq!(column("VARCHAR(9)").texts(&["a"]).raw_texts(&[b"\xff"]).to(), "text");
        assert_eq!(column("TEXT").texts(&["a"]).blobs(&[b"x", b"y", b"z"]).to(), "text");
    }

    #[test]
    fn a_text_column_without_a_clean_text_is_bytes() {
        assert_eq!(
            column("TEXT").texts(&["b\0"]).becomes(),
            "bytea by Bytes: the only value is text with U+0000, first at rowid 1 ('b\\u{0}')"
        );
        assert_eq!(
            column("TEXT").blobs(&[b"x", b"y"]).becomes(),
            "bytea by Bytes: all 2 values are blob, first at rowid 1 (x'78')"
        );
    }

    #[test]
    fn numbers_in_a_text_column_are_rendered() {
        assert_eq!(
            column("STRING").integers(&[12]).texts(&["a"]).becomes(),
            "text by Rendered: 1 of 2 values is integer, first at rowid 1 (12)"
        );
    }

    #[test]
    fn emmett_stores_truth_and_lists_in_text() {
        let emmett = |declared| column(declared).of(Framework::Emmett);
        assert_eq!(emmett("CHAR(1)").texts(&["T", "F"]).to(), "boolean");
        assert_eq!(column("CHAR(1)").of(Framework::PyDal).texts(&["T"]).to(), "character varying(1)");
        assert_eq!(emmett("TEXT").texts(&["|1|2|"]).to(), "bigint[]");
        assert_eq!(emmett("TEXT").texts(&["|a|b|"]).to(), "text[]");
        assert_eq!(column("TEXT").of(Framework::PyDal).texts(&["|1|2|"]).to(), "text");
    }

    #[test]
    fn ef_core_and_ecto_store_numbers_and_times_in_text() {
        assert_eq!(column("TEXT").of(Framework::EfCore).texts(&["1.50"]).to(), "numeric");
        assert_eq!(
            column("TEXT").of(Framework::EfCore).texts(&["2024-02-29 12:34:56"]).to(),
            "timestamp without time zone"
        );
        assert_eq!(
            column("TEXT").of(Framework::Ecto).texts(&["2024-02-29T12:34:56Z"]).to(),
            "timestamp with time zone"
        );
        assert_eq!(column("TEXT").texts(&["2024-02-29 12:34:56"]).to(), "text");
        assert_eq!(column("TEXT").of(Framework::EfCore).texts(&["2024-02-29"]).to(), "text");
    }
}
