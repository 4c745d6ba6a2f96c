//! FROM: tables, subqueries and joins.

use sqlite3_parser::ast::{
    As, Expr, FromClause, JoinConstraint, JoinOperator, JoinType, JoinedSelectTable, Operator, QualifiedName, Select,
    SelectTable,
};

use crate::ident::Ident;
use crate::sql::Sql;

use super::expression::comparison::Comparison;
use super::parse::{strip, unquote};
use super::scope::{Field, Scope, Source};
use super::select::{Output, Use, alias_name};
use super::statement::refuse_with;
use super::translator::{Translator, refuse};
use super::{NotConverted, Relation};

impl<'r> Translator<'r> {
    /// The text after FROM; its sources are added to the scope.
    pub(super) fn sources(&mut self, from: &FromClause<'_>, scope: &mut Scope<'_>) -> Result<Sql, NotConverted> {
        let Some(first) = from.select else { return refuse("its FROM is empty") };
        let mut sql = self.table(first, scope)?;
        for join in from.joins.as_deref().unwrap_or(&[]) {
            let join = self.join(join, scope)?;
            sql.push_sql(&join);
        }
        Ok(sql)
    }

    fn join(&mut self, join: &JoinedSelectTable<'_>, scope: &mut Scope<'_>) -> Result<Sql, NotConverted> {
        let kind = match join.operator {
            JoinOperator::Comma => JoinType::INNER,
            JoinOperator::TypedJoin(kind) => kind.unwrap_or(JoinType::INNER),
        };
        let before = scope.sources.len();
        let table = self.table(&join.table, scope)?;
        let condition = self.join_condition(join.constraint.as_ref(), kind, before, scope)?;
        let (left, right) = (kind.contains(JoinType::LEFT), kind.contains(JoinType::RIGHT));
        for (position, source) in scope.sources.iter_mut().enumerate() {
            if (left && position >= before) || (right && position < before) {
                source.make_nullable();
            }
        }
        let mut sql = Sql::text(match (left, right) {
            (true, true) => " FULL JOIN ",
            (true, false) => " LEFT JOIN ",
            (false, true) => " RIGHT JOIN ",
            (false, false) if condition.is_none() => " CROSS JOIN ",
            (false, false) => " JOIN ",
        });
        sql.push_sql(&table);
        match condition {
            Some(condition) => sql.push(" ON ").push_sql(&condition),
            None if left || right => sql.push(" ON true"),
            None => &mut sql,
        };
        Ok(sql)
    }

    fn join_condition(
        &mut self,
        constraint: Option<&JoinConstraint<'_>>,
        kind: JoinType,
        before: usize,
        scope: &mut Scope<'_>,
    ) -> Result<Option<Sql>, NotConverted> {
        let is_full = kind.contains(JoinType::LEFT) && kind.contains(JoinType::RIGHT);
        let names = match constraint {
            Some(JoinConstraint::On(condition)) if is_full && !is_mergeable(condition) => {
                return refuse_with(
                    "it is a FULL JOIN by something else than equality, which PostgreSQL does not have",
                    "Write a LEFT JOIN, and add the rows of the right side that have no match by UNION ALL.",
                );
            }
            Some(JoinConstraint::On(condition)) => return Ok(Some(self.join_on(condition, scope)?)),
            Some(JoinConstraint::Using(names)) => names.iter().map(|name| unquote(name.0)).collect(),
            None if kind.contains(JoinType::NATURAL) => common_names(before, scope),
            None => return Ok(None),
        };
        if kind.contains(JoinType::RIGHT) {
            return refuse("it joins from the right by common columns");
        }
        let mut conditions = Vec::new();
        for name in names {
            conditions.push(self.join_using(&name, before, scope)?);
        }
        if conditions.is_empty() {
            return Ok(None);
        }
        let mut sql = Sql::new();
        sql.push_list(&conditions, " AND ", |sql, condition| {
            sql.push_sql(condition);
        });
        Ok(Some(sql))
    }

    fn join_on(&mut self, condition: &sqlite3_parser::ast::Expr<'_>, scope: &Scope<'_>) -> Result<Sql, NotConverted> {
        let bare = self.bare.len();
        let condition = self.condition(condition, scope)?;
        self.forget_bare(bare, scope.level);
        Ok(condition.sql)
    }

