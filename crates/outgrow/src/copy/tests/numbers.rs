//! Numbers arrive exactly.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::mapping::Rule;
use outgrow_planner::plan::Substitute;
use rusqlite::Connection;

use super::fixture::{Fixture, arrives};
use super::tables::{ID, table};
use crate::progress::Progress;

#[tokio::test]
async fn numbers_arrive_exactly() {
    let fixture = Fixture::new();
    let f = &fixture;
    arrives(
        f,
        "b",
        Rule::Boolean,
        DataType::Boolean,
        &[
            ("0", Some("f")),
            ("1", Some("t")),
            ("'t'", Some("t")),
            ("'F'", Some("f")),
            ("'true'", Some("t")),
            ("'false'", Some("f")),
            ("NULL", None),
            ("2", None),
            ("x'01'", None),
        ],
    )
    .await;
    arrives(
        f,
        "s",
        Rule::Integer,
        DataType::Smallint,
        &[("-32768", Some("-32768")), ("32767", Some("32767")), ("32768", None)],
    )
    .await;
    arrives(f, "i", Rule::Integer, DataType::Integer, &[("-2147483648", Some("-2147483648")), ("2147483648", None)])
        .await;
    arrives(
        f,
        "l",
        Rule::Integer,
        DataType::Bigint,
        &[
            ("-9223372036854775807-1", Some("-9223372036854775808")),
            ("9223372036854775807", Some("9223372036854775807")),
            ("'x'", None),
        ],
    )
    .await;
    arrives(
        f,
        "d",
        Rule::Double,
        DataType::DoublePrecision,
        &[
            ("0.1", Some("0.1")),
            ("0.1+0.2", Some("0.30000000000000004")),
            ("9e999", Some("Infinity")),
            ("-9e999", Some("-Infinity")),
            ("5e-324", Some("5e-324")),
            ("9007199254740992", Some("9.007199254740992e+15")),
            ("9007199254740993", None),
            ("1.7976931348623157e308", Some("1.7976931348623157e+308")),
        ],
    )
    .await;
}

#[tokio::test]
async fn decimals_arrive_exactly() {
    let fixture = Fixture::new();
    let f = &fixture;
    let max = format!("17976931348623157{}", "0".repeat(292));
    let whole = format!("'9{}'", "1".repeat(131_071));
    let fraction = format!("'0.{}7'", "0".repeat(16_382));
    let (whole_wanted, fraction_wanted) = (whole.replace('\'', ""), fraction.replace('\'', ""));
    let too_long = format!("'1{}'", "0".repeat(131_072));
    arrives(
        f,
        "n",
        Rule::Numeric,
        DataType::Numeric(None),
        &[
            ("0", Some("0")),
            ("-1", Some("-1")),
            ("10000", Some("10000")),
            ("9999", Some("9999")),
            ("100000000", Some("100000000")),
            ("-9223372036854775807-1", Some("-9223372036854775808")),
            ("0.5", Some("0.5")),
            ("-0.0001", Some("-0.0001")),
            ("0.00001", Some("0.00001")),
            ("0.1+0.2", Some("0.30000000000000004")),
            ("1.5", Some("1.5")),
            ("2.0", Some("2")),
            ("1e20", Some("100000000000000000000")),
            ("1e-7", Some("0.0000001")),
            ("12345.678", Some("12345.678")),
            ("1.7976931348623157e308", Some(&max)),
            ("9e999", Some("Infinity")),
            ("-9e999", Some("-Infinity")),
            ("'1.50'", Some("1.50")),
            ("'-12345678901234567890.123456789'", Some("-12345678901234567890.123456789")),
            ("'0.000'", Some("0.000")),
            ("'0'", Some("0")),
            ("'007'", None),
            ("'1e3'", None),
            ("''", None),
            (&whole, Some(&whole_wanted)),
            (&fraction, Some(&fraction_wanted)),
            (&too_long, None),
        ],
    )
    .await;
    arrives(
        f,
        "m",
        Rule::Numeric,
        DataType::Numeric(Some((10, 2))),
        &[
            ("0", Some("0.00")),
            ("1", Some("1.00")),
            ("1.1", Some("1.10")),
            ("-12345678.99", Some("-12345678.99")),
            ("99999999", Some("99999999.00")),
            ("100000000", None),
            ("0.001", None),
            ("'3.5'", Some("3.50")),
            ("'3.555'", None),
            ("9e999", None),
            ("1e-2", Some("0.01")),
            ("0.07", Some("0.07")),
        ],
    )
    .await;
    arrives(
        f,
        "q",
        Rule::Numeric,
        DataType::Numeric(Some((3, 5))),
        &[("0.00123", Some("0.00123")), ("0.01", None), ("0.0", Some("0.00000"))],
    )
    .await;
}

#[tokio::test]
async fn random_decimals_arrive_as_written() {
    let fixture = Fixture::new();
    let mut seed = 88_172_645_463_325_252_u64;
    let mut random = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    let texts: Vec<String> = (0..600)
        .map(|_| {
            let whole = "1234567890".repeat(4)[..(random() % 30) as usize + 1].to_owned();
            let digits = format!("{:020}{:020}", random(), random());
            let fraction = &digits[..(random() % 40) as usize];
            let sign = if random() % 2 == 0 { "-" } else { "" };
            let whole = if random() % 3 == 0 { "0".to_owned() } else { whole };
            let point = if fraction.is_empty() { "" } else { "." };
            format!("{sign}{whole}{point}{fraction}")
        })
        .filter(|text| text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)))
        .collect();
    let literals: Vec<String> = texts.iter().map(|text| format!("'{text}'")).collect();
    let cases: Vec<(&str, Option<&str>)> =
        literals.iter().zip(&texts).map(|(literal, text)| (literal.as_str(), Some(text.as_str()))).collect();
    arrives(&fixture, "n", Rule::Numeric, DataType::Numeric(None), &cases).await;
    let doubles: Vec<String> = (0..600)
        .map(|_| f64::from_bits(random()))
        .filter(|number| number.is_finite() && number.abs() > 1e-300 && *number != 0.0)
        .map(|number| format!("{number:e}"))
        .collect();
    let mut sql = "CREATE TABLE r (id INTEGER PRIMARY KEY, v REAL);".to_owned();
    doubles.iter().for_each(|double| sql.push_str(&format!("INSERT INTO r(v) VALUES ({double});")));
    fixture.sqlite(&sql);
    let plan = table("r", &[ID, ("v", Rule::Numeric, DataType::Numeric(None), Substitute::Null)]);
    fixture.copy(vec![plan], &Progress::silent()).await.expect("copied");
    let connection = Connection::open(fixture.file()).expect("a file");
    for row in fixture.query("SELECT id, v FROM r").await {
        let stored: f64 = connection
            .query_row("SELECT v FROM r WHERE id = ?1", [row[0].as_deref()], |row| row.get(0))
            .expect("a row");
        assert_eq!(row[1].as_deref().expect("a number").parse(), Ok(stored));
        assert_eq!(row[1].as_deref().expect("a number"), format!("{stored}"));
    }
}
