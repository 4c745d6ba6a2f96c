//! Which tables are the innards of virtual tables.

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

/// The virtual table that `name` is a shadow table of, if it is one.
///
/// SQLite knows the shadow tables of the modules that are compiled in; those
/// of others are known here by their names. Where two virtual tables fit, the
/// one with the longer name owns the table.
pub(super) fn owner(name: &str, listed: ListedKind, owners: &[VirtualOwner]) -> Option<String> {
    let mut fitting: Vec<(&VirtualOwner, &str)> =
        owners.iter().filter_map(|owner| Some((owner, suffix(name, &owner.name)?))).collect();
    // An application may name its own table like a shadow table and index it.
    if owners.iter().any(|owner| owner.content.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(name))) {
        return None;
    }
    // Without rows of its own a full-text table has no table of that name.
    fitting.retain(|(owner, suffix)| owner.content.is_none() || !suffix.eq_ignore_ascii_case("content"));
    fitting.sort_by_key(|(owner, _)| std::cmp::Reverse(owner.name.len()));
    let known = fitting.iter().find(|(owner, suffix)| is_known(&owner.module, suffix));
    let found = match listed {
        ListedKind::Shadow => known.or(fitting.first()),
        ListedKind::Other => known,
    };
    // What holds the only copy of rows is moved like any other table.
    found.filter(|(owner, _)| owner.rows != Rows::Unreadable).map(|(owner, _)| owner.name.clone())
}

/// What follows `owner_` in a name.
fn suffix<'n>(name: &'n str, owner: &str) -> Option<&'n str> {
    let start = name.get(..owner.len())?;
    if !start.eq_ignore_ascii_case(owner) {
        return None;
    }
    name[owner.len()..].strip_prefix('_')
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
        let found = |name: &str| owner(name, ListedKind::Other, &owners);
        assert_eq!(found("docs_idx").as_deref(), Some("Docs"));
        assert_eq!(found("v_vector_chunks00").as_deref(), Some("v"));
        for name in ["docs", "docs_notes", "docsidx", "other_idx", "v_content", "döcs_idx"] {
            assert_eq!(found(name), None, "{name}");
        }
    }

    #[test]
    fn the_longer_name_owns_the_table() {
        let owners = [virtual_table("a", "fts4", None), virtual_table("a_stat", "fts4", None)];
        assert_eq!(owner("a_stat_content", ListedKind::Shadow, &owners).as_deref(), Some("a_stat"));
    }

    #[test]
    fn what_holds_the_only_rows_is_no_shadow() {
        let mut unreadable = virtual_table("v", "vec0", None);
        unreadable.rows = Rows::Unreadable;
        assert_eq!(owner("v_chunks", ListedKind::Other, &[unreadable]), None);
        let contentless = [virtual_table("c", "fts5", Some(""))];
        assert_eq!(owner("c_content", ListedKind::Shadow, &contentless), None);
    }

    #[test]
    fn a_content_table_belongs_to_the_application() {
        let owners = [virtual_table("posts", "fts5", Some("posts_content"))];
        assert_eq!(owner("posts_content", ListedKind::Shadow, &owners), None);
        assert_eq!(owner("posts_data", ListedKind::Shadow, &owners).as_deref(), Some("posts"));
    }
}
