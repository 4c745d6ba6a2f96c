//! What a declared type says.
//!
//! SQLite takes any words as a type. What an author meant by them follows the
//! names of other engines, not SQLite's affinity: `INTERVAL` and `POINT` have
//! INTEGER affinity only because they contain the letters INT.

/// A declared type, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DeclaredType {
    /// The words in lower case, without arguments, one blank between them; empty for no type.
    pub(super) base: String,
    /// The arguments, if all are plain numbers.
    pub(super) arguments: Vec<u32>,
}

/// What the author of a declared type meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// Truth values.
    Boolean,
    /// Whole numbers.
    Integer(Width),
    /// Binary floating point.
    Real,
    /// Decimal numbers.
    Numeric,
    /// Days.
    Date,
    /// Times of day.
    Time,
    /// Days with a time of day.
    DateTime(Clock),
    /// UUIDs.
    Uuid,
    /// JSON.
    Json(Notation),
    /// Text.
    Text,
    /// Bytes.
    Blob,
    /// Nothing that we know: the values decide alone.
    Untyped,
}

/// The width that an integer type asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    /// Two bytes, or one.
    Small,
    /// Three bytes, which PostgreSQL does not have.
    Medium,
    /// Whatever INTEGER means.
    Ordinary,
    /// Eight bytes.
    Big,
}

/// Whether a type asks for an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock {
    /// `TIMESTAMP WITH TIME ZONE` and its like.
    Zoned,
    /// Everything else.
    Unsaid,
}

/// Which JSON a type asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    /// `json`: the text as it is.
    Text,
    /// `jsonb`: the meaning.
    Binary,
}

impl DeclaredType {
    /// Takes a declared type apart; total.
    pub(super) fn parse(declared: Option<&str>) -> DeclaredType {
        let text = declared.unwrap_or_default().to_ascii_lowercase();
        let (before, inside, after) = match text.split_once('(') {
            None => (text.as_str(), "", ""),
            Some((before, rest)) => match rest.rsplit_once(')') {
                None => (before, rest, ""),
                Some((inside, after)) => (before, inside, after),
            },
        };
        let words: Vec<&str> = before.split_whitespace().chain(after.split_whitespace()).collect();
        let base = words.join(" ").replace(['"', '`'], "");
        let arguments: Option<Vec<u32>> = inside.split(',').map(|argument| argument.trim().parse().ok()).collect();
        DeclaredType { base, arguments: arguments.unwrap_or_default() }
    }

    /// The only argument, if it is at least 1: `20` of `VARCHAR(20)`.
    pub(super) fn length(&self) -> Option<u32> {
        match self.arguments.as_slice() {
            [length] if *length > 0 => Some(*length),
            _ => None,
        }
    }

    /// Precision and scale, if both are said and PostgreSQL allows them.
    pub(super) fn precision_and_scale(&self) -> Option<(u16, u16)> {
        match self.arguments.as_slice() {
            [precision, scale] if (1..=1000).contains(precision) && scale <= precision => {
                Some((u16::try_from(*precision).ok()?, u16::try_from(*scale).ok()?))
            }
            _ => None,
        }
    }

    /// Whether this is a character type, whose argument is a length.
    pub(super) fn is_character(&self) -> bool {
        self.base.contains("char")
    }

    /// What the author meant.
    pub(super) fn family(&self) -> Family {
        self.named().or_else(|| self.integer()).unwrap_or_else(|| self.resembling())
    }

