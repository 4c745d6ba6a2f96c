//! Rows of a table of PostgreSQL that are compared together.

use outgrow_planner::ident::Ident;
use outgrow_planner::sql::Sql;

/// Rows of a table of PostgreSQL. Slices that follow each other leave no row out, except those
/// whose key is NULL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Slice {
    /// All of them.
    Whole,
    /// Those whose key, an integer, is greater than `low` and not greater than `high`.
    Keys {
        /// The column.
        column: Ident,
        /// `None` is no bound.
        low: Option<i64>,
        /// `None` is no bound.
        high: Option<i64>,
    },
    /// Those in the blocks of the table from `low` on and before `high`.
    Blocks {
        /// `None` is no bound.
        low: Option<u32>,
        /// `None` is no bound.
        high: Option<u32>,
    },
}

impl Slice {
    /// The condition that picks the rows, with `WHERE`; empty for all.
    pub(super) fn condition(&self) -> Sql {
        let (low, high) = match self {
            Slice::Whole => (None, None),
            Slice::Keys { column, low, high } => {
                // A literal is a bigint also where its digits alone would be a numeric.
                let bound = |key: i64| (key.to_string(), "::bigint");
                (low.map(|key| (Some(column), " > ", bound(key))), high.map(|key| (Some(column), " <= ", bound(key))))
            }
            Slice::Blocks { low, high } => {
                let bound = |block: u32| (format!("({block},0)"), "::tid");
                (low.map(|block| (None, " >= ", bound(block))), high.map(|block| (None, " < ", bound(block))))
            }
        };
        let mut sql = Sql::new();
        for (position, (column, operator, (literal, data_type))) in low.into_iter().chain(high).enumerate() {
            sql.push(if position == 0 { " WHERE " } else { " AND " });
            match column {
                Some(column) => sql.push_ident(column),
                None => sql.push("ctid"),
            };
            sql.push(operator).push_literal(&literal).push(data_type);
        }
        sql
    }

    /// Slices of a table of this many blocks, about as large as each other.
    pub(super) fn of_blocks(blocks: u32, pieces: u32) -> Vec<Slice> {
        let pieces = pieces.clamp(1, blocks.max(1));
        let bound = |piece: u32| u32::try_from(u64::from(blocks) * u64::from(piece) / u64::from(pieces)).ok();
        let low = |piece: u32| if piece == 0 { None } else { bound(piece) };
        let high = |piece: u32| if piece + 1 == pieces { None } else { bound(piece + 1) };
        (0..pieces).map(|piece| Slice::Blocks { low: low(piece), high: high(piece) }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(slice: &Slice) -> String {
        slice.condition().to_string()
    }

    #[test]
    fn slices_of_blocks_follow_each_other() {
        let slices: Vec<String> = Slice::of_blocks(10, 3).iter().map(shown).collect();
        assert_eq!(
            slices,
            [
                " WHERE ctid < '(3,0)'::tid",
                " WHERE ctid >= '(3,0)'::tid AND ctid < '(6,0)'::tid",
                " WHERE ctid >= '(6,0)'::tid"
            ]
        );
        assert_eq!(Slice::of_blocks(0, 8), [Slice::Blocks { low: None, high: None }]);
        assert_eq!(Slice::of_blocks(u32::MAX, 2).len(), 2);
    }

    #[test]
    fn the_least_key_is_an_integer_too() {
        let column = Ident::new("id").expect("a name");
        let slice = Slice::Keys { column, low: Some(i64::MIN), high: None };
        assert_eq!(shown(&slice), " WHERE id > '-9223372036854775808'::bigint");
    }
}
