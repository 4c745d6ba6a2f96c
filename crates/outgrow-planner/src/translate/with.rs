//! WITH: common table expressions, recursive ones too.

use sqlite3_parser::ast::{CommonTableExpr, CompoundOperator, Limit, Materialized, Select, With};

use crate::catalog::pg::DataType;
use crate::ident::Ident;
use crate::sql::Sql;

use super::NotConverted;
use super::expression::comparison::by_bytes;
use super::from::{alias_ident, column_list, fields_of};
use super::parse::unquote;
use super::scope::{Field, Scope};
use super::select::{Output, Use};
use super::translator::{LocalTable, Translator, refuse};
use super::typed::{Kind, Typed};

impl Translator<'_> {
    /// `WITH … `, and its tables in sight.
    pub(super) fn with(&mut self, with: &With<'_>, parent: Option<&Scope<'_>>) -> Result<Sql, NotConverted> {
        let mut tables = Vec::new();
        let mut recursive = false;
        for table in with.ctes {
            let (sql, recurses) = self.common_table(table, parent)?;
            recursive |= recurses;
            tables.push(sql);
        }
        let mut sql = Sql::text(if recursive { "WITH RECURSIVE " } else { "WITH " });
        sql.push_list(&tables, ", ", |sql, table| {
            sql.push_sql(table);
        });
        sql.push(" ");
        Ok(sql)
    }

    fn common_table(
        &mut self,
        table: &CommonTableExpr<'_>,
        parent: Option<&Scope<'_>>,
    ) -> Result<(Sql, bool), NotConverted> {
        let name = unquote(table.tbl_name.0);
        let target = alias_ident(&name)?;
        let names = table.columns.unwrap_or(&[]).iter().map(|column| unquote(column.col_name.0)).collect::<Vec<_>>();
        let mark = self.mark();
        let recursive = table.select.body.compounds.as_ref().is_some_and(|compounds| !compounds.is_empty());
        // Whether it recurses shows when its own name is not found.
        let (query_sql, fields, recurses) = match self.plain_table(table.select, parent, &names) {
            Ok((sql, fields)) => (sql, fields, false),
            Err(error) if recursive && error.reason.contains(&format!("\"{name}\"")) => {
                self.back_to(mark);
                if let Some(limit) = table.select.limit {
                    let sql = self.limited_recursion(table.select, parent, &names, name, target, limit)?;
                    return Ok((sql, true));
                }
                let (sql, fields) = self.recursive_table(table.select, parent, &names, &name, &target)?;
                (sql, fields, true)
            }
            Err(error) => return Err(error),
        };
        let mut sql = Sql::new();
        sql.push_ident(&target).push_sql(&column_list(&fields));
        sql.push(match table.materialized {
            Materialized::Any => " AS (",
            Materialized::Yes => " AS MATERIALIZED (",
            Materialized::No => " AS NOT MATERIALIZED (",
        });
        sql.push_sql(&query_sql).push(")");
        self.tables.push(LocalTable { name, target, fields });
        Ok((sql, recurses))
    }

    /// A recursion that ends after so many rows. PostgreSQL computes no more rows of a recursion than are
    /// read from it, so the limit stands in a table of its own around it.
    fn limited_recursion(
        &mut self,
        select: &Select<'_>,
        parent: Option<&Scope<'_>>,
        names: &[String],
        name: String,
        target: Ident,
        limit: &Limit<'_>,
    ) -> Result<Sql, NotConverted> {
        let all = alias_ident(&format!("all_{name}"))?;
        let (query, fields) = self.recursive_table(select, parent, names, &name, &all)?;
        let limit = self.limit(limit)?;
        let columns = column_list(&fields);
        let mut sql = Sql::new();
        sql.push_ident(&all).push_sql(&columns).push(" AS (").push_sql(&query).push("), ");
        sql.push_ident(&target).push_sql(&columns).push(" AS (SELECT * FROM ").push_ident(&all);
        sql.push_sql(&limit).push(")");
        self.tables.push(LocalTable { name, target, fields });
        Ok(sql)
    }

    fn plain_table(
        &mut self,
        select: &Select<'_>,
        parent: Option<&Scope<'_>>,
        names: &[String],
    ) -> Result<(Sql, Vec<Field>), NotConverted> {
        let query = self.nested_query(select, parent, Use::Rows)?;
        let fields = fields_of(&query.outputs, names);
        Ok((query.sql, fields))
    }

    /// `start UNION [ALL] step`, both with the same types.
    fn recursive_table(
        &mut self,
        select: &Select<'_>,
        parent: Option<&Scope<'_>>,
        names: &[String],
        name: &str,
        target: &crate::ident::Ident,
    ) -> Result<(Sql, Vec<Field>), NotConverted> {
        let compounds = select.body.compounds.as_deref().unwrap_or(&[]);
        let [step] = compounds else { return refuse("it recurses in more than one SELECT") };
        let operator = match step.operator {
            CompoundOperator::Union => " UNION ",
            CompoundOperator::UnionAll => " UNION ALL ",
            CompoundOperator::Except | CompoundOperator::Intersect => {
                return refuse("it recurses by EXCEPT or INTERSECT");
            }
        };
        if select.order_by.is_some() || select.with.is_some() {
            return refuse("it orders a recursion");
        }
        let table =
            |fields: &[Field]| LocalTable { name: name.to_owned(), target: target.clone(), fields: fields.to_vec() };
        let mut doubles = Vec::new();
        // A column that is an INTEGER at first and a REAL later is a double throughout.
        let (start, step, fields) = loop {
            let (start, outputs) = self.one_core(&select.body.select, parent, &doubles)?;
            let fields = fields_of(&outputs, names);
            self.tables.push(table(&fields));
            let step = self.one_core(&step.select, parent, &doubles);
            self.tables.pop();
            let (step, stepped) = step?;
            let different = different(&outputs, &stepped)?;
            if different.is_empty() {
                break (start, step, fields);
            }
            if !doubles.is_empty() {
                return refuse("it recurses from one type to another");
            }
            doubles = different;
            self.note("Where SQLite answered with an INTEGER or a REAL, PostgreSQL answers with one type for both.");
        };
        let mut sql = start;
        sql.push(operator).push_sql(&step);
        Ok((sql, fields))
    }

    fn one_core(
        &mut self,
        select: &sqlite3_parser::ast::OneSelect<'_>,
        parent: Option<&Scope<'_>>,
        doubles: &[usize],
    ) -> Result<(Sql, Vec<Output>), NotConverted> {
        let (bare, grouped) = (std::mem::take(&mut self.bare), std::mem::take(&mut self.grouped));
        let aggregated = std::mem::replace(&mut self.aggregated, false);
        let result = self.one_core_here(select, parent, doubles);
        (self.bare, self.grouped, self.aggregated) = (bare, grouped, aggregated);
        result
    }

    fn one_core_here(
        &mut self,
        select: &sqlite3_parser::ast::OneSelect<'_>,
        parent: Option<&Scope<'_>>,
        doubles: &[usize],
    ) -> Result<(Sql, Vec<Output>), NotConverted> {
        let mut core = self.core(select, parent)?;
        for (position, output) in core.outputs.iter_mut().enumerate() {
            output.typed = wide(&super::select::shown(&output.typed)?);
            if doubles.contains(&position) {
                let double = output.typed.cast_to(DataType::DoublePrecision);
                output.typed = Typed { kind: Kind::Number { integer_when: None }, constant: None, ..double };
            }
        }
        self.check_groups(&mut core)?;
        Ok((core.render(), core.outputs))
    }
}

/// The columns that are numbers of two types; any other difference is refused.
fn different(start: &[Output], step: &[Output]) -> Result<Vec<usize>, NotConverted> {
    if start.len() != step.len() {
        return refuse("it recurses with another number of columns");
    }
    let mut different = Vec::new();
    for (position, (start, step)) in start.iter().zip(step).enumerate() {
        if start.typed.data_type == step.typed.data_type {
            continue;
        }
        if !(start.typed.is_number() && step.typed.is_number()) {
            return refuse("it recurses from one type to another");
        }
        different.push(position);
    }
    Ok(different)
}

/// A value in the widest type of its family, so that a recursion keeps it.
fn wide(typed: &Typed) -> Typed {
    match typed.kind {
        Kind::Integer => typed.cast_to(DataType::Bigint),
        Kind::Real | Kind::Number { .. } => typed.cast_to(DataType::DoublePrecision),
        Kind::Text => by_bytes(&Typed { byte_order: false, ..typed.cast_to(DataType::Text) }),
        Kind::Null
        | Kind::Boolean
        | Kind::Blob
        | Kind::Temporal(_)
        | Kind::Mixed
        | Kind::RowKey(_)
        | Kind::Opaque(_) => typed.clone(),
    }
}
