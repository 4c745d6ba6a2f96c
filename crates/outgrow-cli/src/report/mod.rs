//! What a command found, as text and as a page for people, and as JSON for programs.
//!
//! [`facts`] gathers what a report says once; every form writes the same facts.

pub(crate) mod words;
pub(crate) mod style;
mod grid;
pub(crate) mod facts;
pub(crate) mod text;
pub(crate) mod json;
pub(crate) mod html;
#[cfg(test)]
mod sample;

/// What a command writes to stdout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Text for people.
    Text,
    /// One JSON document.
    Json,
}

impl Format {
    /// What `--json` asks for.
    pub(crate) fn json_if(asked: bool) -> Format {
        if asked { Format::Json } else { Format::Text }
    }
}
