//! Comparisons, after SQLite's rules of affinity and storage class.

use crate::catalog::pg::DataType;
use crate::catalog::sqlite::Affinity;
use crate::sql::Sql;

use super::super::SupportFunction;
use super::super::translator::{Translator, refuse};
use super::super::typed::{Class, Collation, Constant, Kind, Typed};
use super::conversion::{MIXED, ROW_KEY, moment_constant, truth};
use super::forms::uuid_pair;
use super::number;
use crate::translate::NotConverted;

/// An operator that compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::translate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Is,
    IsNot,
}

/// Two values ready to be compared.
pub(in crate::translate) enum Pair {
    /// PostgreSQL compares them as SQLite did.
    Same(Typed, Typed),
    /// A number and a text that is read as one, NULL where it is none;
    /// `swapped` says that the text stood on the left.
    NumberAndText { number: Typed, text: Typed, read: Sql, swapped: bool },
    /// Their storage classes differ always; the lesser class compares less.
    Apart { left: Typed, right: Typed, left_is_less: bool },
    /// One of them is NULL.
    Null(Typed, Typed),
    /// Rowids of tables without a column for them.
    Keys(Vec<Sql>, Vec<Sql>),
}

impl Comparison {
    pub(super) fn template(self) -> &'static str {
        match self {
            Comparison::Equal => "{} = {}",
            Comparison::NotEqual => "{} <> {}",
            Comparison::Less => "{} < {}",
            Comparison::LessOrEqual => "{} <= {}",
            Comparison::Greater => "{} > {}",
            Comparison::GreaterOrEqual => "{} >= {}",
            Comparison::Is => "{} IS NOT DISTINCT FROM {}",
            Comparison::IsNot => "{} IS DISTINCT FROM {}",
        }
    }

    pub(super) fn is_ordering(self) -> bool {
        match self {
            Comparison::Less | Comparison::LessOrEqual | Comparison::Greater | Comparison::GreaterOrEqual => true,
            Comparison::Equal | Comparison::NotEqual | Comparison::Is | Comparison::IsNot => false,
        }
    }

    /// What it says about two values that differ.
    pub(super) fn of_different(self, left_is_less: bool) -> bool {
        match self {
            Comparison::Equal | Comparison::Is => false,
            Comparison::NotEqual | Comparison::IsNot => true,
            Comparison::Less | Comparison::LessOrEqual => left_is_less,
            Comparison::Greater | Comparison::GreaterOrEqual => !left_is_less,
        }
    }

    pub(super) fn is_null_safe(self) -> bool {
        matches!(self, Comparison::Is | Comparison::IsNot)
    }
}

