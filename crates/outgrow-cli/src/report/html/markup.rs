//! `Html`: the only way to build a page.

use crate::report::words::{self, visible};

/// The most characters of a name; PostgreSQL itself keeps 63.
const NAME: usize = 300;
/// The most characters of a sentence or a value.
const TEXT: usize = 4_000;
/// The most characters of a statement.
const CODE: usize = 20_000;

/// HTML under construction.
///
/// Markup comes in as `&'static str`, so that nothing from a database file can enter unescaped; everything else
/// has methods that escape.
#[derive(Default)]
pub(super) struct Html(String);

impl Html {
    /// Appends markup written in this program.
    pub(super) fn push(&mut self, markup: &'static str) -> &mut Html {
        self.0.push_str(markup);
        self
    }

    /// Appends a page that was itself built by `Html`.
    pub(super) fn append(&mut self, html: &Html) -> &mut Html {
        self.0.push_str(&html.0);
        self
    }

    /// Appends a sentence or a value.
    pub(super) fn text(&mut self, text: &str) -> &mut Html {
        self.escaped(&visible(&words::cut(text, TEXT)))
    }

    /// Appends a name.
    pub(super) fn name(&mut self, name: &str) -> &mut Html {
        self.escaped(&visible(&words::cut(name, NAME)))
    }

    /// Appends a statement with its lines; a very long one is cut, and says so.
    pub(super) fn code(&mut self, code: &str) -> &mut Html {
        let lines = words::cut(code, CODE).replace("\r\n", "\n");
        for (position, line) in lines.split('\n').enumerate() {
            if position > 0 {
                self.push("\n");
            }
            self.escaped(&visible(&line.replace('\t', "    ")));
        }
        if code.chars().count() > CODE {
            self.push("\n").text("The rest is left out here; the JSON document has it.");
        }
        self
    }

    /// Appends ` name="value"`.
    pub(super) fn attribute(&mut self, name: &'static str, value: &str) -> &mut Html {
        self.push(" ").push(name).push("=\"").escaped(&visible(&words::cut(value, NAME))).push("\"")
    }

    /// Appends a whole number as markup has it, without signs between thousands.
    pub(super) fn integer(&mut self, value: usize) -> &mut Html {
        self.escaped(&value.to_string())
    }

    /// Appends a coordinate with at most one digit after the point.
    pub(super) fn coordinate(&mut self, value: f64) -> &mut Html {
        let tenths = format!("{value:.1}");
        self.escaped(tenths.strip_suffix(".0").unwrap_or(&tenths))
    }

    /// Whether there is nothing yet.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The page.
    pub(super) fn finish(self) -> String {
        self.0
    }

    fn escaped(&mut self, text: &str) -> &mut Html {
        for character in text.chars() {
            match character {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                _ => self.0.push(character),
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(make: impl Fn(&mut Html) -> &mut Html) -> String {
        let mut html = Html::default();
        make(&mut html);
        html.finish()
    }

    #[test]
    fn nothing_of_a_file_becomes_markup() {
        let hostile = "</script><b a='1' b=\"2\">&amp;\0\u{202e}";
        let safe = "&lt;/script&gt;&lt;b a=&#39;1&#39; b=&quot;2&quot;&gt;&amp;amp;\\u{0}\\u{202e}";
        assert_eq!(made(|html| html.text(hostile)), safe);
        assert_eq!(made(|html| html.name(hostile)), safe);
        assert_eq!(made(|html| html.code(hostile)), safe);
        assert_eq!(made(|html| html.attribute("title", hostile)), format!(" title=\"{safe}\""));
    }

    #[test]
    fn a_statement_keeps_its_lines() {
        assert_eq!(made(|html| html.code("a\r\n\tb\nc\u{1b}")), "a\n    b\nc\\u{1b}");
    }

    #[test]
    fn what_is_very_long_is_cut() {
        let long = "x".repeat(1_000_000);
        assert!(made(|html| html.name(&long)).len() < 400);
        assert!(made(|html| html.code(&long)).ends_with("the JSON document has it."));
    }

    #[test]
    fn coordinates_are_short() {
        assert_eq!(made(|html| html.coordinate(12.0)), "12");
        assert_eq!(made(|html| html.coordinate(33.333)), "33.3");
    }
}
