//! Statements that several sessions run side by side.

use std::collections::{BTreeMap, VecDeque};

use outgrow_planner::ddl::{Access, Stage, Statement};
use outgrow_planner::ident::QualifiedName;

/// How far into the queue a session looks for a statement whose tables are free.
const LOOK_AHEAD: usize = 256;

/// A statement, its position among all, and what is to be done with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) position: usize,
    pub(super) statement: Statement,
    pub(super) task: Task,
}

/// What is to be done with a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Task {
    /// Make what it makes; a foreign key only for new rows.
    Add,
    /// Check the rows that are there against its constraint.
    Check,
}

/// The statements of one stage.
///
/// Two that have a table in common would wait for each other's locks, or for each other in a circle;
/// so a session takes the first whose tables nobody is at, or only statements that share them.
#[derive(Default)]
pub(super) struct Agenda {
    waiting: VecDeque<Item>,
    busy: BTreeMap<QualifiedName, Held>,
    /// The statements of tables whose rows are not there yet.
    early: BTreeMap<QualifiedName, Vec<Item>>,
}

/// Who is at a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Alone,
    /// So many that share it.
    Shared(usize),
}

/// The stages in their order, without statements that are `done` already.
pub(super) fn stages(all: Vec<Statement>, done: impl Fn(usize) -> bool) -> BTreeMap<Stage, Agenda> {
    let mut stages: BTreeMap<Stage, Agenda> = BTreeMap::new();
    let left = all.into_iter().enumerate().filter(|(position, _)| !done(*position));
    for (position, statement) in left {
        let agenda = stages.entry(statement.stage).or_default();
        agenda.waiting.push_back(Item { position, statement, task: Task::Add });
    }
    stages
}

/// The checks of constraints that bind new rows only, by their positions. A check keeps others from
/// its own table and not from the one that it names.
pub(super) fn checks(all: &[Statement], unchecked: impl Fn(usize) -> bool) -> Agenda {
    let check = |(position, statement): (usize, &Statement)| {
        let own = statement.not_valid.as_ref().filter(|_| unchecked(position))?;
        let statement = Statement { tables: vec![own.table.clone()], ..statement.clone() };
        Some(Item { position, statement, task: Task::Check })
    };
    Agenda { waiting: all.iter().enumerate().filter_map(check).collect(), ..Agenda::default() }
}

impl Agenda {
    /// Keeps all statements back until the rows of their tables are there. For [`Stage::Keys`], whose
    /// statements have one table each.
    pub(super) fn before_rows(mut self) -> Agenda {
        for item in std::mem::take(&mut self.waiting) {
            match item.statement.tables.first() {
                Some(table) => self.early.entry(table.clone()).or_default().push(item),
                None => self.waiting.push_back(item),
            }
        }
        self
    }

    /// All rows of a table are there.
    pub(super) fn arrived(&mut self, table: &QualifiedName) {
        self.waiting.extend(self.early.remove(table).into_iter().flatten());
    }

    /// All rows of all tables are there.
    pub(super) fn all_arrived(&mut self) {
        let mut early: Vec<Item> = std::mem::take(&mut self.early).into_values().flatten().collect();
        early.sort_by_key(|item| item.position);
        self.waiting.extend(early);
    }

    /// How many statements are left to begin.
    pub(super) fn len(&self) -> usize {
        self.waiting.len() + self.early.values().map(Vec::len).sum::<usize>()
    }

    /// The next statement whose tables are free; `None` where there is none now.
    pub(super) fn take(&mut self) -> Option<Item> {
        let position = self.waiting.iter().take(LOOK_AHEAD).position(|item| self.can_begin(&item.statement))?;
        let item = self.waiting.remove(position)?;
        for table in &item.statement.tables {
            let held = match (item.statement.access, self.busy.get(table)) {
                (Access::Shared, Some(Held::Shared(others))) => Held::Shared(others + 1),
                (Access::Shared, Some(Held::Alone) | None) => Held::Shared(1),
                (Access::Alone, _) => Held::Alone,
            };
            self.busy.insert(table.clone(), held);
        }
        Some(item)
    }

    fn can_begin(&self, statement: &Statement) -> bool {
        statement.tables.iter().all(|table| match (self.busy.get(table), statement.access) {
            (None, _) | (Some(Held::Shared(_)), Access::Shared) => true,
            (Some(Held::Alone), _) | (Some(Held::Shared(_)), Access::Alone) => false,
        })
    }

