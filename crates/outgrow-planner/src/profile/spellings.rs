//! How often each spelling of a date or time was seen.

use super::{Tally, Witness};
use crate::temporal::Spelling;

/// Each spelling that some value has, with those values; in the order of the spellings.
#[derive(Clone, Debug, Default)]
pub struct Spellings {
    tallies: Vec<(Spelling, Tally)>,
    /// Where the spelling before this one stands: nearly always the next value has it too.
    recent: usize,
}

impl Spellings {
    /// Counts a value.
    #[inline]
    pub(super) fn add(&mut self, spelling: Spelling, witness: impl FnOnce() -> Witness) {
        match self.tallies.get_mut(self.recent) {
            Some((recent, tally)) if *recent == spelling => tally.add(witness),
            Some(_) | None => self.of(spelling).add(witness),
        }
    }

    /// Adds what a later part of the table has shown.
    pub(super) fn merge(&mut self, later: Spellings) {
        for (spelling, tally) in later.tallies {
            self.of(spelling).merge(tally);
        }
    }

    #[cold]
    fn of(&mut self, spelling: Spelling) -> &mut Tally {
        let found = self.tallies.binary_search_by_key(&spelling, |(known, _)| *known);
        self.recent = found.unwrap_or_else(|place| {
            self.tallies.insert(place, (spelling, Tally::default()));
            place
        });
        &mut self.tallies[self.recent].1
    }

    /// Every spelling with its values.
    pub fn iter(&self) -> impl Iterator<Item = (Spelling, &Tally)> {
        self.tallies.iter().map(|(spelling, tally)| (*spelling, tally))
    }

    /// The spellings alone.
    pub fn keys(&self) -> impl Iterator<Item = Spelling> {
        self.iter().map(|(spelling, _)| spelling)
    }

    /// How many spellings there are.
    pub fn len(&self) -> usize {
        self.tallies.len()
    }

    /// Whether no value is a date or time.
    pub fn is_empty(&self) -> bool {
        self.tallies.is_empty()
    }
}

impl PartialEq for Spellings {
    fn eq(&self, other: &Spellings) -> bool {
        self.tallies == other.tallies
    }
}
