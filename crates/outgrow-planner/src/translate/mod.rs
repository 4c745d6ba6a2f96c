//! SQLite's syntax tree → PostgreSQL SQL, exactly or not at all.

mod relation;
mod result;

pub use relation::{Relation, RelationColumn, Relations, RowIdentity};
pub use result::{NotConverted, SupportFunction, Translated, TranslatedTrigger, TranslatedView};

use crate::catalog::sqlite::{Expression, Trigger, View};
use crate::ident::{Ident, QualifiedName};

/// A DEFAULT of the column at `position`, as a PostgreSQL expression of the column's type.
pub fn default(expression: &Expression, relation: &Relation, position: usize) -> Result<Translated, NotConverted> {
    let _ = (expression, relation, position);
    Err(NotConverted::new("not translated yet"))
}

/// A CHECK of `relation`, as a PostgreSQL condition.
pub fn check(expression: &Expression, relation: &Relation) -> Result<Translated, NotConverted> {
    let _ = (expression, relation);
    Err(NotConverted::new("not translated yet"))
}

/// The expression of a generated column, immutable as PostgreSQL demands, of the column's type.
pub fn generated(expression: &Expression, relation: &Relation, position: usize) -> Result<Translated, NotConverted> {
    let _ = (expression, relation, position);
    Err(NotConverted::new("not translated yet"))
}

/// An expression key of an index, immutable, without outer parentheses.
pub fn index_key(expression: &Expression, relation: &Relation) -> Result<Translated, NotConverted> {
    let _ = (expression, relation);
    Err(NotConverted::new("not translated yet"))
}

/// The WHERE of a partial index, immutable.
pub fn predicate(expression: &Expression, relation: &Relation) -> Result<Translated, NotConverted> {
    let _ = (expression, relation);
    Err(NotConverted::new("not translated yet"))
}

/// A view as a query over `relations`; `target` is the name it will have.
pub fn view(
    view: &View,
    relations: &Relations,
    target: QualifiedName,
    column_names: &[Ident],
) -> Result<TranslatedView, NotConverted> {
    let _ = (view, relations, target, column_names);
    Err(NotConverted::new("not translated yet"))
}

/// A trigger as a PL/pgSQL function and a trigger; `name` is the name of both.
pub fn trigger(
    trigger: &Trigger,
    relations: &Relations,
    name: QualifiedName,
) -> Result<TranslatedTrigger, NotConverted> {
    let _ = (trigger, relations, name);
    Err(NotConverted::new("not translated yet"))
}
