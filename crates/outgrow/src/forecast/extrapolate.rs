//! From the sample to the whole.

use std::time::Duration;

use outgrow_planner::ddl::{Section, Stage, statements};
use outgrow_planner::plan::{Plan, TablePlan};

use super::ForecastOptions;
use super::additions::Addition;
use super::choice::Choice;
use super::measure::{Found, FoundTable};
use super::outcome::{Measured, SampleSize};
use super::schedule::makespan;
use crate::progress::Phase;

/// The first page of an index, which holds no keys; every relation has pages of this size.
const PAGE: f64 = 8192.0;
/// ANALYZE reads no more rows than 300 for each unit of the statistics target, which is 100.
const ANALYZED: u64 = 30_000;
/// Where WAL is so much larger than what was written, another session has written too.
const FOREIGN_WAL: f64 = 1.6;
/// WAL for each byte of tables and indexes, where it could not be measured.
const USUAL_WAL: f64 = 1.05;

/// Forecasts the whole move, which copies in `parts` parts.
pub(super) fn whole(
    plan: &Plan,
    choice: &Choice,
    found: &Found,
    parts: usize,
    options: &ForecastOptions,
    sample: SampleSize,
) -> Measured {
    let view = View { plan, choice, found, options };
    let phases = vec![
        (Phase::Profile, options.checked_in),
        (Phase::PreData, seconds(found.create.as_secs_f64() * plan.tables.len() as f64)),
        (Phase::Copy, view.copy(parts)),
        (Phase::PostData, view.post_data()),
        (Phase::Verify, view.verify()),
    ];
    let disk = view.disk();
    let (wal, wal_is_measured) = view.wal(disk);
    Measured { phases, disk: disk as u64, wal, sample, assumptions: view.assumptions(wal_is_measured) }
}

struct View<'a> {
    plan: &'a Plan,
    choice: &'a Choice,
    found: &'a Found,
    options: &'a ForecastOptions,
}

/// How many times the sample a table is.
#[derive(Clone, Copy, Debug)]
struct Scale {
    rows: f64,
    bytes: f64,
}

impl Scale {
    /// By rows and bytes alike, for work that both of them make.
    fn both(self) -> f64 {
        (self.rows + self.bytes) / 2.0
    }
}

