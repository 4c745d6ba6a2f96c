//! How a row is named in quarantine.

use outgrow_planner::value::{StorageClass, Value};
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};

/// Longer texts and blobs are named by their hash in the key of a row.
const MAX_IN_KEY: usize = 64 * 1024;
/// Longer texts and blobs are named by their hash where all values of a row are its name.
const MAX_IN_ROW: usize = 1024;

/// Names a row by its key columns (names and values as in SQLite), as a JSON object.
///
/// INTEGER, NULL and TEXT are JSON values; a real is `{"real": "1.5"}` (`Inf` and
/// `-Inf` for infinities), a blob `{"blob": "<hex>"}`, text that is not UTF-8
/// `{"text": "<hex>"}`, and what is longer than 64 KiB
/// `{"sha256": "<hex>", "bytes": n, "class": "text"}`. A row without key columns is `{"rowid": n}`.
pub fn row_key<'a>(columns: impl IntoIterator<Item = (&'a str, Value<'a>)>) -> String {
    object(columns, MAX_IN_KEY)
}

/// What finds a row in PostgreSQL again: PostgreSQL's names and SQLite's values, written as by
/// [`row_key`]. Where these are all columns of a table without a key, what is longer than 1 KiB is a hash.
pub(crate) fn target_key<'a>(columns: impl IntoIterator<Item = (&'a str, Value<'a>)>, known_by: KnownBy) -> String {
    let most = match known_by {
        KnownBy::Key => MAX_IN_KEY,
        KnownBy::AllValues => MAX_IN_ROW,
    };
    object(columns, most)
}

/// By what a row is known in PostgreSQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KnownBy {
    /// Its key.
    Key,
    /// All its values: its table has no key.
    AllValues,
}

/// One value of a [`target_key`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum KeyPart {
    Null,
    Integer(i64),
    Real(f64),
    Text(Vec<u8>),
    Blob(Vec<u8>),
    /// A text or blob that is known by the SHA-256 of its bytes.
    Hashed(StorageClass, Vec<u8>),
}

impl KeyPart {
    /// The value; `None` where only its hash is known.
    pub(crate) fn value(&self) -> Option<Value<'_>> {
        match self {
            KeyPart::Null => Some(Value::Null),
            KeyPart::Integer(number) => Some(Value::Integer(*number)),
            KeyPart::Real(number) => Some(Value::Real(*number)),
            KeyPart::Text(bytes) => Some(Value::Text(bytes)),
            KeyPart::Blob(bytes) => Some(Value::Blob(bytes)),
            KeyPart::Hashed(..) => None,
        }
    }
}

/// Reads what [`target_key`] wrote; `None` where it is something else.
pub(crate) fn parts(key: &str) -> Option<Vec<(String, KeyPart)>> {
    let object: Map<String, Json> = serde_json::from_str(key).ok()?;
    object.into_iter().map(|(name, json)| Some((name, part(&json)?))).collect()
}

/// The key with another value in one of its places.
pub(crate) fn replaced(key: &str, name: &str, value: Value<'_>) -> Option<String> {
    let mut object: Map<String, Json> = serde_json::from_str(key).ok()?;
    *object.get_mut(name)? = shown(value, MAX_IN_ROW);
    Some(Json::Object(object).to_string())
}

fn part(json: &Json) -> Option<KeyPart> {
    match json {
        Json::Null => Some(KeyPart::Null),
        Json::Number(number) => number.as_i64().map(KeyPart::Integer),
        Json::String(text) => Some(KeyPart::Text(text.as_bytes().to_vec())),
        Json::Object(tagged) => tagged_part(tagged),
        Json::Bool(_) | Json::Array(_) => None,
    }
}

fn tagged_part(tagged: &Map<String, Json>) -> Option<KeyPart> {
    let word = |tag: &str| tagged.get(tag).and_then(Json::as_str);
    if let Some(real) = word("real") {
        return real.parse().ok().map(KeyPart::Real);
    }
    if let Some(hash) = word("sha256") {
        let class = if word("class") == Some("blob") { StorageClass::Blob } else { StorageClass::Text };
        return Some(KeyPart::Hashed(class, bytes_of(hash)?));
    }
    match (word("text"), word("blob")) {
        (Some(digits), _) => bytes_of(digits).map(KeyPart::Text),
        (None, Some(digits)) => bytes_of(digits).map(KeyPart::Blob),
        (None, None) => None,
    }
}

