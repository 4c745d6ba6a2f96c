//! JSON documents that are equal in meaning.
//!
//! The normal form has strings without escapes, numbers as exact decimals, and
//! members sorted by length and bytes, the order in which `jsonb` keeps them, so
//! that only the text from SQLite ever has to be sorted. It is built without
//! recursion: depth is the file's to choose.

use std::ops::Range;

use super::numeric::{self, Exponents};

/// The deepest nesting that is read.
const MAX_DEPTH: usize = 10_000;

/// The normal form of a document; `None` where it is none, where a name comes twice, and where
/// a string holds U+0000 or half a surrogate pair, which `jsonb` cannot hold.
pub(super) fn normalise(text: &[u8], out: &mut Vec<u8>) -> Option<()> {
    std::str::from_utf8(text).ok()?;
    out.clear();
    let mut reader = Reader { rest: text, out, open: Vec::new(), number: Vec::new() };
    reader.document()
}

struct Reader<'a, 'b> {
    rest: &'a [u8],
    out: &'b mut Vec<u8>,
    open: Vec<Container>,
    number: Vec<u8>,
}

enum Container {
    Array,
    Object { start: usize, members: Vec<Member> },
}

/// Where a member stands in the normal form so far.
struct Member {
    name: Range<usize>,
    end: usize,
}

/// What the reader expects next.
enum State {
    Value,
    AfterValue,
}

impl Reader<'_, '_> {
    fn document(&mut self) -> Option<()> {
        let mut state = State::Value;
        loop {
            self.blanks();
            state = match state {
                State::Value => self.value()?,
                State::AfterValue if self.open.is_empty() => return self.rest.is_empty().then_some(()),
                State::AfterValue => self.after_value()?,
            };
        }
    }

    fn value(&mut self) -> Option<State> {
        match *self.rest.first()? {
            b'[' => return self.open_array(),
            b'{' => return self.open_object(),
            b'"' => {
                self.string()?;
            }
            b't' => self.word(b"true")?,
            b'f' => self.word(b"false")?,
            b'n' => self.word(b"null")?,
            _ => self.number()?,
        }
        Some(State::AfterValue)
    }

    fn open_array(&mut self) -> Option<State> {
        self.take();
        self.out.push(b'[');
        self.blanks();
        if self.eat(b']') {
            self.out.push(b']');
            return Some(State::AfterValue);
        }
        self.push(Container::Array)
    }

    fn open_object(&mut self) -> Option<State> {
        self.take();
        self.out.push(b'{');
        self.blanks();
        if self.eat(b'}') {
            self.out.push(b'}');
            return Some(State::AfterValue);
        }
        self.push(Container::Object { start: self.out.len(), members: Vec::new() })?;
        self.member_name()
    }

    fn push(&mut self, container: Container) -> Option<State> {
        self.open.push(container);
        (self.open.len() <= MAX_DEPTH).then_some(State::Value)
    }

    fn member_name(&mut self) -> Option<State> {
        self.blanks();
        let name = self.string()?;
        self.blanks();
        if !self.eat(b':') {
            return None;
        }
        if let Some(Container::Object { members, .. }) = self.open.last_mut() {
            members.push(Member { end: name.end, name });
        }
        Some(State::Value)
    }

    fn after_value(&mut self) -> Option<State> {
        let end = self.out.len();
        match self.open.last_mut()? {
            Container::Array => {
                if self.eat(b',') {
                    return Some(State::Value);
                }
                self.close(b']')
            }
            Container::Object { members, .. } => {
                members.last_mut()?.end = end;
                if self.eat(b',') {
                    return self.member_name();
                }
                self.close(b'}')
            }
        }
    }

    fn close(&mut self, bracket: u8) -> Option<State> {
        if !self.eat(bracket) {
            return None;
        }
        if let Some(Container::Object { start, members }) = self.open.pop() {
            sort_members(self.out, start, members)?;
        }
        self.out.push(bracket);
        Some(State::AfterValue)
    }