    /// Types whose name is known.
    fn named(&self) -> Option<Family> {
        // MySQL's attributes change the range of a number, not its kind.
        let attributes = [" zerofill", " unsigned", " signed"];
        let base = attributes.iter().fold(self.base.as_str(), |base, word| base.strip_suffix(word).unwrap_or(base));
        let family = match base {
            "" | "any" => Family::Untyped,
            "bool" | "boolean" => Family::Boolean,
            "tinyint" if self.arguments == [1] => Family::Boolean,
            "bit" if matches!(self.arguments.as_slice(), [] | [1]) => Family::Boolean,
            "bit" | "serial" | "year" => Family::Integer(Width::Ordinary),
            "smallserial" => Family::Integer(Width::Small),
            "bigserial" | "long" => Family::Integer(Width::Big),
            "integer" | "int" if self.arguments == [8] => Family::Integer(Width::Big),
            "dec" | "decimal" | "numeric" | "number" | "money" | "smallmoney" | "real_money" | "currency" => {
                Family::Numeric
            }
            "date" | "date_text" => Family::Date,
            "time" | "time_text" | "timetz" | "time with time zone" | "time without time zone" => Family::Time,
            "datetime"
            | "datetime2"
            | "smalldatetime"
            | "datetime_text"
            | "timestamp"
            | "timestamp_text"
            | "timestamp_ntz"
            | "timestamp without time zone" => Family::DateTime(Clock::Unsaid),
            "timestamptz"
            | "timestamp with time zone"
            | "timestamp_with_timezone_text"
            | "timestamp with local time zone"
            | "timestamp_tz"
            | "timestamp_ltz"
            | "datetimeoffset"
            | "datetimetz" => Family::DateTime(Clock::Zoned),
            "uuid" | "guid" | "uniqueidentifier" | "uuid_text" => Family::Uuid,
            "char" | "character" if matches!(self.arguments.as_slice(), [32] | [36]) => Family::Uuid,
            "json" | "json_text" => Family::Json(Notation::Text),
            "jsonb" | "jsonb_text" => Family::Json(Notation::Binary),
            "string" | "name" => Family::Text,
            "binary" | "varbinary" | "binary varying" | "raw" | "long raw" | "bytea" | "byte[]" | "bytes" | "image"
            | "longvarbinary" => Family::Blob,
            _ => return None,
        };
        Some(family)
    }

    /// `integer unsigned`, `unsigned big int`, `int4`, `uint64`.
    fn integer(&self) -> Option<Family> {
        let mut width = None;
        for word in self.base.split(' ') {
            width = match (word.trim_start_matches('u'), width) {
                ("tinyint" | "smallint" | "int2" | "int16" | "int8u", _) => Some(Width::Small),
                ("mediumint" | "int3", _) => Some(Width::Medium),
                ("bigint" | "int8" | "int64", _) | ("int" | "integer", Some(Width::Big)) | ("big", _) => {
                    Some(Width::Big)
                }
                ("int" | "integer" | "int4" | "int32", None) => Some(Width::Ordinary),
                ("nsigned" | "signed" | "identity" | "zerofill", width) => width,
                _ => return None,
            };
        }
        width.map(Family::Integer)
    }

