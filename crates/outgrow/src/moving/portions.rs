//! How much of pre-data goes into one transaction.
//!
//! A server has room for a few thousand locks, and one transaction holds several for each table
//! that it makes. Where all tables fit, pre-data is one transaction; else the tables are made in
//! portions.

use outgrow_planner::ident::{Ident, QualifiedName};
use outgrow_planner::sql::Sql;

use crate::target::Session;
use crate::{Error, Result};

/// The most locks that one CREATE TABLE holds until the end of its transaction: the table, its
/// row type, its TOAST table and index, the sequence of an identity column; rounded up.
const LOCKS_OF_A_TABLE: i64 = 10;

/// A portion is never smaller: so few tables fit into the smallest server.
const LEAST: i64 = 20;

/// A statement, and what it does for people.
pub(super) type Step = (String, Sql);

/// What one transaction does.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Portion {
    /// Its statements.
    pub(super) steps: Vec<Step>,
    /// The tables that they make.
    pub(super) tables: Vec<QualifiedName>,
}

/// How many tables one transaction may make: half of the locks are left for others.
pub(super) async fn room(session: &Session) -> Result<usize> {
    let locks = "SELECT pg_catalog.current_setting('max_locks_per_transaction')::int8 * \
        (pg_catalog.current_setting('max_connections')::int8 \
        + pg_catalog.current_setting('max_prepared_transactions')::int8)";
    let locks: i64 = session.client.query_one(locks, &[]).await.map_err(Error::from)?.get(0);
    Ok(usize::try_from((locks / 2 / LOCKS_OF_A_TABLE).max(LEAST)).unwrap_or(usize::MAX))
}

/// Cuts the making of tables: `room` of them go into one transaction. There is at least one portion.
pub(super) fn cut(tables: Vec<(Step, QualifiedName)>, room: usize) -> Vec<Portion> {
    let mut portions = vec![Portion::default()];
    for (step, table) in tables {
        if portions.last().is_none_or(|last| last.tables.len() >= room) {
            portions.push(Portion::default());
        }
        if let Some(last) = portions.last_mut() {
            last.steps.push(step);
            last.tables.push(table);
        }
    }
    portions
}

/// Puts steps before all others: into the first portion, or into one of their own where they put objects
/// aside, whose locks have not been counted.
pub(super) fn put_first(portions: &mut Vec<Portion>, steps: Vec<Step>, aside: Option<&Ident>) {
    match (portions.first_mut(), aside) {
        (Some(first), None) => drop(first.steps.splice(..0, steps)),
        (None, _) | (_, Some(_)) => portions.insert(0, Portion { steps, tables: Vec::new() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(tables: usize, room: usize, aside: Option<&Ident>) -> Vec<usize> {
        let table = |number: usize| {
            let name = Ident::new(format!("t{number}")).expect("a name");
            let name = QualifiedName::new(Ident::fixed("public"), name);
            ((name.to_string(), Sql::text("CREATE TABLE")), name)
        };
        let first = vec![("schema".to_owned(), Sql::text("CREATE SCHEMA"))];
        let mut portions = cut((0..tables).map(table).collect(), room);
        put_first(&mut portions, first, aside);
        portions.iter().map(|portion| portion.steps.len()).collect()
    }

    #[test]
    fn what_has_room_is_one_transaction() {
        assert_eq!(sizes(0, 3, None), [1]);
        assert_eq!(sizes(3, 3, None), [4]);
        assert_eq!(sizes(7, 3, None), [4, 3, 1]);
    }

    #[test]
    fn what_is_put_aside_has_a_transaction_of_its_own() {
        assert_eq!(sizes(7, 3, Some(&Ident::fixed("aside"))), [1, 3, 3, 1]);
    }
}
