//! A key at which a table is cut.

use rusqlite::types::Value;

/// The values of a key, in the order of its columns.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Key(pub(crate) Vec<KeyValue>);

/// One value of a key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum KeyValue {
    /// INTEGER.
    Integer(i64),
    /// REAL.
    Real(f64),
    /// TEXT.
    Text(String),
    /// BLOB.
    Blob(Vec<u8>),
}

impl KeyValue {
    /// As a parameter of a statement of SQLite.
    pub(crate) fn to_sqlite(&self) -> Value {
        match self {
            KeyValue::Integer(number) => Value::Integer(*number),
            KeyValue::Real(number) => Value::Real(*number),
            KeyValue::Text(text) => Value::Text(text.clone()),
            KeyValue::Blob(bytes) => Value::Blob(bytes.clone()),
        }
    }
}

impl Key {
    /// As bytes that [`Key::from_bytes`] reads back: for each value a letter for its storage class,
    /// its length and its bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut all = Vec::new();
        for value in &self.0 {
            let (class, bytes) = match value {
                KeyValue::Integer(number) => (b'i', number.to_be_bytes().to_vec()),
                KeyValue::Real(number) => (b'r', number.to_be_bytes().to_vec()),
                KeyValue::Text(text) => (b't', text.as_bytes().to_vec()),
                KeyValue::Blob(bytes) => (b'b', bytes.clone()),
            };
            all.push(class);
            all.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
            all.extend_from_slice(&bytes);
        }
        all
    }

    /// Reads what [`Key::to_bytes`] wrote; `None` for anything else.
    pub(crate) fn from_bytes(mut bytes: &[u8]) -> Option<Key> {
        let mut values = Vec::new();
        while let Some((class, rest)) = bytes.split_first() {
            let (length, rest) = rest.split_first_chunk::<8>()?;
            let length = usize::try_from(u64::from_be_bytes(*length)).ok()?;
            let (value, rest) = rest.split_at_checked(length)?;
            values.push(match class {
                b'i' => KeyValue::Integer(i64::from_be_bytes(value.try_into().ok()?)),
                b'r' => KeyValue::Real(f64::from_be_bytes(value.try_into().ok()?)),
                b't' => KeyValue::Text(String::from_utf8(value.to_vec()).ok()?),
                b'b' => KeyValue::Blob(value.to_vec()),
                _ => return None,
            });
            bytes = rest;
        }
        (!values.is_empty()).then_some(Key(values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back_as_it_was_written() {
        let key = Key(vec![
            KeyValue::Integer(i64::MIN),
            KeyValue::Real(-0.5),
            KeyValue::Text("é\0".to_owned()),
            KeyValue::Blob(vec![0, 255]),
        ]);
        assert_eq!(Key::from_bytes(&key.to_bytes()), Some(key.clone()));
        let bytes = key.to_bytes();
        for cut in 1..bytes.len() {
            assert_ne!(Key::from_bytes(&bytes[..cut]), Some(key.clone()), "{cut}");
        }
        assert_eq!(Key::from_bytes(b"x"), None);
        assert_eq!(Key::from_bytes(b""), None);
    }
}
