//! What is JSON is what PostgreSQL takes.

use super::fixture::Fixture;
use crate::copy::encode;

#[tokio::test]
async fn the_server_agrees_with_every_verdict_on_json() {
    let fixture = Fixture::new();
    let session = fixture.session().await;
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 11) as usize % below
    };
    let tokens = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"\\u0041\"",
        "\"\\u0000\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "1",
        "-",
        "0",
        ".5",
        "e3",
        "1e9",
        "true",
        "null",
        " ",
        "\n",
        "x",
        "é",
        "\"",
        "\\",
        "_",
        "+",
    ];
    let (mut taken, mut refused) = (0, 0);
    for _ in 0..4_000 {
        let text: String = (0..=random(5)).map(|_| tokens[random(tokens.len())]).collect();
        for (name, form) in [("json", encode::JsonForm::Json), ("jsonb", encode::JsonForm::Jsonb)] {
            let sql = format!("SELECT $1::text::{name}::text");
            let theirs = session.client.query_typed(&sql, &[(&text, tokio_postgres::types::Type::TEXT)]).await.is_ok();
            assert_eq!(encode::accepts_json(text.as_bytes(), form), theirs, "{text} as {name}");
            if theirs { taken += 1 } else { refused += 1 }
        }
    }
    assert!(taken > 300 && refused > 300, "{taken} {refused}");
}