    /// Gives the tables of a statement free.
    pub(super) fn finish(&mut self, tables: &[QualifiedName]) {
        for table in tables {
            match self.busy.get_mut(table) {
                Some(Held::Shared(others)) if *others > 1 => *others -= 1,
                Some(Held::Shared(_) | Held::Alone) | None => {
                    self.busy.remove(table);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use outgrow_planner::ddl::NotValid;
    use outgrow_planner::ident::Ident;
    use outgrow_planner::sql::Sql;

    use super::*;

    fn name(name: &'static str) -> QualifiedName {
        QualifiedName::new(Ident::fixed("public"), Ident::fixed(name))
    }

    fn statement(stage: Stage, access: Access, tables: &[&'static str]) -> Statement {
        let tables = tables.iter().map(|table| name(table)).collect();
        Statement { what: String::new(), sql: Sql::new(), makes: None, stage, tables, access, not_valid: None }
    }

    fn alone(stage: Stage, tables: &[&'static str]) -> Statement {
        statement(stage, Access::Alone, tables)
    }

    fn taken(agenda: &mut Agenda) -> Option<usize> {
        agenda.take().map(|item| item.position)
    }

    #[test]
    fn statements_with_a_table_in_common_do_not_run_side_by_side() {
        let all = vec![
            alone(Stage::Statistics, &["a"]),
            alone(Stage::ForeignKeys, &["a", "b"]),
            alone(Stage::ForeignKeys, &["b", "c"]),
            alone(Stage::ForeignKeys, &["d"]),
            alone(Stage::ForeignKeys, &["e"]),
        ];
        let mut stages = stages(all, |position| position == 4);
        assert_eq!(stages.keys().copied().collect::<Vec<_>>(), [Stage::ForeignKeys, Stage::Statistics]);
        let agenda = stages.get_mut(&Stage::ForeignKeys).expect("foreign keys");
        assert_eq!(taken(agenda), Some(1));
        assert_eq!(taken(agenda), Some(3), "the one before it waits for b");
        assert_eq!(taken(agenda), None);
        agenda.finish(&[name("a"), name("b")]);
        assert_eq!(taken(agenda), Some(2));
        assert_eq!(agenda.len(), 0, "what is done already is not there");
    }

    #[test]
    fn checks_keep_others_from_their_own_table_only() {
        let key = |child, parent| {
            let (table, constraint) = (name(child), Ident::fixed("key"));
            let not_valid = Some(NotValid { table, constraint, sql: Sql::new(), validate: Sql::new() });
            Statement { not_valid, ..alone(Stage::ForeignKeys, &[child, parent]) }
        };
        let all = [key("a", "p"), key("b", "p"), key("b", "q"), key("c", "p"), alone(Stage::ForeignKeys, &["d", "p"])];
        let mut agenda = checks(&all, |position| position != 3);
        assert_eq!((taken(&mut agenda), taken(&mut agenda)), (Some(0), Some(1)), "the parent is shared");
        assert_eq!((taken(&mut agenda), agenda.len()), (None, 1), "two checks of one table wait for each other");
        agenda.finish(&[name("b")]);
        assert_eq!((taken(&mut agenda), agenda.len()), (Some(2), 0));
    }

    #[test]
    fn indexes_share_their_table_and_a_key_does_not() {
        let shared = || statement(Stage::Keys, Access::Shared, &["a"]);
        let all = vec![alone(Stage::Keys, &["a"]), shared(), shared(), alone(Stage::Keys, &["a"])];
        let mut stages = stages(all, |_| false);
        let agenda = stages.get_mut(&Stage::Keys).expect("keys");
        assert_eq!(taken(agenda), Some(0));
        assert_eq!(taken(agenda), None, "a key is made alone");
        agenda.finish(&[name("a")]);
        assert_eq!((taken(agenda), taken(agenda)), (Some(1), Some(2)));
        agenda.finish(&[name("a")]);
        assert_eq!(taken(agenda), None, "one index is still being made");
        agenda.finish(&[name("a")]);
        assert_eq!(taken(agenda), Some(3));
    }

    #[test]
    fn a_table_without_its_rows_waits() {
        let all = vec![alone(Stage::Keys, &["a"]), alone(Stage::Keys, &["b"])];
        let mut agenda = stages(all, |_| false).remove(&Stage::Keys).expect("keys").before_rows();
        assert_eq!((taken(&mut agenda), agenda.len()), (None, 2));
        agenda.arrived(&name("b"));
        assert_eq!(taken(&mut agenda), Some(1));
        assert_eq!((taken(&mut agenda), agenda.len()), (None, 1));
        agenda.all_arrived();
        assert_eq!((taken(&mut agenda), agenda.len()), (Some(0), 0));
    }
}
