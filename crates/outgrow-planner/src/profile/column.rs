//! What the values of one column are.

use super::text::{ByShape, Shape, ShapeCounts};
use super::{Spellings, Tally, Witness};

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
    /// Those that are no multiple of 86,400,000: as milliseconds since 1970-01-01 UTC they are
    /// not midnight, so no date.
    pub not_midnight_millis: Tally,
}

/// What the REAL values of a column are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RealFacts {
    /// All of them.
    pub all: Tally,
    /// The smallest and the largest, infinities included and -0 below 0; `None` where there is
    /// no value.
    pub range: Option<(f64, f64)>,
    /// Those with a fraction.
    pub fractional: Tally,
    /// Infinities.
    pub infinite: Tally,
    /// Negative zeros, which `numeric` cannot hold.
    pub negative_zero: Tally,
    /// The most digits after the point in the shortest decimal that reads back as the value:
    /// 2.5 has one, 3.0 none, 1e-7 seven. Infinities have no digits.
    pub max_scale: u16,
    /// The most digits before the point of that decimal; 0.5 has none.
    pub max_integer_digits: u16,
}

/// What the TEXT values of a column are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextFacts {
    /// All of them.
    pub all: Tally,
    /// Empty strings.
    pub empty: Tally,
    /// The most characters (code points) in one value; where a value is not UTF-8, each byte
    /// sequence that is none counts as one.
    pub max_chars: u64,
    /// The most bytes in one value.
    pub max_bytes: u64,
    /// Values with U+0000, which PostgreSQL cannot hold in text.
    pub with_nul: Tally,
    /// Values that are not UTF-8.
    pub invalid_utf8: Tally,
    /// Values that begin or end with ASCII white space.
    pub padded: Tally,
    /// How many values have each shape; a value can have several. Every value is tested for
    /// every shape.
    pub shapes: ShapeCounts,
    /// The values without each shape that some value has; empty for a shape that no value has.
    pub without_shape: ByShape<Tally>,
    /// How many values have each date or time spelling; a value has at most one.
    pub spellings: Spellings,
    /// Values that are no date or time in a spelling we can name.
    pub not_temporal: Tally,
    /// Date or time values with digits below the microsecond that are not zero.
    pub below_microsecond: Tally,
    /// Date or time values with an offset other than zero.
    pub nonzero_offset: Tally,
    /// How many values of [`Shape::Hex32`] have no version and variant of RFC 9562 at their
    /// places: such a text is some other hash.
    pub hex_without_version: u64,
    /// How many date or time values have a fraction of a second that is not zero.
    pub nonzero_fraction: u64,
    /// Among values of [`Shape::Decimal`] or [`Shape::Integer`], the most digits after the point.
    /// 65,535 stands for that and more.
    pub max_scale: u16,
    /// The fewest; where it differs from `max_scale`, two texts may be one number. `None` where
    /// there is no such value.
    pub min_scale: Option<u16>,
    /// The most before it, where a lone 0 counts as none. 65,535 stands for that and more.
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
    /// Those that are not the bytes of a JSON text that PostgreSQL's `json` accepts.
    pub not_json: Tally,
    /// Those that are not the bytes of a JSON text that `jsonb` holds without change of meaning.
    pub not_jsonb: Tally,
    /// Those that are no UUID with the most significant byte first: 16 bytes with a version of
    /// 1 to 8 and the variant of RFC 9562.
    pub not_uuid: Tally,
    /// Those that are no UUID in the order of .NET, where the first three fields are
    /// little-endian.
    pub not_uuid_dotnet: Tally,
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
    /// Whether every TEXT value has this shape; true where there is no value.
    pub fn all_are(&self, shape: Shape) -> bool {
        self.count(shape) == self.all.count
    }

    /// How many values have this shape.
    pub fn count(&self, shape: Shape) -> u64 {
        self.shapes[shape]
    }

    /// The values without this shape, also where no value has it.
    pub fn without(&self, shape: Shape) -> &Tally {
        if self.count(shape) == 0 { &self.all } else { &self.without_shape[shape] }
    }

    /// The first values without this shape, also where no value has it.
    pub fn first_without(&self, shape: Shape) -> &[Witness] {
        &self.without(shape).first
    }
}
