//! Reads a qualified name as SQL writes it.

use outgrow_planner::ident::{Ident, QualifiedName};

/// The name that [`QualifiedName`]'s `Display` wrote; `None` where it is something else.
pub(super) fn parse(text: &str) -> Option<QualifiedName> {
    let (schema, rest) = ident(text)?;
    let (name, rest) = ident(rest.strip_prefix('.')?)?;
    rest.is_empty().then(|| QualifiedName::new(schema, name))
}

/// The first name and what follows it.
fn ident(text: &str) -> Option<(Ident, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(['.', '"']).unwrap_or(text.len());
        return Some((Ident::new(&text[..end]).ok()?, &text[end..]));
    };
    let mut name = String::new();
    let mut rest = quoted;
    loop {
        let (part, after) = rest.split_once('"')?;
        name.push_str(part);
        let Some(doubled) = after.strip_prefix('"') else { return Some((Ident::new(name).ok()?, after)) };
        name.push('"');
        rest = doubled;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for (schema, name) in [("public", "album"), ("Big", "a.b"), ("a\"b", "\".\""), ("é", "t\"; DROP TABLE x")] {
            let name = QualifiedName::new(Ident::new(schema).expect("a name"), Ident::new(name).expect("a name"));
            assert_eq!(parse(&name.to_string()), Some(name));
        }
    }

    #[test]
    fn all_else_is_no_name() {
        for text in ["", "a", "a.", ".a", "a.b.c", "\"a.b", "\"a\"b", "a.\"b\"c"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