    /// A string becomes its length and its bytes; gives back where the bytes stand.
    fn string(&mut self) -> Option<Range<usize>> {
        if !self.eat(b'"') {
            return None;
        }
        self.out.push(b'"');
        let prefix = self.out.len();
        self.out.extend_from_slice(&[0; 8]);
        let start = self.out.len();
        loop {
            let plain = self.rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=31))?;
            self.out.extend_from_slice(&self.rest[..plain]);
            self.rest = &self.rest[plain..];
            match self.take()? {
                b'"' => break,
                b'\\' => self.escape()?,
                _ => return None,
            }
        }
        let length = (self.out.len() - start) as u64;
        self.out[prefix..start].copy_from_slice(&length.to_be_bytes());
        Some(start..self.out.len())
    }

    fn escape(&mut self) -> Option<()> {
        let byte = match self.take()? {
            plain @ (b'"' | b'\\' | b'/') => plain,
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'u' => return self.code_point(),
            _ => return None,
        };
        self.out.push(byte);
        Some(())
    }

    fn code_point(&mut self) -> Option<()> {
        let unit = self.hex4()?;
        let code = match unit {
            0 | 0xDC00..=0xDFFF => return None,
            0xD800..=0xDBFF => {
                let low = (self.eat(b'\\') && self.eat(b'u')).then(|| self.hex4())??;
                let low = low.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
                0x1_0000 + ((unit - 0xD800) << 10) + low
            }
            plain => plain,
        };
        let mut buffer = [0; 4];
        self.out.extend_from_slice(char::from_u32(code)?.encode_utf8(&mut buffer).as_bytes());
        Some(())
    }

    fn hex4(&mut self) -> Option<u32> {
        (0..4).try_fold(0, |value, _| Some(value << 4 | char::from(self.take()?).to_digit(16)?))
    }

    fn number(&mut self) -> Option<()> {
        let part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let length = self.rest.iter().take_while(|byte| part(byte)).count();
        let (text, rest) = self.rest.split_at(length);
        numeric::of_text(text, Exponents::Allowed, &mut self.number)?;
        self.rest = rest;
        self.out.push(b'#');
        self.out.extend_from_slice(&(self.number.len() as u64).to_be_bytes());
        self.out.extend_from_slice(&self.number);
        Some(())
    }

    fn word(&mut self, word: &'static [u8]) -> Option<()> {
        self.rest = self.rest.strip_prefix(word)?;
        self.out.push(word[0]);
        Some(())
    }

    fn blanks(&mut self) {
        let blanks = self.rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count();
        self.rest = &self.rest[blanks..];
    }

    fn take(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.rest.first() == Some(&byte);
        if found {
            self.rest = &self.rest[1..];
        }
        found
    }
}

/// Puts the members of an object, which begin at `start`, in order; `None` where a name comes twice.
fn sort_members(out: &mut Vec<u8>, start: usize, members: Vec<Member>) -> Option<()> {
    let name = |member: &Member| (member.name.len(), &out[member.name.clone()]);
    if members.is_sorted_by(|a, b| name(a) < name(b)) {
        return Some(());
    }
    let mut order: Vec<usize> = (0..members.len()).collect();
    order.sort_by(|a, b| name(&members[*a]).cmp(&name(&members[*b])));
    if order.windows(2).any(|pair| name(&members[pair[0]]) == name(&members[pair[1]])) {
        return None;
    }
    let from = |position: usize| if position == 0 { start } else { members[position - 1].end };
    let mut sorted = Vec::with_capacity(out.len() - start);
    for position in order {
        sorted.extend_from_slice(&out[from(position)..members[position].end]);
    }
    out.truncate(start);
    out.append(&mut sorted);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(text: &str) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        normalise(text.as_bytes(), &mut out)?;
        Some(out)
    }

    #[test]
    fn order_blanks_escapes_and_number_forms_have_no_meaning() {
        let pairs = [
            (r#"{"b":1,"aa":[1, 2],"a":{"y":1,"x":2}}"#, r#"{"a": {"x": 2, "y": 1}, "b": 1, "aa": [1, 2]}"#),
            (r#""\u00e9\ud83d\ude00\/\n""#, "\"é😀/\\u000a\""),
            ("[1.50, 1e2, -0, 0.0]", "[1.5,100,0,-0]"),
            (" [ ] ", "[]"),
        ];
        for (left, right) in pairs {
            assert!(normal(left).is_some(), "{left}");
            assert_eq!(normal(left), normal(right), "{left}");
        }
    }

    #[test]
    fn different_documents_differ() {
        let pairs = [
            (r#"{"a":1}"#, r#"{"a":"1"}"#),
            (r#"["a","b"]"#, r#"["ab"]"#),
            ("[[],[]]", "[[[]]]"),
            (r#"{"a":1,"b":2}"#, r#"{"a":2,"b":1}"#),
            ("[1,2]", "[2,1]"),
            ("1e400", "1e401"),
            ("null", "false"),
        ];
        for (left, right) in pairs {
            assert!(normal(left).is_some(), "{left}");
            assert_ne!(normal(left), normal(right), "{left}");
        }
    }

    #[test]
    fn what_jsonb_refuses_or_drops_has_no_normal_form() {
        let texts = [
            "",
            "{",
            "[1,]",
            "{\"a\":1,\"a\":1}",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\"",
            "\"\\ud800\\u0041\"",
            "NaN",
            "01",
            "+1",
            ".5",
            "'a'",
            "{a:1}",
            "[1] 2",
            "\"a\nb\"",
            "tru",
            "[1 2]",
            "{\"a\" 1}",
            "]",
            "--1",
        ];
        for text in texts {
            assert_eq!(normal(text), None, "{text}");
        }
        assert_eq!(normalise(b"\"\xff\"", &mut Vec::new()), None);
    }

    #[test]
    fn a_million_brackets_are_refused_without_harm() {
        assert_eq!(normal(&"[".repeat(1_000_000)), None);
        let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
        assert!(normal(&deep).is_some());
    }
}
