//! Type affinity.

use std::fmt;

use serde::Serialize;

/// The affinity of a column (<https://sqlite.org/datatype3.html#determination_of_column_affinity>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Affinity {
    /// INTEGER.
    Integer,
    /// TEXT.
    Text,
    /// BLOB, which converts nothing.
    Blob,
    /// REAL.
    Real,
    /// NUMERIC.
    Numeric,
}

impl Affinity {
    /// The affinity of a declared type in a table that is not STRICT, by
    /// SQLite's five rules in their order.
    pub fn of(declared_type: Option<&str>) -> Affinity {
        let Some(declared) = declared_type else { return Affinity::Blob };
        let upper = declared.to_ascii_uppercase();
        let has = |word: &str| upper.contains(word);
        if has("INT") {
            return Affinity::Integer;
        }
        if has("CHAR") || has("CLOB") || has("TEXT") {
            return Affinity::Text;
        }
        if has("BLOB") || upper.trim().is_empty() {
            return Affinity::Blob;
        }
        if has("REAL") || has("FLOA") || has("DOUB") {
            return Affinity::Real;
        }
        Affinity::Numeric
    }

    /// The affinity of a column of a STRICT table, where ANY converts nothing
    /// (<https://sqlite.org/stricttables.html>).
    pub fn of_strict(declared_type: Option<&str>) -> Affinity {
        match declared_type {
            Some(declared) if declared.eq_ignore_ascii_case("ANY") => Affinity::Blob,
            other => Affinity::of(other),
        }
    }
}

impl fmt::Display for Affinity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Affinity::Integer => "INTEGER",
            Affinity::Text => "TEXT",
            Affinity::Blob => "BLOB",
            Affinity::Real => "REAL",
            Affinity::Numeric => "NUMERIC",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn affinity_follows_the_five_rules_in_order() {
        let cases = [
            ("FLOATING POINT", Affinity::Integer),
            ("CHARINT", Affinity::Integer),
            ("VARCHAR(10)", Affinity::Text),
            ("BLOB SUB_TYPE TEXT", Affinity::Text),
            ("blob", Affinity::Blob),
            ("", Affinity::Blob),
            ("DOUBLE PRECISION", Affinity::Real),
            ("STRING", Affinity::Numeric),
            ("DATETIME", Affinity::Numeric),
        ];
        for (declared, affinity) in cases {
            assert_eq!(Affinity::of(Some(declared)), affinity, "{declared}");
        }
        assert_eq!(Affinity::of(None), Affinity::Blob);
    }

    #[test]
    fn any_of_a_strict_table_converts_nothing() {
        assert_eq!(Affinity::of(Some("ANY")), Affinity::Numeric);
        assert_eq!(Affinity::of_strict(Some("ANY")), Affinity::Blob);
    }
}
