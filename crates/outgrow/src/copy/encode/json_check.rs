//! Whether PostgreSQL's JSON parser will accept a text.
//!
//! One value that it refuses would stop the COPY of a whole table, so each is
//! looked at first. No memory is used but one byte for each open bracket.

/// Deeper nesting can exhaust the server's stack.
const MAX_DEPTH: usize = 5_000;
/// Digits before and after the point that `numeric`, and so `jsonb`, can hold.
const MAX_WHOLE: i64 = 131_072;
const MAX_SCALE: i64 = 16_383;

/// For which type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Json,
    Jsonb,
}

/// Whether the text is one JSON value that the type holds.
pub(crate) fn accepts(text: &[u8], form: Form) -> bool {
    let mut scanner = Scanner { text, position: 0, form };
    scanner.document().is_some()
}

struct Scanner<'a> {
    text: &'a [u8],
    position: usize,
    form: Form,
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    ValueOrEnd,
    KeyOrEnd,
    CommaOrEnd,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.position).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.position += 1;
        Some(byte)
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.position += 1;
        }
    }

    fn document(&mut self) -> Option<()> {
        let mut open = Vec::new();
        let mut expect = Expect::Value;
        loop {
            self.blanks();
            expect = match expect {
                Expect::CommaOrEnd if open.is_empty() => {
                    return (self.position == self.text.len()).then_some(());
                }
                Expect::CommaOrEnd => self.after_value(&mut open)?,
                Expect::KeyOrEnd if self.peek() == Some(b'}') => self.close(&mut open)?,
                Expect::KeyOrEnd => self.key()?,
                Expect::ValueOrEnd if self.peek() == Some(b']') => self.close(&mut open)?,
                Expect::Value | Expect::ValueOrEnd => self.value(&mut open)?,
            };
        }
    }

    fn close(&mut self, open: &mut Vec<u8>) -> Option<Expect> {
        self.position += 1;
        open.pop()?;
        Some(Expect::CommaOrEnd)
    }

    fn after_value(&mut self, open: &mut Vec<u8>) -> Option<Expect> {
        match (self.next()?, *open.last()?) {
            (b',', b'[') => Some(Expect::Value),
            (b',', _) => {
                self.blanks();
                self.key()
            }
            (b']', b'[') | (b'}', b'{') => {
                open.pop();
                Some(Expect::CommaOrEnd)
            }
            _ => None,
        }
    }

    fn key(&mut self) -> Option<Expect> {
        (self.next()? == b'"').then_some(())?;
        self.string()?;
        self.blanks();
        (self.next()? == b':').then_some(Expect::Value)
    }

    fn value(&mut self, open: &mut Vec<u8>) -> Option<Expect> {
        let first = self.next()?;
        match first {
            b'{' | b'[' => {
                open.push(first);
                let inside = if first == b'{' { Expect::KeyOrEnd } else { Expect::ValueOrEnd };
                return (open.len() <= MAX_DEPTH).then_some(inside);
            }
            b'"' => self.string()?,
            b't' => self.word(b"rue")?,
            b'f' => self.word(b"alse")?,
            b'n' => self.word(b"ull")?,
            b'-' | b'0'..=b'9' => self.number(first)?,
            _ => return None,
        }
        Some(Expect::CommaOrEnd)
    }

    fn word(&mut self, rest: &[u8]) -> Option<()> {
        let found = self.text.get(self.position..)?.starts_with(rest);
        self.position += rest.len();
        found.then_some(())
    }

    fn digits(&mut self) -> usize {
        let start = self.position;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.position += 1;
        }
        self.position - start
    }

    fn number(&mut self, first: u8) -> Option<()> {
        let leading = if first == b'-' { self.next()? } else { first };
        if !leading.is_ascii_digit() {
            return None;
        }
        let whole = 1 + if leading == b'0' { 0 } else { self.digits() };
        let mut scale = 0;
        if self.peek() == Some(b'.') {
            self.position += 1;
            scale = self.digits();
            (scale > 0).then_some(())?;
        }
        let exponent = if matches!(self.peek(), Some(b'e' | b'E')) { self.exponent()? } else { 0 };
        // PostgreSQL's lexer takes letters and digits that follow as part of the number.
        if self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80) {
            return None;
        }
        let fits = whole as i64 + exponent <= MAX_WHOLE && scale as i64 - exponent <= MAX_SCALE;
        (self.form == Form::Json || fits).then_some(())
    }

    fn exponent(&mut self) -> Option<i64> {
        self.position += 1;
        let negative = self.peek() == Some(b'-');
        if negative || self.peek() == Some(b'+') {
            self.position += 1;
        }
        let start = self.position;
        (self.digits() > 0).then_some(())?;
        let digits = std::str::from_utf8(&self.text[start..self.position]).ok()?;
        let size = digits.parse::<i64>().unwrap_or(i64::MAX / 4).min(i64::MAX / 4);
        Some(if negative { -size } else { size })
    }

    /// The rest of a string, its closing quote included.
    fn string(&mut self) -> Option<()> {
        loop {
            match self.next()? {
                b'"' => return Some(()),
                b'\\' => self.escape()?,
                0..=0x1f => return None,
                _ => {}
            }
        }
    }

    fn escape(&mut self) -> Option<()> {
        match self.next()? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => {
                let unit = self.unit()?;
                if self.form == Form::Json { Some(()) } else { self.character(unit) }
            }
            _ => None,
        }
    }

    fn unit(&mut self) -> Option<u16> {
        (0..4).try_fold(0, |unit: u16, _| Some(unit << 4 | (self.next()? as char).to_digit(16)? as u16))
    }

    /// `jsonb` decodes escapes: no U+0000 and no half of a pair.
    fn character(&mut self, unit: u16) -> Option<()> {
        match unit {
            0 | 0xdc00..=0xdfff => None,
            0xd800..=0xdbff => {
                (self.next()? == b'\\' && self.next()? == b'u').then_some(())?;
                matches!(self.unit()?, 0xdc00..=0xdfff).then_some(())
            }
            _ => Some(()),
        }
    }
}
