//! A key of a plan file with its value and its line.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::plan::{Decided, Mistake};

/// A key with its value.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    /// The lines of the whole text.
    lines: &'a Lines,
    /// The key without quotes.
    pub(super) key: &'a str,
    /// The line of the key.
    pub(super) line: usize,
    value: &'a DeValue<'a>,
}

/// The entries of a table, in the order of the text.
pub(super) fn entries<'a>(lines: &'a Lines, table: &'a DeTable<'a>) -> Vec<Entry<'a>> {
    let mut entries: Vec<(usize, Entry<'a>)> = table
        .iter()
        .map(|(key, value)| {
            let start = key.span().start;
            (start, Entry { lines, key: key.get_ref(), line: lines.line(start), value: value.get_ref() })
        })
        .collect();
    entries.sort_by_key(|(start, _)| *start);
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// Where the lines of a text end.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    /// Finds them.
    pub(super) fn of(text: &str) -> Lines {
        Lines(text.match_indices('\n').map(|(at, _)| at).collect())
    }

    /// The line of a byte of the text, counted from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.0.partition_point(|end| *end < at) + 1
    }

    /// The line where a span begins.
    pub(super) fn line_of(&self, span: Option<Range<usize>>) -> usize {
        self.line(span.map_or(0, |span| span.start))
    }
}

impl<'a> Entry<'a> {
    /// A mistake in this line.
    pub(super) fn mistake(&self, message: impl Into<String>, hint: impl Into<String>) -> Mistake {
        Mistake::new(self.line, message, hint)
    }

    /// That nobody knows this key.
    pub(super) fn unknown(&self, place: &str, known: &[&str]) -> Mistake {
        let message = format!("unknown key \"{}\"{place}", self.key);
        self.mistake(message, format!("Known here are {}.", known.join(", ")))
    }

    /// A value with the line of its key.
    pub(super) fn decided<T>(&self, value: T) -> Decided<T> {
        Decided { value, line: self.line }
    }

    /// The value as a string.
    pub(super) fn string(&self) -> Result<&'a str, Mistake> {
        match self.value {
            DeValue::String(text) => Ok(text),
            _ => Err(self.wrong("a string", "Write it in double quotes.")),
        }
    }

    /// The value as true or false.
    pub(super) fn truth(&self) -> Result<bool, Mistake> {
        match self.value {
            DeValue::Boolean(value) => Ok(*value),
            _ => Err(self.wrong("true or false", "Write it without quotes.")),
        }
    }

    /// The value as a whole number.
    pub(super) fn integer(&self) -> Result<i64, Mistake> {
        let number = match self.value {
            DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix()).ok(),
            _ => None,
        };
        number.ok_or_else(|| self.wrong("a whole number", "Write it without quotes."))
    }

    /// The value as a table.
    pub(super) fn table(&self) -> Result<Vec<Entry<'a>>, Mistake> {
        match self.value {
            DeValue::Table(table) => Ok(entries(self.lines, table)),
            _ => Err(self.wrong("a table", "Write it as { key = value }, or under a [header].")),
        }
    }

    /// The value as an array of tables, each with its line.
    pub(super) fn tables(&self) -> Result<Vec<(usize, Vec<Entry<'a>>)>, Mistake> {
        let DeValue::Array(array) = self.value else {
            return Err(self.wrong("an array", "Write it as [{ key = value }, { key = value }]."));
        };
        array
            .iter()
            .map(|item| match item.get_ref() {
                DeValue::Table(table) => Ok((self.lines.line(item.span().start), entries(self.lines, table))),
                _ => Err(self.wrong("an array of tables", "Write it as [{ key = value }, { key = value }].")),
            })
            .collect()
    }

    fn wrong(&self, wanted: &str, hint: &str) -> Mistake {
        self.mistake(format!("{} must be {wanted}", self.key), hint)
    }

    /// The string as one of some words.
    pub(super) fn one_of<T: Copy>(&self, words: &[(&str, T)]) -> Result<Decided<T>, Mistake> {
        let given = self.string()?;
        let found = words.iter().find(|(word, _)| *word == given);
        let known = || words.iter().map(|(word, _)| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
        found.map(|(_, value)| self.decided(*value)).ok_or_else(|| {
            self.mistake(format!("{} cannot be \"{given}\"", self.key), format!("It is one of {}.", known()))
        })
    }
}