    /// Types that contain a telling word, in the order in which SQLite looks for them.
    fn resembling(&self) -> Family {
        let has = |word: &str| self.base.contains(word);
        if has("char") || has("clob") || has("text") {
            Family::Text
        } else if has("blob") {
            Family::Blob
        } else if !has("int") && (has("real") || has("floa") || has("doub")) {
            Family::Real
        } else {
            Family::Untyped
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn family(declared: &str) -> Family {
        DeclaredType::parse(Some(declared)).family()
    }

    #[test]
    fn every_spelling_has_its_family() {
        let cases: &[(Family, &[&str])] = &[
            (
                Family::Integer(Width::Ordinary),
                &["INT", "INTEGER", "INTEGER(11)", "integer unsigned", "SERIAL", "YEAR", "INT4", "BIT(8)"],
            ),
            (Family::Integer(Width::Small), &["TINYINT", "SMALLINT", "INT2", "smallint unsigned", "TINYINT(4)"]),
            (Family::Integer(Width::Medium), &["MEDIUMINT"]),
            (
                Family::Integer(Width::Big),
                &["BIGINT", "UNSIGNED BIG INT", "INT8", "integer(8)", "bigint unsigned", "BIGSERIAL"],
            ),
            (Family::Boolean, &["BOOLEAN", "bool", "tinyint(1)", "BIT"]),
            (Family::Real, &["REAL", "DOUBLE", "DOUBLE PRECISION", "FLOAT", "FLOAT(24)", "double"]),
            (
                Family::Numeric,
                &["NUMERIC", "NUMERIC(10, 2)", "DECIMAL", "decimal(10,2)", "NUMBER(10)", "MONEY", "real_money"],
            ),
            (Family::Date, &["DATE", "date_text"]),
            (Family::Time, &["TIME", "time_text", "TIME WITH TIME ZONE", "TIME(6)"]),
            (
                Family::DateTime(Clock::Unsaid),
                &["DATETIME", "datetime(6)", "TIMESTAMP", "datetime_text", "timestamp_text"],
            ),
            (
                Family::DateTime(Clock::Zoned),
                &[
                    "TIMESTAMP WITH TIME ZONE",
                    "TIMESTAMP(6) WITH TIME ZONE",
                    "timestamptz",
                    "timestamp_with_timezone_text",
                ],
            ),
            (Family::Uuid, &["UUID", "GUID", "uuid_text", "CHAR(32)", "CHAR(36)"]),
            (Family::Json(Notation::Text), &["JSON", "json_text"]),
            (Family::Json(Notation::Binary), &["JSONB", "jsonb_text"]),
            (
                Family::Text,
                &[
                    "CHAR",
                    "CHAR(1)",
                    "CHAR(512)",
                    "CHARACTER(20)",
                    "VARCHAR",
                    "VARCHAR(255)",
                    "VARYING CHARACTER(255)",
                    "NCHAR(55)",
                    "NATIVE CHARACTER(70)",
                    "NVARCHAR(100)",
                    "TEXT",
                    "text(20)",
                    "TINYTEXT",
                    "MEDIUMTEXT",
                    "LONGTEXT",
                    "CLOB",
                    "STRING",
                    "NAME",
                    "TEXT[]",
                    "BLOB SUB_TYPE TEXT",
                ],
            ),
            (Family::Blob, &["BLOB", "blob(16)", "BINARY", "VARBINARY(16)", "BYTEA", "BYTE[]", "LONGBLOB"]),
            (Family::Untyped, &["", "ANY", "FLOATING POINT", "POINT", "INTERVAL", "XML", "INET", "GEOMETRY", "CITY"]),
        ];
        for (expected, spellings) in cases {
            for declared in *spellings {
                assert_eq!(family(declared), *expected, "{declared}");
            }
        }
        assert_eq!(DeclaredType::parse(None).family(), Family::Untyped);
    }

    #[test]
    fn arguments_are_plain_numbers_or_none() {
        let arguments = |declared| DeclaredType::parse(Some(declared)).arguments;
        assert_eq!(arguments("NATIVE CHARACTER(70)"), [70]);
        assert_eq!(arguments("DECIMAL( 10 , 2 )"), [10, 2]);
        for declared in
            ["VARCHAR", "VARCHAR()", "VARCHAR(max)", "DECIMAL(10,-2)", "VARCHAR(99999999999)", "VARCHAR(", "a)(b"]
        {
            assert!(arguments(declared).is_empty(), "{declared}");
        }
    }

    #[test]
    fn a_precision_that_postgresql_refuses_is_none() {
        let numeric = |declared| DeclaredType::parse(Some(declared)).precision_and_scale();
        assert_eq!(numeric("DECIMAL(1000,1000)"), Some((1000, 1000)));
        for declared in ["DECIMAL(1001,2)", "DECIMAL(2,3)", "DECIMAL(0,0)", "DECIMAL(10)", "DECIMAL"] {
            assert_eq!(numeric(declared), None, "{declared}");
        }
    }
}
