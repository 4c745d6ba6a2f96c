//! The encoders' decisions; their bytes are read back by a server in [`crate::copy::tests`].

use super::*;
use json_check::{Form, accepts};

/// The field as written, without its length; `Err` for a refusal.
fn written(encoder: Encoder, value: Value<'_>) -> Result<Vec<u8>, Refusal> {
    let mut sent = Vec::new();
    let mut send = |bytes: Vec<u8>| {
        sent.extend_from_slice(&bytes);
        Ok(())
    };
    let mut wire = Wire::new(&crate::copy::buffers::Buffers::default(), &mut send);
    let stopped = encoder.encode(value, &mut wire);
    wire.trailer().expect("sent");
    match stopped {
        Ok(()) => Ok(sent[23..sent.len() - 2].to_vec()),
        Err(Stop::Refused(refusal)) => {
            assert_eq!(sent.len(), 21, "a refused value leaves nothing behind");
            Err(refusal)
        }
        Err(Stop::Failed(error)) => panic!("{error}"),
    }
}

#[test]
fn what_a_rule_does_not_name_is_refused() {
    let any = text::Limit(None);
    let numeric = Encoder::Numeric(numeric::Limits(None));
    let money = Encoder::Numeric(numeric::Limits(Some((5, 2))));
    let date = Encoder::Temporal(temporal::Kind::Date, temporal::Numbers::EpochMillis);
    let time = Encoder::Temporal(temporal::Kind::Time, temporal::Numbers::Refused);
    let timestamp = Encoder::Temporal(temporal::Kind::Timestamp, temporal::Numbers::EpochMillis);
    let cases: [(Encoder, Value<'_>, Refusal); 40] = [
        (Encoder::Boolean, Value::Integer(2), Refusal::Range),
        (Encoder::Boolean, Value::Text(b"TRUE"), Refusal::Form),
        (Encoder::Boolean, Value::Real(1.0), Refusal::StorageClass),
        (Encoder::Smallint, Value::Integer(32_768), Refusal::Range),
        (Encoder::Integer, Value::Integer(-2_147_483_649), Refusal::Range),
        (Encoder::Bigint, Value::Text(b"01"), Refusal::Form),
        (Encoder::Bigint, Value::Real(1.0), Refusal::StorageClass),
        (Encoder::Double, Value::Integer((1 << 53) + 1), Refusal::Digits),
        (Encoder::Double, Value::Text(b"1.0"), Refusal::StorageClass),
        (numeric, Value::Text(b"1e3"), Refusal::Form),
        (numeric, Value::Text(b"01"), Refusal::Form),
        (numeric, Value::Text(b"-0"), Refusal::Form),
        (numeric, Value::Text(b"-0.00"), Refusal::Form),
        (numeric, Value::Text(b"+1"), Refusal::Form),
        (numeric, Value::Text(b"1."), Refusal::Form),
        (numeric, Value::Text(b".5"), Refusal::Form),
        (numeric, Value::Text(b"NaN"), Refusal::Form),
        (numeric, Value::Text(b""), Refusal::Form),
        (numeric, Value::Blob(b"1"), Refusal::StorageClass),
        (money, Value::Integer(1_000), Refusal::Range),
        (money, Value::Real(1.005), Refusal::Digits),
        (money, Value::Real(f64::INFINITY), Refusal::Range),
        (Encoder::Text(any), Value::Text(b"a\0b"), Refusal::Nul),
        (Encoder::Text(any), Value::Text(b"\xed\xa0\x80"), Refusal::Utf8),
        (Encoder::Text(any), Value::Blob(b"a"), Refusal::StorageClass),
        (Encoder::Text(any), Value::Integer(1), Refusal::StorageClass),
        (Encoder::Text(text::Limit(Some(2))), Value::Text(b"ab "), Refusal::Length),
        (Encoder::Rendered(text::Limit(Some(2))), Value::Integer(100), Refusal::Length),
        (Encoder::Rendered(any), Value::Blob(b"a"), Refusal::StorageClass),
        (Encoder::Bytes, Value::Integer(1), Refusal::StorageClass),
        (date, Value::Text(b"2024-01-01 00:00:01"), Refusal::Digits),
        (date, Value::Integer(1), Refusal::Digits),
        (time, Value::Text(b"12:00:00+01:00"), Refusal::Zone),
        (timestamp, Value::Text(b"2024-01-01 00:00:00.0000001"), Refusal::Digits),
        (timestamp, Value::Text(b"2024-01-01 00:00:00+01:00"), Refusal::Zone),
        (timestamp, Value::Text(b"now"), Refusal::Form),
        (timestamp, Value::Integer(i64::MAX), Refusal::Range),
        (Encoder::Uuid, Value::Text(b"0123456789abcdef0123456789abcdeg"), Refusal::Form),
        (Encoder::UuidBytes, Value::Blob(b"short"), Refusal::Form),
        (Encoder::Json, Value::Text(b"{'a': 1}"), Refusal::Json),
    ];
    for (encoder, value, refusal) in cases {
        assert_eq!(written(encoder, value), Err(refusal), "{encoder:?} {value:?}");
    }
}

#[test]
fn lists_that_could_be_read_in_two_ways_are_refused() {
    for list in ["", "a", "|a", "a|", "|a|||b|", "|||", "|a||", "||a|", "| |", "|1|x|", "|01|"] {
        assert!(written(Encoder::BigintArray, Value::Text(list.as_bytes())).is_err(), "{list}");
    }
    assert!(written(Encoder::TextArray, Value::Text(b"|a|||b|")).is_err());
    assert!(written(Encoder::TextArray, Value::Text(b"|a||b|c|")).is_ok());
}

#[test]
fn json_is_taken_as_postgresql_takes_it() {
    let both = ["1", " [1, 2.5e3, -0, {\"a\": null}] ", "\"\\ud83d\\ude00\"", "[]", "{}", "true", "\"\u{7f}é\""];
    for text in both {
        assert!(accepts(text.as_bytes(), Form::Json) && accepts(text.as_bytes(), Form::Jsonb), "{text}");
    }
    let json_only = ["\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "1e131073", "1e-16384", "\"\\ud800x\""];
    for text in json_only {
        assert!(accepts(text.as_bytes(), Form::Json) && !accepts(text.as_bytes(), Form::Jsonb), "{text}");
    }
    let neither = [
        "",
        " ",
        "[1,]",
        "{\"a\":}",
        "{a:1}",
        "NaN",
        "01",
        "1.",
        ".5",
        "+1",
        "1e",
        "\"\n\"",
        "\"\\x\"",
        "[1}",
        "1 2",
        "[",
        "]",
        "{\"a\" 1}",
        "{\"a\":1,}",
        "[,1]",
        "tru",
        "'a'",
        "-",
        "1x",
        "\"\\u12g4\"",
        "\"",
    ];
    for text in neither {
        assert!(!accepts(text.as_bytes(), Form::Json), "{text}");
    }
    let deep = "[".repeat(6_000) + &"]".repeat(6_000);
    assert!(!accepts(deep.as_bytes(), Form::Json));
}
