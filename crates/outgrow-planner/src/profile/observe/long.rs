//! Adds a value that is too long to be looked at as a whole.

use crate::profile::text::Shapes;
use crate::profile::{BlobFacts, ColumnProfile, RowKey, TextFacts, Witness};
use crate::value::Value;

/// What was learnt of a long TEXT or BLOB value while it went by in pieces.
///
/// A value that may have a shape must be observed as a whole: this one counts as without any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LongValue<'a> {
    /// Its length in bytes.
    pub bytes: u64,
    /// Its characters, as [`TextFacts::max_chars`] counts them.
    pub characters: u64,
    /// Whether it is UTF-8.
    pub is_utf8: bool,
    /// Whether it has U+0000.
    pub has_nul: bool,
    /// How it begins: more than an excerpt shows, no character cut off.
    pub head: &'a [u8],
    /// Its last byte.
    pub last: Option<u8>,
}

impl LongValue<'_> {
    /// Whether a value that begins so can be JSON, a number, a moment, or a list: then only the
    /// whole of it can tell.
    pub fn may_have_a_shape(&self) -> bool {
        let begins = |byte: &u8| {
            matches!(
                byte,
                b'{' | b'[' | b'"' | b'-' | b'|' | b'0'..=b'9' | b't' | b'f' | b'n' | b' ' | b'\t' | b'\n' | b'\r'
            )
        };
        self.is_utf8 && self.head.first().is_some_and(begins)
    }
}

impl ColumnProfile {
    /// Adds a long TEXT that has no shape; `row` is asked only for the first witnesses.
    pub fn observe_long_text(&mut self, text: &LongValue<'_>, row: impl Fn() -> RowKey) {
        let shown = if text.is_utf8 { Value::Text(text.head) } else { Value::Blob(text.head) };
        self.texts.observe_long(text, || Witness::new(row(), shown));
    }

    /// Adds a long BLOB that has no shape; `row` is asked only for the first witnesses.
    pub fn observe_long_blob(&mut self, blob: &LongValue<'_>, row: impl Fn() -> RowKey) {
        self.blobs.observe_long(blob, || Witness::new(row(), Value::Blob(blob.head)));
    }
}

impl TextFacts {
    fn observe_long(&mut self, text: &LongValue<'_>, witness: impl Fn() -> Witness + Copy) {
        self.all.add(witness);
        self.max_bytes = self.max_bytes.max(text.bytes);
        self.max_chars = self.max_chars.max(text.characters);
        let blank = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_whitespace);
        if blank(text.head.first()) || blank(text.last.as_ref()) {
            self.padded.add(witness);
        }
        if text.has_nul {
            self.with_nul.add(witness);
        }
        if !text.is_utf8 {
            self.invalid_utf8.add(witness);
        }
        self.not_temporal.add(witness);
        self.observe_shapes(Shapes::NONE, witness);
    }
}

impl BlobFacts {
    fn observe_long(&mut self, blob: &LongValue<'_>, witness: impl Fn() -> Witness + Copy) {
        self.all.add(witness);
        self.max_bytes = self.max_bytes.max(blob.bytes);
        self.not_uuid.add(witness);
        self.not_uuid_dotnet.add(witness);
        self.not_json.add(witness);
        self.not_jsonb.add(witness);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(bytes: &[u8]) -> LongValue<'_> {
        let text = String::from_utf8_lossy(bytes);
        LongValue {
            bytes: bytes.len() as u64,
            characters: text.chars().count() as u64,
            is_utf8: std::str::from_utf8(bytes).is_ok(),
            has_nul: bytes.contains(&0),
            head: &bytes[..bytes.len().min(252)],
            last: bytes.last().copied(),
        }
    }

    #[test]
    fn a_long_value_without_a_shape_is_known_as_if_it_had_been_seen_whole() {
        let words = "Lorem ipsum dolor sit amet. ".repeat(40);
        let texts: [&[u8]; 5] = [
            words.as_bytes(),
            words.trim().as_bytes(),
            &[words.as_bytes(), b"\0"].concat(),
            &[b"\xff", words.as_bytes()].concat(),
            &"é".repeat(500).into_bytes(),
        ];
        for bytes in texts {
            let value = long(bytes);
            assert!(!value.may_have_a_shape());
            let (mut whole, mut pieces) = (ColumnProfile::default(), ColumnProfile::default());
            for column in [&mut whole, &mut pieces] {
                column.observe(Value::Text(b"17"), || RowKey::Rowid(1));
            }
            whole.observe(Value::Text(bytes), || RowKey::Rowid(2));
            whole.observe(Value::Blob(bytes), || RowKey::Rowid(2));
            pieces.observe_long_text(&value, || RowKey::Rowid(2));
            pieces.observe_long_blob(&value, || RowKey::Rowid(2));
            assert_eq!(whole, pieces, "{:?}", String::from_utf8_lossy(&bytes[..20]));
        }
    }

    #[test]
    fn what_may_have_a_shape_must_be_seen_whole() {
        for text in ["{\"a\":1}", "[1]", " 1", "\"x\"", "|1|", "2020-01-01", "true", "-1.5"] {
            assert!(long(text.as_bytes()).may_have_a_shape(), "{text}");
        }
    }
}
