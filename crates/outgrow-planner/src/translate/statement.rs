//! One statement: SELECT, INSERT, UPDATE or DELETE.

use sqlite3_parser::ast::{InsertBody, Stmt};

use super::change::{Deletion, Insertion, Update};
use super::parse::with_statement;
use super::scope::Scope;
use super::select::Use;
use super::translator::{Translator, refuse};
use super::{NotConverted, Relations, Translated};

/// One SELECT, INSERT, UPDATE or DELETE over `relations`.
pub fn statement(sql: &str, relations: &Relations) -> Result<Translated, NotConverted> {
    let mut translator = Translator::new(relations);
    let scope = Scope::empty();
    let translated = with_statement(sql, |statement| match statement {
        Stmt::Select(select) => Ok(translator.nested_query(select, None, Use::Rows)?.sql),
        Stmt::Insert { with: None, or_conflict, tbl_name, columns, body, returning: None } => {
            let InsertBody::Select(select, upsert) = body else { return refuse("it inserts default values") };
            let columns = columns.as_ref();
            let insertion = Insertion { conflict: *or_conflict, table: tbl_name, columns, select, upsert: *upsert };
            translator.insert(&insertion, &scope)
        }
        Stmt::Update {
            with: None,
            or_conflict,
            tbl_name,
            sets,
            from,
            where_clause,
            returning: None,
            order_by: None,
            limit: None,
            ..
        } => {
            let (from, filter) = (from.as_ref(), where_clause.as_ref());
            translator.update(&Update { conflict: *or_conflict, table: tbl_name, sets, from, filter }, &scope)
        }
        Stmt::Delete { with: None, tbl_name, where_clause, returning: None, order_by: None, limit: None, .. } => {
            translator.delete(&Deletion { table: tbl_name, filter: where_clause.as_ref() }, &scope)
        }
        _ => refuse("it is a statement that is not converted"),
    })?;
    Ok(translator.finish(translated))
}