    /// Joins by one common column, and hides its right side from `*` and bare names.
    fn join_using(&mut self, name: &str, before: usize, scope: &mut Scope<'_>) -> Result<Sql, NotConverted> {
        let find = |sources: &[Source]| {
            sources.iter().enumerate().find_map(|(source, fields)| {
                let named = |field: &Field| field.name.eq_ignore_ascii_case(name) && !field.merged;
                Some((source, fields.fields.iter().position(named)?))
            })
        };
        let (Some(left), Some(right)) = (find(&scope.sources[..before]), find(&scope.sources[before..])) else {
            return refuse(format!("it joins by a column \"{name}\" that is not on both sides"));
        };
        let left = scope.sources[left.0].fields[left.1].typed.clone();
        let field = &mut scope.sources[before + right.0].fields[right.1];
        field.merged = true;
        let right = field.typed.clone();
        let condition = self.compare(Comparison::Equal, &left, &right)?;
        Ok(condition.operand())
    }

    fn table(&mut self, table: &SelectTable<'_>, scope: &mut Scope<'_>) -> Result<Sql, NotConverted> {
        match table {
            SelectTable::Table(name, alias, _) => self.named_table(name, alias.as_ref(), scope),
            SelectTable::TableCall(name, Some(arguments), alias)
                if arguments.len() == 1 && unquote(name.name.0).eq_ignore_ascii_case("json_each") =>
            {
                self.json_each(&arguments[0], alias.as_ref(), scope)
            }
            SelectTable::TableCall(name, ..) => {
                refuse(format!("it reads from the table-valued function {}()", unquote(name.name.0)))
            }
            SelectTable::Select(select, alias) => self.derived_table(select, alias.as_ref(), scope),
            SelectTable::Sub(from, None) => {
                let inner = self.sources(from, scope)?;
                let is_join = from.joins.as_ref().is_some_and(|joins| !joins.is_empty());
                Ok(if is_join { Sql::fill("({})", &[&inner]) } else { inner })
            }
            SelectTable::Sub(_, Some(_)) => refuse("it names a join in parentheses"),
        }
    }

    /// A table, a view or a common table expression.
    pub(super) fn named_table(
        &mut self,
        name: &QualifiedName<'_>,
        alias: Option<&As<'_>>,
        scope: &mut Scope<'_>,
    ) -> Result<Sql, NotConverted> {
        let source_name = unquote(name.name.0);
        let alias = alias.map(alias_name);
        let shown = alias.clone().unwrap_or_else(|| source_name.clone());
        let local = self.tables.iter().rev().find(|table| table.name.eq_ignore_ascii_case(&source_name));
        if let (None, Some(local)) = (&name.db_name, local.cloned()) {
            let qualifier = alias.as_deref().map_or(Ok(local.target.clone()), alias_ident)?;
            add(scope, Source::of_fields(Some(&shown), &qualifier, &local.fields))?;
            let mut sql = Sql::new();
            sql.push_ident(&local.target);
            if qualifier != local.target {
                sql.push(" AS ").push_ident(&qualifier);
            }
            return Ok(sql);
        }
        let relation = self.relation(name)?;
        let qualifier = alias.as_deref().map_or(Ok(relation.target.name.clone()), alias_ident)?;
        add(scope, Source::of_relation(relation, Some(&shown), Some(qualifier.clone())))?;
        let mut sql = Sql::new();
        sql.push_name(&relation.target);
        if qualifier != relation.target.name {
            sql.push(" AS ").push_ident(&qualifier);
        }
        Ok(sql)
    }

