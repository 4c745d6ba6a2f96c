//! Which tables are the innards of virtual tables.

use std::collections::{BTreeMap, BTreeSet};

use super::schema::ListedKind;

/// A virtual table that may own shadow tables.
pub(super) struct VirtualOwner {
    pub(super) name: String,
    pub(super) module: String,
    pub(super) content: Option<String>,
    pub(super) rows: Rows,
}

/// Where the rows of a virtual table are to be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rows {
    /// A query gives them.
    Own,
    /// In another table, or nowhere.
    Elsewhere,
    /// Nobody here can read them but from the shadow tables.
    Unreadable,
}

/// All virtual tables of a file, found by name.
pub(super) struct Owners {
    all: Vec<VirtualOwner>,
    /// Positions by name in lower case.
    positions: BTreeMap<String, usize>,
    /// The tables that hold the rows of full-text tables, in lower case.
    contents: BTreeSet<String>,
}

impl Owners {
    pub(super) fn of(all: Vec<VirtualOwner>) -> Owners {
        let positions = all.iter().enumerate().map(|(at, owner)| (owner.name.to_ascii_lowercase(), at)).collect();
        let contents = all.iter().filter_map(|owner| Some(owner.content.as_deref()?.to_ascii_lowercase())).collect();
        Owners { all, positions, contents }
    }

    /// The virtual table of just this name.
    pub(super) fn named(&self, name: &str) -> Option<&VirtualOwner> {
        self.get(name).filter(|owner| owner.name == name)
    }

    fn get(&self, name: &str) -> Option<&VirtualOwner> {
        self.positions.get(&name.to_ascii_lowercase()).map(|position| &self.all[*position])
    }

    /// The virtual table that `name` is a shadow table of, if it is one.
    ///
    /// SQLite knows the shadow tables of the modules that are compiled in; those
    /// of others are known here by their names. Where two virtual tables fit, the
    /// one with the longer name owns the table.
    pub(super) fn of_shadow(&self, name: &str, listed: ListedKind) -> Option<String> {
        // An application may name its own table like a shadow table and index it.
        if self.all.is_empty() || self.contents.contains(&name.to_ascii_lowercase()) {
            return None;
        }
        let mut fitting = self.fitting(name);
        // Without rows of its own a full-text table has no table of that name.
        fitting.retain(|(owner, suffix)| owner.content.is_none() || !suffix.eq_ignore_ascii_case("content"));
        let known = fitting.iter().find(|(owner, suffix)| is_known(&owner.module, suffix));
        let found = match listed {
            ListedKind::Shadow => known.or(fitting.first()),
            ListedKind::Other => known,
        };
        // What holds the only copy of rows is moved like any other table.
        found.filter(|(owner, _)| owner.rows != Rows::Unreadable).map(|(owner, _)| owner.name.clone())
    }

    /// The virtual tables that a name begins with, the longest first, and what follows `owner_` in it.
    fn fitting<'n>(&self, name: &'n str) -> Vec<(&VirtualOwner, &'n str)> {
        let cuts = name.rmatch_indices('_');
        cuts.filter_map(|(at, _)| Some((self.get(&name[..at])?, &name[at + 1..]))).collect()
    }
}

fn is_known(module: &str, suffix: &str) -> bool {
    // Some modules number their tables: `docs_vector_chunks00`.
    let word = suffix.trim_end_matches(|last: char| last.is_ascii_digit());
    suffixes(module).iter().any(|known| known.eq_ignore_ascii_case(word))
}

fn suffixes(module: &str) -> &'static [&'static str] {
    match module {
        "fts1" | "fts2" => &["content", "term", "segments", "segdir"],
        "fts3" | "fts4" => &["content", "segments", "segdir", "docsize", "stat"],
        "fts5" => &["data", "idx", "content", "docsize", "config"],
        "rtree" | "rtree_i32" | "geopoly" => &["node", "rowid", "parent"],
        "spellfix1" => &["vocab"],
        "vec0" => &["chunks", "rowids", "info", "auxiliary", "vector_chunks", "metadatachunks", "metadatatext"],
        "vss0" => &["index", "data"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn virtual_table(name: &str, module: &str, content: Option<&str>) -> VirtualOwner {
        VirtualOwner { name: name.into(), module: module.into(), content: content.map(Into::into), rows: Rows::Own }
    }

    #[test]
    fn shadow_tables_are_known_by_module_and_suffix() {
        let owners = [virtual_table("Docs", "fts5", None), virtual_table("v", "vec0", None)];
        let owners = Owners::of(owners.into());
        let found = |name: &str| owners.of_shadow(name, ListedKind::Other);
        assert_eq!(found("docs_idx").as_deref(), Some("Docs"));
        assert_eq!(found("v_vector_chunks00").as_deref(), Some("v"));
        for name in ["docs", "docs_notes", "docsidx", "other_idx", "v_content", "döcs_idx"] {
            assert_eq!(found(name), None, "{name}");
        }
    }

    #[test]
    fn the_longer_name_owns_the_table() {
        let owners = [virtual_table("a", "fts4", None), virtual_table("a_stat", "fts4", None)];
        assert_eq!(
            Owners::of(owners.into()).of_shadow("a_stat_content", ListedKind::Shadow).as_deref(),
            Some("a_stat")
        );
    }

    #[test]
    fn what_holds_the_only_rows_is_no_shadow() {
        let mut unreadable = virtual_table("v", "vec0", None);
        unreadable.rows = Rows::Unreadable;
        assert_eq!(Owners::of(vec![unreadable]).of_shadow("v_chunks", ListedKind::Other), None);
        let contentless = [virtual_table("c", "fts5", Some(""))];
        assert_eq!(Owners::of(contentless.into()).of_shadow("c_content", ListedKind::Shadow), None);
    }

    #[test]
    fn a_content_table_belongs_to_the_application() {
        let owners = Owners::of(vec![virtual_table("posts", "fts5", Some("posts_content"))]);
        assert_eq!(owners.of_shadow("posts_content", ListedKind::Shadow), None);
        assert_eq!(owners.of_shadow("posts_data", ListedKind::Shadow).as_deref(), Some("posts"));
    }
}
