//! Foreign keys.

use outgrow_planner::catalog::sqlite::parse::ForeignKeyText;
use outgrow_planner::catalog::sqlite::{ForeignKey, ForeignKeyAction};

use super::Positions;
use super::reader::{Reader, text};
use crate::Result;

/// The foreign keys as written; `None` where they name a column that is not there.
pub(super) fn written(texts: &[ForeignKeyText], positions: &Positions) -> Option<Vec<ForeignKey>> {
    texts.iter().map(|text| one(text, positions)).collect()
}

fn one(text: &ForeignKeyText, positions: &Positions) -> Option<ForeignKey> {
    let position = |name: &String| positions.get(&name.to_ascii_lowercase()).copied();
    Some(ForeignKey {
        name: text.name.clone(),
        columns: text.columns.iter().map(position).collect::<Option<Vec<usize>>>()?,
        parent: text.parent.clone(),
        parent_columns: text.parent_columns.clone(),
        on_delete: text.on_delete,
        on_update: text.on_update,
        deferred: text.deferred,
    })
}

/// The foreign keys as `PRAGMA foreign_key_list` has them, which knows neither
/// names nor DEFERRABLE.
pub(super) fn understood(reader: &Reader<'_>, table: &str, positions: &Positions) -> Result<Vec<ForeignKey>> {
    // The newest foreign key has the number 0.
    let sql = "SELECT id, \"table\", \"from\", \"to\", on_update, on_delete
               FROM pragma_foreign_key_list(?1, 'main') ORDER BY id DESC, seq";
    let rows = reader.rows(sql, [table], |row| {
        let number: i64 = row.get(0)?;
        let words = [text(row, 1)?.text, text(row, 2)?.text, text(row, 3)?.text];
        Ok((number, words, action(&text(row, 4)?.text), action(&text(row, 5)?.text)))
    })?;
    let mut keys: Vec<(i64, ForeignKey)> = Vec::new();
    for (number, [parent, from, to], on_update, on_delete) in rows {
        if keys.last().is_none_or(|(last, _)| *last != number) {
            let (columns, parent_columns) = (Vec::new(), Vec::new());
            let key = ForeignKey { name: None, columns, parent, parent_columns, on_delete, on_update, deferred: false };
            keys.push((number, key));
        }
        let (_, key) = keys.last_mut().expect("the key of this number was just pushed");
        key.columns.extend(positions.get(&from.to_ascii_lowercase()));
        key.parent_columns.extend(Some(to).filter(|to| !to.is_empty()));
    }
    Ok(keys.into_iter().map(|(_, key)| key).collect())
}

fn action(word: &str) -> ForeignKeyAction {
    match word {
        "CASCADE" => ForeignKeyAction::Cascade,
        "RESTRICT" => ForeignKeyAction::Restrict,
        "SET NULL" => ForeignKeyAction::SetNull,
        "SET DEFAULT" => ForeignKeyAction::SetDefault,
        _ => ForeignKeyAction::NoAction,
    }
}