impl Translator<'_> {
    /// `left operator right`.
    pub(in crate::translate) fn compare(
        &mut self,
        operator: Comparison,
        left: &Typed,
        right: &Typed,
    ) -> Result<Typed, NotConverted> {
        if let Some(typed) = self.dynamic_comparison(operator, left, right)? {
            return Ok(typed);
        }
        let pair = self.pair(left, right, operator.is_ordering())?;
        if operator.is_null_safe() && matches!(pair, Pair::NumberAndText { .. }) {
            return refuse("it compares a number with a text by IS");
        }
        Ok(compare_pair(operator, &pair, left.nullable || right.nullable))
    }

    /// Makes two values comparable.
    pub(in crate::translate) fn pair(
        &mut self,
        left: &Typed,
        right: &Typed,
        ordering: bool,
    ) -> Result<Pair, NotConverted> {
        if let (Kind::RowKey(left), Kind::RowKey(right)) = (&left.kind, &right.kind) {
            if ordering || left.len() != right.len() {
                return refuse(ROW_KEY);
            }
            return Ok(Pair::Keys(left.clone(), right.clone()));
        }
        if left.kind == Kind::Null || right.kind == Kind::Null {
            return Ok(Pair::Null(left.clone(), right.clone()));
        }
        if left.is_milliseconds() || right.is_milliseconds() {
            return self.millisecond_pair(left, right, ordering);
        }
        if left.data_type == DataType::Json || right.data_type == DataType::Json {
            let (left, right) = (self.json_as_text(left)?, self.json_as_text(right)?);
            return self.pair(&left, &right, ordering);
        }
        if let Some(pair) = self.opaque_pair(left, right, ordering)? {
            return Ok(pair);
        }
        if is_truth_word(left, right) || is_truth_word(right, left) {
            return refuse("it compares a boolean column with a text, and which of the two it held is no longer known");
        }
        let (left, right) = (self.with_affinity(left, right)?, self.with_affinity(right, left)?);
        self.pair_of_classes(left, right, ordering)
    }

    fn pair_of_classes(&mut self, left: Typed, right: Typed, ordering: bool) -> Result<Pair, NotConverted> {
        let (Some(left_class), Some(right_class)) = (left.class(), right.class()) else { return refuse(MIXED) };
        if left_class == right_class {
            return match left_class {
                Class::Text => self.texts(&left, &right, ordering),
                Class::Number => {
                    let (left, right) = (self.exact_beside(&left, &right), self.exact_beside(&right, &left));
                    Ok(numbers(left, right))
                }
                Class::Null | Class::Blob => Ok(Pair::Same(left, right)),
            };
        }
        // A constant text that is a number has become one by now.
        let convertible = |text: &Typed, number: &Typed| number.has_numeric_affinity() && text.constant.is_none();
        if left_class == Class::Number && right_class == Class::Text && convertible(&right, &left) {
            let text = self.as_text(&right)?;
            let read = self.support_call(SupportFunction::WholeNumber, &[&text.sql]);
            let number = self.as_number(&left)?;
            return Ok(Pair::NumberAndText { number, text, read, swapped: false });
        }
        if left_class == Class::Text && right_class == Class::Number && convertible(&left, &right) {
            let text = self.as_text(&left)?;
            let read = self.support_call(SupportFunction::WholeNumber, &[&text.sql]);
            let number = self.as_number(&right)?;
            return Ok(Pair::NumberAndText { number, text, read, swapped: true });
        }
        Ok(Pair::Apart { left_is_less: left_class < right_class, left, right })
    }

    /// Applies to `typed` the affinity that `other` brings into their comparison, where a constant can take it
    /// (<https://sqlite.org/datatype3.html#type_conversions_prior_to_comparison>).
    fn with_affinity(&mut self, typed: &Typed, other: &Typed) -> Result<Typed, NotConverted> {
        if other.has_numeric_affinity()
            && !typed.has_numeric_affinity()
            && let Some(number) = typed.text_constant().and_then(number::whole)
        {
            return Ok(Typed::constant(number));
        }
        let takes_text = other.affinity == Some(Affinity::Text) && typed.affinity.is_none() && typed.is_number();
        if takes_text { self.as_text(typed) } else { Ok(typed.clone()) }
    }

    /// Values that PostgreSQL knows only in part.
    fn opaque_pair(&mut self, left: &Typed, right: &Typed, ordering: bool) -> Result<Option<Pair>, NotConverted> {
        if left.class().is_some() && right.class().is_some() {
            return Ok(None);
        }
        if let (Kind::RowKey(_), _) | (_, Kind::RowKey(_)) = (&left.kind, &right.kind) {
            return refuse(ROW_KEY);
        }
        if ordering {
            return refuse(opaque_reason(left, right));
        }
        // A text that is no number equals no number's text.
        let word = |typed: &Typed| typed.text_constant().is_some_and(|text| number::whole(text).is_none());
        let mixed = |typed: &Typed| typed.kind == Kind::Mixed;
        if (mixed(left) && word(right)) || (mixed(right) && word(left)) {
            return Ok(Some(Pair::Same(left.clone(), right.clone())));
        }
        if let Some(pair) = json_pair(left, right) {
            self.note("JSON compares by its meaning, whatever blanks its text had in SQLite.");
            return Ok(Some(pair));
        }
        let columns = left.is_column && right.is_column;
        let both = columns && left.data_type == DataType::Uuid && right.data_type == DataType::Uuid;
        let both = both.then(|| Pair::Same(left.clone(), right.clone()));
        if let Some(pair) = both.or_else(|| uuid_pair(left, right)) {
            self.note("Uuids compare by value, whatever case and dashes their texts had in SQLite.");
            return Ok(Some(pair));
        }
        refuse(opaque_reason(left, right))
    }

    fn texts(&mut self, left: &Typed, right: &Typed, ordering: bool) -> Result<Pair, NotConverted> {
        if let Some((left, right)) = same_moments(left, right) {
            return Ok(Pair::Same(left, right));
        }
        let collation = Collation::of_comparison(&left.collation, &right.collation).clone();
        if ordering && let Some(pair) = self.numeric_texts(left, right)? {
            return Ok(pair);
        }
        let (left, right) = (self.as_text(left)?, self.as_text(right)?);
        let fold = |typed: &Typed| folded(typed, &collation);
        let (left, right) = (fold(&left)?, fold(&right)?);
        if ordering && !left.byte_order && !right.byte_order {
            return Ok(Pair::Same(by_bytes(&left), right));
        }
        Ok(Pair::Same(left, right))
    }
}

