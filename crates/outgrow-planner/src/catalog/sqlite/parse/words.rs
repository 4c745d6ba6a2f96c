//! The words of an expression.

use std::collections::BTreeSet;

use super::name::unquoted;
use super::tokens::tokens;

/// Everything in an expression that could name a column, in lower case: names,
/// keywords and strings, for SQLite reads `"a"` as either. Empty where the text cannot be read.
pub fn words(expression: &str) -> BTreeSet<String> {
    let tokens = tokens(expression).unwrap_or_default();
    tokens.iter().map(|token| unquoted(&expression[token.start..token.end]).to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn quoted_and_bare_names_are_words() {
        let found = words("lower(A) || \"b c\" || [d] -- e");
        for word in ["lower", "a", "b c", "d"] {
            assert!(found.contains(word), "{word}");
        }
        assert!(!found.contains("e"));
    }
}
