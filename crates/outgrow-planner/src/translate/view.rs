//! Views.

use sqlite3_parser::ast::Stmt;

use crate::catalog::pg;
use crate::catalog::sqlite::View;
use crate::ident::{Ident, QualifiedName};
use crate::mapping::Rule;

use super::parse::with_statement;
use super::select::{Output, Query, Use};
use super::translator::{Translator, refuse};
use super::typed::{Kind, Typed};
use super::{Generation, NotConverted, Relation, RelationColumn, Relations, RowIdentity, TranslatedView};

/// A view as a query over `relations`; `target` is the name it will have.
///
/// `column_names` are the names of its columns on PostgreSQL, one for each name in `view.columns`.
pub fn view(
    view: &View,
    relations: &Relations,
    target: QualifiedName,
    column_names: &[Ident],
) -> Result<TranslatedView, NotConverted> {
    let mut translator = Translator::new(relations);
    let query = with_statement(&view.sql, |statement| {
        let Stmt::CreateView { select, temporary: false, .. } = statement else {
            return refuse("it is no CREATE VIEW");
        };
        translator.nested_query(select, None, Use::Rows)
    })?;
    if query.outputs.len() != column_names.len() || query.outputs.len() != view.columns.len() {
        return refuse("it does not have the columns that SQLite says it has");
    }
    if query.outputs.iter().any(|output| matches!(output.typed.kind, Kind::Temporal(_))) {
        translator.note("Its dates are dates and times on PostgreSQL, not texts.");
    }
    let relation = relation(view, &target, column_names, &query);
    let (functions, notes) = translator.gathered();
    let view = pg::View { name: target, columns: column_names.to_vec(), query: query.sql };
    Ok(TranslatedView { view, relation, functions, notes })
}

fn relation(view: &View, target: &QualifiedName, names: &[Ident], query: &Query) -> Relation {
    let columns = view
        .columns
        .iter()
        .zip(names)
        .zip(&query.outputs)
        .map(|((source, target), output)| column(source, target, output))
        .collect();
    Relation {
        source: view.name.clone(),
        target: target.clone(),
        columns,
        row_identity: RowIdentity::None,
        unique_keys: Vec::new(),
    }
}

fn column(source: &str, target: &Ident, output: &Output) -> RelationColumn {
    let typed = &output.typed;
    RelationColumn {
        source: source.to_owned(),
        target: target.clone(),
        data_type: typed.data_type,
        rule: rule(typed),
        affinity: typed.affinity,
        collation: typed.collation.name().to_owned(),
        byte_order: typed.data_type.is_collatable(),
        not_null: !typed.nullable,
        spelling: match typed.kind {
            Kind::Temporal(spelling) => spelling,
            _ => None,
        },
        large: typed.large,
        texts: typed.is_column && typed.texts,
        blobs: false,
        mixed_numbers: matches!(typed.kind, Kind::Number { .. }),
        generation: Generation::None,
    }
}

/// How the values of a column of the view were converted, where a table's column shows through.
fn rule(typed: &Typed) -> Option<Rule> {
    match typed.kind {
        Kind::Mixed => Some(Rule::Rendered),
        Kind::Text if typed.data_type == pg::DataType::Text => Some(Rule::Text),
        _ if typed.is_column => typed.rule,
        _ => None,
    }
}
