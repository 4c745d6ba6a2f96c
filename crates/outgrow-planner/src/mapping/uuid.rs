//! UUIDs: UUID, GUID, CHAR(32), CHAR(36), and the columns in which a framework stores them.
//!
//! A column becomes `uuid` if all its texts are spelled alike, with dashes or
//! without, so that each comes back as it was. Upper case is .NET's own
//! spelling; elsewhere it stays text. A declared UUID has NUMERIC affinity,
//! which makes a number of a text like 12345678e9 and cannot be undone.

use super::evidence::{Candidate, Evidence};
use super::{Framework, Reason, Rule, text};
use crate::catalog::pg::DataType;
use crate::profile::{Shape, Tally};

pub(super) fn candidates(evidence: &Evidence<'_>) -> Vec<Candidate> {
    if evidence.declared.is_character() {
        return fixed_length(evidence);
    }
    if let Some(damaged) = damaged(evidence) {
        return vec![Candidate::good(DataType::Text, Rule::Rendered, damaged)];
    }
    if let Some(because) = bytes(evidence) {
        return vec![Candidate::good(DataType::Uuid, Rule::UuidBytes, because)];
    }
    let mut candidates = vec![];
    if is_uuid(evidence) || evidence.is_empty() || !is_upper(evidence) {
        candidates.push(Candidate::good(DataType::Uuid, Rule::Uuid, fact(evidence, None)));
    }
    candidates.extend(text::plain(evidence));
    candidates
}

/// CHAR(32) and CHAR(36) are UUIDs by their values only, unless the framework makes them for nothing else.
fn fixed_length(evidence: &Evidence<'_>) -> Vec<Candidate> {
    let by_framework = match evidence.declared.length() {
        Some(32) => Framework::Django,
        _ => Framework::Knex,
    };
    let mut candidates = Vec::new();
    // 32 hexadecimal digits are as often an MD5; those of a UUID show its version.
    let is_hash = evidence.profile.texts.hex_without_version > 0 && !evidence.made_by(by_framework);
    if (is_uuid(evidence) && !is_hash) || (evidence.is_empty() && evidence.made_by(by_framework)) {
        let framework = Some(by_framework).filter(|framework| evidence.made_by(*framework));
        candidates.push(Candidate::good(DataType::Uuid, Rule::Uuid, fact(evidence, framework)));
    }
    candidates.extend(text::plain(evidence));
    candidates
}

/// Whether all values are UUIDs in one spelling that the application writes on both engines.
pub(super) fn is_uuid(evidence: &Evidence<'_>) -> bool {
    let upper = is_upper(evidence) && evidence.made_by(Framework::EfCore);
    evidence.all_are(Shape::UuidLower) || evidence.all_are(Shape::Hex32) || upper
}

fn is_upper(evidence: &Evidence<'_>) -> bool {
    evidence.all_are(Shape::UuidUpper)
}

/// What speaks for `uuid`.
pub(super) fn fact(evidence: &Evidence<'_>, framework: Option<Framework>) -> Reason {
    evidence.because(framework, || {
        let shapes = [Shape::Hex32, Shape::UuidUpper];
        let shape = shapes.into_iter().find(|shape| evidence.all_are(*shape)).unwrap_or(Shape::UuidLower);
        Reason::Shaped { shape, framework }
    })
}

/// UUIDs of 16 bytes, most significant first, which .NET does not write.
pub(super) fn bytes(evidence: &Evidence<'_>) -> Option<Reason> {
    let blobs = &evidence.profile.blobs;
    let all = blobs.all.count > 0 && blobs.sixteen == evidence.profile.values();
    let framework = evidence.framework(stores_uuid_bytes).filter(|_| blobs.not_uuid.count == 0);
    let meant =
        evidence.declared.family() == super::declared::Family::Uuid || (framework.is_some() && is_named_uuid(evidence));
    (all && meant && !evidence.made_by(Framework::EfCore)).then_some(Reason::SixteenBytes { framework })
}