impl View<'_> {
    fn chosen(&self) -> impl Iterator<Item = (&TablePlan, &FoundTable)> {
        self.choice.tables.iter().map(|position| &self.plan.tables[*position]).zip(&self.found.tables)
    }

    fn others(&self) -> impl Iterator<Item = &TablePlan> {
        let is_other = |(position, _): &(usize, &TablePlan)| !self.choice.tables.contains(position);
        self.plan.tables.iter().enumerate().filter(is_other).map(|(_, table)| table)
    }

    fn scale(&self, place: usize) -> Scale {
        let (table, found) = (&self.plan.tables[self.choice.tables[place]], &self.found.tables[place]);
        Scale {
            rows: table.rows as f64 / found.rows.max(1) as f64,
            bytes: table.bytes as f64 / found.bytes.max(1) as f64,
        }
    }

    fn places(&self) -> std::ops::Range<usize> {
        0..self.choice.tables.len()
    }

    /// All bytes, for each byte of the chosen tables.
    fn beyond(&self) -> f64 {
        let chosen: u64 = self.chosen().map(|(table, _)| table.bytes).sum();
        let all: u64 = self.plan.tables.iter().map(|table| table.bytes).sum();
        all as f64 / chosen.max(1) as f64
    }

    fn copy(&self, parts: usize) -> Duration {
        let found = self.found;
        let transaction =
            (found.copy_empty.as_secs_f64() - found.connect.as_secs_f64()).max(0.0) / found.tables.len().max(1) as f64;
        let fixed = |(parts, streams): (usize, usize)| {
            found.connect.as_secs_f64() + transaction * parts as f64 / streams.max(1) as f64
        };
        let of_rows = (found.copy.as_secs_f64() - fixed(found.parts)).max(found.copy.as_secs_f64() / 4.0);
        // What each table costs alone is not known: its share of the sample stands for it.
        let sampled: f64 = found.tables.iter().map(|table| table.bytes as f64).sum();
        let scaled: f64 = self.places().map(|place| found.tables[place].bytes as f64 * self.scale(place).both()).sum();
        let streams = self.options.copying.streams.clamp(1, parts.max(1));
        seconds(fixed((parts, streams)) + of_rows * scaled / sampled.max(1.0) * self.beyond())
    }

    fn post_data(&self) -> Duration {
        let mut total = Duration::ZERO;
        for stage in [Stage::Keys, Stage::ForeignKeys, Stage::Statistics] {
            total += makespan(self.stage(stage), self.options.copying.streams);
        }
        let programs = statements(self.plan, Section::PostData)
            .iter()
            .filter(|statement| statement.stage == Stage::Programs)
            .count();
        total + seconds(self.found.create.as_secs_f64() * programs as f64)
    }

    /// How long each table's additions of a stage take; those of one table run one after the other.
    fn stage(&self, stage: Stage) -> Vec<Duration> {
        let rate = self.seconds_a_row(stage);
        let mut groups: Vec<Duration> = self
            .places()
            .map(|place| {
                let of_table = |one: &&Addition| one.stage == stage && one.table == place;
                let all = self.found.additions.iter().filter(of_table);
                seconds(all.map(|addition| self.addition(addition, rate)).sum())
            })
            .collect();
        let all = statements(self.plan, Section::PostData);
        let empty = self.mean_empty(stage);
        for table in self.others() {
            let count =
                all.iter().filter(|one| one.stage == stage && one.tables.first() == Some(&table.target.name)).count();
            let rows = if stage == Stage::Statistics { table.rows.min(ANALYZED) } else { table.rows };
            groups.push(seconds(count as f64 * (empty + rate * rows as f64)));
        }
        groups
    }

    fn addition(&self, addition: &Addition, rate: f64) -> f64 {
        let (table, found) =
            (&self.plan.tables[self.choice.tables[addition.table]], &self.found.tables[addition.table]);
        let empty = addition.empty.as_secs_f64();
        let rows = if addition.stage == Stage::Statistics { table.rows.min(ANALYZED) } else { table.rows };
        let Some(full) = addition.full else { return empty + rate * rows as f64 };
        let of_rows = (full.as_secs_f64() - empty).max(0.0);
        empty + of_rows * growth(addition.stage, found.rows, table.rows)
    }

    /// What a row of an addition takes on the average, for those that could not be tried.
    fn seconds_a_row(&self, stage: Stage) -> f64 {
        let tried = self.found.additions.iter().filter(|one| one.full.is_some() && one.stage == stage);
        let (mut time, mut rows) = (0.0, 0.0);
        for one in tried {
            time += self.addition(one, 0.0) - one.empty.as_secs_f64();
            rows += self.plan.tables[self.choice.tables[one.table]].rows as f64;
        }
        match stage {
            // A foreign key is checked about as fast as a key is made.
            Stage::ForeignKeys if rows == 0.0 => self.seconds_a_row(Stage::Keys),
            Stage::Keys | Stage::ForeignKeys | Stage::Programs | Stage::Statistics => time / f64::max(rows, 1.0),
        }
    }

    fn mean_empty(&self, stage: Stage) -> f64 {
        let tried: Vec<f64> =
            self.found.additions.iter().filter(|one| one.stage == stage).map(|one| one.empty.as_secs_f64()).collect();
        tried.iter().sum::<f64>() / tried.len().max(1) as f64
    }

    fn verify(&self) -> Duration {
        let found = self.found;
        // However slow an empty table was by chance, most of the time goes into rows.
        let of_rows = |table: &FoundTable| {
            let (empty, full) = (table.verify_empty.as_secs_f64(), table.verify.as_secs_f64());
            full - empty.min(full / 4.0)
        };
        let mut all: Vec<(u64, Duration)> = self
            .places()
            .map(|place| {
                let (table, scale) = (&found.tables[place], self.scale(place));
                let time = table.verify_empty.as_secs_f64() + of_rows(table) * scale.both();
                (self.plan.tables[self.choice.tables[place]].bytes, seconds(time))
            })
            .collect();
        let count = found.tables.len().max(1) as f64;
        let empty = found.tables.iter().map(|table| table.verify_empty.as_secs_f64()).sum::<f64>() / count;
        let bytes: f64 = found.tables.iter().map(|table| table.bytes as f64).sum();
        let rate = found.tables.iter().map(of_rows).sum::<f64>() / bytes.max(1.0);
        all.extend(self.others().map(|table| (table.bytes, seconds(empty + rate * table.bytes as f64))));
        all.sort_by_key(|(bytes, _)| std::cmp::Reverse(*bytes));
        let workers = self.options.copying.streams.clamp(1, all.len().max(1));
        found.connect + makespan(all.into_iter().map(|(_, time)| time), workers)
    }

    fn disk(&self) -> f64 {
        let chosen: f64 = self.places().map(|place| self.disk_of(place)).sum();
        let bytes: u64 = self.chosen().map(|(table, _)| table.bytes).sum();
        let rate = chosen / bytes.max(1) as f64;
        // A table has a page of rows and one for long values, an index two.
        let all = statements(self.plan, Section::PostData);
        let indexes = all.iter().filter(|one| one.stage == Stage::Keys).count() as f64;
        let tables = self.plan.tables.len() as f64;
        chosen + self.others().map(|table| table.bytes as f64 * rate).sum::<f64>() + (tables + indexes) * 2.0 * PAGE
    }

    fn disk_of(&self, place: usize) -> f64 {
        let (size, scale) = (&self.found.tables[place].size, self.scale(place));
        let indexes = size.indexes.iter().map(|index| (*index as f64 - PAGE).max(0.0) * scale.rows);
        size.rows as f64 * scale.bytes + indexes.sum::<f64>()
    }

    /// Bytes of WAL, and whether they were measured.
    fn wal(&self, disk: f64) -> (Option<u64>, bool) {
        let Some(wal) = self.found.wal else { return (None, false) };
        let size = |table: &FoundTable| table.size.rows + table.size.indexes.iter().sum::<u64>();
        let sampled: u64 = self.found.tables.iter().map(size).sum();
        let ratio = wal as f64 / sampled.max(1) as f64;
        match ratio <= FOREIGN_WAL {
            true => (Some((ratio * disk) as u64), true),
            false => (Some((USUAL_WAL * disk) as u64), false),
        }
    }

    fn assumptions(&self, wal_is_measured: bool) -> Vec<String> {
        let mut all = vec![
            "The server and this machine are as busy during the move as they were now.".to_owned(),
            "The server's disk writes the whole as fast as the sample, which its memory can hold.".to_owned(),
        ];
        let others = self.others().count();
        if others > 0 {
            let percent = 100.0 - 100.0 / self.beyond();
            all.push(format!(
                "{others} smaller tables with {percent:.0} % of the values were not sampled; they are like the others."
            ));
        }
        let untried = self.found.additions.iter().filter(|one| one.full.is_none()).count();
        if untried > 0 {
            all.push(format!(
                "{untried} keys or indexes could not be tried on the sample; they take as long as the others."
            ));
        }
        if self.found.blank > 0 {
            all.push(format!("{} columns with values for quarantine were left out of the sample.", self.found.blank));
        }
        if self.found.wal.is_none() {
            all.push("The role may not ask how much WAL is written.".to_owned());
        } else if !wal_is_measured {
            all.push(
                "Other sessions wrote at the same time, so WAL is estimated by the size of tables and indexes."
                    .to_owned(),
            );
        }
        all
    }
}

/// How much longer an addition takes for `all` rows than for `rows`, both without what it costs for none.
fn growth(stage: Stage, rows: u64, all: u64) -> f64 {
    let (rows, all) = (rows.max(2) as f64, all.max(2) as f64);
    match stage {
        Stage::Statistics => all.min(ANALYZED as f64) / rows.min(ANALYZED as f64),
        // Half of the time of a key or index goes into its sorting, the rest into reading and writing.
        Stage::Keys => all / rows * (1.0 + all.ln() / rows.ln()) / 2.0,
        Stage::ForeignKeys | Stage::Programs => all / rows,
    }
}

fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_grows_a_little_faster_than_its_rows() {
        let growth = growth(Stage::Keys, 10_000, 1_000_000);
        assert!((100.0..150.0).contains(&growth), "{growth}");
        assert_eq!(super::growth(Stage::ForeignKeys, 10_000, 1_000_000), 100.0);
    }

    #[test]
    fn statistics_read_a_fixed_number_of_rows() {
        assert_eq!(growth(Stage::Statistics, 50_000, 1_000_000), 1.0);
        assert_eq!(growth(Stage::Statistics, 15_000, 1_000_000), 2.0);
    }
}
