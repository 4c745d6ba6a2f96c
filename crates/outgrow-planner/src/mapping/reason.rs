//! Why a column becomes what it becomes.

use std::fmt;

use super::Framework;
pub use super::obstacle::Obstacle;
use super::obstacle::write_first;
use crate::catalog::pg::DataType;
use crate::profile::{Shape, Tally};
use crate::temporal::Spelling;

/// The fact that forced a mapping.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// Nothing more specific holds every value.
    Fallback,
    /// A foreign key connects it with a column of another type.
    Connected {
        /// The other table.
        table: String,
        /// The other column.
        column: String,
    },
    /// It is a key or indexed, and the type that its values suggest has no order.
    Indexed,
    /// The type that was meant does not hold every value: this one is the next that does.
    Refused(Obstacle),
    /// There is no value; the declared type decides, as a framework understands it.
    NoValue {
        /// The declared type.
        declared: Option<String>,
        /// The framework whose own type it is.
        framework: Option<Framework>,
    },
    /// Every value is 0 or 1.
    ZeroOrOne,
    /// Every value is 0, 1, or a spelling of true or false.
    TrueOrFalse,
    /// All are integers.
    Integers {
        /// The smallest and the largest.
        range: (i64, i64),
        /// The framework whose own type this width is.
        framework: Option<Framework>,
    },
    /// All are numbers.
    Numbers {
        /// How many are INTEGER.
        integers: u64,
        /// How many are REAL.
        reals: u64,
    },
    /// All are decimals with a limited number of digits.
    Digits {
        /// The most before the point.
        before: u16,
        /// The most after the point.
        after: u16,
    },
    /// All are dates or times.
    Spelled {
        /// The most frequent spelling.
        spelling: Spelling,
        /// How many spellings there are.
        spellings: usize,
        /// The framework that stores UTC without saying so.
        framework: Option<Framework>,
    },
    /// Integers are milliseconds since 1970.
    EpochMillis {
        /// The smallest and the largest.
        range: (i64, i64),
        /// What proves it.
        proof: EpochProof,
    },
    /// Every TEXT value has one shape.
    Shaped {
        /// The shape.
        shape: Shape,
        /// The framework whose own type it is.
        framework: Option<Framework>,
    },
    /// Every value is a BLOB of 16 bytes that the framework or the name calls a UUID.
    SixteenBytes {
        /// The framework that stores UUIDs so.
        framework: Option<Framework>,
    },
    /// All are texts within the declared length.
    Length {
        /// The most characters in one value.
        longest: u64,
        /// The declared length.
        declared: u32,
    },
    /// All are texts.
    Texts {
        /// The most characters in one value.
        longest: u64,
    },
    /// All are blobs, or texts in a column that is meant for bytes.
    Bytes {
        /// How many are BLOB.
        blobs: u64,
        /// How many are TEXT.
        texts: u64,
    },
    /// A UUID column whose NUMERIC affinity made numbers of some values, which cannot be undone.
    DamagedUuids {
        /// Those that are numbers.
        tally: Tally,
        /// All values.
        of: u64,
    },
    /// No type holds every value: this one sends the fewest to quarantine.
    FewestLost {
        /// How many values go to quarantine.
        lost: u64,
        /// All values.
        of: u64,
        /// What else there was.
        instead: DataType,
        /// How many it would have sent.
        instead_lost: u64,
        /// The first of those that go.
        tally: Tally,
    },
    /// The column must have the type of another one.
    Agreement {
        /// The other column, as `table.column`.
        with: String,
    },
    /// The plan file says so.
    Decided {
        /// What keeps some values from converting: they go to quarantine, as the plan file allows.
        lost: Option<Obstacle>,
    },
}

/// What proves that integers are milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EpochProof {
    /// The framework stores times so.
    Framework(Framework),
    /// The column defaults to the current time.
    Default,
    /// The name and the declared type, as in `createdAt DATETIME`.
    Name,
}

