//! What there is to know of a long value before it is sent anywhere.

use crate::Result;

/// The bytes that are kept of the beginning of a value.
const HEAD: usize = 256;
/// The longest sequence of bytes that one character has.
const CHARACTER: usize = 4;

/// What there is to know of a long value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Survey {
    /// Its length in bytes.
    pub(crate) bytes: u64,
    /// Its characters; each sequence of bytes that is not UTF-8 counts as one.
    pub(crate) characters: u64,
    /// Whether all of it is UTF-8.
    pub(crate) is_utf8: bool,
    /// Whether it has U+0000.
    pub(crate) has_nul: bool,
    /// Its first bytes, up to 256 of them.
    pub(crate) head: Vec<u8>,
    /// Its last byte; `None` where it is empty.
    pub(crate) last: Option<u8>,
}

/// Which characters are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Count {
    /// All.
    All,
    /// Those before the first byte that is not UTF-8, because of a value that is not UTF-8 nothing
    /// more need be known: counting random bytes takes long.
    WhileUtf8,
}

/// A survey under way.
#[derive(Debug)]
pub(crate) struct Surveyor {
    survey: Survey,
    count: Count,
    /// The beginning of a character whose end comes with the next piece.
    open: Vec<u8>,
}

/// Looks at a value that comes in pieces; `read` gives them to the function that it is given.
pub(crate) fn survey(
    count: Count,
    read: impl FnOnce(&mut dyn FnMut(&[u8]) -> Result<()>) -> Result<Option<()>>,
) -> Result<Option<Survey>> {
    let mut surveyor = Surveyor { survey: Survey { is_utf8: true, ..Survey::default() }, count, open: Vec::new() };
    let read = read(&mut |piece| {
        surveyor.take(piece);
        Ok(())
    })?;
    Ok(read.map(|()| surveyor.finish()))
}

impl Surveyor {
    fn take(&mut self, piece: &[u8]) {
        let survey = &mut self.survey;
        survey.bytes += piece.len() as u64;
        survey.has_nul = survey.has_nul || piece.contains(&0);
        survey.last = piece.last().copied().or(survey.last);
        let room = HEAD - survey.head.len();
        survey.head.extend_from_slice(&piece[..room.min(piece.len())]);
        if self.count == Count::WhileUtf8 && !survey.is_utf8 {
            return self.open.clear();
        }
        let rest = self.close(piece);
        self.count(rest);
    }

    /// Ends the open character with the first bytes of a piece; gives back the rest of it.
    fn close<'a>(&mut self, piece: &'a [u8]) -> &'a [u8] {
        let mut rest = piece;
        while let (false, Some((byte, behind))) = (self.open.is_empty(), rest.split_first()) {
            self.open.push(*byte);
            rest = behind;
            let open = std::mem::take(&mut self.open);
            self.count(&open);
        }
        rest
    }

    /// Counts the characters of some bytes, and keeps one that has no end yet.
    fn count(&mut self, bytes: &[u8]) {
        let mut bytes = bytes;
        loop {
            match std::str::from_utf8(bytes) {
                Ok(text) => return self.survey.characters += text.chars().count() as u64,
                Err(error) => {
                    let (valid, behind) = bytes.split_at(error.valid_up_to());
                    self.survey.characters += characters(valid);
                    let Some(wrong) = error.error_len() else { return self.open = behind.to_vec() };
                    self.survey.characters += 1;
                    self.survey.is_utf8 = false;
                    if self.count == Count::WhileUtf8 {
                        return;
                    }
                    bytes = &behind[wrong..];
                }
            }
        }
    }

    fn finish(mut self) -> Survey {
        if !self.open.is_empty() {
            self.survey.characters += 1;
            self.survey.is_utf8 = false;
        }
        self.survey
    }
}

/// The characters of bytes that are known to be UTF-8.
fn characters(valid: &[u8]) -> u64 {
    valid.iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u64
}

impl Survey {
    /// The first bytes without a character that is cut off, where all of it is UTF-8.
    pub(crate) fn whole_head(&self) -> &[u8] {
        match std::str::from_utf8(&self.head) {
            Err(error) if self.is_utf8 && self.head.len() - error.valid_up_to() < CHARACTER => {
                &self.head[..error.valid_up_to()]
            }
            Ok(_) | Err(_) => &self.head,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_pieces(bytes: &[u8], size: usize) -> Survey {
        let read = |take: &mut dyn FnMut(&[u8]) -> Result<()>| {
            bytes.chunks(size).try_for_each(&mut *take)?;
            Ok(Some(()))
        };
        survey(Count::All, read).expect("nothing fails").expect("it was read")
    }

    #[test]
    fn pieces_say_what_the_whole_says() {
        let texts: [&[u8]; 9] = [
            b"plain",
            "é€😀 und mehr".as_bytes(),
            b"",
            b"a\0b",
            b"\xff\xfe",
            b"a\xe2\x82",
            b"\xe2\x82A\xf0\x9f\x98",
            b"\xed\xa0\x80x",
            b"\xf0\x9f\x98\x80\x80",
        ];
        for text in texts {
            let wanted: usize = text
                .utf8_chunks()
                .map(|chunk| chunk.valid().chars().count() + usize::from(!chunk.invalid().is_empty()))
                .sum();
            for size in 1..=text.len().max(1) {
                let found = in_pieces(text, size);
                assert_eq!(found.is_utf8, std::str::from_utf8(text).is_ok(), "{text:x?} by {size}");
                assert_eq!(found.characters, wanted as u64, "{text:x?} by {size}");
                assert_eq!((found.bytes, found.last), (text.len() as u64, text.last().copied()));
                assert_eq!(found.has_nul, text.contains(&0));
                assert_eq!(found.head, text);
            }
        }
    }

    #[test]
    fn the_head_ends_with_a_whole_character() {
        let text = "€".repeat(200);
        let survey = in_pieces(text.as_bytes(), 100);
        assert_eq!((survey.head.len(), survey.whole_head().len()), (256, 255));
    }
}