fn object<'a>(columns: impl IntoIterator<Item = (&'a str, Value<'a>)>, most: usize) -> String {
    let columns = columns.into_iter().map(|(name, value)| (name.to_owned(), shown(value, most)));
    Json::Object(columns.collect()).to_string()
}

fn shown(value: Value<'_>, most: usize) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Integer(number) => number.into(),
        // A number of JSON is not always read back as the same double; its decimal digits are.
        Value::Real(number) => tagged("real", real(number)),
        Value::Text(bytes) | Value::Blob(bytes) if bytes.len() > most => hashed(value.storage_class(), bytes),
        Value::Text(bytes) => {
            std::str::from_utf8(bytes).map_or_else(|_| tagged("text", hexadecimal(bytes)), Json::from)
        }
        Value::Blob(bytes) => tagged("blob", hexadecimal(bytes)),
    }
}

/// The shortest decimal that reads back as the real.
pub(crate) fn real(number: f64) -> String {
    match (number.is_infinite(), number > 0.0) {
        (true, true) => "Inf".to_owned(),
        (true, false) => "-Inf".to_owned(),
        (false, _) => format!("{number:?}"),
    }
}

fn tagged(tag: &str, text: String) -> Json {
    Json::Object(Map::from_iter([(tag.to_owned(), Json::String(text))]))
}

fn hashed(class: StorageClass, bytes: &[u8]) -> Json {
    Json::Object(Map::from_iter([
        ("sha256".to_owned(), hexadecimal(&Sha256::digest(bytes)).into()),
        ("bytes".to_owned(), bytes.len().into()),
        ("class".to_owned(), class.name().into()),
    ]))
}

/// Two digits for each byte.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

/// What [`hexadecimal`] wrote.
pub(crate) fn bytes_of(digits: &str) -> Option<Vec<u8>> {
    let digit = |digit: u8| char::from(digit).to_digit(16).map(|value| value as u8);
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_storage_class_is_told_apart_and_read_back() {
        let key = row_key([
            ("i", Value::Integer(i64::MIN)),
            ("r", Value::Real(0.1)),
            ("inf", Value::Real(f64::NEG_INFINITY)),
            ("t", Value::Text(b"a\0\"b")),
            ("x", Value::Text(b"\xff")),
            ("b", Value::Blob(b"\xff")),
            ("n", Value::Null),
        ]);
        let wanted = r#"{"b":{"blob":"ff"},"i":-9223372036854775808,"inf":{"real":"-Inf"},"n":null,"r":{"real":"0.1"},"t":"a\u0000\"b","x":{"text":"ff"}}"#;
        assert_eq!(key, wanted);
        let parts = parts(&key).expect("readable");
        let wanted = [
            ("b", KeyPart::Blob(vec![0xff])),
            ("i", KeyPart::Integer(i64::MIN)),
            ("inf", KeyPart::Real(f64::NEG_INFINITY)),
            ("n", KeyPart::Null),
            ("r", KeyPart::Real(0.1)),
            ("t", KeyPart::Text(b"a\0\"b".to_vec())),
            ("x", KeyPart::Text(vec![0xff])),
        ];
        assert_eq!(parts, wanted.map(|(name, part)| (name.to_owned(), part)));
    }

    #[test]
    fn what_is_long_is_known_by_its_hash() {
        let long = [b'x'; 100_000];
        let key = row_key([("t", Value::Blob(&long))]);
        assert!(key.len() < 200);
        let hash = Sha256::digest(long).to_vec();
        assert_eq!(parts(&key), Some(vec![("t".to_owned(), KeyPart::Hashed(StorageClass::Blob, hash))]));
        assert!(target_key([("t", Value::Text(&long[..2000]))], KnownBy::AllValues).contains("sha256"));
        assert!(target_key([("t", Value::Text(&long[..2000]))], KnownBy::Key).contains("xxx"));
    }

    #[test]
    fn nonsense_is_no_key() {
        for text in ["", "[]", "{\"a\":true}", "{\"a\":1.5}", "{\"a\":{}}", "{\"a\":{\"blob\":\"f\"}}"] {
            assert_eq!(parts(text), None, "{text}");
        }
    }

    #[test]
    fn one_value_of_a_key_can_change() {
        let key = target_key([("a", Value::Text(b"\0")), ("b", Value::Integer(1))], KnownBy::AllValues);
        assert_eq!(replaced(&key, "a", Value::Text(b"x")).as_deref(), Some(r#"{"a":"x","b":1}"#));
        assert_eq!(replaced(&key, "c", Value::Null), None);
    }
}
