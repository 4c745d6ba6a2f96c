//! Dates, times and intervals.

use outgrow_planner::catalog::pg::DataType;
use outgrow_planner::mapping::Rule;

use super::fixture::{Fixture, arrives};

#[tokio::test]
async fn moments_arrive_exactly() {
    let fixture = Fixture::new();
    let f = &fixture;
    arrives(
        f,
        "d",
        Rule::Temporal,
        DataType::Date,
        &[
            ("'2024-02-29'", Some("2024-02-29")),
            ("'0001-01-01'", Some("0001-01-01")),
            ("'9999-12-31'", Some("9999-12-31")),
            ("'2023-02-29'", None),
        ],
    )
    .await;
    arrives(
        f,
        "t",
        Rule::Temporal,
        DataType::Time,
        &[
            ("'23:59:59.999999'", Some("23:59:59.999999")),
            ("'12:34'", Some("12:34:00")),
            ("'12:34:56.1234567'", None),
            ("'12:34:56Z'", None),
        ],
    )
    .await;
    arrives(
        f,
        "tz",
        Rule::Temporal,
        DataType::TimeTz,
        &[
            ("'12:34:56+05:30'", Some("12:34:56+05:30")),
            ("'12:34:56-08'", Some("12:34:56-08")),
            ("'12:34:56Z'", Some("12:34:56+00")),
        ],
    )
    .await;
    arrives(
        f,
        "ts",
        Rule::Temporal,
        DataType::Timestamp,
        &[
            ("'2024-02-29 12:34:56.5'", Some("2024-02-29 12:34:56.5")),
            ("'1969-12-31T23:59:59.999999'", Some("1969-12-31 23:59:59.999999")),
            ("'2024-02-29'", Some("2024-02-29 00:00:00")),
            ("'2024-02-29 12:34:56.123456000'", Some("2024-02-29 12:34:56.123456")),
            ("'2024-02-29T00:00:00Z'", Some("2024-02-29 00:00:00")),
            ("'2024-02-29 12:34:56.123456789'", None),
            ("0", None),
        ],
    )
    .await;
    arrives(
        f,
        "tt",
        Rule::Temporal,
        DataType::TimestampTz,
        &[
            ("'2024-02-29 12:34:56+05:30'", Some("2024-02-29 07:04:56+00")),
            ("'2024-02-29 12:34:56'", Some("2024-02-29 12:34:56+00")),
            ("'2024-02-29 12:34:56.000 +00:00'", Some("2024-02-29 12:34:56+00")),
            ("'0001-01-01 00:00:00+15:00'", Some("0001-12-31 09:00:00+00 BC")),
        ],
    )
    .await;
    arrives(
        f,
        "em",
        Rule::EpochMillis,
        DataType::TimestampTz,
        &[
            ("1700000000123", Some("2023-11-14 22:13:20.123+00")),
            ("-1", Some("1969-12-31 23:59:59.999+00")),
            ("'2024-01-01T00:00:00.000Z'", Some("2024-01-01 00:00:00+00")),
            ("9223372036854775807", None),
            ("1.5", None),
        ],
    )
    .await;
    arrives(
        f,
        "ed",
        Rule::EpochMillis,
        DataType::Date,
        &[
            ("86400000", Some("1970-01-02")),
            ("-86400000", Some("1969-12-31")),
            ("86400001", None),
            ("'2024-01-01 00:00:00'", Some("2024-01-01")),
        ],
    )
    .await;
    arrives(
        f,
        "rt",
        Rule::RailsTime,
        DataType::Time,
        &[
            ("'2000-01-01 12:34:56'", Some("12:34:56")),
            ("'2000-01-01 00:00:00.000001'", Some("00:00:00.000001")),
            ("'2000-01-02 12:34:56'", None),
            ("'12:34:56'", None),
        ],
    )
    .await;
    arrives(
        f,
        "si",
        Rule::SqlalchemyInterval,
        DataType::Interval,
        &[
            ("'1970-01-02 02:00:00.000000'", Some("1 day 02:00:00")),
            ("'1969-12-31 23:00:00.000000'", Some("-01:00:00")),
            ("'1969-12-30 12:00:00.500000'", Some("-1 days -11:59:59.5")),
            ("'1970-01-01 00:00:00'", None),
        ],
    )
    .await;
}
