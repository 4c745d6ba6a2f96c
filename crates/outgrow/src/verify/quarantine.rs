//! What stands in quarantine for one table.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures_util::StreamExt;
use outgrow_planner::ident::QualifiedName;
use outgrow_planner::sql::Sql;
use rusqlite::types::ValueRef;
use tokio_postgres::Row;

use super::layout::Layout;
use super::meaning::sha256;
use super::postgres::Postgres;
use super::trouble;
use super::{Difference, findings::Findings};
use crate::Result;

/// Which row a value belongs to: the same for the same key, whatever order its columns stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place(u64);

impl Place {
    /// The row with this rowid.
    pub(super) fn of_rowid(rowid: i64) -> Place {
        Place(mixed(rowid))
    }

    /// The row with these key values; `None` where one is neither an integer nor UTF-8 text,
    /// because a row's key is written as JSON.
    pub(super) fn of_key<'a>(mut values: impl Iterator<Item = ValueRef<'a>>) -> Option<Place> {
        values.try_fold(Place(0), |place, value| {
            let part = match value {
                ValueRef::Integer(integer) => mixed(integer),
                ValueRef::Text(text) => mixed(std::str::from_utf8(text).ok()?),
                ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => return None,
            };
            Some(Place(place.0.wrapping_add(part)))
        })
    }

    fn of_json(text: &str) -> Option<Place> {
        let key: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).ok()?;
        key.values().try_fold(Place(0), |place, value| {
            let part = match value {
                serde_json::Value::Number(number) => mixed(number.as_i64()?),
                serde_json::Value::String(text) => mixed(text.as_str()),
                _ => return None,
            };
            Some(Place(place.0.wrapping_add(part)))
        })
    }
}

fn mixed(value: impl std::hash::Hash) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(value)
}

/// A value by its column (position in the layout), storage class and SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Content {
    column: usize,
    class: Class,
    digest: [u8; 32],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Class {
    Integer,
    Real,
    Text,
    Blob,
}

impl Class {
    fn named(name: &str) -> Option<Class> {
        match name {
            "integer" => Some(Class::Integer),
            "real" => Some(Class::Real),
            "text" => Some(Class::Text),
            "blob" => Some(Class::Blob),
            _ => None,
        }
    }
}

struct Entry {
    column: usize,
    row_key: Box<str>,
    held: u32,
}

/// The values of one table that are in quarantine. Several workers can claim them at once, each
/// value once.
#[derive(Default)]
pub(super) struct Quarantine {
    entries: Vec<Entry>,
    /// How often each entry was claimed.
    claimed: Mutex<Vec<u32>>,
    placed: HashMap<(Content, Option<Place>), usize>,
    by_content: HashMap<Content, Vec<usize>>,
    columns: Vec<bool>,
}

impl Quarantine {
    /// Reads what the target keeps for a table; nothing where there is no quarantine.
    pub(super) fn load(
        postgres: Postgres<'_>,
        places: &[QualifiedName],
        layout: &Layout,
        target: &QualifiedName,
    ) -> Result<Quarantine> {
        let mut quarantine = Quarantine { columns: vec![false; layout.columns.len()], ..Quarantine::default() };
        let reading = quarantine.read(postgres, places, layout, target);
        postgres.runtime.block_on(reading).map_err(|cause| trouble::of_target(&layout.table, cause))?;
        Ok(quarantine)
    }

    async fn read(
        &mut self,
        postgres: Postgres<'_>,
        places: &[QualifiedName],
        layout: &Layout,
        target: &QualifiedName,
    ) -> std::result::Result<(), tokio_postgres::Error> {
        let names = [target.name.as_str().to_owned(), plain_name(target), target.to_string(), target.name.quoted()];
        for place in places {
            let mut query = Sql::text(
                "SELECT column_name::text, coalesce(row_key::text, ''), storage_class::text, sha256(value) FROM ",
            );
            query.push_name(place).push(" WHERE source_table = $1 AND target_table::text = ANY ($2)");
            let parameters: [&(dyn tokio_postgres::types::ToSql + Sync); 2] = [&layout.table, &names.as_slice()];
            let mut rows = pin!(postgres.client.query_raw(query.as_str(), parameters).await?);
            while let Some(row) = rows.next().await {
                self.add(layout, &row?)?;
            }
        }
        Ok(())
    }

