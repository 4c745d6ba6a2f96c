//! Which tables a sample is taken of, and how much of each.

use outgrow_planner::plan::Plan;

/// How many tables at most.
const MOST: usize = 12;
/// The part of all bytes, in percent, that the chosen tables have unless they are too many.
const COVERED: u64 = 90;
/// Into how many places of a table the sample is spread.
const PLACES: usize = 8;

/// What a sample is taken of.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Choice {
    /// Positions of tables in the plan, the largest first.
    pub(super) tables: Vec<usize>,
    /// The part of each that is taken: more than 0, at most 1. It is the same for all, so that the sample is to the
    /// tables as they are to each other.
    pub(super) fraction: f64,
}

impl Choice {
    /// Into how many parts a table is cut, of which [`Choice::taken`] are taken.
    pub(super) fn pieces(&self) -> usize {
        // Whatever the table, a part has some rows; `cut` makes fewer where there are fewer pages.
        ((PLACES as f64 / self.fraction).round() as usize).clamp(1, 1_000_000)
    }

    /// The parts that are taken of `pieces` that there are, spread over all of them.
    pub(super) fn taken(&self, pieces: usize) -> Vec<usize> {
        let count = ((pieces as f64 * self.fraction).round() as usize).clamp(1, pieces.max(1));
        let middle = |place: usize| (place * 2 + 1) * pieces / (count * 2);
        (0..count).map(middle).filter(|piece| *piece < pieces).collect()
    }
}

/// Chooses the largest tables until they have most of the bytes.
pub(super) fn choose(plan: &Plan, sample_bytes: u64) -> Choice {
    let total: u64 = plan.tables.iter().map(|table| table.bytes).sum();
    let mut by_size: Vec<usize> = (0..plan.tables.len()).filter(|table| plan.tables[*table].rows > 0).collect();
    by_size.sort_by_key(|table| (std::cmp::Reverse(plan.tables[*table].bytes), *table));
    let (mut tables, mut bytes) = (Vec::new(), 0);
    for table in by_size {
        let is_enough = u128::from(bytes) * 100 >= u128::from(total) * u128::from(COVERED);
        if tables.len() == MOST || (is_enough && !tables.is_empty()) {
            break;
        }
        tables.push(table);
        bytes += plan.tables[table].bytes;
    }
    let fraction = (sample_bytes as f64 / bytes.max(1) as f64).clamp(1e-6, 1.0);
    Choice { tables, fraction }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_sample_are_spread_over_the_table() {
        let choice = Choice { tables: vec![0], fraction: 0.02 };
        assert_eq!(choice.pieces(), 400);
        assert_eq!(choice.taken(400), [25, 75, 125, 175, 225, 275, 325, 375]);
        assert_eq!(choice.taken(1), [0], "a table that cannot be cut gives its only part");
        assert_eq!(choice.taken(10), [5], "and one with few pages a part in the middle");
        let all = Choice { tables: vec![0], fraction: 1.0 };
        assert_eq!(all.taken(all.pieces()), (0..8).collect::<Vec<_>>());
    }
}