/// The text under COLLATE "C", unless it already compares by bytes.
pub(in crate::translate) fn by_bytes(typed: &Typed) -> Typed {
    if typed.byte_order {
        return typed.clone();
    }
    Typed { sql: Sql::fill("{} COLLATE \"C\"", &[&typed.operand()]), byte_order: true, atomic: false, ..typed.clone() }
}

/// The text as a collation sees it, ready to be compared by bytes.
pub(in crate::translate) fn folded(typed: &Typed, collation: &Collation) -> Result<Typed, NotConverted> {
    if let Some(text) = typed.text_constant()
        && let Some(text) = folded_text(text, collation.name())
    {
        // Folded here, where everybody can read it; PostgreSQL takes no lower('A') in a generated column.
        return Ok(Typed { is_column: false, collation: collation.clone(), ..Typed::constant(Constant::Text(text)) });
    }
    let sql = match collation.name() {
        "BINARY" => return Ok(typed.clone()),
        "NOCASE" => Sql::fill("lower({} COLLATE \"C\")", &[&typed.operand()]),
        "RTRIM" => Sql::fill("rtrim({} COLLATE \"C\", ' ')", &[&typed.operand()]),
        name => return refuse(format!("it compares by collation \"{name}\", which the application defines")),
    };
    Ok(Typed { sql, byte_order: true, atomic: true, constant: None, is_column: false, ..typed.clone() })
}

/// A text as a collation sees it; `None` where it sees it as it is, or where nobody here knows.
fn folded_text(text: &str, collation: &str) -> Option<String> {
    match collation {
        "NOCASE" => Some(text.to_ascii_lowercase()),
        "RTRIM" => Some(text.trim_end_matches(' ').to_owned()),
        _ => None,
    }
}

/// Whether a column that became boolean may have held this very text.
fn is_truth_word(column: &Typed, text: &Typed) -> bool {
    let words = ["t", "f", "true", "false"];
    let is_word = |text: &str| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    column.kind == Kind::Boolean && column.is_column && text.text_constant().is_some_and(is_word)
}

