//! Texts, bytes and what is written in texts.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::mapping::Rule;

use super::fixture::{Fixture, arrives};

#[tokio::test]
async fn strings_and_bytes_arrive_byte_for_byte() {
    let fixture = Fixture::new();
    let f = &fixture;
    arrives(
        f,
        "t",
        Rule::Text,
        DataType::Text,
        &[
            ("''", Some("")),
            ("'\\N'", Some("\\N")),
            ("'a\tb\nc\\.'", Some("a\tb\nc\\.")),
            ("'é😀'", Some("é😀")),
            ("char(97,0,98)", None),
            ("CAST(x'ff41' AS TEXT)", None),
            ("x'41'", None),
            ("1", None),
        ],
    )
    .await;
    arrives(
        f,
        "v",
        Rule::Text,
        DataType::Varchar(3),
        &[("'abc'", Some("abc")), ("'äöü'", Some("äöü")), ("'abc '", None), ("'äöüß'", None)],
    )
    .await;
    arrives(
        f,
        "r",
        Rule::Rendered,
        DataType::Text,
        &[
            ("'x'", Some("x")),
            ("7", Some("7")),
            ("1.0", Some("1.0")),
            ("1e20", Some("1.0e+20")),
            ("0.1+0.2", Some("0.30000000000000004")),
            ("9e999", Some("Inf")),
            ("x'00'", None),
        ],
    )
    .await;
    arrives(
        f,
        "y",
        Rule::Bytes,
        DataType::Bytea,
        &[("x''", Some("\\x")), ("x'00ff'", Some("\\x00ff")), ("'é'", Some("\\xc3a9")), ("1.5", None)],
    )
    .await;
    arrives(
        f,
        "j",
        Rule::Json,
        DataType::Json,
        &[("'{\"b\": 1, \"a\":  2}'", Some("{\"b\": 1, \"a\":  2}")), ("'nope'", None)],
    )
    .await;
    arrives(
        f,
        "jb",
        Rule::Json,
        DataType::Jsonb,
        &[
            ("'{\"b\": 1, \"a\":  2.50}'", Some("{\"a\": 2.50, \"b\": 1}")),
            ("'\"\\u0000\"'", None),
            ("'[1e400]'", Some(&format!("[1{}]", "0".repeat(400)))),
        ],
    )
    .await;
    arrives(
        f,
        "u",
        Rule::Uuid,
        DataType::Uuid,
        &[
            ("'00112233-4455-6677-8899-AABBCCDDEEFF'", Some("00112233-4455-6677-8899-aabbccddeeff")),
            ("'00112233445566778899aabbccddeeff'", Some("00112233-4455-6677-8899-aabbccddeeff")),
            ("'0011223344556677-8899aabbccddeeff-..'", None),
            ("x'00112233445566778899aabbccddeeff'", None),
        ],
    )
    .await;
    arrives(
        f,
        "ub",
        Rule::UuidBytes,
        DataType::Uuid,
        &[("x'00112233445566778899aabbccddeeff'", Some("00112233-4455-6677-8899-aabbccddeeff")), ("x'00'", None)],
    )
    .await;
    arrives(
        f,
        "ta",
        Rule::BarList,
        DataType::TextArray,
        &[
            ("'|a|b||c|'", Some("{a,b|c}")),
            ("'||'", Some("{}")),
            ("'|x \"y\"|NULL|'", Some("{\"x \\\"y\\\"\",\"NULL\"}")),
            ("'a'", None),
        ],
    )
    .await;
    arrives(
        f,
        "ba",
        Rule::BarList,
        DataType::BigintArray,
        &[("'|1|-2|'", Some("{1,-2}")), ("'||'", Some("{}")), ("'|1|x|'", None)],
    )
    .await;
}
