//! Long statements, a clause a line.

/// What begins a line where it stands outside of parentheses.
const CLAUSES: [&str; 18] = [
    " FROM ",
    " WHERE ",
    " GROUP BY ",
    " HAVING ",
    " WINDOW ",
    " ORDER BY ",
    " LIMIT ",
    " OFFSET ",
    " UNION ",
    " EXCEPT ",
    " INTERSECT ",
    " LEFT JOIN ",
    " LEFT OUTER JOIN ",
    " RIGHT JOIN ",
    " FULL JOIN ",
    " INNER JOIN ",
    " CROSS JOIN ",
    " JOIN ",
];

/// What can stand before JOIN.
const JOINS: [&str; 6] = [" LEFT", " RIGHT", " FULL", " INNER", " CROSS", " OUTER"];

/// A line longer than this is broken.
const LONG: usize = 72;

/// A statement in which long lines are broken before their clauses: a blank becomes a line feed, outside of
/// strings, quoted names and parentheses, so the meaning stays.
pub(super) fn on_lines(sql: &str) -> String {
    if sql.lines().all(|line| line.len() <= LONG) || sql.contains("--") || sql.contains("/*") {
        return sql.to_owned();
    }
    let mut out = sql.as_bytes().to_vec();
    let (mut depth, mut quote) = (0_i32, None);
    for (at, byte) in sql.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'\'' | b'"' | b'`') => quote = Some(byte),
            (None, b'[') => quote = Some(b']'),
            (None, b'(') => depth += 1,
            (None, b')') => depth -= 1,
            (None, b' ') if depth == 0 && begins_clause(sql, at) => out[at] = b'\n',
            (None, _) => {}
        }
    }
    // Only blanks became line feeds, so this is still UTF-8.
    String::from_utf8(out).unwrap_or_else(|_| sql.to_owned())
}

fn begins_clause(sql: &str, at: usize) -> bool {
    let (before, rest) = sql.split_at(at);
    // What stands before it belongs to it: `IS DISTINCT FROM`, `LEFT JOIN`.
    let goes_on = match rest {
        _ if rest.starts_with(" FROM ") => before.ends_with(" DISTINCT"),
        _ if rest.starts_with(" JOIN ") => JOINS.iter().any(|word| before.ends_with(word)),
        _ => false,
    };
    !goes_on && CLAUSES.iter().any(|clause| rest.starts_with(clause))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_query_has_a_clause_a_line() {
        let sql = "SELECT a, (SELECT 1 FROM b WHERE c) FROM public.t AS t LEFT JOIN u ON x IS DISTINCT FROM y WHERE a = ' FROM ' ORDER BY a;";
        let lines = [
            "SELECT a, (SELECT 1 FROM b WHERE c)",
            "FROM public.t AS t",
            "LEFT JOIN u ON x IS DISTINCT FROM y",
            "WHERE a = ' FROM '",
            "ORDER BY a;",
        ];
        assert_eq!(on_lines(sql).lines().collect::<Vec<_>>(), lines);
    }

    #[test]
    fn a_short_statement_stays_as_it_is() {
        assert_eq!(on_lines("SELECT a FROM t WHERE b"), "SELECT a FROM t WHERE b");
    }

    #[test]
    fn nothing_but_blanks_changes() {
        let sql = format!("SELECT 'é FROM \u{1f600}' FROM \"a FROM b\" WHERE {}", "x".repeat(100));
        assert_eq!(on_lines(&sql).replace('\n', " "), sql);
    }
}
