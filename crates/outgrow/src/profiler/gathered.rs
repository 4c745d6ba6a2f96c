//! The profiles of parts, put together again.

use std::collections::BTreeMap;

use outgrow_planner::profile::TableProfile;

/// What is known of one table so far.
#[derive(Default)]
pub(super) struct Gathered {
    /// Runs of parts whose profiles are merged already: the place of the first part, and behind it
    /// the place after the last. There are never more of them than readers, and so little memory
    /// is needed for a table of many parts.
    runs: BTreeMap<usize, (usize, TableProfile)>,
    orphans: Option<TableProfile>,
}

impl Gathered {
    /// Takes the profile of the part at this place.
    pub(super) fn take_part(&mut self, place: usize, profile: TableProfile) {
        let (mut start, mut end, mut profile) = (place, place + 1, profile);
        let before =
            self.runs.range(..place).next_back().filter(|(_, (end, _))| *end == place).map(|(start, _)| *start);
        if let Some((earlier, (_, mut merged))) = before.and_then(|start| self.runs.remove_entry(&start)) {
            merged.merge(profile);
            (start, profile) = (earlier, merged);
        }
        if let Some((last, after)) = self.runs.remove(&end) {
            profile.merge(after);
            end = last;
        }
        self.runs.insert(start, (end, profile));
    }

    /// Takes a profile that knows only the orphans.
    pub(super) fn take_orphans(&mut self, profile: TableProfile) {
        self.orphans = Some(profile);
    }

    /// The profile of the table, once all of it was taken.
    pub(super) fn whole(self) -> Option<TableProfile> {
        let (_, (_, mut profile)) = self.runs.into_iter().next()?;
        if let Some(orphans) = self.orphans {
            profile.merge(orphans);
        }
        Some(profile)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_merged_in_their_order_in_whatever_order_they_come() {
        // The largest row says nothing of the order, the rows add up: each part has a digit of its own.
        let part = |place: usize| TableProfile { rows: 10_u64.pow(place as u32), ..TableProfile::default() };
        for order in [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [1, 3, 0, 4, 2], [2, 0, 4, 1, 3]] {
            let mut gathered = Gathered::default();
            for place in order {
                gathered.take_part(place, part(place));
            }
            assert_eq!(gathered.runs.len(), 1, "{order:?}");
            assert_eq!(gathered.whole().map(|profile| profile.rows), Some(11_111), "{order:?}");
        }
    }
}
