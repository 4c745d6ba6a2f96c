//! A script, cut into its statements.

use std::ops::Range;

use sqlite3_parser::dialect::TokenType;
use sqlite3_parser::lexer::Scanner;
use sqlite3_parser::lexer::sql::Tokenizer;

/// The statements of a script, without the semicolons between them and without empty ones.
///
/// The statements inside of a trigger stay in their trigger. Text that is no
/// SQL ends the cutting: it is the last statement, which cannot be read.
pub fn split(script: &str) -> Vec<&str> {
    let mut statements = Vec::new();
    let mut state = State::default();
    let mut scanner = Scanner::new(Tokenizer::new());
    loop {
        match scanner.scan(script.as_bytes()) {
            Ok((start, Some((_, token)), end)) => {
                if let Some(statement) = state.take(token, start..end) {
                    statements.push(&script[statement]);
                }
            }
            Ok((_, None, _)) => break,
            Err(_) => {
                state.statement = Some(state.statement.map_or(0..script.len(), |begun| begun.start..script.len()));
                break;
            }
        }
    }
    statements.extend(state.statement.map(|statement| script[statement].trim_end()));
    statements
}

/// Where the cutting stands.
#[derive(Default)]
struct State {
    /// The statement so far.
    statement: Option<Range<usize>>,
    /// Its first tokens, enough to know a trigger.
    head: Vec<TokenType>,
    /// Its last two tokens.
    last: [Option<TokenType>; 2],
}

impl State {
    /// The statement that this token ends.
    fn take(&mut self, token: TokenType, place: Range<usize>) -> Option<Range<usize>> {
        let ends = token == TokenType::TK_SEMI && (!self.is_trigger() || self.is_end_of_trigger());
        if ends {
            (self.head, self.last) = (Vec::new(), [None, None]);
            return self.statement.take();
        }
        self.statement = Some(self.statement.take().map_or(place.clone(), |begun| begun.start..place.end));
        if self.head.len() < 3 {
            self.head.push(token);
        }
        self.last = [self.last[1], Some(token)];
        None
    }

    fn is_trigger(&self) -> bool {
        match self.head.as_slice() {
            [TokenType::TK_CREATE, TokenType::TK_TRIGGER, ..] => true,
            [TokenType::TK_CREATE, TokenType::TK_TEMP, third] => *third == TokenType::TK_TRIGGER,
            _ => false,
        }
    }

    /// `END` right after a semicolon closes a trigger; every other END closes a CASE.
    fn is_end_of_trigger(&self) -> bool {
        self.last == [Some(TokenType::TK_SEMI), Some(TokenType::TK_END)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn semicolons_cut_where_they_are_no_part_of_a_statement() {
        let cases: [(&str, &[&str]); 5] = [
            ("", &[]),
            (" ;; -- nothing\n ; ", &[]),
            ("SELECT 1", &["SELECT 1"]),
            ("SELECT ';' ; select \";\" -- ;\n;", &["SELECT ';'", "select \";\""]),
            ("SELECT 1; SELECT 'open", &["SELECT 1", "SELECT 'open"]),
        ];
        for (script, statements) in cases {
            assert_eq!(split(script), statements, "{script}");
        }
    }

    #[test]
    fn a_trigger_is_one_statement() {
        let trigger = "CREATE TEMP TRIGGER r AFTER INSERT ON t BEGIN SELECT CASE WHEN 1 THEN 2 END; DELETE FROM t; END";
        assert_eq!(split(&format!("{trigger}; SELECT 1")), [trigger, "SELECT 1"]);
    }
}
