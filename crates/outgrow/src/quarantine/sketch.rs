//! A short form of a text that may be long.

use sha2::{Digest, Sha256};

use super::key::hexadecimal;

/// Longer texts (bytes) are told by their hash.
const MAX_SHOWN: usize = 1024;
/// What stands before a hash.
const PREFIX: &str = "sha256:";

/// A text of at most 1 KiB as it is, a longer one as `sha256:` and its hash.
///
/// A short text that begins like a hash is told by its hash too, so that one form never means two things.
#[derive(Default)]
pub(crate) struct Sketch {
    text: String,
    length: usize,
    hash: Sha256,
}

impl Sketch {
    /// The sketch of a text that is at hand.
    pub(crate) fn of(text: &str) -> String {
        let mut sketch = Sketch::default();
        sketch.push(text);
        sketch.finish()
    }

    /// Appends text.
    pub(crate) fn push(&mut self, text: &str) {
        self.length += text.len();
        self.hash.update(text.as_bytes());
        if self.length <= MAX_SHOWN {
            self.text.push_str(text);
        }
    }

    /// The sketch of everything that was appended.
    pub(crate) fn finish(self) -> String {
        if self.length <= MAX_SHOWN && !self.text.starts_with(PREFIX) {
            return self.text;
        }
        format!("{PREFIX}{}", hexadecimal(&self.hash.finalize()))
    }
}

/// The hash that a sketch tells a text by; `None` where the sketch is the text.
pub(crate) fn hash_of(sketch: &str) -> Option<Vec<u8>> {
    sketch.strip_prefix(PREFIX).and_then(super::key::bytes_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sketch_is_either_the_text_or_its_hash_and_never_unclear() {
        assert_eq!(Sketch::of("a\u{fffd}"), "a\u{fffd}");
        assert_eq!(hash_of("a\u{fffd}"), None);
        let long = "x".repeat(1025);
        assert_eq!(hash_of(&Sketch::of(&long)), Some(Sha256::digest(long.as_bytes()).to_vec()));
        assert_eq!(hash_of(&Sketch::of("sha256:")), Some(Sha256::digest(b"sha256:").to_vec()));
    }
}
