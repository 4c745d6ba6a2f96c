//! CREATE VIEW, CREATE FUNCTION, CREATE TRIGGER.

use super::{Statement, columns, statement};
use crate::catalog::pg::{Trigger, View};
use crate::sql::Sql;

/// Creates a view.
pub fn create_view(view: &View) -> Statement {
    let mut sql = Sql::text("CREATE VIEW ");
    sql.push_name(&view.name).push(" ");
    columns(&mut sql, &view.columns);
    sql.push(" AS\n").push_sql(&view.query);
    statement("view", view.name.name.as_str(), sql)
}

/// The function, then the trigger that runs it.
pub fn create_trigger(trigger: &Trigger) -> [Statement; 2] {
    let mut function = Sql::text("CREATE FUNCTION ");
    function.push_name(&trigger.function.name).push("() RETURNS trigger LANGUAGE plpgsql AS ");
    function.push_literal(trigger.function.body.as_str());
    let mut sql = Sql::text("CREATE TRIGGER ");
    sql.push_ident(&trigger.name).push(" ").push_sql(&trigger.event);
    sql.push(" ON ").push_name(&trigger.table).push(" FOR EACH ROW");
    if let Some(condition) = &trigger.condition {
        sql.push(" WHEN (").push_sql(condition).push(")");
    }
    sql.push(" EXECUTE FUNCTION ").push_name(&trigger.function.name).push("()");
    [
        statement("trigger function", trigger.function.name.name.as_str(), function),
        statement("trigger", trigger.name.as_str(), sql),
    ]
}
