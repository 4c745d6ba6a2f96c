//! The JSON shapes agree with a PostgreSQL server.

use outgrow_planner::profile::{ColumnProfile, RowKey, Shape};
use outgrow_planner::value::Value;
use tokio_postgres::{Client, NoTls};

/// The test server. Everything happens in the temporary schema of the session, so no database is made.
async fn server() -> Client {
    let url = outgrow_testing::server_url();
    let (client, connection) = tokio_postgres::connect(&format!("{url}/postgres"), NoTls).await.expect("a server");
    tokio::spawn(connection);
    client
}

/// What the server accepts as `json` and as `jsonb`, for each text.
async fn accepted(client: &Client, texts: &[String]) -> Vec<(bool, bool)> {
    for data_type in ["json", "jsonb"] {
        let sql = format!(
            "CREATE OR REPLACE FUNCTION pg_temp.accepts_{data_type}(t text) RETURNS boolean LANGUAGE plpgsql AS
             $$BEGIN PERFORM t::{data_type}; RETURN true; EXCEPTION WHEN others THEN RETURN false; END$$"
        );
        client.batch_execute(&sql).await.expect("a function");
    }
    let sql = "SELECT pg_temp.accepts_json(t), pg_temp.accepts_jsonb(t)
               FROM unnest($1::text[]) WITH ORDINALITY AS u (t, o) ORDER BY o";
    let rows = client.query(sql, &[&texts]).await.expect("a verdict for each text");
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

fn shapes(text: &str) -> (bool, bool) {
    let mut profile = ColumnProfile::default();
    profile.observe(Value::Text(text.as_bytes()), || RowKey::Rowid(1));
    (profile.texts.all_are(Shape::Json), profile.texts.all_are(Shape::Jsonb))
}

/// Makes texts that are JSON or just not.
struct Writer {
    state: u64,
    out: String,
    /// Whether an object got a key twice, which the server accepts and changes.
    twice: bool,
}

impl Writer {
    fn below(&mut self, limit: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 8) % limit
    }

    fn pick(&mut self, choices: &[&str]) {
        let choice = self.below(choices.len() as u64) as usize;
        self.out.push_str(choices[choice]);
    }

    fn blank(&mut self) {
        self.pick(&["", "", "", " ", "\n", "\t", "\r"]);
    }

    fn value(&mut self, depth: u32) {
        self.blank();
        match self.below(if depth > 4 { 4 } else { 7 }) {
            0 => self.pick(&["true", "false", "null"]),
            1 => self.number(),
            2 | 3 => self.string(),
            4 => self.array(depth),
            _ => self.object(depth),
        }
        self.blank();
    }

    fn number(&mut self) {
        self.pick(&["", "", "-"]);
        self.pick(&["0", "7", "10", "90071992547409931234567890"]);
        self.pick(&["", "", ".0", ".5", ".000000000000000000000000000000012"]);
        self.pick(&["", "", "", "e5", "E-7", "e+300", "e131000", "e-16300", "e131072", "e-16384"]);
    }

    fn string(&mut self) {
        self.out.push('"');
        for _ in 0..self.below(4) {
            self.pick(&[
                "a",
                "é",
                "\u{1f600}",
                "\\n",
                "\\\"",
                "\\\\",
                "\\/",
                "\\u0041",
                "\\u00E9",
                "\\ud83d\\ude00",
                "\\b",
                "\u{7f}",
                "\\u0000",
                "\\ud83d",
                "\\ude00",
            ]);
        }
        self.out.push('"');
    }

    fn array(&mut self, depth: u32) {
        self.out.push('[');
        for item in 0..self.below(4) {
            if item > 0 {
                self.out.push(',');
            }
            self.value(depth + 1);
        }
        self.out.push(']');
    }

    fn object(&mut self, depth: u32) {
        self.out.push('{');
        let count = self.below(4);
        for item in 0..count {
            if item > 0 {
                self.out.push(',');
            }
            self.blank();
            // The second key is sometimes the first one again, in another spelling.
            let key = ["k", "l", "m", "n"][item as usize];
            let again = item == 1 && self.below(6) == 0;
            self.twice |= again;
            self.out.push_str(&if again { "\"\\u006B\"".to_owned() } else { format!("\"{key}\"") });
            self.blank();
            self.out.push(':');
            self.value(depth + 1);
        }
        self.out.push('}');
    }

    /// Spoils the text at one place, or not.
    fn spoil(&mut self) {
        if self.below(2) == 0 {
            return;
        }
        let characters = self.out.chars().count() as u64;
        let at = self.below(characters + 1) as usize;
        let mut spoiled: Vec<char> = self.out.chars().collect();
        let noise = [',', '"', '\\', '{', ']', '0', 'e', '.', '-', ' ', '\u{a0}', '\u{1}', ':', 'x'];
        let noise = noise[self.below(noise.len() as u64) as usize];
        if at < spoiled.len() && self.below(2) == 0 {
            spoiled.remove(at);
        } else {
            spoiled.insert(at, noise);
        }
        self.out = spoiled.into_iter().collect();
    }
}

