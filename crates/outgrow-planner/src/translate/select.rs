//! SELECT.

use sqlite3_parser::ast::{As, Distinctness, Expr, OneSelect, ResultColumn, Select, WindowDef};

use crate::catalog::pg::DataType;
use crate::ident::Ident;
use crate::sql::Sql;

use super::compound::refuse_collated;
use super::expression::comparison::{by_bytes, is_null};
use super::parse::{strip, unquote};
use super::scope::{Resolved, Scope};
use super::translator::{Translator, refuse};
use super::typed::{Dynamic, Kind, Typed};
use super::{NotConverted, RelationColumn};

/// What the result of a query is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// An application reads its rows, by the names of their columns.
    Answer,
    /// Another statement reads its rows.
    Rows,
    /// An expression compares its values.
    Value,
    /// Only whether there are rows matters.
    Existence,
}

/// A translated query.
pub(super) struct Query {
    /// The PostgreSQL text.
    pub(super) sql: Sql,
    /// Its result columns.
    pub(super) outputs: Vec<Output>,
    /// Whether it has exactly one row.
    pub(super) one_row: bool,
}

/// A result column.
#[derive(Clone, Debug)]
pub(super) struct Output {
    /// The name that SQLite gives it, where the syntax says one.
    pub(super) name: Option<String>,
    /// What it is.
    pub(super) typed: Typed,
}

/// One SELECT of a compound.
pub(super) struct Core<'s> {
    pub(super) scope: Scope<'s>,
    pub(super) outputs: Vec<Output>,
    pub(super) distinct: bool,
    pub(super) tail: Sql,
    pub(super) one_row: bool,
    /// Rows of VALUES after the first.
    pub(super) rows: Vec<Vec<Typed>>,
    pub(super) is_values: bool,
    purpose: Use,
}

