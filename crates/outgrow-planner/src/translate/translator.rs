//! What a translation gathers on its way.

use std::collections::BTreeSet;

use crate::sql::Sql;

use super::scope::Field;
use super::{NotConverted, Relations, SupportFunction, Translated};

/// A translation under way.
pub(super) struct Translator<'r> {
    /// What exists on the target.
    pub(super) relations: &'r Relations,
    /// Common table expressions in sight, innermost last.
    pub(super) tables: Vec<LocalTable>,
    /// Columns used outside of aggregates since the current query began.
    pub(super) bare: Vec<BareColumn>,
    /// The column that stands for the rowid of the table that is inserted into.
    pub(super) identity: Option<crate::ident::Ident>,
    /// What the current query groups by.
    pub(super) grouped: Vec<Sql>,
    /// Whether an aggregate was met since the current query began.
    pub(super) aggregated: bool,
    /// How many aggregates surround the current expression.
    pub(super) inside_aggregate: usize,
    /// The min() and max() of the current query.
    pub(super) extrema: Vec<Extremum>,
    /// The row that columns outside of aggregates are read from.
    pub(super) picked: Option<Picked>,
    /// Named windows of the current query.
    pub(super) windows: Vec<(String, WindowParts)>,
    /// Whether a subquery was met.
    pub(super) subquery: bool,
    /// What PostgreSQL demands of the text.
    pub(super) demand: Demand,
    functions: BTreeSet<SupportFunction>,
    notes: Vec<String>,
    unstable: Option<&'static str>,
    depth: usize,
}

/// What PostgreSQL demands of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Demand {
    /// Nothing.
    Nothing,
    /// That it has the same value for the same arguments, whenever and wherever it is computed.
    Immutable,
}

/// A common table expression.
#[derive(Clone, Debug)]
pub(super) struct LocalTable {
    /// Its name in SQLite.
    pub(super) name: String,
    /// Its name on PostgreSQL.
    pub(super) target: crate::ident::Ident,
    /// Its columns, unqualified.
    pub(super) fields: Vec<Field>,
}

/// A column used outside of an aggregate.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BareColumn {
    /// How deep its query stands.
    pub(super) level: usize,
    /// Which source of that query.
    pub(super) source: usize,
    /// Its text.
    pub(super) sql: Sql,
    /// Its name in SQLite.
    pub(super) name: String,
}

/// A min() or max().
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Extremum {
    /// Of this value, over all rows of a group.
    Min(Sql),
    /// Of this value, over all rows of a group.
    Max(Sql),
    /// Of some rows of a group only.
    Filtered,
}

/// The row of a group that holds its least or greatest value.
#[derive(Clone, Debug)]
pub(super) struct Picked {
    /// How deep its query stands.
    pub(super) level: usize,
    /// The order that puts the row first.
    pub(super) order: Sql,
}

/// What a window definition says.
#[derive(Clone, Debug, Default)]
pub(super) struct WindowParts {
    /// `PARTITION BY …`
    pub(super) partition: Option<Sql>,
    /// `ORDER BY …`
    pub(super) order: Option<Sql>,
    /// `ROWS …`
    pub(super) frame: Option<Sql>,
}

/// Where a translator stood before a trial.
pub(super) struct Mark {
    functions: BTreeSet<SupportFunction>,
    notes: usize,
    unstable: Option<&'static str>,
}

/// How deep expressions and queries may nest.
const MAX_DEPTH: usize = 110;

impl<'r> Translator<'r> {
    /// At the beginning.
    pub(super) fn new(relations: &'r Relations) -> Translator<'r> {
        Translator {
            relations,
            tables: Vec::new(),
            bare: Vec::new(),
            identity: None,
            grouped: Vec::new(),
            aggregated: false,
            inside_aggregate: 0,
            extrema: Vec::new(),
            picked: None,
            windows: Vec::new(),
            subquery: false,
            demand: Demand::Nothing,
            functions: BTreeSet::new(),
            notes: Vec::new(),
            unstable: None,
            depth: 0,
        }
    }

    /// Calls a function of schema `outgrow_sqlite`.
    pub(super) fn support_call(&mut self, function: SupportFunction, arguments: &[&Sql]) -> Sql {
        self.install(function);
        let mut sql = Sql::text("outgrow_sqlite.");
        sql.push(function.name()).push("(");
        sql.push_list(arguments, ", ", |sql, argument| {
            sql.push_sql(argument);
        });
        sql.push(")");
        sql
    }

    fn install(&mut self, function: SupportFunction) {
        if self.functions.insert(function) {
            for needed in function.needs() {
                self.install(*needed);
            }
        }
    }

    /// Adds a difference that a user should know, once.
    pub(super) fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Says that the text has a value that depends on more than its arguments.
    pub(super) fn not_immutable(&mut self, reason: &'static str) {
        self.unstable.get_or_insert(reason);
    }

    /// Refuses what PostgreSQL does not hold to be immutable.
    pub(super) fn require_immutable(&self) -> Result<(), NotConverted> {
        match self.unstable {
            None => Ok(()),
            Some(reason) => Err(NotConverted::new(reason)),
        }
    }

    /// One level deeper, for as long as `then` runs.
    pub(super) fn deeper<T>(
        &mut self,
        then: impl FnOnce(&mut Self) -> Result<T, NotConverted>,
    ) -> Result<T, NotConverted> {
        if self.depth >= MAX_DEPTH {
            return Err(NotConverted::new("its expressions nest too deeply"));
        }
        self.depth += 1;
        let result = then(self);
        self.depth -= 1;
        result
    }

    /// Where it stands now.
    pub(super) fn mark(&self) -> Mark {
        Mark { functions: self.functions.clone(), notes: self.notes.len(), unstable: self.unstable }
    }

    /// Forgets what a trial gathered.
    pub(super) fn back_to(&mut self, mark: Mark) {
        self.functions = mark.functions;
        self.notes.truncate(mark.notes);
        self.unstable = mark.unstable;
    }

    /// The result.
    pub(super) fn finish(self, sql: Sql) -> Translated {
        Translated { sql, functions: self.functions, notes: self.notes }
    }

    /// What was gathered besides the text.
    pub(super) fn gathered(self) -> (BTreeSet<SupportFunction>, Vec<String>) {
        (self.functions, self.notes)
    }
}

/// Refuses, with a reason.
pub(super) fn refuse<T>(reason: impl Into<String>) -> Result<T, NotConverted> {
    Err(NotConverted::new(reason))
}
