//! How a row is named in quarantine.

use outgrow_planner::value::Value;
use serde_json::{Map, Number, Value as Json};
use sha2::{Digest, Sha256};

/// Longer texts and blobs are named by their hash.
const MAX_SHOWN: usize = 64 * 1024;

/// Names a row by its key columns (names and values as in SQLite), as a JSON object.
///
/// INTEGER, finite REAL, NULL and TEXT are JSON values; a blob is
/// `{"blob": "<hex>"}`, text that is not UTF-8 `{"text": "<hex>"}`, an infinity
/// `{"real": "Inf"}`, and what is longer than 64 KiB `{"sha256": "<hex>", "bytes": n}`.
/// A row without key columns is `{"rowid": n}`.
pub fn row_key<'a>(columns: impl IntoIterator<Item = (&'a str, Value<'a>)>) -> String {
    let object: Map<String, Json> = columns.into_iter().map(|(name, value)| (name.to_owned(), shown(value))).collect();
    Json::Object(object).to_string()
}

fn shown(value: Value<'_>) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Integer(number) => number.into(),
        Value::Real(number) => Number::from_f64(number)
            .map_or_else(|| tagged("real", if number > 0.0 { "Inf" } else { "-Inf" }.into()), Json::Number),
        Value::Text(bytes) | Value::Blob(bytes) if bytes.len() > MAX_SHOWN => hashed(bytes),
        Value::Text(bytes) => {
            std::str::from_utf8(bytes).map_or_else(|_| tagged("text", hexadecimal(bytes)), Json::from)
        }
        Value::Blob(bytes) => tagged("blob", hexadecimal(bytes)),
    }
}

fn tagged(tag: &str, text: String) -> Json {
    Json::Object(Map::from_iter([(tag.to_owned(), Json::String(text))]))
}

fn hashed(bytes: &[u8]) -> Json {
    let hash = hexadecimal(&Sha256::digest(bytes));
    Json::Object(Map::from_iter([("sha256".to_owned(), hash.into()), ("bytes".to_owned(), bytes.len().into())]))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_storage_class_is_told_apart() {
        let key = row_key([
            ("i", Value::Integer(i64::MIN)),
            ("r", Value::Real(1.5)),
            ("inf", Value::Real(f64::NEG_INFINITY)),
            ("t", Value::Text(b"a\0\"b")),
            ("x", Value::Text(b"\xff")),
            ("b", Value::Blob(b"\xff")),
            ("n", Value::Null),
        ]);
        let wanted = r#"{"b":{"blob":"ff"},"i":-9223372036854775808,"inf":{"real":"-Inf"},"n":null,"r":1.5,"t":"a\u0000\"b","x":{"text":"ff"}}"#;
        assert_eq!(key, wanted);
        assert!(row_key([("t", Value::Text(&[b'x'; 100_000]))]).len() < 200);
    }
}
