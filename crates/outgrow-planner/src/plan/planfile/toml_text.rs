//! TOML under construction: keys, strings and comments that no name can break out of.

/// A document under construction.
#[derive(Default)]
pub(super) struct Document(String);

/// Longer comments are cut: a name can have a megabyte, and nobody reads it.
const LONGEST_COMMENT: usize = 400;

impl Document {
    /// A line as it is.
    pub(super) fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }

    /// An empty line, unless there is one already.
    pub(super) fn gap(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") {
            self.0.push('\n');
        }
    }

    /// A comment on a line of its own.
    pub(super) fn comment(&mut self, text: &str) {
        self.indented_comment("", text);
    }

    /// A comment on a line of its own, with blanks before it.
    pub(super) fn indented_comment(&mut self, indent: &str, text: &str) {
        let shown = cut(&visible(text));
        self.line(format!("{indent}# {shown}").trim_end());
    }

    /// The whole text.
    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// A key, in quotes where it needs them.
pub(super) fn key(name: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !name.is_empty() && name.bytes().all(bare) { name.to_owned() } else { string(name) }
}

/// A string in double quotes.
pub(super) fn string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            _ if is_hidden(character) => quoted.push_str(&format!("\\U{:08X}", u32::from(character))),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

/// Text without characters that end a line, drive a terminal or turn the direction of writing.
fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match is_hidden(character) {
            true => shown.extend(character.escape_default()),
            false => shown.push(character),
        }
    }
    shown
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST_COMMENT {
        return text.to_owned();
    }
    text.chars().take(LONGEST_COMMENT - 1).chain(['…']).collect()
}

fn is_hidden(character: char) -> bool {
    let directs = matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    character.is_control() || directs || matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_names_stay_names() {
        for name in ["", "a b", "a\"]\nx = 1 #", "back\\slash", "\u{0}\u{7f}\u{85}\u{202e}", "表", "plain_name-1"] {
            let text = format!("{} = {}\n", key(name), string(name));
            let table = toml::de::DeTable::parse(&text).expect("TOML");
            let (key, value) = table.get_ref().iter().next().expect("one key");
            assert_eq!(key.get_ref(), name);
            assert_eq!(value.get_ref().as_str(), Some(name));
        }
    }

    #[test]
    fn a_comment_is_one_line_and_not_endless() {
        let mut document = Document::default();
        document.comment("a\nb = 1\r\u{0}");
        document.comment(&"x".repeat(1_000_000));
        let text = document.finish();
        assert_eq!(text.lines().count(), 2);
        assert!(text.starts_with("# a\\nb = 1\\r\\u{0}\n"), "{text}");
        assert!(text.len() < 1_000);
    }
}
