//! Which statements use columns that are left out.
//!
//! SQLite reads a name in double quotes that it does not know as a string, so a
//! translation that has never heard of a column could give it another meaning.
//! Such statements are found by their words. Where that is too strict, an object
//! is not converted that could have been; never the other way round.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::sqlite::parse::{Word, words};
use crate::catalog::sqlite::{Catalog, Table, Trigger};
use crate::plan::Fate;
use crate::plan::decisions::Lookup;

/// Whether an expression names one of these columns, which are in lower case.
pub(super) fn mentions(sql: &str, columns: &BTreeSet<String>) -> bool {
    // What has no tokens is not trusted.
    words(sql).map_or(true, |words| names_one(&words, columns))
}

fn names_one(words: &[Word], columns: &BTreeSet<String>) -> bool {
    words.iter().filter_map(folded).any(|name| columns.contains(&name))
}

fn folded(word: &Word) -> Option<String> {
    match word {
        Word::Name(name) => Some(name.to_ascii_lowercase()),
        Word::Star | Word::Comma | Word::Dot | Word::Open | Word::Other => None,
    }
}

/// Columns that are left out of tables that are moved; all names in lower case.
pub(super) struct Absent {
    tables: BTreeMap<String, BTreeSet<String>>,
}

impl Absent {
    pub(super) fn new(catalog: &Catalog, decided: &Lookup<'_>) -> Absent {
        let of = |table: &Table| {
            let names = table.columns.iter().map(|column| column.name.as_str());
            let absent = names.filter(|column| decided.fate_of_column(&table.name, column) == Fate::LeftOut);
            (table.name.to_ascii_lowercase(), absent.map(str::to_ascii_lowercase).collect::<BTreeSet<String>>())
        };
        let moved = catalog.user_tables().filter(|table| decided.fate_of_table(&table.name) == Fate::Moved);
        Absent { tables: moved.map(of).filter(|(_, columns)| !columns.is_empty()).collect() }
    }

    /// Whether a view reads such a column.
    pub(super) fn is_in_view(&self, sql: &str) -> bool {
        if self.tables.is_empty() {
            return false;
        }
        words(sql).map_or(true, |words| self.named(&words).any(|(_, columns)| uses(&words, columns)))
    }

    /// Whether a trigger reads or writes such a column, perhaps without naming it.
    pub(super) fn is_in_trigger(&self, trigger: &Trigger) -> bool {
        if self.tables.is_empty() {
            return false;
        }
        let writes = |words: &[Word]| {
            self.named(words).any(|(table, columns)| uses(words, columns) || inserts_whole_rows(words, table))
        };
        words(&trigger.sql).map_or(true, |words| writes(&words))
    }

    /// The tables that a statement names, each once.
    fn named<'a>(&'a self, words: &[Word]) -> impl Iterator<Item = (&'a String, &'a BTreeSet<String>)> {
        let names: BTreeSet<String> = words.iter().filter_map(folded).collect();
        names.into_iter().filter_map(|name| self.tables.get_key_value(&name))
    }
}

/// Whether a statement that names a table uses one of these columns of it.
fn uses(words: &[Word], columns: &BTreeSet<String>) -> bool {
    let named = names_one(words, columns);
    named || words.iter().any(|word| word.is("natural")) || words.windows(2).any(is_whole_row)
}

/// `SELECT *`, `t.*`, `, *`; in `count(*)` and `a * b` the star stands elsewhere.
fn is_whole_row(pair: &[Word]) -> bool {
    let [before, Word::Star] = pair else { return false };
    let opens = ["select", "distinct", "all", "returning"].iter().any(|word| before.is(word));
    opens || matches!(before, Word::Dot | Word::Comma)
}

/// `INSERT INTO t VALUES …`, whose values are those of all columns.
fn inserts_whole_rows(words: &[Word], table: &str) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        if !word.is("into") {
            return false;
        }
        let mut rest = words[at + 1..].iter().peekable();
        let mut name = rest.next();
        if rest.next_if(|word| **word == Word::Dot).is_some() {
            name = rest.next();
        }
        if rest.next_if(|word| word.is("as")).is_some() {
            rest.next();
        }
        name.is_some_and(|name| name.is(table)) && rest.peek() != Some(&&Word::Open)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn absent() -> Absent {
        Absent { tables: BTreeMap::from([("users".to_owned(), BTreeSet::from(["name".to_owned()]))]) }
    }

    fn trigger(sql: &str) -> bool {
        absent().is_in_trigger(&Trigger { name: String::new(), table: "users".to_owned(), sql: sql.to_owned() })
    }

    #[test]
    fn a_view_uses_what_it_names_and_what_a_star_stands_for() {
        for sql in [
            "SELECT name FROM users",
            "SELECT \"NAME\" FROM [Users]",
            "SELECT * FROM users",
            "SELECT u.* FROM users u",
            "SELECT 1, * FROM users",
            "SELECT id FROM users NATURAL JOIN other",
            "SELECT 'unfinished",
        ] {
            assert!(absent().is_in_view(sql), "{sql}");
        }
        for sql in ["SELECT id FROM users", "SELECT count(*), 2 * id FROM users WHERE a = 'name'", "SELECT * FROM t"] {
            assert!(!absent().is_in_view(sql), "{sql}");
        }
    }

    #[test]
    fn a_trigger_that_inserts_without_naming_columns_writes_all() {
        assert!(trigger("CREATE TRIGGER x AFTER INSERT ON users BEGIN INSERT INTO users VALUES (1, 2); END"));
        assert!(trigger("CREATE TRIGGER x AFTER INSERT ON t BEGIN INSERT INTO main.users AS u SELECT 1, 2; END"));
        assert!(!trigger("CREATE TRIGGER x AFTER INSERT ON users BEGIN INSERT INTO users(id) VALUES (1); END"));
        assert!(!trigger("CREATE TRIGGER x AFTER INSERT ON users BEGIN INSERT INTO log VALUES (1); END"));
    }

    #[test]
    fn without_absent_columns_nothing_is_asked() {
        assert!(!Absent { tables: BTreeMap::new() }.is_in_view("'unfinished"));
    }
}
