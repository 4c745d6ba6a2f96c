//! `printf` and `format`, with a constant format.

use crate::sql::Sql;

use super::super::SupportFunction;
use super::super::translator::{Translator, refuse};
use super::super::typed::{Constant, Typed};
use crate::translate::NotConverted;

/// A piece of a format.
enum Piece {
    Literal(String),
    Conversion(Conversion),
}

/// `%-08.3f`
struct Conversion {
    flags: String,
    width: i64,
    /// -1 where none is said.
    precision: i64,
    letter: char,
}

impl Translator<'_> {
    pub(super) fn printf(&mut self, arguments: &[Typed]) -> Result<Typed, NotConverted> {
        let Some((format, arguments)) = arguments.split_first() else { return refuse("printf() has no format") };
        let Some(format) = format.text_constant() else {
            return refuse("it uses printf() with a format that is no constant");
        };
        let mut parts = Vec::new();
        let mut arguments = arguments.iter();
        for piece in pieces(format)? {
            match piece {
                Piece::Literal(text) => parts.push(Typed::constant(Constant::Text(text)).sql),
                Piece::Conversion(conversion) => {
                    let missing = Typed::constant(Constant::Null);
                    let value = arguments.next().unwrap_or(&missing);
                    parts.push(self.formatted(&conversion, value)?);
                }
            }
        }
        if parts.is_empty() {
            return Ok(Typed::constant(Constant::Text(String::new())));
        }
        let mut sql = Sql::new();
        sql.push_list(&parts, " || ", |sql, part| {
            sql.push_sql(part);
        });
        Ok(Typed { atomic: parts.len() == 1, ..Typed::text(sql).not_null() })
    }

    fn formatted(&mut self, conversion: &Conversion, value: &Typed) -> Result<Sql, NotConverted> {
        match conversion.letter {
            'd' | 'i' | 'u' | 'x' | 'X' | 'o' => self.formatted_integer(conversion, value),
            'f' | 'e' | 'E' | 'g' | 'G' => {
                let real = self.as_real(value)?;
                let real = or(&real, "coalesce({}, 0)");
                let mut letter = Sql::new();
                letter.push_literal(&conversion.letter.to_string());
                Ok(self.support_call(SupportFunction::FormatReal, &conversion.arguments(&real, Some(&letter)).each()))
            }
            's' | 'z' => {
                let text = self.as_text(value)?;
                self.padded(conversion, &or(&text, "coalesce({}, '')"))
            }
            'c' => {
                let text = self.as_text(value)?;
                Ok(self.support_call(SupportFunction::FormatCharacter, &conversion.arguments(&text.sql, None).each()))
            }
            'q' | 'Q' | 'w' if conversion.precision < 0 && !conversion.flags.contains('#') => {
                let text = self.as_text(value)?;
                let template = match (conversion.letter, value.nullable) {
                    ('q', true) => "coalesce(replace({}, '''', ''''''), '(NULL)')",
                    ('q', false) => "replace({}, '''', '''''')",
                    ('w', true) => "coalesce(replace({}, '\"', '\"\"'), '(NULL)')",
                    ('w', false) => "replace({}, '\"', '\"\"')",
                    (_, true) => "coalesce('''' || replace({}, '''', '''''') || '''', 'NULL')",
                    (_, false) => "('''' || replace({}, '''', '''''') || '''')",
                };
                self.padded(conversion, &Sql::fill(template, &[&text.sql]))
            }
            other => refuse(format!("it uses printf() with %{other}")),
        }
    }

    fn formatted_integer(&mut self, conversion: &Conversion, value: &Typed) -> Result<Sql, NotConverted> {
        let integer = self.as_integer(value)?;
        let signed = matches!(conversion.letter, 'd' | 'i');
        if signed && conversion.is_plain() {
            let template = if integer.nullable { "coalesce({}, 0)::text" } else { "{}::text" };
            return Ok(Sql::fill(template, &[&if integer.nullable { integer.sql.clone() } else { integer.operand() }]));
        }
        let letter = if signed { 'd' } else { conversion.letter };
        let mut name = Sql::new();
        name.push_literal(&letter.to_string());
        let integer = or(&integer, "coalesce({}, 0)");
        Ok(self.support_call(SupportFunction::FormatInteger, &conversion.arguments(&integer, Some(&name)).each()))
    }

    fn padded(&mut self, conversion: &Conversion, text: &Sql) -> Result<Sql, NotConverted> {
        if conversion.width == 0 && conversion.precision < 0 {
            return Ok(text.clone());
        }
        Ok(self.support_call(SupportFunction::FormatText, &conversion.arguments(text, None).each()))
    }
}

/// The value, or what the template makes of its NULL.
fn or(value: &Typed, template: &'static str) -> Sql {
    if value.nullable { Sql::fill(template, &[&value.sql]) } else { value.operand() }
}

/// The arguments of a call.
struct Arguments(Vec<Sql>);

impl Arguments {
    fn each(&self) -> Vec<&Sql> {
        self.0.iter().collect()
    }
}

impl Conversion {
    fn is_plain(&self) -> bool {
        self.flags.is_empty() && self.width == 0 && self.precision < 0
    }

    fn arguments(&self, value: &Sql, letter: Option<&Sql>) -> Arguments {
        let number = |number: i64| {
            let mut sql = Sql::new();
            sql.push_integer(number);
            sql
        };
        let mut flags = Sql::new();
        flags.push_literal(&self.flags);
        let mut all = vec![value.clone()];
        all.extend(letter.cloned());
        all.extend([number(self.width), number(self.precision), flags]);
        Arguments(all)
    }
}

/// The pieces of a format.
fn pieces(format: &str) -> Result<Vec<Piece>, NotConverted> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = format.chars().peekable();
    while let Some(character) = rest.next() {
        if character != '%' {
            literal.push(character);
            continue;
        }
        let mut conversion = Conversion { flags: String::new(), width: 0, precision: -1, letter: '%' };
        while let Some(flag) = rest.next_if(|flag| "-+ #!0,".contains(*flag)) {
            conversion.flags.push(flag);
        }
        conversion.width = digits(&mut rest).unwrap_or(0);
        if rest.next_if_eq(&'.').is_some() {
            conversion.precision = digits(&mut rest).unwrap_or(0);
        }
        while rest.next_if_eq(&'l').is_some() {}
        match rest.next() {
            None if conversion.is_plain() => literal.push('%'),
            Some('%') if conversion.is_plain() => literal.push('%'),
            Some('*') => return refuse("it uses printf() with a width that is an argument"),
            Some(letter) if letter.is_ascii_alphabetic() && conversion.is_moderate() => {
                if !literal.is_empty() {
                    pieces.push(Piece::Literal(std::mem::take(&mut literal)));
                }
                pieces.push(Piece::Conversion(Conversion { letter, ..conversion }));
            }
            Some(_) | None => return refuse("it uses printf() with a format that is not converted"),
        }
    }
    if !literal.is_empty() {
        pieces.push(Piece::Literal(literal));
    }
    Ok(pieces)
}

impl Conversion {
    fn is_moderate(&self) -> bool {
        self.width <= 10_000 && self.precision <= 10_000
    }
}

fn digits(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<i64> {
    let mut number: Option<i64> = None;
    while let Some(digit) = rest.next_if(char::is_ascii_digit) {
        number =
            Some(number.unwrap_or(0).saturating_mul(10).saturating_add(i64::from(digit.to_digit(10).unwrap_or(0))));
    }
    number
}
