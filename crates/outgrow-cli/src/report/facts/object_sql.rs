//! The text of an object on both sides.

use outgrow_planner::catalog::sqlite::{Catalog, Column, Table};
use outgrow_planner::ddl;
use outgrow_planner::plan::{ObjectKind, ObjectVerdict, Plan, TablePlan};
use outgrow_planner::sql::Sql;

/// The SQLite text of an object, as the file holds it.
pub(super) fn source<'a>(catalog: &'a Catalog, object: &ObjectVerdict) -> Option<&'a str> {
    let name = object.name.as_str();
    let table = || catalog.table(object.table.as_deref()?);
    let sql = match object.kind {
        ObjectKind::Table => table()?.sql.as_str(),
        ObjectKind::Default => column(table()?, name)?.default.as_ref()?.as_str(),
        ObjectKind::Generated => column(table()?, name)?.generated.as_ref()?.expression.as_str(),
        ObjectKind::Check => check(table()?, name)?,
        ObjectKind::Index => &table()?.indexes.iter().find(|index| index.name == name)?.sql,
        ObjectKind::View => &catalog.views.iter().find(|view| view.name == name)?.sql,
        ObjectKind::Trigger => &catalog.triggers.iter().find(|trigger| trigger.name == name)?.sql,
        ObjectKind::VirtualTable => &catalog.virtual_tables.iter().find(|table| table.name == name)?.sql,
        ObjectKind::Column | ObjectKind::PrimaryKey | ObjectKind::Unique | ObjectKind::ForeignKey => return None,
    };
    (!sql.is_empty()).then_some(sql)
}

fn column<'a>(table: &'a Table, name: &str) -> Option<&'a Column> {
    table.columns.iter().find(|column| column.name == name)
}

/// A nameless CHECK goes by its expression.
fn check<'a>(table: &'a Table, name: &str) -> Option<&'a str> {
    let found = table.checks.iter().find(|check| match &check.name {
        Some(own) => own == name,
        None => check.expression.as_str() == name,
    });
    found.map(|check| check.expression.as_str())
}

/// What creates an object in PostgreSQL, as far as it arrives.
pub(super) fn target(plan: &Plan, object: &ObjectVerdict) -> Option<String> {
    let table = || plan.tables.iter().find(|table| Some(table.source.as_str()) == object.table.as_deref());
    match object.kind {
        ObjectKind::Table => Some(text(&ddl::create_table(&table()?.target).sql)),
        ObjectKind::Default => expression(table()?, &object.name, |column| column.default.as_ref()),
        ObjectKind::Generated => expression(table()?, &object.name, |column| column.generated.as_ref()),
        ObjectKind::PrimaryKey | ObjectKind::Unique | ObjectKind::Check | ObjectKind::ForeignKey => {
            constraint(plan, table()?, object)
        }
        ObjectKind::Index => {
            let index = plan.indexes.iter().find(|index| Some(&index.name) == object.target.as_ref())?;
            Some(text(&ddl::create_index(index).sql))
        }
        ObjectKind::View => {
            let view = plan.views.iter().find(|view| Some(&view.name.name) == object.target.as_ref())?;
            Some(text(&ddl::create_view(view).sql))
        }
        ObjectKind::Trigger => trigger(plan, object),
        ObjectKind::Column | ObjectKind::VirtualTable => None,
    }
}

fn expression(
    table: &TablePlan,
    name: &str,
    of: impl Fn(&outgrow_planner::catalog::pg::Column) -> Option<&Sql>,
) -> Option<String> {
    let position = table.columns.iter().position(|column| column.source == name)?;
    of(table.target.columns.get(position)?).map(|sql| sql.as_str().to_owned())
}

fn constraint(plan: &Plan, table: &TablePlan, object: &ObjectVerdict) -> Option<String> {
    let found = plan.constraints.iter().find(|planned| {
        planned.constraint.table == table.target.name && Some(&planned.constraint.name) == object.target.as_ref()
    })?;
    Some(text(&ddl::add_constraint(found).sql))
}

/// Triggers are named apart within their table or view only.
fn trigger(plan: &Plan, object: &ObjectVerdict) -> Option<String> {
    let of = object.table.as_deref()?;
    let same = |trigger: &&outgrow_planner::catalog::pg::Trigger| {
        let table = plan.tables.iter().find(|table| table.target.name == trigger.table);
        Some(&trigger.name) == object.target.as_ref() && table.is_none_or(|table| table.source.eq_ignore_ascii_case(of))
    };
    let [function, trigger] = ddl::create_trigger(plan.triggers.iter().find(same)?);
    Some(format!("{}\n\n{}", text(&function.sql), text(&trigger.sql)))
}

fn text(sql: &Sql) -> String {
    format!("{sql};")
}