/// `jsonb` and a constant text of JSON.
fn json_pair(left: &Typed, right: &Typed) -> Option<Pair> {
    if right.data_type == DataType::Jsonb && left.data_type != DataType::Jsonb {
        return match json_pair(right, left)? {
            Pair::Same(right, left) => Some(Pair::Same(left, right)),
            other => Some(other),
        };
    }
    let text = right.text_constant().filter(|_| left.data_type == DataType::Jsonb)?;
    serde_json::from_str::<serde_json::Value>(text).ok()?;
    let sql = Sql::fill("{}::jsonb", &[&right.sql]);
    Some(Pair::Same(left.clone(), Typed { sql, data_type: DataType::Jsonb, ..right.clone() }))
}

fn opaque_reason(left: &Typed, right: &Typed) -> &'static str {
    for typed in [left, right] {
        if let Kind::Opaque(reason) = typed.kind {
            return reason;
        }
    }
    MIXED
}

/// Two dates or times whose texts order as their moments do.
fn same_moments(left: &Typed, right: &Typed) -> Option<(Typed, Typed)> {
    match (&left.kind, &right.kind) {
        (Kind::Temporal(Some(a)), Kind::Temporal(Some(b))) => {
            let same = a == b && left.data_type == right.data_type && super::conversion::pattern(*a).is_some();
            same.then(|| (left.clone(), right.clone()))
        }
        (Kind::Temporal(Some(spelling)), _) => {
            let constant = moment_constant(right.text_constant()?, *spelling, left.data_type)?;
            Some((left.clone(), Typed { sql: constant, atomic: true, ..right.clone() }))
        }
        (_, Kind::Temporal(Some(_))) => same_moments(right, left).map(|(right, left)| (left, right)),
        _ => None,
    }
}

fn numbers(left: Typed, right: Typed) -> Pair {
    match (left.kind == Kind::Boolean, right.kind == Kind::Boolean) {
        (true, false) => match right.integer_constant() {
            Some(value @ 0..=1) => Pair::Same(left, truth(value == 1)),
            _ => Pair::Same(Typed { kind: Kind::Integer, ..left.cast_to(DataType::Integer) }, right),
        },
        (false, true) => match numbers(right, left) {
            Pair::Same(right, left) => Pair::Same(left, right),
            other => other,
        },
        (true, true) | (false, false) => Pair::Same(left, right),
    }
}

/// The condition that a pair under an operator is.
pub(in crate::translate) fn compare_pair(operator: Comparison, pair: &Pair, nullable: bool) -> Typed {
    match pair {
        Pair::Same(left, right) => same(operator, left, right).null_with(nullable && !operator.is_null_safe()),
        Pair::Null(left, right) => with_null(operator, left, right),
        Pair::Apart { left, right, left_is_less } => apart(operator, left, right, *left_is_less),
        Pair::NumberAndText { number, text, read, swapped } => number_and_text(operator, number, text, read, *swapped),
        Pair::Keys(left, right) => keys(operator, left, right),
    }
}

fn same(operator: Comparison, left: &Typed, right: &Typed) -> Typed {
    if let Some(short) = boolean_equality(operator, left, right).or_else(|| boolean_equality(operator, right, left)) {
        return short;
    }
    // Between a value that cannot be NULL and a constant, IS is an equality.
    let plain = !left.nullable && !right.nullable;
    let template = match operator {
        Comparison::Is if plain => Comparison::Equal.template(),
        Comparison::IsNot if plain => Comparison::NotEqual.template(),
        other => other.template(),
    };
    Typed::condition(Sql::fill(template, &[&left.operand(), &right.operand()]))
}

/// `active = true` is `active`.
fn boolean_equality(operator: Comparison, value: &Typed, constant: &Typed) -> Option<Typed> {
    let wanted = match constant.sql.as_str() {
        "true" if constant.kind == Kind::Boolean => true,
        "false" if constant.kind == Kind::Boolean => false,
        _ => return None,
    };
    if value.kind != Kind::Boolean {
        return None;
    }
    let template = match (operator, wanted) {
        (Comparison::Equal, true) | (Comparison::NotEqual, false) => return Some(value.clone()),
        (Comparison::Equal, false) | (Comparison::NotEqual, true) => "NOT {}",
        (Comparison::Is, true) => "{} IS TRUE",
        (Comparison::Is, false) => "{} IS FALSE",
        (Comparison::IsNot, true) => "{} IS NOT TRUE",
        (Comparison::IsNot, false) => "{} IS NOT FALSE",
        (Comparison::Less | Comparison::LessOrEqual | Comparison::Greater | Comparison::GreaterOrEqual, _) => {
            return None;
        }
    };
    Some(Typed::condition(Sql::fill(template, &[&value.operand()])))
}

