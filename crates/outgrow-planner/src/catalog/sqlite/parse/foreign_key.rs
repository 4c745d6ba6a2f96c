//! REFERENCES.

use sqlite3_parser::ast::{DeferSubclause, ForeignKeyClause, IndexedColumn, InitDeferredPred, RefAct, RefArg};

use super::name::unquoted;
use crate::catalog::sqlite::ForeignKeyAction;

/// A foreign key as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKeyText {
    /// CONSTRAINT name.
    pub name: Option<String>,
    /// The child columns.
    pub columns: Vec<String>,
    /// The parent table.
    pub parent: String,
    /// The parent columns; empty where none were written.
    pub parent_columns: Vec<String>,
    /// ON DELETE.
    pub on_delete: ForeignKeyAction,
    /// ON UPDATE.
    pub on_update: ForeignKeyAction,
    /// DEFERRABLE INITIALLY DEFERRED.
    pub deferred: bool,
}

pub(super) fn foreign_key(name: Option<String>, columns: Vec<String>, clause: &ForeignKeyClause<'_>) -> ForeignKeyText {
    let mut key = ForeignKeyText {
        name,
        columns,
        parent: unquoted(clause.tbl_name.0),
        parent_columns: clause.columns.map(column_names).unwrap_or_default(),
        on_delete: ForeignKeyAction::NoAction,
        on_update: ForeignKeyAction::NoAction,
        deferred: false,
    };
    // SQLite lets the last one win, and does nothing with ON INSERT and MATCH.
    for argument in clause.args {
        match argument {
            RefArg::OnDelete(act) => key.on_delete = action(*act),
            RefArg::OnUpdate(act) => key.on_update = action(*act),
            RefArg::OnInsert(_) | RefArg::Match(_) => {}
        }
    }
    key
}

pub(super) fn column_names(columns: &[IndexedColumn<'_>]) -> Vec<String> {
    columns.iter().map(|column| unquoted(column.col_name.0)).collect()
}

pub(super) fn is_deferred(clause: &DeferSubclause) -> bool {
    clause.deferrable && clause.init_deferred == Some(InitDeferredPred::InitiallyDeferred)
}

fn action(act: RefAct) -> ForeignKeyAction {
    match act {
        RefAct::SetNull => ForeignKeyAction::SetNull,
        RefAct::SetDefault => ForeignKeyAction::SetDefault,
        RefAct::Cascade => ForeignKeyAction::Cascade,
        RefAct::Restrict => ForeignKeyAction::Restrict,
        RefAct::NoAction => ForeignKeyAction::NoAction,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::sqlite::parse::table;

    fn keys(sql: &str) -> Vec<ForeignKeyText> {
        table(sql).expect("parses").foreign_keys
    }

    #[test]
    fn the_last_action_wins() {
        let keys = keys("CREATE TABLE t(a REFERENCES p ON DELETE CASCADE ON UPDATE SET DEFAULT ON DELETE SET NULL)");
        assert_eq!(keys[0].on_delete, ForeignKeyAction::SetNull);
        assert_eq!(keys[0].on_update, ForeignKeyAction::SetDefault);
        assert_eq!(keys[0].columns, ["a"]);
        assert!(keys[0].parent_columns.is_empty());
    }

    #[test]
    fn only_deferrable_initially_deferred_defers() {
        let deferred = |clause: &str| keys(&format!("CREATE TABLE t(a REFERENCES p(x) {clause})"))[0].deferred;
        assert!(deferred("DEFERRABLE INITIALLY DEFERRED"));
        assert!(!deferred("NOT DEFERRABLE INITIALLY DEFERRED"));
        assert!(!deferred("DEFERRABLE INITIALLY IMMEDIATE"));
        assert!(!deferred("DEFERRABLE"));
        assert!(!deferred(""));
    }

    #[test]
    fn composite_keys_keep_names_and_order() {
        let keys = keys(
            "CREATE TABLE t(a, \"B c\", x REFERENCES q,
             CONSTRAINT \"to p\" FOREIGN KEY (\"B c\", A) REFERENCES [p q](y, x) DEFERRABLE INITIALLY DEFERRED)",
        );
        assert_eq!(keys[0].parent, "q");
        let key = &keys[1];
        assert_eq!(key.name.as_deref(), Some("to p"));
        assert_eq!(key.columns, ["B c", "A"]);
        assert_eq!((key.parent.as_str(), key.parent_columns.as_slice()), ("p q", &["y".into(), "x".into()][..]));
        assert!(key.deferred);
    }
}
