//! Bytes: BLOB, BINARY, VARBINARY, BYTEA.
//!
//! A BLOB column converts nothing, so applications also store text there
//! (base64, serialised objects): those bytes stay bytes. Numbers are no bytes:
//! with them the column becomes text, or sends the fewest values to quarantine.

use super::evidence::{Candidate, Evidence};
use super::{Reason, Rule, uuid};
use crate::catalog::pg::DataType;

pub(super) fn candidates(evidence: &Evidence<'_>) -> Vec<Candidate> {
    let profile = evidence.profile;
    let fact = || Reason::Bytes { blobs: profile.blobs.all.count, texts: profile.texts.all.count };
    let mut candidates = Vec::new();
    if let Some(because) = uuid::bytes(evidence) {
        candidates.push(Candidate::good(DataType::Uuid, Rule::UuidBytes, because));
    }
    candidates.push(Candidate::good(DataType::Bytea, Rule::Bytes, evidence.because(None, fact)));
    candidates
}

#[cfg(test)]
mod tests {
    use crate::mapping::sample::column;

    #[test]
    fn blobs_are_bytes_and_so_are_texts_beside_them() {
        for declared in ["BLOB", "blob(16)", "BINARY", "VARBINARY(16)", "BYTEA", "BYTE[]"] {
            assert_eq!(column(declared).blobs(&[b"x"]).becomes(), "bytea by Bytes: every value is a blob");
        }
        assert_eq!(
            column("BLOB").blobs(&[b"x"]).texts(&["a\0"]).becomes(),
            "bytea by Bytes: 1 blob and 1 text in a column for bytes"
        );
        assert_eq!(column("BLOB").texts(&["YQ=="]).to(), "bytea");
        assert_eq!(column("BLOB").to(), "bytea");
    }

    #[test]
    fn numbers_in_a_blob_column_are_rendered() {
        assert_eq!(
            column("BLOB").integers(&[5]).texts(&["a"]).becomes(),
            "text by Rendered: 1 of 2 values is integer, first at rowid 1 (5)"
        );
    }

    #[test]
    fn numbers_and_blobs_send_the_fewest_to_quarantine() {
        assert_eq!(
            column("BLOB").integers(&[5]).blobs(&[b"x", b"y"]).becomes(),
            "bytea by Bytes: 1 of 3 values goes to quarantine, 2 with text, first at rowid 1 (5)"
        );
        assert_eq!(column("BLOB").integers(&[5, 6]).blobs(&[b"x"]).to(), "text");
    }
}
