//! A digest of what a table holds, whatever the order in which its rows come.
//!
//! It proves that a table is the one that was seen before, against accidents and not
//! against somebody who wants to deceive: the hash has no secret.

use crate::value::Value;

/// Digits of pi, after those that the mixing below begins with.
const KEYS: [u64; 4] = [0xa409_3822_299f_31d0, 0x082e_fa98_ec4e_6c89, 0x4528_21e6_38d0_1377, 0xbe54_66cf_34e9_0c6c];
/// The halves of every row begin here.
const START: [u64; 2] = [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344];

/// The hash of one row: its values in the order of their columns, with their storage classes.
///
/// The digest of a table is the wrapping sum of the hashes of its rows.
#[derive(Clone, Copy, Debug)]
pub struct RowDigest {
    one: u64,
    two: u64,
}

impl RowDigest {
    /// A row of no values; `rowid` where it has one.
    pub fn new(rowid: Option<i64>) -> RowDigest {
        let mut digest = RowDigest { one: START[0], two: START[1] };
        match rowid {
            None => digest.take(0, 1),
            Some(rowid) => digest.take(rowid.cast_unsigned(), 2),
        }
        digest
    }

    /// Adds the value of the next column.
    #[allow(clippy::inline_always, reason = "measured: what is done with a value is decided once")]
    #[inline(always)]
    pub fn add(&mut self, value: Value<'_>) {
        match value {
            Value::Null => self.take(0, 3),
            Value::Integer(integer) => self.take(integer.cast_unsigned(), 4),
            Value::Real(real) => self.take(real.to_bits(), 5),
            Value::Text(bytes) => self.take_bytes(bytes, 6),
            Value::Blob(bytes) => self.take_bytes(bytes, 7),
        }
    }

    /// Adds the value of the next column, which comes in pieces: a TEXT or BLOB of so many bytes, at
    /// least 16. The hash is that of [`RowDigest::add`].
    pub fn add_long(&mut self, class: LongClass, bytes: u64) -> LongDigest<'_> {
        let kind = match class {
            LongClass::Text => 6,
            LongClass::Blob => 7,
        };
        self.take(bytes, kind);
        LongDigest { row: self, last: [0; 16] }
    }

    /// The hash.
    pub fn finish(self) -> u128 {
        // Each step can be undone, so that no two states end in one hash.
        let high = self.one ^ folded(self.two ^ KEYS[2], KEYS[3]);
        let low = self.two ^ folded(high ^ KEYS[0], KEYS[1]);
        u128::from(high) << 64 | u128::from(low)
    }

    #[inline]
    fn take(&mut self, word: u64, kind: u64) {
        self.one = folded(self.one ^ word, KEYS[0] ^ kind);
        self.two = folded(self.two ^ word.rotate_left(32), KEYS[1] ^ kind);
    }

    #[inline]
    fn take_bytes(&mut self, bytes: &[u8], kind: u64) {
        if bytes.len() < 16 {
            let [low, high] = short(bytes);
            return self.take_pair(low, high | (bytes.len() as u64) << 56, kind);
        }
        self.take(bytes.len() as u64, kind);
        self.take_long(bytes);
    }

    fn take_long(&mut self, bytes: &[u8]) {
        let (pairs, rest) = bytes.as_chunks::<16>();
        pairs.iter().for_each(|pair| self.take_sixteen(pair));
        // The last sixteen bytes once more with what is left; the length is known already.
        if let (false, Some(last)) = (rest.is_empty(), bytes.last_chunk::<16>()) {
            self.take_sixteen(last);
        }
    }

    #[inline]
    fn take_sixteen(&mut self, pair: &[u8; 16]) {
        let (words, _) = pair.as_chunks::<8>();
        self.take_pair(u64::from_le_bytes(words[0]), u64::from_le_bytes(words[1]), 0);
    }

    /// Each half takes both words, otherwise paired, so that both depend on every bit.
    #[inline]
    fn take_pair(&mut self, low: u64, high: u64, kind: u64) {
        let one = folded(self.one ^ low, high ^ KEYS[2] ^ kind);
        let two = folded(self.two ^ high, low.rotate_left(32) ^ KEYS[3] ^ kind);
        self.one = one.wrapping_add(self.two);
        self.two = two;
    }
}

/// What a value that comes in pieces is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LongClass {
    /// TEXT.
    Text,
    /// BLOB.
    Blob,
}

/// A value that is added to a [`RowDigest`] in pieces.
#[derive(Debug)]
pub struct LongDigest<'a> {
    row: &'a mut RowDigest,
    /// The bytes before the next piece.
    last: [u8; 16],
}

