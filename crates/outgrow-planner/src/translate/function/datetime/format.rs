//! `strftime`.

use sqlite3_parser::ast::Expr;

use crate::sql::Sql;
use crate::temporal::{Civil, Parts, Precision, Spelling};

use super::super::super::scope::Scope;
use super::super::super::translator::{Translator, refuse};
use super::super::super::typed::{Moment, Typed};
use super::milliseconds;
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
        let Some(format) = format.text_constant() else {
            return refuse("it uses strftime() with a format that is no constant");
        };
        let time = self.time(arguments, scope)?;
        let pieces = pieces(format)?;
        let utc = if format.contains("%f") { milliseconds(&time.utc) } else { time.utc.clone() };
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
            sql.push("''");
        }
        let moment = Some(Moment::new(utc, spelling(format)));
        let seconds = format == "%s";
        let text = Typed { atomic: pieces.len() == 1, ..Typed::text(sql).null_with(time.nullable) };
        Ok(Typed { moment: moment.filter(|moment| seconds || moment.spelling.is_some()), ..text })
    }
}

fn pieces(format: &str) -> Result<Vec<Piece>, NotConverted> {
    let mut pieces = Vec::new();
    let mut pattern = String::new();
    let mut literal = String::new();
    let mut characters = format.chars();
    while let Some(character) = characters.next() {
        if character != '%' {
            literal.push(character);
            continue;
        }
        let Some(code) = characters.next() else { return refuse("it uses strftime() with a format that ends in %") };
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
    Ok(pieces)
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

fn code_of(code: char) -> Result<Piece, NotConverted> {
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
        's' => return Ok(Piece::Expression("floor(extract(epoch FROM {}))::bigint::text")),
        'w' => return Ok(Piece::Expression("extract(dow FROM {})::integer::text")),
        other => return refuse(format!("it uses strftime() with %{other}")),
    };
    Ok(Piece::Pattern(pattern.to_owned()))
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
