//! The words of a plan file, for both its reader and its writer.

use crate::mapping::Unrepresentable;
use crate::plan::{Collation, Identifiers, ObjectKind, Orphans, Substitute};

pub(super) const IDENTIFIERS: [(&str, Identifiers); 2] =
    [("fold", Identifiers::Fold), ("preserve", Identifiers::Preserve)];

pub(super) const COLLATIONS: [(&str, Collation); 2] = [("C", Collation::Bytes), ("default", Collation::Database)];

pub(super) const ORPHANS: [(&str, Orphans); 2] = [("not-valid", Orphans::NotValid), ("drop-key", Orphans::DropKey)];

pub(super) const SUBSTITUTES: [(&str, Substitute); 4] = [
    ("null", Substitute::Null),
    ("repaired", Substitute::Repaired),
    ("distinct", Substitute::Distinct),
    ("neutral", Substitute::Neutral),
];

pub(super) const UNREPRESENTABLE: [(&str, Unrepresentable); 2] =
    [("refuse", Unrepresentable::Refuse), ("quarantine", Unrepresentable::Quarantine)];

/// As in JSON documents.
pub(super) const KINDS: [(&str, ObjectKind); 12] = [
    ("table", ObjectKind::Table),
    ("column", ObjectKind::Column),
    ("default", ObjectKind::Default),
    ("primary-key", ObjectKind::PrimaryKey),
    ("unique", ObjectKind::Unique),
    ("check", ObjectKind::Check),
    ("foreign-key", ObjectKind::ForeignKey),
    ("generated", ObjectKind::Generated),
    ("index", ObjectKind::Index),
    ("view", ObjectKind::View),
    ("trigger", ObjectKind::Trigger),
    ("virtual-table", ObjectKind::VirtualTable),
];

/// The word for a value.
pub(super) fn word<T: Copy + PartialEq>(words: &[(&'static str, T)], value: T) -> &'static str {
    words.iter().find(|(_, known)| *known == value).map_or("", |(word, _)| *word)
}
