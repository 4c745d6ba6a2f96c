//! Pairs of values that PostgreSQL holds in another form than SQLite did.

use crate::catalog::pg::DataType;
use crate::mapping::Rule;
use crate::sql::Sql;

use super::super::SupportFunction;
use super::super::translator::Translator;
use super::super::typed::{Collation, Typed};
use super::comparison::Pair;
use crate::translate::NotConverted;

impl Translator<'_> {
    /// Times that were milliseconds: a constant becomes a time, so that an index still serves.
    pub(super) fn millisecond_pair(
        &mut self,
        left: &Typed,
        right: &Typed,
        ordering: bool,
    ) -> Result<Pair, NotConverted> {
        if left.is_milliseconds() && right.is_milliseconds() && left.data_type == right.data_type {
            return Ok(Pair::Same(left.clone(), right.clone()));
        }
        let moment = |number: &Typed, time: &Typed| {
            let number = number.integer_constant().filter(|_| time.is_milliseconds())?;
            moment_of(number, time.data_type)
        };
        if let Some(moment) = moment(right, left) {
            return Ok(Pair::Same(left.clone(), Typed { sql: moment, atomic: true, ..right.clone() }));
        }
        if let Some(moment) = moment(left, right) {
            return Ok(Pair::Same(Typed { sql: moment, atomic: true, ..left.clone() }, right.clone()));
        }
        let mut number = |typed: &Typed| {
            let affinity = typed.affinity;
            let number = if typed.is_milliseconds() { self.as_number(typed)? } else { return Ok(typed.clone()) };
            Ok(Typed { affinity, ..number })
        };
        let (left, right) = (number(left)?, number(right)?);
        self.pair(&left, &right, ordering)
    }

    /// A text that meets a column of numeric affinity becomes a number if it is one, and then it is less than
    /// every text.
    pub(super) fn numeric_texts(&mut self, left: &Typed, right: &Typed) -> Result<Option<Pair>, NotConverted> {
        let is_free = |typed: &Typed| {
            let spelled = typed.moment.as_ref().is_some_and(|moment| moment.spelling.is_some());
            !typed.has_numeric_affinity() && typed.constant.is_none() && !spelled
        };
        if Collation::of_comparison(&left.collation, &right.collation).name() != "BINARY" {
            return Ok(None);
        }
        let is_bound = |typed: &Typed| typed.has_numeric_affinity() && typed.is_column;
        let (free, swapped) = match (is_bound(left) && is_free(right), is_bound(right) && is_free(left)) {
            (true, _) => (right, false),
            (_, true) => (left, true),
            (false, false) => return Ok(None),
        };
        let bound = self.as_text(if swapped { right } else { left })?;
        let free = self.as_text(free)?;
        let number = self.support_call(SupportFunction::WholeNumber, &[&free.sql]);
        let marked = Sql::fill("CASE WHEN {} IS NULL THEN 'x' || {} ELSE '' END", &[&number, &free.operand()]);
        let free = Typed { sql: Sql::fill("({}) COLLATE \"C\"", &[&marked]), atomic: false, ..free };
        let bound = Typed { sql: Sql::fill("'x' || {}", &[&bound.operand()]), atomic: false, ..bound };
        Ok(Some(if swapped { Pair::Same(free, bound) } else { Pair::Same(bound, free) }))
    }

    /// A double with all its digits, beside an integer that a double cannot hold.
    pub(super) fn exact_beside(&mut self, typed: &Typed, other: &Typed) -> Typed {
        let large_constant = other.integer_constant().is_some_and(|number| number.unsigned_abs() > 1 << 53);
        let is_double = typed.data_type == DataType::DoublePrecision && typed.constant.is_none();
        if !is_double || !(other.large || large_constant) {
            return typed.clone();
        }
        let sql = self.support_call(SupportFunction::Exact, &[&typed.sql]);
        Typed { sql, data_type: DataType::Numeric(None), atomic: true, is_column: false, ..typed.clone() }
    }
}

/// Milliseconds since 1970 as a time; `None` beyond the year 9999.
fn moment_of(milliseconds: i64, data_type: DataType) -> Option<Sql> {
    if !(-62_135_596_800_000..253_402_300_800_000).contains(&milliseconds) {
        return None;
    }
    let zoned = data_type == DataType::TimestampTz;
    let mut sql = Sql::text(if zoned {
        "(TIMESTAMPTZ '1970-01-01 00:00:00+00' + "
    } else {
        "(TIMESTAMP '1970-01-01 00:00:00' + "
    });
    sql.push_integer(milliseconds).push(" * INTERVAL '1 millisecond')");
    Some(sql)
}

/// A uuid and a constant that may be one.
pub(super) fn uuid_pair(left: &Typed, right: &Typed) -> Option<Pair> {
    if right.data_type == DataType::Uuid && left.data_type != DataType::Uuid {
        return match uuid_pair(right, left)? {
            Pair::Same(right, left) => Some(Pair::Same(left, right)),
            other => Some(other),
        };
    }
    let text = right.text_constant().filter(|_| left.rule == Some(Rule::Uuid))?;
    let digits: String = text.chars().filter(|character| *character != '-').collect();
    let is_uuid =
        digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) && matches!(text.len(), 32 | 36);
    let mut sql = Sql::text("UUID ");
    sql.push_literal(text);
    is_uuid.then(|| Pair::Same(left.clone(), Typed { sql, data_type: DataType::Uuid, atomic: true, ..right.clone() }))
}