fn stores_uuid_bytes(framework: Framework) -> bool {
    matches!(framework, Framework::Sqlx | Framework::SeaOrm | Framework::Diesel)
}

fn is_named_uuid(evidence: &Evidence<'_>) -> bool {
    let name = evidence.column.name.to_ascii_lowercase();
    name == "id" || ["_id", "uuid", "guid"].iter().any(|end| name.ends_with(end))
}

fn damaged(evidence: &Evidence<'_>) -> Option<Reason> {
    let profile = evidence.profile;
    let mut tally: Tally = profile.integers.all.clone();
    tally.merge(profile.reals.all.clone());
    (tally.count > 0).then(|| Reason::DamagedUuids { tally, of: profile.values() })
}

#[cfg(test)]
mod tests {
    use crate::mapping::Framework;
    use crate::mapping::sample::column;

    const LOWER: &str = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";
    const UPPER: &str = "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11";
    const HEX: &str = "a0eebc999c0b4ef8bb6d6bb9bd380a11";

    #[test]
    fn uuids_in_one_spelling_are_uuids() {
        for declared in ["UUID", "GUID", "CHAR(36)", "uuid_text"] {
            assert_eq!(column(declared).texts(&[LOWER]).becomes(), "uuid by Uuid: every value is a UUID in lower case");
        }
        assert_eq!(column("char(32)").texts(&[HEX]).to(), "uuid");
        assert_eq!(column("UUID").texts(&[LOWER, HEX]).to(), "text");
        assert_eq!(column("CHAR(36)").texts(&[LOWER, HEX]).to(), "character varying(36)");
        assert_eq!(column("UUID").to(), "uuid");
    }

    #[test]
    fn a_hash_of_32_digits_is_no_uuid() {
        let md5 = column("CHAR(32)").texts(&[HEX, "d41d8cd98f00b204e9800998ecf8427e"]);
        assert_eq!(md5.to(), "character varying(32)");
        assert_eq!(md5.of(Framework::Django).to(), "uuid");
    }

    #[test]
    fn upper_case_is_a_uuid_only_for_ef_core() {
        assert_eq!(column("UUID").texts(&[UPPER]).to(), "text");
        assert_eq!(column("TEXT").of(Framework::EfCore).texts(&[UPPER]).to(), "uuid");
    }

    #[test]
    fn an_empty_char_is_a_uuid_only_where_the_framework_says_so() {
        assert_eq!(column("char(32)").of(Framework::Django).to(), "uuid");
        assert_eq!(column("char(36)").of(Framework::Knex).to(), "uuid");
        assert_eq!(column("CHAR(36)").to(), "character varying(36)");
    }

    #[test]
    fn numbers_in_a_uuid_column_are_damage() {
        assert_eq!(
            column("UUID").texts(&[LOWER]).integers(&[5]).becomes(),
            "text by Rendered: 1 of 2 UUIDs became numbers by NUMERIC affinity, first at rowid 2 (5)"
        );
    }

    #[test]
    fn sixteen_bytes_are_a_uuid_where_they_are_called_so() {
        let bytes = *b"012345\x40\x01\x800123456";
        assert_eq!(column("UUID").blobs(&[&bytes]).to(), "uuid");
        assert_eq!(column("BLOB").named("id").of(Framework::Sqlx).blobs(&[&bytes]).to(), "uuid");
        assert_eq!(column("BLOB").named("checksum").of(Framework::Sqlx).blobs(&[&bytes]).to(), "bytea");
        assert_eq!(column("BLOB").named("id").blobs(&[&bytes]).to(), "bytea");
        assert_eq!(column("BLOB").named("id").of(Framework::Sqlx).blobs(&[&bytes, b"x"]).to(), "bytea");
    }

    #[test]
    fn some_frameworks_store_uuids_as_text() {
        assert_eq!(column("varchar").of(Framework::TypeOrm).texts(&[LOWER]).to(), "uuid");
        assert_eq!(column("TEXT").of(Framework::Peewee).texts(&[HEX]).to(), "uuid");
        assert_eq!(column("varchar").texts(&[LOWER]).to(), "text");
    }
}