fn with_null(operator: Comparison, left: &Typed, right: &Typed) -> Typed {
    let value = if left.kind == Kind::Null { right } else { left };
    let template = match operator {
        Comparison::Is => "{} IS NULL",
        Comparison::IsNot => "{} IS NOT NULL",
        _ => return Typed { atomic: true, ..Typed::condition(Sql::text("NULL::boolean")) },
    };
    let sql = match &value.kind {
        Kind::RowKey(parts) => parts.first().cloned().unwrap_or_default(),
        _ => value.operand(),
    };
    Typed::condition(Sql::fill(template, &[&sql])).not_null()
}

/// The answer is known but for NULLs.
fn apart(operator: Comparison, left: &Typed, right: &Typed, left_is_less: bool) -> Typed {
    let answer = operator.of_different(left_is_less);
    let nullable = [left, right].into_iter().filter(|typed| typed.nullable).collect::<Vec<_>>();
    if operator.is_null_safe() && nullable.len() == 2 {
        let template = if answer { "NOT ({} IS NULL AND {} IS NULL)" } else { "{} IS NULL AND {} IS NULL" };
        return Typed::condition(Sql::fill(template, &[&left.operand(), &right.operand()])).not_null();
    }
    if operator.is_null_safe() || nullable.is_empty() {
        return truth(answer);
    }
    let mut any_null = Sql::new();
    any_null.push_list(nullable, " OR ", |sql, typed| {
        sql.push_sql(&typed.operand()).push(" IS NULL");
    });
    let template =
        if answer { "CASE WHEN {} THEN NULL ELSE true END" } else { "CASE WHEN {} THEN NULL ELSE false END" };
    Typed { atomic: true, ..Typed::condition(Sql::fill(template, &[&any_null])) }
}

fn number_and_text(operator: Comparison, number: &Typed, text: &Typed, read: &Sql, swapped: bool) -> Typed {
    let number_sql = number.operand();
    let (left, right) = if swapped { (read, &number_sql) } else { (&number_sql, read) };
    let compared = Sql::fill(operator.template(), &[left, right]);
    // A text that is no number is more than every number; NULL stays NULL.
    let answer = truth(operator.of_different(!swapped));
    let sql = Sql::fill(
        "CASE WHEN {} IS NULL AND {} IS NOT NULL AND {} IS NOT NULL THEN {} ELSE {} END",
        &[read, &text.operand(), &number_sql, &answer.sql, &compared],
    );
    Typed { atomic: true, ..Typed::condition(sql) }
}

fn keys(operator: Comparison, left: &[Sql], right: &[Sql]) -> Typed {
    let mut sql = Sql::new();
    let template = match operator {
        Comparison::NotEqual => Comparison::Equal,
        Comparison::IsNot => Comparison::Is,
        other => other,
    };
    sql.push_list(left.iter().zip(right), " AND ", |sql, (left, right)| {
        sql.push_sql(&Sql::fill(template.template(), &[left, right]));
    });
    let negated = matches!(operator, Comparison::NotEqual | Comparison::IsNot);
    Typed::condition(if negated { Sql::fill("NOT ({})", &[&sql]) } else { sql })
}

/// Whether it is the constant NULL.
pub(in crate::translate) fn is_null(typed: &Typed) -> bool {
    typed.constant == Some(Constant::Null)
}