/// Texts, and whether each may hold a key twice.
fn generated(count: u64) -> Vec<(String, bool)> {
    let one = |seed: u64| {
        let state = (seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut writer = Writer { state, out: String::new(), twice: false };
        writer.value(0);
        writer.spoil();
        (writer.out, writer.twice)
    };
    (0..count).map(one).collect()
}

#[tokio::test]
async fn json_is_what_the_server_accepts() {
    let client = server().await;
    let cases = generated(6_000);
    let texts: Vec<String> = cases.iter().map(|(text, _)| text.clone()).collect();
    let verdicts = accepted(&client, &texts).await;
    let count = |wanted: (bool, bool)| verdicts.iter().filter(|verdict| **verdict == wanted).count();
    assert!(count((true, true)) > 500 && count((true, false)) > 500 && count((false, false)) > 500);
    for ((text, twice), (json, jsonb)) in cases.iter().zip(verdicts) {
        let shapes = shapes(text);
        assert_eq!(shapes.0, json, "as json: {text:?}");
        // The server drops a key that stands twice and the sign of a zero; and of exponents at
        // the very limit we refuse some that it takes.
        let careful = *twice || text.contains("-0") || text.contains("e131072");
        assert!(if careful { jsonb || !shapes.1 } else { shapes.1 == jsonb }, "as jsonb: {text:?}");
    }
}

#[tokio::test]
async fn jsonb_loses_no_key_of_what_we_let_through() {
    let client = server().await;
    let through = |(text, _): (String, bool)| shapes(&text).1.then_some(text);
    let texts: Vec<String> = generated(6_000).into_iter().filter_map(through).collect();
    let sql = "SELECT t FROM unnest($1::text[]) AS u (t)
               WHERE (SELECT count(*) FROM regexp_matches(t, '\"\\s*:', 'g'))
                  <> (SELECT count(*) FROM regexp_matches(t::jsonb::text, '\"\\s*:', 'g'))";
    let changed = client.query(sql, &[&texts]).await.expect("a comparison");
    let changed: Vec<String> = changed.iter().map(|row| row.get(0)).collect();
    assert_eq!(changed, Vec::<String>::new());
}

#[tokio::test]
async fn the_limits_of_numeric_are_those_of_the_server() {
    let client = server().await;
    let mut texts = Vec::new();
    for exponent in [131_069, 131_070, 131_071, 131_072, 131_073] {
        texts.extend(["1", "10", "12.5", "0.1"].map(|mantissa| format!("{mantissa}e{exponent}")));
    }
    for exponent in [16_380, 16_382, 16_383, 16_384] {
        texts.extend(["1", "10", "12.5", "0.1"].map(|mantissa| format!("{mantissa}e-{exponent}")));
    }
    texts.push(format!("{}.{}", "9".repeat(131_072), "9".repeat(16_383)));
    texts.push("9".repeat(131_073));
    texts.push(format!("0.{}", "9".repeat(16_384)));
    for (text, verdict) in texts.iter().zip(accepted(&client, &texts).await) {
        let shapes = shapes(text);
        let below_one = text.starts_with("0.1e131072");
        assert!(shapes == verdict || (below_one && !shapes.1), "{}: {verdict:?}", &text[..text.len().min(40)]);
    }
}
