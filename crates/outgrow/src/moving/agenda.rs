//! Statements that several sessions run side by side.

use std::collections::{BTreeSet, VecDeque};

use outgrow_planner::ddl::{Stage, Statement};
use outgrow_planner::ident::QualifiedName;

/// How far into the queue a session looks for a statement whose tables are free.
const LOOK_AHEAD: usize = 256;

/// A statement and its position among all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) position: usize,
    pub(super) statement: Statement,
}

/// The statements of one stage.
///
/// Two that have a table in common would wait for each other's locks, or for each other in a circle;
/// so a session takes the first whose tables nobody is at.
pub(super) struct Agenda {
    waiting: VecDeque<Item>,
    busy: BTreeSet<QualifiedName>,
}

/// The stages in their order, without statements that are `done` already.
pub(super) fn stages(all: Vec<Statement>, done: impl Fn(usize) -> bool) -> Vec<(Stage, Agenda)> {
    let mut stages: Vec<(Stage, Agenda)> = Vec::new();
    let left = all.into_iter().enumerate().filter(|(position, _)| !done(*position));
    for (position, statement) in left {
        let stage = statement.stage;
        let item = Item { position, statement };
        match stages.iter_mut().find(|(other, _)| *other == stage) {
            Some((_, agenda)) => agenda.waiting.push_back(item),
            None => stages.push((stage, Agenda { waiting: VecDeque::from([item]), busy: BTreeSet::new() })),
        }
    }
    stages.sort_by_key(|(stage, _)| *stage);
    stages
}

impl Agenda {
    /// How many statements are left to begin.
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// The next statement whose tables are free; `None` where there is none now.
    pub(super) fn take(&mut self) -> Option<Item> {
        let is_free = |item: &Item| item.statement.tables.iter().all(|table| !self.busy.contains(table));
        let position = self.waiting.iter().take(LOOK_AHEAD).position(is_free)?;
        let item = self.waiting.remove(position)?;
        self.busy.extend(item.statement.tables.iter().cloned());
        Some(item)
    }

    /// Gives the tables of a statement free.
    pub(super) fn finish(&mut self, tables: &[QualifiedName]) {
        for table in tables {
            self.busy.remove(table);
        }
    }
}

#[cfg(test)]
mod tests {
    use outgrow_planner::ident::Ident;
    use outgrow_planner::sql::Sql;

    use super::*;

    fn statement(stage: Stage, tables: &[&'static str]) -> Statement {
        let name = |name: &&'static str| QualifiedName::new(Ident::fixed("public"), Ident::fixed(name));
        let tables = tables.iter().map(name).collect();
        Statement { what: String::new(), sql: Sql::new(), makes: None, stage, tables, not_valid: None }
    }

    #[test]
    fn statements_with_a_table_in_common_do_not_run_side_by_side() {
        let all = vec![
            statement(Stage::Statistics, &["a"]),
            statement(Stage::ForeignKeys, &["a", "b"]),
            statement(Stage::ForeignKeys, &["b", "c"]),
            statement(Stage::ForeignKeys, &["d"]),
            statement(Stage::ForeignKeys, &["e"]),
        ];
        let mut stages = stages(all, |position| position == 4);
        assert_eq!(stages.iter().map(|(stage, _)| *stage).collect::<Vec<_>>(), [Stage::ForeignKeys, Stage::Statistics]);
        let agenda = &mut stages[0].1;
        let first = agenda.take().expect("a statement");
        assert_eq!(first.position, 1);
        assert_eq!(agenda.take().expect("a statement").position, 3, "the one before it waits for b");
        assert_eq!(agenda.take(), None);
        agenda.finish(&first.statement.tables);
        assert_eq!(agenda.take().expect("a statement").position, 2);
        assert_eq!(agenda.len(), 0, "what is done already is not there");
    }
}
