//! Whatever the columns, every one gets a type that holds its values or says what it loses.

use super::accept::{self, Naive, Terms};
use super::sample::{Sample, column};
use super::{Framework, Injective, Mapping, Reason, widen};
use crate::profile::ColumnProfile;

/// A small linear generator: the same columns in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

const TYPES: &[&str] = &[
    "",
    "ANY",
    "INTEGER",
    "INT",
    "SMALLINT",
    "bigint unsigned",
    "tinyint(1)",
    "BOOLEAN",
    "BIT",
    "REAL",
    "FLOATING POINT",
    "DECIMAL(10,2)",
    "NUMERIC",
    "DECIMAL(2,9)",
    "DATE",
    "TIME",
    "DATETIME",
    "timestamptz",
    "TIMESTAMP WITH TIME ZONE",
    "UUID",
    "CHAR(32)",
    "CHAR(36)",
    "CHAR(1)",
    "VARCHAR(3)",
    "VARCHAR(0)",
    "TEXT",
    "STRING",
    "JSON",
    "jsonb",
    "BLOB",
    "BYTE[]",
    "TEXT[]",
    "BLOB SUB_TYPE TEXT",
    "VARCHAR(",
    ")(",
    "ü(ä)",
    "\0",
    "INTEGER(99999999999999999999)",
];

const DEFAULTS: &[&str] = &[
    "NULL",
    "0",
    "1",
    "-1.5",
    "''",
    "'abc'",
    "\"x\"",
    "abc",
    "x'00'",
    "CURRENT_TIMESTAMP",
    "(unixepoch())",
    "TRUE",
    "'2024-02-29'",
    "(((",
    "'",
    "'''",
    "+",
    "0x",
    "1e999",
    "-9223372036854775808",
    "'{}'",
    "'t'",
    "ü",
];

const TEXTS: &[&str] = &[
    "",
    "a",
    "t",
    "T",
    "true",
    "1",
    "-0",
    "1.50",
    "12:34:56",
    "2024-02-29",
    "2024-02-29 12:34:56",
    "2024-02-29T12:34:56.123456Z",
    "2024-02-29 12:34:56.123456789",
    "2000-01-01 12:34:56",
    "1970-01-02 00:00:00.000000",
    "2024-02-29 12:34:56+05:30",
    "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
    "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11",
    "a0eebc999c0b4ef8bb6d6bb9bd380a11",
    "{}",
    "[1,2]",
    "{\"a\":1,\"a\":2}",
    "|1|2|",
    "|a|",
    "b\0",
    "abcdefghijklmnopqrstuvwxyz",
    "😀😀😀😀",
];

const INTEGERS: &[i64] =
    &[0, 1, -1, 2, 40_000, 1 << 31, 1 << 53, (1 << 53) + 1, 1_709_210_096_789, 86_400_000, i64::MIN, i64::MAX];

const REALS: &[f64] = &[0.0, -0.0, 1.5, 0.1, 1e300, 5e-324, f64::INFINITY, f64::NEG_INFINITY, 9_007_199_254_740_993.0];

const FRAMEWORKS: &[Framework] = &[
    Framework::Django,
    Framework::SqlAlchemy,
    Framework::Rails,
    Framework::Knex,
    Framework::Prisma,
    Framework::Emmett,
    Framework::EfCore,
    Framework::Gorm,
    Framework::Sqlx,
    Framework::Ecto,
];

fn any_column(random: &mut Random) -> Sample {
    let mut sample = column(random.one_of(TYPES)).named(random.one_of(&["c", "createdAt", "id", "é\"; DROP"]));
    if random.below(3) == 0 {
        sample = sample.default(random.one_of(DEFAULTS));
    }
    if random.below(2) == 0 {
        sample = sample.of(random.one_of(FRAMEWORKS));
    }
    if random.below(4) == 0 {
        sample = sample.in_a_key();
    }
    // Most columns hold one storage class, and few kinds of values.
    let classes = 1 + random.below(16);
    for _ in 0..random.below(4) {
        if classes & 1 != 0 {
            sample = sample.texts(&[random.one_of(TEXTS)]);
        }
        if classes & 2 != 0 {
            sample = sample.integers(&[random.one_of(INTEGERS)]);
        }
        if classes & 4 != 0 {
            sample = sample.reals(&[random.one_of(REALS)]);
        }
        if classes & 8 != 0 {
            sample = sample.blobs(&[random.one_of(&[&b""[..], b"0123456789abcdef", b"\xff"])]).raw_texts(&[b"\xff"]);
        }
    }
    sample
}

/// Whether every value converts; the meaning of naive times is the family's business.
fn holds(mapping: &Mapping, profile: &ColumnProfile, injective: Injective) -> bool {
    accept::obstacle(mapping.to, mapping.rule, profile, Terms { injective, naive: Naive::Utc }).is_none()
}

#[test]
fn every_column_gets_a_type_that_holds_it_or_names_what_it_loses() {
    let mut random = Random(42);
    for round in 0..10_000 {
        let sample = any_column(&mut random);
        let mapping = sample.mapped();
        let declared = &sample.table.columns[0].declared_type;
        let loses = matches!(mapping.because, Reason::FewestLost { .. });
        assert_eq!(
            holds(&mapping, &sample.profile, sample.injective),
            !loses,
            "{round} {declared:?} {}",
            sample.becomes()
        );
        let reason = mapping.because.to_string();
        assert!(!reason.is_empty() && !reason.ends_with('.') && !reason.contains('\n'), "{reason}");
        assert_eq!(mapping, sample.mapped());
    }
}

#[test]
fn a_common_type_holds_both_columns() {
    let mut random = Random(7);
    for _ in 0..5_000 {
        let (parent, child) = (any_column(&mut random), any_column(&mut random));
        let (of_parent, of_child) = (parent.mapped(), child.mapped());
        let Some((to, rule)) = widen((&of_parent, &parent.profile), (&of_child, &child.profile)) else { continue };
        let common = Mapping { to, rule, because: Reason::Fallback };
        for side in [&parent, &child] {
            assert!(holds(&common, &side.profile, Injective::Required), "{to} {rule:?} for {}", side.becomes());
        }
    }
}