impl Translator<'_> {
    /// A query inside of another, or the only one.
    pub(super) fn nested_query(
        &mut self,
        select: &Select<'_>,
        parent: Option<&Scope<'_>>,
        purpose: Use,
    ) -> Result<Query, NotConverted> {
        self.query_into(select, parent, purpose, &[])
    }

    /// A query whose result goes into columns, if there are `targets`.
    pub(super) fn query_into(
        &mut self,
        select: &Select<'_>,
        parent: Option<&Scope<'_>>,
        purpose: Use,
        targets: &[&RelationColumn],
    ) -> Result<Query, NotConverted> {
        let level = parent.map_or(1, |scope| scope.level + 1);
        let outer_bare = std::mem::take(&mut self.bare);
        let outer_grouped = std::mem::take(&mut self.grouped);
        let outer_extrema = std::mem::take(&mut self.extrema);
        let outer_windows = std::mem::take(&mut self.windows);
        let outer = (self.aggregated, self.inside_aggregate, self.tables.len());
        (self.aggregated, self.inside_aggregate) = (false, 0);
        self.subquery |= parent.is_some();
        let result = self.deeper(|translator| translator.query(select, parent, purpose, targets));
        self.tables.truncate(outer.2);
        let inner = std::mem::replace(&mut self.bare, outer_bare);
        self.grouped = outer_grouped;
        (self.extrema, self.windows) = (outer_extrema, outer_windows);
        (self.aggregated, self.inside_aggregate) = (outer.0, outer.1);
        if self.inside_aggregate == 0 {
            self.bare.extend(inner.into_iter().filter(|column| column.level < level));
        }
        result
    }

    fn query(
        &mut self,
        select: &Select<'_>,
        parent: Option<&Scope<'_>>,
        purpose: Use,
        targets: &[&RelationColumn],
    ) -> Result<Query, NotConverted> {
        let mut sql = match &select.with {
            None => Sql::new(),
            Some(with) => self.with(with, parent)?,
        };
        let (body, mut outputs, one_row) = self.body(select, parent, purpose, targets)?;
        sql.push_sql(&body);
        if let Some(limit) = select.limit {
            let limit = self.limit(limit)?;
            sql.push_sql(&limit);
        }
        for output in &mut outputs {
            output.typed.constant = None;
        }
        Ok(Query { sql, outputs, one_row })
    }

    /// One SELECT, without ORDER BY and LIMIT.
    pub(super) fn core<'s>(
        &mut self,
        select: &OneSelect<'_>,
        parent: Option<&'s Scope<'s>>,
    ) -> Result<Core<'s>, NotConverted> {
        let mut scope = match parent {
            Some(parent) => Scope::inside(parent),
            None => Scope { level: 1, ..Scope::empty() },
        };
        let windows: &[WindowDef<'_>];
        let (distinctness, columns, from, filter, group_by, having) = match select {
            OneSelect::Select { distinctness, columns, from, where_clause, group_by, having, window_clause } => {
                let clauses = (distinctness, columns, from, where_clause, group_by, having);
                windows = window_clause.unwrap_or(&[]);
                clauses
            }
            OneSelect::Values(rows) => return self.values(rows, scope),
        };
        // Only what comes after GROUP BY reads from the picked row.
        let picked = self.picked.take_if(|picked| picked.level == scope.level);
        let mut tail = Sql::new();
        if let Some(from) = from {
            let from = self.sources(from, &mut scope)?;
            tail.push(" FROM ").push_sql(&from);
        }
        let groups = self.groups(group_by.unwrap_or(&[]), columns, &scope)?;
        self.picked = picked.clone();
        self.define_windows(windows, &scope)?;
        let outputs = self.outputs(columns, &mut scope)?;
        if let Some(filter) = filter {
            let (bare, aggregated) = (self.bare.len(), self.aggregated);
            self.picked = None;
            let condition = self.condition(filter, &scope)?;
            self.picked = picked;
            self.forget_bare(bare, scope.level);
            self.aggregated = aggregated;
            tail.push(" WHERE ").push_sql(&condition.sql);
        }
        self.grouped = groups;
        let mut core = Core {
            scope,
            outputs,
            distinct: *distinctness == Some(Distinctness::Distinct),
            one_row: self.aggregated && group_by.is_none() && having.is_none(),
            tail,
            rows: Vec::new(),
            is_values: false,
            purpose: Use::Rows,
        };
        if let Some(having) = having {
            let condition = self.condition(having, &core.scope)?;
            core.tail.push("\u{0}").push(" HAVING ").push_sql(&condition.sql);
        } else {
            core.tail.push("\u{0}");
        }
        Ok(core)
    }

    fn values<'s>(
        &mut self,
        rows: &[sqlite3_parser::Vec<'_, Expr<'_>>],
        scope: Scope<'s>,
    ) -> Result<Core<'s>, NotConverted> {
        let mut translated = Vec::new();
        for row in rows {
            let row = row.iter().map(|value| self.expression(value, &scope)).collect::<Result<Vec<_>, _>>()?;
            translated.push(row);
        }
        self.bare.retain(|column| column.level < scope.level);
        let mut rows = translated.into_iter();
        let Some(first) = rows.next() else { return refuse("it has VALUES without a row") };
        let named = |(position, typed)| Output { name: Some(format!("column{}", position + 1)), typed };
        let outputs = first.into_iter().enumerate().map(named).collect::<Vec<_>>();
        let rows = rows.collect::<Vec<_>>();
        if rows.iter().any(|row| row.len() != outputs.len()) {
            return refuse("it has VALUES of different lengths");
        }
        let one_row = rows.is_empty();
        Ok(Core {
            scope,
            outputs,
            distinct: false,
            tail: Sql::text("\u{0}"),
            one_row,
            rows,
            is_values: true,
            purpose: Use::Rows,
        })
    }

    /// The result columns; those with an alias can be seen by later clauses.
    pub(super) fn outputs(
        &mut self,
        columns: &[ResultColumn<'_>],
        scope: &mut Scope<'_>,
    ) -> Result<Vec<Output>, NotConverted> {
        let mut outputs = Vec::new();
        for column in columns {
            match column {
                ResultColumn::Expr(expression, alias) => {
                    let typed = self.expression(expression, scope)?;
                    let alias = alias.as_ref().map(alias_name);
                    let name = alias.clone().or_else(|| column_name(expression, scope));
                    outputs.push((alias, Output { name, typed }));
                }
                ResultColumn::Star => self.star(None, scope, &mut outputs)?,
                ResultColumn::TableStar(table) => self.star(Some(&unquote(table.0)), scope, &mut outputs)?,
            }
        }
        let aliased = outputs.iter().filter_map(|(alias, output)| Some((alias.clone()?, output.typed.clone())));
        scope.aliases.extend(aliased);
        Ok(outputs.into_iter().map(|(_, output)| output).collect())
    }

    fn star(
        &mut self,
        table: Option<&str>,
        scope: &Scope<'_>,
        outputs: &mut Vec<(Option<String>, Output)>,
    ) -> Result<(), NotConverted> {
        let mut matched = false;
        for (position, source) in scope.sources.iter().enumerate() {
            let named = |name: &str| source.name.as_deref().is_some_and(|source| source.eq_ignore_ascii_case(name));
            if !table.is_none_or(named) {
                continue;
            }
            matched = true;
            for field in source.fields.iter().filter(|field| table.is_some() || !field.merged) {
                let found = Resolved {
                    typed: field.typed.clone(),
                    level: scope.level,
                    source: position,
                    name: field.name.clone(),
                };
                let typed = self.read(found, scope);
                outputs.push((None, Output { name: Some(field.name.clone()), typed }));
            }
        }
        if matched { Ok(()) } else { refuse("it selects all columns of a table that is not there") }
    }

    /// Makes result columns what the reader of the rows must see.
    pub(super) fn finish_core(
        &mut self,
        core: &mut Core<'_>,
        purpose: Use,
        targets: &[&RelationColumn],
    ) -> Result<(), NotConverted> {
        core.purpose = purpose;
        if core.distinct {
            refuse_collated(&core.outputs)?;
            for output in &core.outputs {
                self.note_moments(&output.typed);
            }
            if core.outputs.iter().any(|output| matches!(output.typed.dynamic, Some(Dynamic::Json(_)))) {
                self.note("Values of JSON that are written alike are one row: the number 1 and the text '1', but not 1 and 1.0.");
            }
        }
        if !targets.is_empty() {
            return self.assign_outputs(core, targets);
        }
        match purpose {
            Use::Existence | Use::Value => {}
            Use::Answer => {
                for output in &mut core.outputs {
                    output.typed = self.answer(&output.typed)?;
                }
                for row in &mut core.rows {
                    for value in row {
                        *value = self.answer(value)?;
                    }
                }
            }
            Use::Rows => {
                for output in &mut core.outputs {
                    output.typed = shown(&output.typed)?;
                }
                for row in &mut core.rows {
                    for value in row {
                        *value = shown(value)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn assign_outputs(&mut self, core: &mut Core<'_>, targets: &[&RelationColumn]) -> Result<(), NotConverted> {
        if core.outputs.len() != targets.len() {
            return refuse("it inserts another number of values than there are columns");
        }
        let is_values = core.is_values;
        for (output, target) in core.outputs.iter_mut().zip(targets) {
            output.typed.sql = self.inserted(&output.typed, target, is_values)?;
        }
        for row in &mut core.rows {
            for (value, target) in row.iter_mut().zip(targets) {
                value.sql = self.inserted(value, target, is_values)?;
            }
        }
        Ok(())
    }

    /// A value of a new row; NULL for the column that stands for the rowid asks for the next one.
    fn inserted(&mut self, value: &Typed, target: &RelationColumn, is_values: bool) -> Result<Sql, NotConverted> {
        if is_null(value) && self.identity.as_ref() == Some(&target.target) {
            return if is_values { Ok(Sql::text("DEFAULT")) } else { refuse("it inserts NULL for the rowid") };
        }
        self.assign(value, target)
    }
}

impl Core<'_> {
    /// The text, with GROUP BY in its place.
    pub(super) fn render(&self) -> Sql {
        let list = |values: &mut dyn Iterator<Item = &Typed>| {
            let mut sql = Sql::new();
            sql.push_list(values, ", ", |sql, value| {
                sql.push_sql(&value.sql);
            });
            sql
        };
        let mut sql = Sql::new();
        if self.is_values {
            sql.push("VALUES (").push_sql(&list(&mut self.outputs.iter().map(|output| &output.typed))).push(")");
            for row in &self.rows {
                sql.push(", (").push_sql(&list(&mut row.iter())).push(")");
            }
            return sql;
        }
        sql.push(if self.distinct { "SELECT DISTINCT " } else { "SELECT " });
        sql.push_sql(&listed(&self.outputs, self.purpose)).push_sql(&self.tail);
        sql
    }

    /// Puts GROUP BY where the tail left a place for it.
    pub(super) fn put_groups(&mut self, groups: &[Sql]) -> Result<(), NotConverted> {
        let mut clause = Sql::new();
        if !groups.is_empty() {
            clause.push(" GROUP BY ");
            clause.push_list(groups, ", ", |sql, group| {
                sql.push_sql(group);
            });
        }
        self.tail = self.tail.replace_mark(&clause);
        Ok(())
    }
}

/// The result columns, under the names that SQLite gives them where an application reads them.
pub(super) fn listed(outputs: &[Output], purpose: Use) -> Sql {
    let mut sql = Sql::new();
    sql.push_list(outputs, ", ", |sql, output| {
        sql.push_sql(&output.typed.sql);
        let name =
            output.name.as_ref().filter(|_| purpose == Use::Answer).and_then(|name| Ident::new(name.clone()).ok());
        if let Some(name) = name.filter(|name| !is_called(&output.typed.sql, name)) {
            sql.push(" AS ").push_ident(&name);
        }
    });
    sql
}

/// Whether PostgreSQL itself gives a result column this name, because it is a column.
fn is_called(sql: &Sql, name: &Ident) -> bool {
    let text = sql.as_str();
    let column = text.strip_suffix(" COLLATE \"C\"").unwrap_or(text);
    let Some(table) = column.strip_suffix(&name.quoted()) else { return false };
    table
        .strip_suffix('.')
        .is_some_and(|table| table.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.\"".contains(&byte)))
}

/// The value as the reader of a row must see it.
pub(super) fn shown(typed: &Typed) -> Result<Typed, NotConverted> {
    match &typed.kind {
        // A computed condition was an INTEGER; a column that became boolean stays one.
        Kind::Boolean if !typed.is_column => Ok(Typed { kind: Kind::Integer, ..typed.cast_to(DataType::Integer) }),
        Kind::Text => Ok(by_bytes(typed)),
        Kind::Null => Ok(Typed { sql: Sql::text("NULL::text"), constant: None, ..typed.clone() }),
        Kind::Real if typed.constant.is_some() => Ok(typed.cast_to(DataType::DoublePrecision)),
        Kind::RowKey(_) => refuse(super::expression::conversion::ROW_KEY),
        Kind::Opaque(_) if typed.dynamic.is_some() => Ok(Typed { kind: Kind::Mixed, ..typed.clone() }),
        Kind::Opaque(reason) if !typed.is_column && !typed.is_time() => refuse(*reason),
        Kind::Boolean
        | Kind::Integer
        | Kind::Real
        | Kind::Number { .. }
        | Kind::Blob
        | Kind::Temporal(_)
        | Kind::Mixed
        | Kind::Opaque(_) => Ok(typed.clone()),
    }
}

/// What an alias says.
pub(super) fn alias_name(alias: &As<'_>) -> String {
    match alias {
        As::As(name) | As::Elided(name) => unquote(name.0),
    }
}

/// The name of a result column that is a column: as its table declares it.
fn column_name(expression: &Expr<'_>, scope: &Scope<'_>) -> Option<String> {
    let (table, column) = match strip(expression) {
        Expr::Id(id) => (None, unquote(id.0)),
        Expr::Name(name) => (None, unquote(name.0)),
        Expr::Qualified(table, column) => (Some(unquote(table.0)), unquote(column.0)),
        _ => return None,
    };
    let of_source = |source: &super::scope::Source| {
        if table
            .as_deref()
            .is_some_and(|table| !source.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(table)))
        {
            return None;
        }
        let field = source.fields.iter().find(|field| field.name.eq_ignore_ascii_case(&column))?;
        Some(field.name.clone())
    };
    scope.sources.iter().find_map(of_source).or(Some(column))
}
