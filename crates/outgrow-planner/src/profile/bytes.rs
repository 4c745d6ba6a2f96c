//! Looks at eight bytes of a text at once.

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Whether all bytes are ASCII and none is U+0000, as in most texts.
pub(super) fn is_plain(text: &[u8]) -> bool {
    let (words, rest) = text.as_chunks::<8>();
    let odd = words.iter().fold(0, |odd, word| odd | odd_in(*word));
    let last = match text.last_chunk::<8>() {
        _ if rest.is_empty() => 0,
        // The last eight bytes overlap those before.
        Some(word) => odd_in(*word),
        None => return odd & HIGH == 0 && rest.iter().all(|byte| (1..0x80).contains(byte)),
    };
    (odd | last) & HIGH == 0
}

/// The highest bit of a byte is set where it is not ASCII or U+0000. Behind such a byte more may
/// be set: a zero borrows from its neighbour.
#[inline]
fn odd_in(word: [u8; 8]) -> u64 {
    let word = u64::from_le_bytes(word);
    word | word.wrapping_sub(LOW)
}

/// Where the first quote, backslash or control character of a JSON string stands.
#[inline]
pub(super) fn end_of_json_string(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(word) = text.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let found = special_in(*word);
        if found != 0 {
            return Some(at + (found.trailing_zeros() / 8) as usize);
        }
        at += 8;
    }
    text[at..].iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).map(|rest| at + rest)
}

/// The length of a JSON string that ends within eight bytes, and has no escapes.
#[inline]
pub(super) fn short_json_string(text: &[u8]) -> Option<usize> {
    let word = text.first_chunk::<8>()?;
    let length = (special_in(*word).trailing_zeros() / 8) as usize;
    (word.get(length) == Some(&b'"')).then_some(length)
}

/// The highest bit of the first special byte is set, and of none before it.
#[inline]
fn special_in(word: [u8; 8]) -> u64 {
    let word = u64::from_le_bytes(word);
    let is = |byte: u8| {
        let other = word ^ (LOW * u64::from(byte));
        other.wrapping_sub(LOW) & !other
    };
    let control = word.wrapping_sub(LOW * 0x20) & !word;
    (is(b'"') | is(b'\\') | control) & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts of all lengths up to 40, plain but for one byte at each place.
    fn texts(mut look: impl FnMut(&[u8])) {
        for length in 0..40 {
            let mut text = vec![b'x'; length];
            look(&text);
            for place in 0..length {
                for byte in 0..=255 {
                    text[place] = byte;
                    look(&text);
                }
                text[place] = b'x';
            }
        }
    }

    #[test]
    fn plain_texts_are_told_from_others() {
        texts(|text| assert_eq!(is_plain(text), text.iter().all(|byte| (1..0x80).contains(byte)), "{text:?}"));
    }

    #[test]
    fn a_json_string_ends_where_it_ends_byte_by_byte() {
        let special = |text: &[u8]| text.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20));
        texts(|text| assert_eq!(end_of_json_string(text), special(text), "{text:?}"));
        texts(|text| {
            let short = special(text).filter(|end| *end < 8 && text.len() >= 8 && text[*end] == b'"');
            assert_eq!(short_json_string(text), short, "{text:?}");
        });
        for pair in [b"\"!", b"\x00\x01", b"\\]", b"\x1f\x20", b"\xff\"", b"\x80\x00"] {
            let text = [b"abcd".as_slice(), pair, b"\"efghijk"].concat();
            assert_eq!(end_of_json_string(&text), special(&text), "{text:?}");
        }
    }
}