impl LongDigest<'_> {
    /// Adds the next piece; the length of all but the last must be a multiple of 16.
    pub fn take(&mut self, piece: &[u8]) {
        let (pairs, rest) = piece.as_chunks::<16>();
        pairs.iter().for_each(|pair| self.row.take_sixteen(pair));
        if let Some(pair) = pairs.last() {
            self.last = *pair;
        }
        if !rest.is_empty() {
            let mut end = [0; 16];
            let (before, behind) = end.split_at_mut(16 - rest.len());
            before.copy_from_slice(&self.last[rest.len()..]);
            behind.copy_from_slice(rest);
            self.row.take_sixteen(&end);
        }
    }
}

/// Up to 15 bytes as two words, of which no two texts of one length have the same: the bytes
/// at both ends, which overlap. The highest byte of the second word stays free.
#[inline]
fn short(bytes: &[u8]) -> [u64; 2] {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        // At most seven bytes of the last eight are not among the first.
        return [u64::from_le_bytes(*first), u64::from_le_bytes(*last) >> (64 - 8 * (bytes.len() - 8).max(1))];
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        return [u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last)), 0];
    }
    let word = bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    [word, 0]
}

/// Both halves of a product, laid over each other.
#[inline]
fn folded(one: u64, two: u64) -> u64 {
    let product = u128::from(one) * u128::from(two);
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_value_in_pieces_has_the_hash_of_the_whole() {
        let bytes: Vec<u8> = (0..200_u8).collect();
        for length in 16..bytes.len() {
            for size in [16, 32, 48, 256] {
                let value = &bytes[..length];
                let (mut whole, mut pieces) = (RowDigest::new(Some(7)), RowDigest::new(Some(7)));
                whole.add(Value::Blob(value));
                let mut long = pieces.add_long(LongClass::Blob, length as u64);
                value.chunks(size).for_each(|piece| long.take(piece));
                assert_eq!(whole.finish(), pieces.finish(), "{length} by {size}");
            }
        }
    }

    fn digest(rowid: Option<i64>, values: &[Value<'_>]) -> u128 {
        let mut digest = RowDigest::new(rowid);
        values.iter().for_each(|value| digest.add(*value));
        digest.finish()
    }

    #[test]
    fn rows_that_are_not_the_same_have_other_digests() {
        let rows: &[&[Value<'_>]] = &[
            &[],
            &[Value::Null],
            &[Value::Null, Value::Null],
            &[Value::Integer(0)],
            &[Value::Integer(1)],
            &[Value::Real(0.0)],
            &[Value::Real(-0.0)],
            &[Value::Text(b"")],
            &[Value::Blob(b"")],
            &[Value::Text(b"1")],
            &[Value::Blob(b"1")],
            &[Value::Text(b"1\0")],
            &[Value::Text(b"a"), Value::Text(b"bc")],
            &[Value::Text(b"ab"), Value::Text(b"c")],
            &[Value::Integer(1), Value::Integer(2)],
            &[Value::Integer(2), Value::Integer(1)],
        ];
        let rowids = [None, Some(0), Some(1), Some(-1)];
        let digests: BTreeSet<u128> =
            rowids.iter().flat_map(|rowid| rows.iter().map(|row| digest(*rowid, row))).collect();
        assert_eq!(digests.len(), rows.len() * rowids.len());
    }

    #[test]
    fn texts_of_the_same_bytes_and_other_lengths_have_other_digests() {
        let bytes = [0; 70];
        let digests: BTreeSet<u128> =
            (0..=bytes.len()).map(|length| digest(None, &[Value::Text(&bytes[..length])])).collect();
        assert_eq!(digests.len(), bytes.len() + 1);
    }

    #[test]
    fn every_bit_of_a_long_value_counts_in_both_halves() {
        for length in (1..40).chain([64, 100]) {
            let mut bytes: Vec<u8> = (0..length).map(|at| at as u8).collect();
            let whole = digest(None, &[Value::Blob(&bytes)]);
            for bit in 0..length * 8 {
                bytes[bit / 8] ^= 1 << (bit % 8);
                let other = digest(None, &[Value::Blob(&bytes)]);
                assert_ne!(whole as u64, other as u64, "bit {bit} of {length} bytes");
                assert_ne!(whole >> 64, other >> 64, "bit {bit} of {length} bytes");
                bytes[bit / 8] ^= 1 << (bit % 8);
            }
        }
    }
}
