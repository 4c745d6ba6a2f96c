//! The keys of the objects that are open, to find a key that stands twice in one of them.

use std::cell::Cell;
use std::cmp::Ordering;

/// Keys are kept for the next text, so that a column of objects costs no allocation a value.
const KEPT: usize = 4_096;

thread_local! {
    static BUFFER: Cell<Vec<Key>> = const { Cell::new(Vec::new()) };
}

/// Up to this many keys are compared pair by pair, which is faster than to sort them.
const FEW: usize = 12;

/// A key as a range of the text, with its escapes and without its quotes.
#[derive(Clone, Copy)]
pub(super) struct Key {
    start: u32,
    end: u32,
    escaped: bool,
}

/// The keys of all open objects, inner ones last. Before those of each object stands a mark:
/// an entry whose start is the position of the mark before.
#[derive(Default)]
pub(super) struct Keys {
    keys: Vec<Key>,
    mark: u32,
}

impl Keys {
    /// An object begins.
    pub(super) fn open(&mut self) {
        if self.keys.capacity() == 0 {
            self.keys = BUFFER.take();
        }
        let mark = Key { start: self.mark, end: 0, escaped: false };
        self.mark = narrow(self.keys.len());
        self.keys.push(mark);
    }

    /// The innermost object has this key.
    pub(super) fn push(&mut self, key: Key) {
        self.keys.push(key);
    }

    /// The innermost object ends; says whether a key stands twice in it.
    pub(super) fn close(&mut self, text: &[u8]) -> bool {
        let mark = self.mark as usize;
        let twice = stands_twice(&mut self.keys[mark + 1..], text);
        self.mark = self.keys[mark].start;
        self.keys.truncate(mark);
        twice
    }
}

fn stands_twice(keys: &mut [Key], text: &[u8]) -> bool {
    if keys.len() <= FEW {
        let before = |place: usize, key: &Key| keys[..place].iter().any(|other| key.is(other, text));
        return keys.iter().enumerate().any(|(place, key)| before(place, key));
    }
    keys.sort_unstable_by(|one, other| one.compare(other, text));
    keys.windows(2).any(|pair| pair[0].is(&pair[1], text))
}

impl Key {
    /// A key at these positions, which lie below 4 GB as every text does.
    pub(super) fn new(start: usize, end: usize, escaped: bool) -> Key {
        Key { start: narrow(start), end: narrow(end), escaped }
    }

    fn of<'a>(&self, text: &'a [u8]) -> &'a [u8] {
        &text[self.start as usize..self.end as usize]
    }

    fn is(&self, other: &Key, text: &[u8]) -> bool {
        if self.escaped || other.escaped {
            return self.compare(other, text).is_eq();
        }
        self.of(text) == other.of(text)
    }

    /// Compares what two keys mean: `"\u0061"` is `"a"`.
    fn compare(&self, other: &Key, text: &[u8]) -> Ordering {
        let (one, two) = (self.of(text), other.of(text));
        if !self.escaped && !other.escaped {
            return one.cmp(two);
        }
        // UTF-8 sorts as its code points do, so both ways of comparing agree.
        Meaning::of(one).cmp(Meaning::of(two))
    }
}

fn narrow(position: usize) -> u32 {
    u32::try_from(position).expect("no longer text is read as JSON")
}

impl Drop for Keys {
    fn drop(&mut self) {
        if (1..=KEPT).contains(&self.keys.capacity()) {
            self.keys.clear();
            BUFFER.set(std::mem::take(&mut self.keys));
        }
    }
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
