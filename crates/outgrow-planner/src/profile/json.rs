//! Strict JSON: what PostgreSQL's `json` and `jsonb` accept.
//!
//! One walk over the bytes, without a tree and without recursion, so that a hostile text costs
//! no more than its length. `json` takes RFC 8259 and looks into no escape; `jsonb` also needs
//! what its binary form can hold.

mod depth;
mod keys;
mod number;

use depth::{Container, Open};
use keys::{Key, Keys};

use super::bytes::{end_of_json_string, short_json_string};

/// Levels of arrays and objects; PostgreSQL's own bound depends on `max_stack_depth` and is far
/// above it with the default of 2 MB.
const MAX_DEPTH: usize = 2_048;
/// PostgreSQL's largest allocation, less than a gigabyte, bounds a text.
const MAX_JSON_BYTES: usize = 0x3fff_ff00;
/// `jsonb` holds 256 MB in one container. Its form of a text is at most 12 bytes a value longer,
/// so that these two limits together stay below.
const MAX_JSONB_BYTES: usize = 1 << 27;
const MAX_JSONB_VALUES: usize = 1 << 23;
/// `jsonb` writes numbers without exponents: `1e100000` is read back as 100,001 digits, and a
/// whole text must stay below a gigabyte.
const MAX_JSONB_ZEROS: usize = 1 << 28;

/// What a text is to PostgreSQL's two JSON types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Json {
    /// No JSON.
    Not,
    /// `json` accepts it, and `jsonb` refuses or changes it.
    Text,
    /// `jsonb` holds it without change of meaning.
    Binary,
}

/// Judges a text; of one that is not UTF-8, only that it is no JSON means something.
pub(super) fn judge(text: &[u8]) -> Json {
    match text.first() {
        Some(b'-' | b'0'..=b'9') => judge_number(text),
        Some(b'{' | b'[' | b'"' | b' ' | b'\t' | b'\n' | b'\r') => walk(text),
        Some(b't' | b'f' | b'n') if WORDS.iter().any(|word| text.starts_with(word)) => walk(text),
        Some(_) | None => Json::Not,
    }
}

const WORDS: [&[u8]; 3] = [b"true", b"false", b"null"];

/// Judges a text that begins as a number does; most such texts are none.
fn judge_number(text: &[u8]) -> Json {
    if let [b'0', b'0'..=b'9', ..] = text {
        return Json::Not;
    }
    let digits = number::leading_digits(text);
    match text.get(digits) {
        None if digits < SURE_DIGITS => Json::Binary,
        None | Some(b'-' | b'.' | b'e' | b'E') => walk(text),
        Some(b' ' | b'\t' | b'\n' | b'\r') if text[digits..].iter().all(is_blank) => walk(text),
        Some(_) => Json::Not,
    }
}

/// Fewer digits are within the limits of `numeric` on either side of the point.
pub(super) const SURE_DIGITS: usize = 1_024;

fn is_blank(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn walk(text: &[u8]) -> Json {
    if text.len() > MAX_JSON_BYTES {
        return Json::Not;
    }
    let mut walk = Walk {
        text,
        at: 0,
        open: Open::default(),
        binary: text.len() <= MAX_JSONB_BYTES,
        values: 0,
        zeros: 0,
        keys: Keys::default(),
    };
    match walk.document() {
        None => Json::Not,
        Some(()) if walk.binary && walk.values <= MAX_JSONB_VALUES => Json::Binary,
        Some(()) => Json::Text,
    }
}

struct Walk<'a> {
    text: &'a [u8],
    at: usize,
    open: Open,
    /// Whether `jsonb` can still hold it.
    binary: bool,
    values: usize,
    zeros: usize,
    keys: Keys,
}

