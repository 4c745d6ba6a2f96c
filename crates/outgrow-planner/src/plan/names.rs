//! SQLite's names → PostgreSQL's names: folded or kept, short enough, and unique.

use std::collections::{BTreeMap, BTreeSet};

use super::Identifiers;
use crate::ident::{Ident, MAX_BYTES};

/// Names of the columns that every PostgreSQL table has already
/// (PostgreSQL documentation, "System Columns").
const SYSTEM_COLUMNS: [&str; 6] = ["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"];

/// A set of names in which no two may be equal.
#[derive(Clone, Debug, Default)]
pub(super) struct Namespace {
    taken: BTreeSet<String>,
    /// For each name that was wanted twice the number to try next: the smaller ones are taken.
    next: BTreeMap<String, u64>,
}

impl Namespace {
    /// The namespace of a table's columns.
    pub(super) fn of_columns() -> Namespace {
        Namespace { taken: SYSTEM_COLUMNS.iter().map(|name| (*name).to_owned()).collect(), ..Namespace::default() }
    }

    /// The name closest to `wanted` that is free, and takes it.
    pub(super) fn take(&mut self, wanted: &str) -> Ident {
        let first = shortened(wanted);
        if self.taken.insert(first.as_str().to_owned()) {
            return first;
        }
        let next = self.next.entry(first.as_str().to_owned()).or_insert(2);
        loop {
            let name = shortened(&format!("{}_{next}", cut(first.as_str(), MAX_BYTES - 21)));
            *next += 1;
            if self.taken.insert(name.as_str().to_owned()) {
                return name;
            }
        }
    }
}

impl Namespace {
    /// Takes exactly this name; `false` where it is not free.
    pub(super) fn claim(&mut self, name: &Ident) -> bool {
        self.taken.insert(name.as_str().to_owned())
    }
}

/// A name as the target will spell it, before it is made short and unique.
pub(super) fn spelled(name: &str, identifiers: Identifiers) -> String {
    match identifiers {
        // PostgreSQL folds only ASCII letters where the encoding is UTF-8.
        Identifiers::Fold => name.to_ascii_lowercase(),
        Identifiers::Preserve => name.to_owned(),
    }
}

/// A valid name: itself where it fits, else its beginning and a hash of the whole.
fn shortened(name: &str) -> Ident {
    let clean = name.replace('\0', "\u{fffd}");
    let clean = if clean.is_empty() { "unnamed" } else { &clean };
    Ident::new(clean).unwrap_or_else(|_| {
        let short = format!("{}_{:08x}", cut(clean, MAX_BYTES - 9), fingerprint(clean));
        Ident::new(short).expect("54 bytes, an underscore and 8 digits are 63 bytes")
    })
}

/// The longest beginning of at most `bytes` bytes that ends between characters.
fn cut(name: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(name.len())).rev().find(|end| name.is_char_boundary(*end));
    &name[..end.unwrap_or(0)]
}

/// FNV-1a, folded to 32 bits: stable for ever, unlike the standard hasher.
fn fingerprint(name: &str) -> u32 {
    let hash = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (hash ^ (hash >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_that_share_a_beginning_stay_apart_and_stable() {
        let mut names = Namespace::default();
        let long = "column_name_that_is_far_longer_than_the_sixty_three_bytes_allowed_by_pg_";
        let x = names.take(&format!("{long}x"));
        let y = names.take(&format!("{long}y"));
        assert_ne!(x, y);
        assert_eq!(x, Namespace::default().take(&format!("{long}x")));
        assert_eq!(x.as_str().len(), 63);
    }

    #[test]
    fn a_cut_never_splits_a_character() {
        assert_eq!(Namespace::default().take(&"日".repeat(30)).as_str().chars().next(), Some('日'));
    }

    #[test]
    fn equal_names_get_numbers() {
        let mut names = Namespace::default();
        assert_eq!(names.take("a").as_str(), "a");
        assert_eq!(names.take("a").as_str(), "a_2");
        assert_eq!(names.take("a").as_str(), "a_3");
    }

    #[test]
    fn system_columns_are_taken() {
        assert_eq!(Namespace::of_columns().take("ctid").as_str(), "ctid_2");
    }

    #[test]
    fn impossible_names_become_possible() {
        assert_eq!(Namespace::default().take("").as_str(), "unnamed");
    }

    #[test]
    fn only_ascii_folds() {
        assert_eq!(spelled("ÉTÉ Name", Identifiers::Fold), "ÉtÉ name");
        assert_eq!(spelled("Name", Identifiers::Preserve), "Name");
    }
}
