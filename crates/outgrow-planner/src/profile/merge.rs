//! Combines what two parts of one table have shown.
//!
//! The other part always follows: its rows come later, so its witnesses fill what room is left.

use super::{BlobFacts, ByShape, ColumnProfile, IntegerFacts, RealFacts, Shape, TableProfile, Tally, TextFacts};
use crate::profile::observe::{greater, lesser};

impl TableProfile {
    /// Adds the profile of a later part of the same table.
    pub fn merge(&mut self, later: TableProfile) {
        self.rows += later.rows;
        self.bytes += later.bytes;
        self.max_row_bytes = self.max_row_bytes.max(later.max_row_bytes);
        self.digest = self.digest.wrapping_add(later.digest);
        for (column, later) in self.columns.iter_mut().zip(later.columns) {
            column.merge(later);
        }
        for (orphans, later) in self.orphans.iter_mut().zip(later.orphans) {
            orphans.merge(later);
        }
        for (mismatch, later) in self.foreign_key_mismatch.iter_mut().zip(later.foreign_key_mismatch) {
            *mismatch = mismatch.take().or(later);
        }
    }
}

impl ColumnProfile {
    /// Adds the profile of the same column in a later part of the table.
    pub fn merge(&mut self, later: ColumnProfile) {
        self.nulls.merge(later.nulls);
        self.integers.merge(later.integers);
        self.reals.merge(later.reals);
        self.texts.merge(later.texts);
        self.blobs.merge(later.blobs);
    }
}

impl IntegerFacts {
    fn merge(&mut self, later: IntegerFacts) {
        self.all.merge(later.all);
        self.range = match (self.range, later.range) {
            (Some(one), Some(other)) => Some((one.0.min(other.0), one.1.max(other.1))),
            (one, other) => one.or(other),
        };
        self.not_boolean.merge(later.not_boolean);
        self.beyond_double.merge(later.beyond_double);
        self.not_midnight_millis.merge(later.not_midnight_millis);
    }
}

impl RealFacts {
    fn merge(&mut self, later: RealFacts) {
        self.all.merge(later.all);
        self.range = match (self.range, later.range) {
            (Some(one), Some(other)) => Some((lesser(one.0, other.0), greater(one.1, other.1))),
            (one, other) => one.or(other),
        };
        self.fractional.merge(later.fractional);
        self.infinite.merge(later.infinite);
        self.negative_zero.merge(later.negative_zero);
        self.max_scale = self.max_scale.max(later.max_scale);
        self.max_integer_digits = self.max_integer_digits.max(later.max_integer_digits);
    }
}

impl TextFacts {
    fn merge(&mut self, later: TextFacts) {
        self.merge_shapes(&later);
        self.all.merge(later.all);
        self.empty.merge(later.empty);
        self.max_chars = self.max_chars.max(later.max_chars);
        self.max_bytes = self.max_bytes.max(later.max_bytes);
        self.with_nul.merge(later.with_nul);
        self.invalid_utf8.merge(later.invalid_utf8);
        self.padded.merge(later.padded);
        self.spellings.merge(later.spellings);
        self.not_temporal.merge(later.not_temporal);
        self.below_microsecond.merge(later.below_microsecond);
        self.nonzero_offset.merge(later.nonzero_offset);
        self.hex_without_version += later.hex_without_version;
        self.nonzero_fraction += later.nonzero_fraction;
        self.max_scale = self.max_scale.max(later.max_scale);
        self.min_scale = match (self.min_scale, later.min_scale) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        self.max_integer_digits = self.max_integer_digits.max(later.max_integer_digits);
    }

    /// Must run before `all` is merged, because a part where no value has a shape keeps the
    /// values without it there.
    fn merge_shapes(&mut self, later: &TextFacts) {
        let mut merged = ByShape::<Tally>::default();
        for shape in self.shapes.seen().union(later.shapes.seen()) {
            let mut tally = self.without(shape).clone();
            tally.merge(later.without(shape).clone());
            merged[shape] = tally;
        }
        self.without_shape = merged;
        for shape in Shape::ALL {
            self.shapes.add(shape, later.shapes[shape]);
        }
    }
}

impl BlobFacts {
    fn merge(&mut self, later: BlobFacts) {
        self.all.merge(later.all);
        self.max_bytes = self.max_bytes.max(later.max_bytes);
        self.sixteen += later.sixteen;
        self.not_json.merge(later.not_json);
        self.not_jsonb.merge(later.not_jsonb);
        self.not_uuid.merge(later.not_uuid);
        self.not_uuid_dotnet.merge(later.not_uuid_dotnet);
    }
}