impl Walk<'_> {
    fn document(&mut self) -> Option<()> {
        loop {
            let whole = self.value()?;
            if whole && !self.next_value()? {
                return Some(());
            }
        }
    }

    /// Reads a value; false when it is a container that now waits for its first one.
    #[inline]
    fn value(&mut self) -> Option<bool> {
        self.skip_blanks();
        self.values += 1;
        match self.next()? {
            b'"' => self.string().map(|_| true),
            b'{' => self.open_object(),
            b'[' => self.open_array(),
            b't' => self.word(b"rue"),
            b'f' => self.word(b"alse"),
            b'n' => self.word(b"ull"),
            b'-' | b'0'..=b'9' => self.number(),
            _ => None,
        }
    }

    /// Goes on after a value: true when another one follows, false at the end of the text.
    #[inline]
    fn next_value(&mut self) -> Option<bool> {
        loop {
            self.skip_blanks();
            match (self.open.innermost(), self.next()) {
                (None, None) => return Some(false),
                (Some(Container::Array), Some(b',')) => return Some(true),
                (Some(Container::Object), Some(b',')) => return self.key().map(|()| true),
                (Some(Container::Array), Some(b']')) => self.open.leave(),
                (Some(Container::Object), Some(b'}')) => self.close_object(),
                (_, _) => return None,
            }
        }
    }

    fn open_array(&mut self) -> Option<bool> {
        self.skip_blanks();
        if self.eat(b']') {
            return (self.open.depth() < MAX_DEPTH).then_some(true);
        }
        self.enter(Container::Array)?;
        Some(false)
    }

    fn open_object(&mut self) -> Option<bool> {
        self.skip_blanks();
        if self.eat(b'}') {
            return (self.open.depth() < MAX_DEPTH).then_some(true);
        }
        self.enter(Container::Object)?;
        self.keys.open();
        self.key()?;
        Some(false)
    }

    fn close_object(&mut self) {
        self.open.leave();
        if self.keys.close(self.text) {
            self.binary = false;
        }
    }

    #[inline]
    fn key(&mut self) -> Option<()> {
        self.skip_blanks();
        let start = self.at + 1;
        let escaped = self.eat(b'"').then(|| self.string())??;
        if self.binary {
            self.values += 1;
            self.binary = self.values <= MAX_JSONB_VALUES;
            self.keys.push(Key::new(start, self.at - 1, escaped));
        }
        self.skip_blanks();
        self.eat(b':').then_some(())
    }

    /// Goes behind a string after its opening quote, and says whether it has escapes.
    #[allow(clippy::inline_always, reason = "measured: most of a document is short strings")]
    #[inline(always)]
    fn string(&mut self) -> Option<bool> {
        let rest = self.text.get(self.at..)?;
        // Most strings are short, and have none.
        if let Some(length) = short_json_string(rest) {
            self.at += length + 1;
            return Some(false);
        }
        self.any_string()
    }

    fn any_string(&mut self) -> Option<bool> {
        let mut escaped = false;
        loop {
            self.at += end_of_json_string(self.text.get(self.at..)?)?;
            match self.next()? {
                b'"' => return Some(escaped),
                b'\\' => self.escape()?,
                _ => return None,
            }
            escaped = true;
        }
    }

    fn escape(&mut self) -> Option<()> {
        match self.next()? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => self.unicode_escape(),
            _ => None,
        }
    }

    fn unicode_escape(&mut self) -> Option<()> {
        let unit = self.four_digits()?;
        let high = (0xd800..0xdc00).contains(&unit);
        if high && self.text[self.at..].starts_with(b"\\u") {
            self.at += 2;
            let low = self.four_digits()?;
            self.binary &= (0xdc00..0xe000).contains(&low);
        } else if unit == 0 || (0xd800..0xe000).contains(&unit) {
            self.binary = false;
        }
        Some(())
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        digits.iter().try_fold(0, |unit, digit| Some(unit * 16 + char::from(*digit).to_digit(16)?))
    }

    fn word(&mut self, rest: &[u8]) -> Option<bool> {
        self.text[self.at..].starts_with(rest).then(|| self.at += rest.len())?;
        Some(true)
    }

    fn number(&mut self) -> Option<bool> {
        self.at -= 1;
        if let Some(digits) = number::few_digits(&self.text[self.at..]) {
            self.at += digits;
            return Some(true);
        }
        let number = number::read(&self.text[self.at..])?;
        self.at += number.length;
        self.zeros = self.zeros.saturating_add(number.zeros());
        self.binary &= number.fits_numeric() && self.zeros <= MAX_JSONB_ZEROS;
        Some(true)
    }

    fn enter(&mut self, container: Container) -> Option<()> {
        (self.open.depth() < MAX_DEPTH).then(|| self.open.enter(container))
    }

    #[inline]
    fn next(&mut self) -> Option<u8> {
        let byte = *self.text.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    #[inline]
    fn eat(&mut self, byte: u8) -> bool {
        let found = self.text.get(self.at) == Some(&byte);
        self.at += usize::from(found);
        found
    }

    #[inline]
    fn skip_blanks(&mut self) {
        while self.text.get(self.at).is_some_and(is_blank) {
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests;
