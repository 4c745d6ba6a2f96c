//! What the values of a column really are, in a few words.

use crate::report::facts::ValueFacts;
use crate::report::words::{bytes, counted, number, real};

/// `integer 1…2,147 (15,607), null 3`; `no values` for an empty column.
pub(super) fn summary(values: &ValueFacts) -> String {
    let parts: Vec<String> =
        [integers(values), reals(values), texts(values), blobs(values), nulls(values)].into_iter().flatten().collect();
    if parts.is_empty() { "no values".to_owned() } else { parts.join(", ") }
}

fn integers(values: &ValueFacts) -> Option<String> {
    let facts = values.integer.as_ref()?;
    let range = range(facts.min == facts.max, &facts.min.to_string(), &facts.max.to_string());
    Some(format!("integer {range} ({})", number(facts.count)))
}

fn reals(values: &ValueFacts) -> Option<String> {
    let facts = values.real.as_ref()?;
    let range = range(facts.min == facts.max, &real(facts.min), &real(facts.max));
    Some(format!("real {range} ({})", number(facts.count)))
}

fn range(single: bool, min: &str, max: &str) -> String {
    if single { min.to_owned() } else { format!("{min}…{max}") }
}

fn texts(values: &ValueFacts) -> Option<String> {
    let facts = values.text.as_ref()?;
    let mut text = match facts.spellings.as_slice() {
        [one] if one.count == facts.count => format!("text {} ({})", one.pattern, number(facts.count)),
        [] => format!("text to {} ({})", counted(facts.max_chars, "char", "chars"), number(facts.count)),
        several => {
            let dated: u64 = several.iter().map(|spelling| spelling.count).sum();
            let chars = counted(facts.max_chars, "char", "chars");
            format!("text to {chars} ({}), {} of them dates or times", number(facts.count), number(dated))
        }
    };
    for (count, word) in [(facts.empty, "empty"), (facts.with_nul, "with NUL"), (facts.invalid_utf8, "not UTF-8")] {
        if count > 0 {
            text.push_str(&format!(", {} {word}", number(count)));
        }
    }
    Some(text)
}

fn blobs(values: &ValueFacts) -> Option<String> {
    let facts = values.blob.as_ref()?;
    Some(format!("blob to {} ({})", bytes(facts.max_bytes), number(facts.count)))
}

fn nulls(values: &ValueFacts) -> Option<String> {
    (values.null > 0).then(|| format!("null {}", number(values.null)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::facts::ValueFacts;

    #[test]
    fn a_column_without_rows_has_no_values() {
        assert_eq!(summary(&ValueFacts::default()), "no values");
    }
}