    /// The relation that a name means.
    pub(super) fn relation(&self, name: &QualifiedName<'_>) -> Result<&'r Relation, NotConverted> {
        if let Some(schema) = &name.db_name
            && !unquote(schema.0).eq_ignore_ascii_case("main")
        {
            return refuse("it names another database");
        }
        let source = unquote(name.name.0);
        match self.relations.find(&source) {
            Some(relation) => Ok(relation),
            None if is_catalog(&source) => refuse_with(
                &format!("it reads \"{source}\", which is not there on PostgreSQL"),
                "Ask information_schema.tables and information_schema.columns, or pg_catalog.",
            ),
            None => refuse(format!("it reads \"{source}\", which is not there on PostgreSQL")),
        }
    }

    fn derived_table(
        &mut self,
        select: &Select<'_>,
        alias: Option<&As<'_>>,
        scope: &mut Scope<'_>,
    ) -> Result<Sql, NotConverted> {
        let query = self.nested_query(select, scope.parent, Use::Rows)?;
        let alias = alias.map(alias_name);
        let qualifier = match &alias {
            Some(alias) => alias_ident(alias)?,
            None => alias_ident(&format!("subquery_{}", scope.sources.len() + 1))?,
        };
        let fields = fields_of(&query.outputs, &[]);
        let mut sql = Sql::fill("({}) AS ", &[&query.sql]);
        sql.push_ident(&qualifier).push_sql(&column_list(&fields));
        add(scope, Source::of_fields(alias.as_deref(), &qualifier, &fields))?;
        Ok(sql)
    }
}

/// `(a, b)`
pub(super) fn column_list(fields: &[Field]) -> Sql {
    let mut sql = Sql::text("(");
    sql.push_list(fields, ", ", |sql, field| {
        sql.push_ident(&field.target);
    });
    sql.push(")");
    sql
}

/// The result columns of a query as columns of a source, under names that PostgreSQL accepts.
pub(super) fn fields_of(outputs: &[Output], names: &[String]) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for (position, output) in outputs.iter().enumerate() {
        let name = names.get(position).or(output.name.as_ref()).cloned().unwrap_or_default();
        let free = |ident: &Ident| fields.iter().all(|field| field.target != *ident);
        let wanted = Ident::new(name.to_ascii_lowercase()).ok().filter(free);
        let numbered = || (position + 1..).map(numbered_name).find(free);
        let target = wanted.or_else(numbered).expect("a number that is free");
        fields.push(Field { name, target, typed: output.typed.clone(), merged: false });
    }
    fields
}

/// A name for a column that has none.
pub(super) fn numbered_name(number: usize) -> Ident {
    Ident::new(format!("column_{number}")).expect("letters and digits are a name")
}

/// The name of an alias on PostgreSQL; SQLite compares it without ASCII case.
pub(super) fn alias_ident(alias: &str) -> Result<Ident, NotConverted> {
    Ident::new(alias.to_ascii_lowercase()).map_err(|error| NotConverted::new(format!("an alias is no name: {error}")))
}

pub(super) fn add(scope: &mut Scope<'_>, source: Source) -> Result<(), NotConverted> {
    if scope.sources.iter().any(|other| other.qualifier == source.qualifier) {
        return refuse("it reads two tables under one name");
    }
    scope.sources.push(source);
    Ok(())
}

fn common_names(before: usize, scope: &Scope<'_>) -> Vec<String> {
    let (left, right) = scope.sources.split_at(before);
    let fields = |sources: &[Source]| {
        sources
            .iter()
            .flat_map(|source| source.fields.iter().filter(|field| !field.merged).map(|field| field.name.clone()))
            .collect::<Vec<_>>()
    };
    let right = fields(right);
    let mut names = fields(left);
    names.retain(|name| right.iter().any(|other| other.eq_ignore_ascii_case(name)));
    names.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
    names
}

/// Whether PostgreSQL can join in full by a condition: every part of it is an equality, or has one side alone.
fn is_mergeable(condition: &Expr<'_>) -> bool {
    let is_constant = |side: &Expr<'_>| matches!(strip(side), Expr::Literal(_));
    match strip(condition) {
        Expr::Binary(left, Operator::And, right) => is_mergeable(left) && is_mergeable(right),
        Expr::Binary(_, Operator::Equals, _) | Expr::Literal(_) => true,
        Expr::Binary(left, _, right) => is_constant(left) || is_constant(right),
        _ => false,
    }
}

/// SQLite's own tables.
fn is_catalog(name: &str) -> bool {
    name.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("sqlite_"))
}
