//! The shapes of TEXT values.

use std::ops::{Index, IndexMut};

use serde::Serialize;

/// A shape that a TEXT value can have, besides those of dates and times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Shape {
    /// An int64 in canonical form: `-?(0|[1-9][0-9]*)`, no `-0`.
    Integer,
    /// A decimal with a point, as `numeric` prints it: `-?(0|[1-9][0-9]*)\.[0-9]+`; a negative
    /// zero (`-0.0`) is none, because `numeric` drops its sign.
    Decimal,
    /// `t` or `f`.
    LetterTf,
    /// `T` or `F`.
    CapitalTf,
    /// `true` or `false`.
    TrueFalse,
    /// A UUID with dashes, lower case; one without any letter is also [`Shape::UuidUpper`].
    UuidLower,
    /// A UUID with dashes, upper case; one without any letter is also [`Shape::UuidLower`].
    UuidUpper,
    /// 32 hexadecimal digits, lower case.
    Hex32,
    /// JSON that `jsonb` holds without change of meaning: no duplicate keys, no `\u0000`,
    /// no lone surrogate, and numbers within its limits. Blanks, the order of keys, the spelling
    /// of a number and the sign of a zero are no meaning. Every such value is also
    /// [`Shape::Json`].
    Jsonb,
    /// JSON that PostgreSQL's `json` accepts, at most 2,048 levels deep.
    Json,
    /// `|1|2|`: a list of integers as pyDAL and Emmett store it; `||` is the empty list.
    BarIntegers,
    /// `|a|b||c|`: a list of strings as pyDAL and Emmett store it, a bar inside a string doubled;
    /// `||` is the empty list. Three bars in a row can be read in two ways and are none.
    BarStrings,
    /// `2000-01-01 12:34:56`: a time as Rails stores it, with at most six digits below the second.
    RailsTime,
    /// `1970-01-01 …` or `1969-…` with six digits: an interval as SQLAlchemy stores it.
    SqlalchemyInterval,
}

impl Shape {
    /// All shapes, in their order.
    pub const ALL: [Shape; 14] = [
        Shape::Integer,
        Shape::Decimal,
        Shape::LetterTf,
        Shape::CapitalTf,
        Shape::TrueFalse,
        Shape::UuidLower,
        Shape::UuidUpper,
        Shape::Hex32,
        Shape::Jsonb,
        Shape::Json,
        Shape::BarIntegers,
        Shape::BarStrings,
        Shape::RailsTime,
        Shape::SqlalchemyInterval,
    ];
}

/// One thing for each shape.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ByShape<T>([T; Shape::ALL.len()]);

impl<T> ByShape<T> {
    /// Every shape with its thing, in the order of [`Shape::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Shape, &T)> {
        Shape::ALL.into_iter().zip(&self.0)
    }
}

/// How many values have each shape.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShapeCounts {
    counts: ByShape<u64>,
    /// Those whose count is not 0: it is asked for every value.
    seen: Shapes,
}

impl ShapeCounts {
    /// The shapes that some value has.
    #[inline]
    pub(super) fn seen(&self) -> Shapes {
        self.seen
    }

    /// Counts so many more values of a shape.
    #[inline]
    pub(super) fn add(&mut self, shape: Shape, values: u64) {
        self.counts[shape] += values;
        if values > 0 {
            self.seen = self.seen.and(shape);
        }
    }

    /// Every shape with its count, in the order of [`Shape::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Shape, &u64)> {
        self.counts.iter()
    }
}

impl Index<Shape> for ShapeCounts {
    type Output = u64;

    fn index(&self, shape: Shape) -> &u64 {
        &self.counts[shape]
    }
}

impl<T> Index<Shape> for ByShape<T> {
    type Output = T;

    fn index(&self, shape: Shape) -> &T {
        &self.0[shape as usize]
    }
}

impl<T> IndexMut<Shape> for ByShape<T> {
    fn index_mut(&mut self, shape: Shape) -> &mut T {
        &mut self.0[shape as usize]
    }
}

/// A set of shapes, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shapes(u16);

impl Shapes {
    pub(super) const NONE: Shapes = Shapes(0);

    pub(super) const fn one(shape: Shape) -> Shapes {
        Shapes(1 << shape as u16)
    }

    pub(super) const fn and(self, shape: Shape) -> Shapes {
        Shapes(self.0 | Shapes::one(shape).0)
    }

    pub(super) const fn union(self, other: Shapes) -> Shapes {
        Shapes(self.0 | other.0)
    }

    pub(super) const fn without(self, other: Shapes) -> Shapes {
        Shapes(self.0 & !other.0)
    }

    pub(super) const fn has(self, shape: Shape) -> bool {
        self.0 & Shapes::one(shape).0 != 0
    }
}

impl Iterator for Shapes {
    type Item = Shape;

    #[inline]
    fn next(&mut self) -> Option<Shape> {
        let shape = *Shape::ALL.get(self.0.trailing_zeros() as usize)?;
        self.0 &= self.0 - 1;
        Some(shape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_stands_at_its_own_place() {
        for (place, shape) in Shape::ALL.into_iter().enumerate() {
            assert_eq!(shape as usize, place);
            assert_eq!(Shapes::one(shape).collect::<Vec<_>>(), [shape]);
        }
    }
}
