//! The keys of the objects that are open, to find a key that stands twice in one of them.

use std::cell::Cell;
use std::cmp::Ordering;
use std::ops::Range;

/// Keys are kept for the next text, so that a column of objects costs no allocation a value.
const KEPT: usize = 4_096;

thread_local! {
    static BUFFER: Cell<Vec<Key>> = const { Cell::new(Vec::new()) };
}

/// A key, as a range of the text; the start of an object is a mark.
#[derive(Clone, Copy)]
enum Key {
    Mark,
    At { start: u32, end: u32 },
}

/// The keys of all open objects, inner ones last.
#[derive(Default)]
pub(super) struct Keys(Vec<Key>);

impl Keys {
    /// An object begins.
    pub(super) fn open(&mut self) {
        if self.0.capacity() == 0 {
            self.0 = BUFFER.take();
        }
        self.0.push(Key::Mark);
    }

    /// The innermost object has this key, with its escapes and without its quotes.
    pub(super) fn push(&mut self, range: Range<usize>) {
        let (Ok(start), Ok(end)) = (u32::try_from(range.start), u32::try_from(range.end)) else { return };
        self.0.push(Key::At { start, end });
    }

    /// The innermost object ends; says whether a key stands twice in it.
    pub(super) fn close(&mut self, text: &[u8]) -> bool {
        let mark = self.0.iter().rposition(|key| matches!(key, Key::Mark)).unwrap_or(0);
        let keys = &mut self.0[mark + 1..];
        keys.sort_unstable_by(|one, other| compare(one.of(text), other.of(text)));
        let twice = keys.windows(2).any(|pair| compare(pair[0].of(text), pair[1].of(text)).is_eq());
        self.0.truncate(mark);
        twice
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        if (1..=KEPT).contains(&self.0.capacity()) {
            self.0.clear();
            BUFFER.set(std::mem::take(&mut self.0));
        }
    }
}

impl Key {
    fn of(self, text: &[u8]) -> &[u8] {
        match self {
            Key::Mark => &[],
            Key::At { start, end } => &text[start as usize..end as usize],
        }
    }
}

/// Compares what two keys mean: `"\u0061"` is `"a"`.
fn compare(one: &[u8], other: &[u8]) -> Ordering {
    if !one.contains(&b'\\') && !other.contains(&b'\\') {
        return one.cmp(other);
    }
    // UTF-8 sorts as its code points do, so both ways of comparing agree.
    Meaning::of(one).cmp(Meaning::of(other))
}

/// The code points of a string whose escapes are known to be well-formed.
struct Meaning<'a> {
    rest: std::str::Chars<'a>,
}

impl Meaning<'_> {
    fn of(key: &[u8]) -> Meaning<'_> {
        Meaning { rest: std::str::from_utf8(key).unwrap_or_default().chars() }
    }

    fn unit(&mut self) -> u32 {
        self.rest.by_ref().take(4).fold(0, |unit, digit| unit * 16 + digit.to_digit(16).unwrap_or(0))
    }

    fn unicode(&mut self) -> u32 {
        let unit = self.unit();
        if !(0xd800..0xdc00).contains(&unit) || !self.rest.as_str().starts_with("\\u") {
            return unit;
        }
        self.rest.next();
        self.rest.next();
        0x10000 + ((unit - 0xd800) << 10) + (self.unit() & 0x3ff)
    }
}

impl Iterator for Meaning<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let character = self.rest.next()?;
        if character != '\\' {
            return Some(u32::from(character));
        }
        Some(match self.rest.next()? {
            'b' => 8,
            't' => 9,
            'n' => 10,
            'f' => 12,
            'r' => 13,
            'u' => self.unicode(),
            itself => u32::from(itself),
        })
    }
}
