//! Everything that a move leaves in a database, in a form that two moves can be compared by.

use std::collections::BTreeSet;

use outgrow_testing::{TestDatabase, query};

/// Everything that a move leaves in a database.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct State(Vec<String>);

const TABLES: &str =
    "SELECT n.nspname || '.' || quote_ident(c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1";

/// What is there besides rows.
const OBJECTS: [&str; 6] = [
    "SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 1",
    "SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid <> 0 ORDER BY 1",
    "SELECT pg_get_indexdef(indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE c.relnamespace = 'public'::regnamespace ORDER BY 1",
    "SELECT viewname || definition FROM pg_views WHERE schemaname = 'public' ORDER BY 1",
    "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    "SELECT sequencename || ' ' || start_value || ' ' || coalesce(last_value::text, 'unused') FROM pg_sequences
     WHERE schemaname = 'public' ORDER BY 1",
];

impl State {
    pub(crate) fn of(database: &TestDatabase) -> State {
        State::at(database.url())
    }

    pub(crate) fn at(url: &str) -> State {
        let ask = |sql: &str| query(url, sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
        let mut all = Vec::new();
        for table in ask(TABLES).lines().filter(|table| !table.is_empty()) {
            // The numbers and times of quarantine are those of its run.
            let row = if table == "outgrow.quarantine" { "(to_jsonb(t) - 'id' - 'moved_at')::text" } else { "t::text" };
            let rows = ask(&format!(
                "SELECT count(*), md5(coalesce(string_agg(md5({row}), '' ORDER BY {row}), '')) FROM {table} t"
            ));
            all.push(format!("{table} {rows}"));
        }
        all.extend(OBJECTS.iter().flat_map(|sql| ask(sql).lines().map(str::to_owned).collect::<Vec<_>>()));
        State(all)
    }

    /// Whether it has one of everything that the random test is about.
    pub(crate) fn is_rich(&self) -> bool {
        let has = |words: &str| self.0.iter().any(|line| line.contains(words));
        ["outgrow.quarantine", "NOT VALID", "CHECK", "FOREIGN KEY", "CREATE INDEX", "CREATE TRIGGER", "both"]
            .into_iter()
            .all(has)
    }

    /// The parts that are loaded, each with the time at which it was.
    pub(crate) fn loaded(database: &TestDatabase) -> Loaded {
        Loaded::at(database.url())
    }
}

/// The parts that are loaded.
pub(crate) struct Loaded(BTreeSet<String>);

impl Loaded {
    pub(crate) fn at(url: &str) -> Loaded {
        // Before the first part there is no ledger, and after the last none.
        let sql = "SELECT position || '.' || part || ' ' || done_at FROM outgrow.ledger WHERE kind = 'part' AND done_at IS NOT NULL";
        let found = query(url, sql).map(|lines| lines.lines().map(str::to_owned).collect());
        Loaded(found.unwrap_or_default())
    }

    /// How many they are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether they are loaded still, and were not loaded again.
    pub(crate) fn is_kept_by(&self, later: &Loaded) -> bool {
        later.0.is_empty() || self.0.is_subset(&later.0)
    }
}
