//! GLOB, as a regular expression.

use crate::sql::Sql;

use super::super::statement::refuse_with;
use super::super::translator::{Translator, refuse};
use super::super::typed::{Kind, Typed};
use crate::translate::NotConverted;

impl Translator<'_> {
    /// GLOB with a constant pattern: `*`, `?` and classes, letters as they are written.
    pub(super) fn glob_of(&mut self, value: &Typed, not: bool, pattern: &Typed) -> Result<Typed, NotConverted> {
        if value.kind == Kind::Blob {
            return refuse("it uses GLOB with bytes");
        }
        let Some(pattern) = pattern.text_constant() else {
            return refuse_with(
                "it uses GLOB with a pattern that is no constant",
                "Use LIKE, or a regular expression with the operator ~.",
            );
        };
        let Some(expression) = regular_expression(pattern) else {
            return refuse("it uses GLOB with a class that is not converted");
        };
        let text = self.as_text(value)?;
        let mut regular = Sql::new();
        regular.push_literal(&expression);
        let template = if not { "{} COLLATE \"C\" !~ {}" } else { "{} COLLATE \"C\" ~ {}" };
        Ok(Typed::condition(Sql::fill(template, &[&text.operand(), &regular])).null_with(value.nullable))
    }
}

/// The pattern as an advanced regular expression; `None` for classes that mean something else there.
fn regular_expression(pattern: &str) -> Option<String> {
    let mut expression = String::from("^");
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '*' => expression.push_str(".*"),
            '?' => expression.push('.'),
            '[' => expression.push_str(&class(&mut characters)?),
            other => push_escaped(&mut expression, other),
        }
    }
    expression.push('$');
    Some(expression)
}

/// A class after its bracket. A `]` in the first place means itself, and so does a `-` at the end.
fn class(characters: &mut std::str::Chars<'_>) -> Option<String> {
    let mut class = String::from("[");
    let mut next = characters.next()?;
    if next == '^' {
        class.push('^');
        next = characters.next()?;
    }
    let mut members = Vec::new();
    loop {
        members.push(next);
        next = characters.next()?;
        if next == ']' {
            break;
        }
    }
    let mut at = 0;
    while let Some(&low) = members.get(at) {
        match (members.get(at + 1), members.get(at + 2)) {
            (Some('-'), Some(&high)) if low <= high => {
                push_escaped(&mut class, low);
                class.push('-');
                push_escaped(&mut class, high);
                at += 3;
            }
            // A range from high to low matches nothing in SQLite and is an error elsewhere.
            (Some('-'), Some(_)) => return None,
            _ => {
                push_escaped(&mut class, low);
                at += 1;
            }
        }
    }
    class.push(']');
    Some(class)
}

fn push_escaped(expression: &mut String, character: char) {
    if character.is_ascii_punctuation() {
        expression.push('\\');
    }
    expression.push(character);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_become_regular_expressions() {
        let cases = [
            ("*.txt", Some("^.*\\.txt$")),
            ("[a-z]?", Some("^[a-z].$")),
            ("[^]x-]", Some("^[^\\]x\\-]$")),
            ("[abc", None),
            ("[z-a]", None),
            ("***=a", Some("^.*.*.*\\=a$")),
        ];
        for (pattern, expression) in cases {
            assert_eq!(regular_expression(pattern).as_deref(), expression, "{pattern}");
        }
    }
}