impl fmt::Display for Reason {
    /// One short clause without a full stop.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Fallback => f.write_str("nothing more specific holds every value"),
            Reason::Connected { table, column } => {
                write!(f, "a foreign key connects it with \"{column}\" of \"{table}\"")
            }
            Reason::Indexed => f.write_str("it is indexed, and json has no order"),
            Reason::Refused(obstacle) => write!(f, "{obstacle}"),
            Reason::NoValue { declared, framework } => no_value(f, declared.as_deref(), *framework),
            Reason::ZeroOrOne => f.write_str("every value is 0 or 1"),
            Reason::TrueOrFalse => f.write_str("every value is true or false"),
            Reason::Integers { range: (min, max), framework } => {
                write!(f, "the integers go from {min} to {max}")?;
                made_by(f, *framework)
            }
            Reason::Numbers { integers: 0, .. } => f.write_str("every value is real"),
            Reason::Numbers { reals: 0, .. } => f.write_str("every value is an integer that a double holds"),
            Reason::Numbers { integers, reals } => {
                write!(f, "{} and {}", counted(*reals, "real"), counted(*integers, "integer"))
            }
            Reason::Digits { before, after } => {
                write!(
                    f,
                    "the values have up to {} before and {after} after the point",
                    counted(u64::from(*before), "digit")
                )
            }
            Reason::Spelled { spelling, spellings, framework } => spelled(f, *spelling, *spellings, *framework),
            Reason::EpochMillis { range: (min, max), proof } => {
                write!(f, "the integers from {min} to {max} are milliseconds since 1970, {proof}")
            }
            Reason::Shaped { shape, framework } => {
                write!(f, "every value is {}", describe(*shape))?;
                made_by(f, *framework)
            }
            Reason::SixteenBytes { framework } => {
                f.write_str("every value has the 16 bytes of a UUID")?;
                made_by(f, *framework)
            }
            Reason::Length { longest, declared } => {
                write!(f, "the longest text has {longest} of {declared} characters")
            }
            Reason::Texts { longest } => {
                write!(f, "every value is text, the longest of {}", counted(*longest, "character"))
            }
            Reason::Bytes { texts: 0, .. } => f.write_str("every value is a blob"),
            Reason::Bytes { blobs, texts } => {
                write!(f, "{} and {} in a column for bytes", counted(*blobs, "blob"), counted(*texts, "text"))
            }
            Reason::DamagedUuids { tally, of } => {
                write!(f, "{} of {of} UUIDs became numbers by NUMERIC affinity", tally.count)?;
                write_first(f, tally)
            }
            Reason::FewestLost { lost, of, instead, instead_lost, tally } => {
                let verb = if *lost == 1 { "goes" } else { "go" };
                write!(f, "{lost} of {of} values {verb} to quarantine, {instead_lost} with {instead}")?;
                write_first(f, tally)
            }
            Reason::Decided { lost: None } => f.write_str("the plan file says so"),
            Reason::Decided { lost: Some(obstacle) } => write!(f, "the plan file says so, although {obstacle}"),
            Reason::Agreement { with } => write!(f, "the same type as {with}"),
        }
    }
}

impl fmt::Display for EpochProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EpochProof::Framework(framework) => write!(f, "as {framework} stores them"),
            EpochProof::Default => f.write_str("as the default is the current time"),
            EpochProof::Name => f.write_str("as name and declared type say"),
        }
    }
}

/// `1 blob`, `2 blobs`
pub(super) fn counted(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn no_value(f: &mut fmt::Formatter<'_>, declared: Option<&str>, framework: Option<Framework>) -> fmt::Result {
    match declared {
        Some(declared) => write!(f, "no value yet, declared {declared}")?,
        None => f.write_str("no value and no declared type")?,
    }
    made_by(f, framework)
}

fn made_by(f: &mut fmt::Formatter<'_>, framework: Option<Framework>) -> fmt::Result {
    match framework {
        Some(framework) => write!(f, ", and {framework} makes this type of it"),
        None => Ok(()),
    }
}

fn spelled(
    f: &mut fmt::Formatter<'_>,
    spelling: Spelling,
    spellings: usize,
    framework: Option<Framework>,
) -> fmt::Result {
    match spellings {
        1 => write!(f, "every value is spelled {spelling}")?,
        _ => write!(f, "the values have {spellings} spellings, mostly {spelling}")?,
    }
    match framework {
        Some(framework) => write!(f, ", in UTC as {framework} stores it"),
        None => Ok(()),
    }
}

/// What a text of a shape is.
pub(super) fn describe(shape: Shape) -> &'static str {
    match shape {
        Shape::Integer => "an integer in decimal",
        Shape::Decimal => "a decimal number",
        Shape::LetterTf | Shape::CapitalTf | Shape::TrueFalse => "true or false",
        Shape::UuidLower => "a UUID in lower case",
        Shape::UuidUpper => "a UUID in upper case",
        Shape::Hex32 => "a UUID of 32 hexadecimal digits",
        Shape::Jsonb => "JSON that jsonb holds",
        Shape::Json => "JSON",
        Shape::BarIntegers => "a list of integers between bars",
        Shape::BarStrings => "a list of texts between bars",
        Shape::RailsTime => "a time on 2000-01-01",
        Shape::SqlalchemyInterval => "an interval since 1970-01-01",
    }
}
