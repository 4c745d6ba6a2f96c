//! A constant pattern of GLOB as a pattern that PostgreSQL knows.

/// What a pattern becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    /// A pattern of LIKE whose escape character is the backslash.
    Like(String),
    /// A regular expression.
    Regular(String),
}

/// The pattern of the same meaning.
pub(super) fn pattern(glob: &str) -> Pattern {
    if glob.contains('[') { Pattern::Regular(regular(glob)) } else { Pattern::Like(like(glob)) }
}

fn like(glob: &str) -> String {
    let mut text = String::new();
    for character in glob.chars() {
        match character {
            '*' => text.push('%'),
            '?' => text.push('_'),
            '%' | '_' | '\\' => text.extend(['\\', character]),
            other => text.push(other),
        }
    }
    text
}

/// A set that is never closed matches nothing.
fn regular(glob: &str) -> String {
    let mut text = "^".to_owned();
    let mut rest = glob.chars();
    while let Some(character) = rest.next() {
        match character {
            '*' => text.push_str(".*"),
            '?' => text.push('.'),
            '[' => match set(&mut rest) {
                Some(set) => text.push_str(&set),
                None => return "(?!)".to_owned(),
            },
            other => literal(&mut text, other),
        }
    }
    text.push('$');
    text
}

fn set(rest: &mut std::str::Chars<'_>) -> Option<String> {
    let inverted = rest.as_str().starts_with('^');
    if inverted {
        rest.next();
    }
    let mut members = Vec::new();
    let mut prior = None;
    let mut next = rest.next()?;
    if next == ']' {
        members.push((next, next));
        next = rest.next()?;
    }
    while next != ']' {
        let open_range = !rest.as_str().is_empty() && !rest.as_str().starts_with(']');
        match prior {
            Some(first) if next == '-' && open_range => {
                let last = rest.next()?;
                if first <= last {
                    members.pop();
                }
                members.push((first, last));
                prior = None;
            }
            _ => {
                members.push((next, next));
                prior = Some(next);
            }
        }
        next = rest.next()?;
    }
    Some(bracket(inverted, &members))
}

fn bracket(inverted: bool, members: &[(char, char)]) -> String {
    let members: Vec<_> = members.iter().filter(|(first, last)| first <= last).collect();
    if members.is_empty() {
        return if inverted { ".".to_owned() } else { "(?!)".to_owned() };
    }
    let mut text = if inverted { "[^".to_owned() } else { "[".to_owned() };
    for (first, last) in members {
        member(&mut text, *first);
        if first != last {
            text.push('-');
            member(&mut text, *last);
        }
    }
    text.push(']');
    text
}

fn member(text: &mut String, character: char) {
    if "]^-[\\".contains(character) {
        text.push('\\');
    }
    text.push(character);
}

fn literal(text: &mut String, character: char) {
    if ".^$*+?()[]{}|\\".contains(character) {
        text.push('\\');
    }
    text.push(character);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_without_sets_is_a_pattern_of_like() {
        assert_eq!(pattern("*.t?t_%"), Pattern::Like("%.t_t\\_\\%".to_owned()));
    }

    #[test]
    fn a_pattern_with_sets_is_a_regular_expression() {
        let cases = [
            ("[a-z]*", "^[a-z].*$"),
            ("[^0-9]", "^[^0-9]$"),
            ("[]a]", "^[\\]a]$"),
            ("[a-", "(?!)"),
            ("[z-a]", "^[z]$"),
            ("a.[b-]", "^a\\.[b\\-]$"),
        ];
        for (glob, regular) in cases {
            assert_eq!(pattern(glob), Pattern::Regular(regular.to_owned()), "{glob}");
        }
    }
}