    fn add(&mut self, layout: &Layout, row: &Row) -> std::result::Result<(), tokio_postgres::Error> {
        let (column, row_key, class): (&str, &str, &str) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let digest: &[u8] = row.try_get(3)?;
        let column = layout.columns.iter().position(|check| check.name == column);
        let (Some(column), Some(class), Ok(digest)) = (column, Class::named(class), digest.try_into()) else {
            return Ok(());
        };
        self.columns[column] = true;
        let content = Content { column, class, digest };
        let place = Place::of_json(row_key);
        let next = self.entries.len();
        let entry = *self.placed.entry((content, place)).or_insert(next);
        if entry == next {
            self.entries.push(Entry { column, row_key: row_key.into(), held: 0 });
            self.claims().push(0);
            self.by_content.entry(content).or_default().push(entry);
        }
        self.entries[entry].held += 1;
        Ok(())
    }

    /// Whether anything of this column is in quarantine.
    pub(super) fn has(&self, column: usize) -> bool {
        self.columns[column]
    }

    /// Takes the entry that holds exactly this value of this row; `false` where there is none (any more).
    pub(super) fn claim(&self, column: usize, place: Option<Place>, value: ValueRef<'_>) -> bool {
        if !self.has(column) {
            return false;
        }
        let Some((class, digest)) = stored(value) else { return false };
        let content = Content { column, class, digest };
        let exact = [self.placed.get(&(content, place)), self.placed.get(&(content, None))];
        let mut candidates: Vec<usize> = exact.into_iter().flatten().copied().collect();
        if place.is_none() {
            candidates.extend(self.by_content.get(&content).into_iter().flatten());
        }
        let mut claimed = self.claims();
        let free = candidates.into_iter().find(|entry| claimed[*entry] < self.entries[*entry].held);
        if let Some(entry) = free {
            claimed[entry] += 1;
        }
        free.is_some()
    }

    /// Forgets all claims, for another pass.
    pub(super) fn reset(&self) {
        self.claims().fill(0);
    }

    /// Whether there is nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether every entry says to which row it belongs, so that it does not matter which row asks first.
    pub(super) fn is_placed(&self) -> bool {
        self.placed.keys().all(|(_, place)| place.is_some())
    }

    fn claims(&self) -> MutexGuard<'_, Vec<u32>> {
        self.claimed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Entries that no value of the source asked for are differences.
    pub(super) fn leftovers(&self, layout: &Layout, findings: &mut Findings) {
        let claimed = self.claims();
        for (entry, claimed) in self.entries.iter().zip(claimed.iter()) {
            for _ in *claimed..entry.held {
                findings.differ(|| Difference {
                    row: super::excerpt::clip(&entry.row_key),
                    column: Some(layout.columns[entry.column].name.clone()),
                    source: None,
                    target: Some("an entry in quarantine that no value of SQLite accounts for".to_owned()),
                });
            }
        }
    }
}

fn plain_name(name: &QualifiedName) -> String {
    format!("{}.{}", name.schema.as_str(), name.name.as_str())
}

/// The bytes that quarantine keeps of a value, by their digest.
fn stored(value: ValueRef<'_>) -> Option<(Class, [u8; 32])> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(integer) => Some((Class::Integer, sha256(integer.to_string().as_bytes()))),
        ValueRef::Real(real) => Some((Class::Real, sha256(&real.to_be_bytes()))),
        ValueRef::Text(text) => Some((Class::Text, sha256(text))),
        ValueRef::Blob(blob) => Some((Class::Blob, sha256(blob))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_in_json_is_the_key_of_its_row() {
        let key = |values: &[ValueRef<'static>]| Place::of_key(values.iter().copied());
        assert_eq!(Place::of_json("{\"id\":17}"), key(&[ValueRef::Integer(17)]));
        assert_eq!(Place::of_json("{\"rowid\": 17}"), Some(Place::of_rowid(17)));
        assert_eq!(
            Place::of_json(r#"{"b":"x\u0000","a":-9223372036854775808}"#),
            key(&[ValueRef::Integer(i64::MIN), ValueRef::Text(b"x\0")])
        );
        assert_eq!(Place::of_json("{\"k\":1.5}"), None);
        assert_eq!(Place::of_json("nonsense"), None);
        assert_eq!(key(&[ValueRef::Blob(b"x")]), None);
    }
}
