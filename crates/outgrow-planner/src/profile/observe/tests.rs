use crate::profile::{ColumnProfile, RowKey, Shape, Tally};
use crate::value::Value;

fn column(values: &[Value<'_>]) -> ColumnProfile {
    let mut profile = ColumnProfile::default();
    for (row, value) in (1..).zip(values) {
        profile.observe(*value, || RowKey::Rowid(row));
    }
    profile
}

fn texts(values: &[&str]) -> ColumnProfile {
    column(&values.iter().map(|text| Value::Text(text.as_bytes())).collect::<Vec<_>>())
}

/// The count with the rowids of its witnesses.
fn rows(tally: &Tally) -> (u64, Vec<i64>) {
    let rowid = |row: &RowKey| match row {
        RowKey::Rowid(rowid) => *rowid,
        RowKey::Key(key) => panic!("no key was given, and here is {key}"),
    };
    (tally.count, tally.first.iter().map(|witness| rowid(&witness.row)).collect())
}

#[test]
fn every_storage_class_is_counted_apart() {
    let profile =
        column(&[Value::Null, Value::Integer(1), Value::Real(1.0), Value::Text(b"1"), Value::Blob(b"1"), Value::Null]);
    assert_eq!(rows(&profile.nulls), (2, vec![1, 6]));
    assert_eq!(rows(&profile.integers.all), (1, vec![2]));
    assert_eq!(rows(&profile.reals.all), (1, vec![3]));
    assert_eq!(rows(&profile.texts.all), (1, vec![4]));
    assert_eq!(rows(&profile.blobs.all), (1, vec![5]));
    assert_eq!(profile.values(), 4);
}

#[test]
fn only_the_first_witnesses_are_kept() {
    let profile = column(&[Value::Integer(7); 10]);
    assert_eq!(rows(&profile.integers.not_boolean), (10, vec![1, 2, 3]));
    assert_eq!(profile.integers.not_boolean.first[0].value, "7");
}

#[test]
fn integers_show_their_range_and_what_is_no_boolean_no_double_no_date() {
    let limit = 1 << 53;
    let values = [0, 1, -86_400_000, limit, -limit, limit + 1, -limit - 1, i64::MIN];
    let facts = column(&values.map(Value::Integer)).integers;
    assert_eq!(facts.range, Some((i64::MIN, limit + 1)));
    assert_eq!(rows(&facts.not_boolean), (6, vec![3, 4, 5]));
    assert_eq!(rows(&facts.beyond_double), (3, vec![6, 7, 8]));
    assert_eq!(rows(&facts.not_midnight_millis), (6, vec![2, 4, 5]));
}

#[test]
fn reals_show_the_digits_they_need() {
    let facts = column(&[0.5, 1234.0, 19.99, 0.1 + 0.2].map(Value::Real)).reals;
    assert_eq!(facts.range, Some((0.1 + 0.2, 1234.0)));
    assert_eq!((facts.max_integer_digits, facts.max_scale), (4, 17));
    assert_eq!(rows(&facts.fractional), (3, vec![1, 3, 4]));
}

#[test]
fn infinities_and_negative_zeros_are_counted_and_have_no_digits() {
    let facts = column(&[0.0, f64::INFINITY, -0.0, f64::NEG_INFINITY].map(Value::Real)).reals;
    assert_eq!(facts.range, Some((f64::NEG_INFINITY, f64::INFINITY)));
    assert_eq!(rows(&facts.infinite), (2, vec![2, 4]));
    assert_eq!(rows(&facts.negative_zero), (1, vec![3]));
    assert_eq!((facts.max_integer_digits, facts.max_scale, facts.fractional.count), (0, 0, 0));
}

#[test]
fn texts_show_their_lengths_and_what_postgresql_cannot_hold() {
    let facts = column(&[
        Value::Text("äöü".as_bytes()),
        Value::Text(b""),
        Value::Text(b"a\0b"),
        Value::Text(b"ab\xff\xfecd"),
        Value::Text(b" padded"),
        Value::Text(b"padded\n"),
    ])
    .texts;
    assert_eq!((facts.max_chars, facts.max_bytes), (7, 7));
    assert_eq!(rows(&facts.empty), (1, vec![2]));
    assert_eq!(rows(&facts.with_nul), (1, vec![3]));
    assert_eq!(rows(&facts.invalid_utf8), (1, vec![4]));
    assert_eq!(rows(&facts.padded), (2, vec![5, 6]));
    assert_eq!(facts.invalid_utf8.first[0].value, "x'6162fffe6364'");
    assert_eq!(facts.not_temporal.count, 6);
}

#[test]
fn characters_are_code_points() {
    assert_eq!(texts(&["äöü", "abcd"]).texts.max_chars, 4);
    assert_eq!(column(&[Value::Text("ä\u{1f600}".as_bytes())]).texts.max_chars, 2);
    assert_eq!(column(&[Value::Text(b"ab\xff")]).texts.max_chars, 3);
}

#[test]
fn values_before_a_shape_appears_are_without_it() {
    let facts = texts(&["a", "b", "1", "c", "2", "d"]).texts;
    assert_eq!(facts.count(Shape::Integer), 2);
    assert_eq!(rows(&facts.without_shape[Shape::Integer]), (4, vec![1, 2, 4]));
    assert_eq!(rows(facts.without(Shape::Integer)), (4, vec![1, 2, 4]));
    assert_eq!(facts.without_shape[Shape::UuidLower], Tally::default());
    assert_eq!(rows(facts.without(Shape::UuidLower)), (6, vec![1, 2, 3]));
}

#[test]
fn a_column_of_one_shape_has_no_value_without_it() {
    let facts = texts(&["{\"a\":1}", "[]"]).texts;
    assert!(facts.all_are(Shape::Jsonb) && facts.all_are(Shape::Json));
    assert!(!facts.all_are(Shape::Integer));
    assert!(facts.first_without(Shape::Json).is_empty());
    assert!(ColumnProfile::default().texts.all_are(Shape::Json));
}

#[test]
fn each_spelling_of_a_time_is_counted_apart() {
    let facts = texts(&[
        "2024-02-29 12:34:56",
        "2024-02-29T12:34:56.1234567+01:00",
        "soon",
        "2024-02-29 12:34:57",
        "2024-02-29T12:34:56.1234560Z",
    ])
    .texts;
    let shown: Vec<_> = facts.spellings.iter().map(|(spelling, tally)| (spelling.to_string(), rows(tally))).collect();
    assert_eq!(
        shown,
        [
            ("YYYY-MM-DD HH:MM:SS".to_owned(), (2, vec![1, 4])),
            ("YYYY-MM-DDTHH:MM:SS.fffffffZ".to_owned(), (1, vec![5])),
            ("YYYY-MM-DDTHH:MM:SS.fffffff+00:00".to_owned(), (1, vec![2])),
        ]
    );
    assert_eq!(rows(&facts.not_temporal), (1, vec![3]));
    assert_eq!(rows(&facts.below_microsecond), (1, vec![2]));
    assert_eq!(rows(&facts.nonzero_offset), (1, vec![2]));
}

#[test]
fn decimal_texts_show_their_digits() {
    let facts = texts(&["1.50", "-1234", "word", "0.125"]).texts;
    assert_eq!((facts.max_integer_digits, facts.min_scale, facts.max_scale), (4, Some(0), 3));
    assert_eq!(texts(&["word"]).texts.min_scale, None);
}

#[test]
fn blobs_of_sixteen_bytes_are_told_from_uuids() {
    let mut version4 = [0; 16];
    (version4[6], version4[8]) = (0x4a, 0xbf);
    let mut dotnet = [0; 16];
    (dotnet[7], dotnet[8]) = (0x7a, 0x80);
    let blobs: [&[u8]; 4] = [&version4, &dotnet, &[0; 16], b"long enough to be none"];
    let facts = column(&blobs.map(Value::Blob)).blobs;
    assert_eq!((facts.sixteen, facts.max_bytes), (3, 22));
    assert_eq!(rows(&facts.not_uuid), (3, vec![2, 3, 4]));
    assert_eq!(rows(&facts.not_uuid_dotnet), (3, vec![1, 3, 4]));
}

mod halves;
