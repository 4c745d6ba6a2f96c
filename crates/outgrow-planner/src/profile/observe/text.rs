//! Adds one TEXT value.

use crate::profile::bytes::is_plain;
use crate::profile::classify;
use crate::profile::digits::Digits;
use crate::profile::text::{Shape, Shapes};
use crate::profile::{TextFacts, Witness};
use crate::temporal;

impl TextFacts {
    #[inline(never)]
    pub(super) fn observe(&mut self, text: &[u8], witness: impl Fn() -> Witness + Copy) {
        self.all.add(witness);
        self.max_bytes = self.max_bytes.max(text.len() as u64);
        let (Some(first), Some(last)) = (text.first(), text.last()) else {
            self.empty.add(witness);
            return self.observe_valid(text, witness);
        };
        if is_blank(*first) || is_blank(*last) {
            self.padded.add(witness);
        }
        if is_plain(text) {
            self.max_chars = self.max_chars.max(text.len() as u64);
            if !classify::may_have_a_shape(text) {
                self.not_temporal.add(witness);
                return self.observe_shapes(Shapes::NONE, witness);
            }
            return self.observe_valid(text, witness);
        }
        if text.contains(&0) {
            self.with_nul.add(witness);
        }
        let Ok(valid) = std::str::from_utf8(text) else { return self.observe_invalid(text, witness) };
        self.count_chars(valid);
        self.observe_valid(text, witness);
    }

    /// A text that is not UTF-8 has no shape; each byte sequence that is none counts as one
    /// character.
    #[cold]
    fn observe_invalid(&mut self, text: &[u8], witness: impl Fn() -> Witness + Copy) {
        let chars =
            text.utf8_chunks().map(|chunk| chunk.valid().chars().count() + usize::from(!chunk.invalid().is_empty()));
        self.max_chars = self.max_chars.max(chars.sum::<usize>() as u64);
        self.invalid_utf8.add(witness);
        self.not_temporal.add(witness);
        self.observe_shapes(Shapes::NONE, witness);
    }

    #[inline]
    fn observe_valid(&mut self, text: &[u8], witness: impl Fn() -> Witness + Copy) {
        let civil = temporal::parse(text);
        match &civil {
            None => self.not_temporal.add(witness),
            Some(civil) => self.observe_moment(civil, witness),
        }
        let shapes = classify::shapes(text, civil.as_ref());
        self.observe_shapes(shapes, witness);
        if shapes == Shapes::NONE {
            return;
        }
        self.hex_without_version += u64::from(shapes.has(Shape::Hex32) && !has_version(text));
        if shapes.has(Shape::Integer) || shapes.has(Shape::Decimal) {
            self.count_digits(text);
        }
    }

    fn observe_moment(&mut self, civil: &temporal::Civil, witness: impl Fn() -> Witness + Copy) {
        self.spellings.add(civil.spelling, witness);
        if civil.offset != 0 {
            self.nonzero_offset.add(witness);
        }
        if civil.spelling.fraction_digits() == 0 {
            return;
        }
        self.nonzero_fraction += u64::from(civil.nanos % 1_000_000_000 != 0);
        if civil.below_microsecond() != 0 {
            self.below_microsecond.add(witness);
        }
    }

    #[inline]
    pub(super) fn observe_shapes(&mut self, shapes: Shapes, witness: impl Fn() -> Witness + Copy) {
        let seen = self.shapes.seen();
        if seen.union(shapes) != Shapes::NONE {
            self.count_shapes(seen, shapes, witness);
        }
    }

    fn count_shapes(&mut self, seen: Shapes, shapes: Shapes, witness: impl Fn() -> Witness + Copy) {
        for shape in shapes.without(seen) {
            self.see(shape);
        }
        for shape in shapes {
            self.shapes.add(shape, 1);
        }
        for shape in seen.without(shapes) {
            self.without_shape[shape].add(witness);
        }
    }

    /// A shape appears: every value before this one was without it, and their first witnesses
    /// are those of all values.
    fn see(&mut self, shape: Shape) {
        let without = &mut self.without_shape[shape];
        without.count = self.all.count - 1;
        without.first = self.all.first.clone();
        without.first.truncate(usize::try_from(without.count).unwrap_or(usize::MAX));
    }

    fn count_chars(&mut self, text: &str) {
        // No text has more characters than bytes, so most need no counting.
        if text.len() as u64 > self.max_chars {
            self.max_chars = self.max_chars.max(text.chars().count() as u64);
        }
    }

    fn count_digits(&mut self, text: &[u8]) {
        let digits = Digits::of_text(text);
        self.max_scale = self.max_scale.max(digits.scale);
        self.min_scale = Some(self.min_scale.map_or(digits.scale, |least| least.min(digits.scale)));
        self.max_integer_digits = self.max_integer_digits.max(digits.integer);
    }
}

/// [`u8::is_ascii_whitespace`], whose bytes are all below the printable ones.
#[inline]
fn is_blank(byte: u8) -> bool {
    byte <= b' ' && byte.is_ascii_whitespace()
}

/// Whether 32 hexadecimal digits have a version of 1 to 8 and the variant of RFC 9562.
fn has_version(text: &[u8]) -> bool {
    let version = text.get(12).is_some_and(|digit| (b'1'..=b'8').contains(digit));
    version && text.get(16).is_some_and(|digit| matches!(digit, b'8' | b'9' | b'a' | b'b' | b'A' | b'B'))
}
