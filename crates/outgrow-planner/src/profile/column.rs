//! What the values of one column are.

use std::collections::BTreeMap;

use super::Tally;
use super::text::Shape;
use crate::temporal::Spelling;

/// What the values of one column are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ColumnProfile {
    /// NULLs.
    pub nulls: Tally,
    /// INTEGER values.
    pub integers: IntegerFacts,
    /// REAL values.
    pub reals: RealFacts,
    /// TEXT values.
    pub texts: TextFacts,
    /// BLOB values.
    pub blobs: BlobFacts,
}

/// What the INTEGER values of a column are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IntegerFacts {
    /// All of them.
    pub all: Tally,
    /// The smallest and the largest; `None` where there is no value.
    pub range: Option<(i64, i64)>,
    /// Those that are neither 0 nor 1.
    pub not_boolean: Tally,
    /// Those beyond ±2^53, which a double cannot hold exactly.
    pub beyond_double: Tally,
    /// How many are multiples of 86 400 000, so whole days as milliseconds since 1970.
    pub whole_days: u64,
}

/// What the REAL values of a column are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RealFacts {
    /// All of them.
    pub all: Tally,
    /// The smallest and the largest; `None` where there is no value.
    pub range: Option<(f64, f64)>,
    /// Those with a fraction.
    pub fractional: Tally,
    /// Infinities.
    pub infinite: Tally,
    /// Negative zeros, which `numeric` cannot hold.
    pub negative_zero: Tally,
    /// The most digits after the point in the shortest decimal that reads back as the value.
    pub max_scale: u16,
    /// The most digits before the point.
    pub max_integer_digits: u16,
}

/// What the TEXT values of a column are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextFacts {
    /// All of them.
    pub all: Tally,
    /// Empty strings.
    pub empty: Tally,
    /// The most characters (code points) in one value.
    pub max_chars: u64,
    /// The most bytes in one value.
    pub max_bytes: u64,
    /// Values with U+0000, which PostgreSQL cannot hold in text.
    pub with_nul: Tally,
    /// Values that are not UTF-8.
    pub invalid_utf8: Tally,
    /// How many values have each shape; a value can have several.
    pub shapes: BTreeMap<Shape, u64>,
    /// The first values without each shape that some value has.
    pub without_shape: BTreeMap<Shape, Tally>,
    /// How many values have each date or time spelling; a value has at most one.
    pub spellings: BTreeMap<Spelling, Tally>,
    /// Values that are no date or time in a spelling we can name.
    pub not_temporal: Tally,
    /// Date or time values with digits below the microsecond that are not zero.
    pub below_microsecond: Tally,
    /// Date or time values with an offset other than zero.
    pub nonzero_offset: Tally,
    /// How many date or time values have a fraction of a second that is not zero.
    pub nonzero_fraction: u64,
    /// For [`Shape::Decimal`] and [`Shape::Integer`]: most digits after and before the point.
    pub max_scale: u16,
    /// See `max_scale`.
    pub max_integer_digits: u16,
}

/// What the BLOB values of a column are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BlobFacts {
    /// All of them.
    pub all: Tally,
    /// The most bytes in one value.
    pub max_bytes: u64,
    /// Those of exactly 16 bytes.
    pub sixteen: u64,
}

impl ColumnProfile {
    /// Values that are not NULL.
    pub fn values(&self) -> u64 {
        self.integers.all.count + self.reals.all.count + self.texts.all.count + self.blobs.all.count
    }

    /// Whether every value that is not NULL is an INTEGER.
    pub fn only_integers(&self) -> bool {
        self.values() == self.integers.all.count
    }

    /// Whether every value that is not NULL is TEXT.
    pub fn only_texts(&self) -> bool {
        self.values() == self.texts.all.count
    }

    /// Whether every value that is not NULL is INTEGER or REAL.
    pub fn only_numbers(&self) -> bool {
        self.values() == self.integers.all.count + self.reals.all.count
    }

    /// The longest value in bytes.
    pub fn max_bytes(&self) -> u64 {
        self.texts.max_bytes.max(self.blobs.max_bytes)
    }
}

impl TextFacts {
    /// Whether every TEXT value has one of these shapes.
    pub fn all_are(&self, shape: Shape) -> bool {
        self.shapes.get(&shape).copied().unwrap_or(0) == self.all.count
    }
}
