//! `strftime`.

use sqlite3_parser::ast::Expr;

use crate::sql::Sql;
use crate::temporal::{Civil, Parts, Precision, Spelling};

use super::super::super::SupportFunction;
use super::super::super::scope::Scope;
use super::super::super::translator::{Translator, refuse};
use super::super::super::typed::{Moment, Typed};
use super::{Shape, milliseconds};
use crate::translate::NotConverted;

/// A piece of a format.
enum Piece {
    /// A pattern of `to_char`.
    Pattern(String),
    /// An expression of type text over the time.
    Expression(&'static str),
}

impl Translator<'_> {
    pub(super) fn strftime(&mut self, arguments: &[Expr<'_>], scope: &Scope<'_>) -> Result<Typed, NotConverted> {
        let Some((format, arguments)) = arguments.split_first() else { return refuse("strftime() has no format") };
        let format = self.expression(format, scope)?;
        let time = self.time(arguments, scope)?;
        match (format.text_constant().and_then(|text| Some((text, pieces(text)?))), time.shape) {
            (Some((text, pieces)), Shape::Timestamp(utc)) => Ok(self.by_pattern(text, &pieces, &utc, time.nullable)),
            (None, Shape::Timestamp(utc)) => {
                let utc = milliseconds(&utc);
                let text = self.support_call(SupportFunction::MomentText, &[&utc]);
                let moment = self.support_call(SupportFunction::Moment, &[&text]);
                self.by_function(&format, &moment)
            }
            (_, Shape::Moment(moment)) => self.by_function(&format, &moment),
        }
    }

    fn by_function(&mut self, format: &Typed, moment: &Sql) -> Result<Typed, NotConverted> {
        let format = self.as_text(format)?;
        Ok(Typed::text(self.support_call(SupportFunction::Strftime, &[&format.sql, moment])))
    }

    fn by_pattern(&mut self, format: &str, pieces: &[Piece], utc: &Sql, nullable: bool) -> Typed {
        let utc = if format.contains("%f") { milliseconds(utc) } else { utc.clone() };
        let mut sql = Sql::new();
        for (position, piece) in pieces.iter().enumerate() {
            if position > 0 {
                sql.push(" || ");
            }
            match piece {
                Piece::Pattern(pattern) => sql.push_sql(&self.rendered(&utc, pattern)),
                Piece::Expression(template) => sql.push_sql(&Sql::fill(template, &[&utc])),
            };
        }
        if pieces.is_empty() {
            sql = if nullable { Sql::fill("CASE WHEN {} IS NOT NULL THEN '' END", &[&utc]) } else { Sql::text("''") };
        }
        let moment = Some(Moment::new(utc, spelling(format)));
        let seconds = format == "%s";
        let text = Typed { atomic: pieces.len() == 1, ..Typed::text(sql).null_with(nullable) };
        Typed { moment: moment.filter(|moment| seconds || moment.spelling.is_some()), ..text }
    }
}

/// The pieces of a format; `None` where `to_char` has none for them.
fn pieces(format: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut pattern = String::new();
    let mut literal = String::new();
    let mut characters = format.chars();
    while let Some(character) = characters.next() {
        if character != '%' {
            literal.push(character);
            continue;
        }
        let code = characters.next()?;
        if code == '%' {
            literal.push('%');
            continue;
        }
        quote(&mut pattern, &mut literal);
        match code_of(code)? {
            Piece::Pattern(more) => pattern.push_str(&more),
            expression @ Piece::Expression(_) => {
                flush(&mut pieces, &mut pattern);
                pieces.push(expression);
            }
        }
    }
    quote(&mut pattern, &mut literal);
    flush(&mut pieces, &mut pattern);
    Some(pieces)
}

fn flush(pieces: &mut Vec<Piece>, pattern: &mut String) {
    if !pattern.is_empty() {
        pieces.push(Piece::Pattern(std::mem::take(pattern)));
    }
}

/// Letters and digits would mean something to `to_char`; punctuation means itself.
fn quote(pattern: &mut String, literal: &mut String) {
    let text = std::mem::take(literal);
    if text.chars().all(|character| "-/:,. ;".contains(character)) {
        pattern.push_str(&text);
        return;
    }
    pattern.push('"');
    pattern.push_str(&text.replace('\\', "\\\\").replace('"', "\\\""));
    pattern.push('"');
}

fn code_of(code: char) -> Option<Piece> {
    let pattern = match code {
        'Y' => "YYYY",
        'm' => "MM",
        'd' => "DD",
        'H' => "HH24",
        'M' => "MI",
        'S' => "SS",
        'f' => "SS.MS",
        'j' => "DDD",
        'F' => "YYYY-MM-DD",
        'T' => "HH24:MI:SS",
        'R' => "HH24:MI",
        'I' => "HH12",
        'p' => "AM",
        'P' => "am",
        'G' => "IYYY",
        'V' => "IW",
        'u' => "ID",
        's' => return Some(Piece::Expression("floor(extract(epoch FROM {}))::bigint::text")),
        'w' => return Some(Piece::Expression("extract(dow FROM {})::integer::text")),
        _ => return None,
    };
    Some(Piece::Pattern(pattern.to_owned()))
}

/// How a format spells a moment, if it is one of the known spellings.
fn spelling(format: &str) -> Option<Spelling> {
    let example = format
        .replace("%F", "%Y-%m-%d")
        .replace("%T", "%H:%M:%S")
        .replace("%R", "%H:%M")
        .replace("%Y", "2024")
        .replace("%m", "02")
        .replace("%d", "29")
        .replace("%H", "12")
        .replace("%M", "34")
        .replace("%S", "56")
        .replace("%f", "56.789");
    let civil: Civil = crate::temporal::parse(example.as_bytes())?;
    let seconds_only = match civil.spelling.parts {
        Parts::Time(Precision::Fraction(_)) | Parts::DateTime(_, Precision::Fraction(_)) => format.contains("%f"),
        _ => true,
    };
    (civil.offset == 0 && seconds_only).then_some(civil.spelling)
}
