//! `LIMIT a, b`, which the syntax tree does not tell from `LIMIT a OFFSET b`.

use sqlite3_parser::dialect::TokenType;
use sqlite3_parser::lexer::Scanner;
use sqlite3_parser::lexer::sql::Tokenizer;

/// A token and where it stands.
type Token = (TokenType, usize, usize);

/// More LIMITs are refused: each is looked for from the start, and a hostile text must not take hours.
const MOST: usize = 32;

/// The same statement with every `LIMIT a, b` written as `LIMIT b OFFSET a`.
pub(super) fn with_offsets(sql: &str) -> Result<String, String> {
    if tokens(sql)?.iter().filter(|(token, ..)| *token == TokenType::TK_LIMIT).count() > MOST {
        return Err(format!("it has more than {MOST} LIMITs"));
    }
    let mut text = sql.to_owned();
    // Each round writes one LIMIT without its comma, so the rounds end.
    while let Some((comma, limit_end, end)) = comma_limit(&tokens(&text)?, text.len()) {
        let (offset, count) = (&text[limit_end..comma], &text[comma + 1..end]);
        text = format!("{}\n{count}\nOFFSET {offset}\n{}", &text[..limit_end], &text[end..]);
    }
    Ok(text)
}

fn tokens(sql: &str) -> Result<Vec<Token>, String> {
    let mut scanner = Scanner::new(Tokenizer::new());
    let mut tokens = Vec::new();
    loop {
        match scanner.scan(sql.as_bytes()) {
            Ok((start, Some((_, token)), end)) => tokens.push((token, start, end)),
            Ok((_, None, _)) => return Ok(tokens),
            Err(error) => return Err(error.to_string()),
        }
    }
}

/// The comma of the first LIMIT that has one, the end of its LIMIT, and the end of its clause.
fn comma_limit(tokens: &[Token], length: usize) -> Option<(usize, usize, usize)> {
    for (position, (token, _, limit_end)) in tokens.iter().enumerate() {
        if *token != TokenType::TK_LIMIT {
            continue;
        }
        let (mut depth, mut comma) = (0usize, None);
        let mut end = length;
        for (token, start, _) in &tokens[position + 1..] {
            match token {
                TokenType::TK_LP => depth += 1,
                TokenType::TK_RP if depth > 0 => depth -= 1,
                TokenType::TK_COMMA if depth == 0 && comma.is_none() => comma = Some(*start),
                TokenType::TK_RP | TokenType::TK_SEMI | TokenType::TK_ON | TokenType::TK_RETURNING if depth == 0 => {
                    end = *start;
                    break;
                }
                _ => {}
            }
        }
        if let Some(comma) = comma {
            return Some((comma, *limit_end, end));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_means_offset_first() {
        let cases = [
            ("SELECT 1 LIMIT 1, 2", "SELECT 1 LIMIT 2 OFFSET 1"),
            ("SELECT 1 LIMIT 1 OFFSET 2", "SELECT 1 LIMIT 1 OFFSET 2"),
            ("SELECT (SELECT 1 LIMIT max(1, 2), 3), 4", "SELECT (SELECT 1 LIMIT 3 OFFSET max(1, 2) ), 4"),
            ("SELECT ' LIMIT 1, 2'", "SELECT ' LIMIT 1, 2'"),
        ];
        for (sql, expected) in cases {
            let written = with_offsets(sql).expect("tokens");
            assert_eq!(written.split_whitespace().collect::<Vec<_>>().join(" "), expected);
        }
    }
}
