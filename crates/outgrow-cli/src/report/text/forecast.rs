//! What a move will take, and what it took.

use std::time::Duration;

use super::page::Page;
use crate::report::facts::{Basis, ForecastFacts, PhaseFacts};
use crate::report::grid::{Grid, Side};
use crate::report::words::{bytes, counted, duration};

/// Writes the forecast of a move.
pub(super) fn before(page: &mut Page, facts: Option<&ForecastFacts>) {
    let Some(facts) = facts else { return };
    page.heading("forecast");
    if facts.basis == Basis::Size {
        page.line(2, &format!("the move takes less than {}", time(facts.seconds)));
        return;
    }
    let mut grid = Grid::new(&[("phase", Side::Left), ("time", Side::Right)]);
    for phase in &facts.phases {
        grid.row([phase.phase.to_owned(), time(phase.seconds)]);
    }
    grid.row(["together".to_owned(), time(facts.seconds)]);
    page.block(&grid.lines(2));
    page.line(2, &format!("{} on the server's disk, {} of WAL", size(facts.disk_bytes), size(facts.wal_bytes)));
    sample(page, facts);
    for assumption in &facts.assumptions {
        page.line(4, assumption);
    }
}

/// Writes the forecast of a move beside what it took.
pub(super) fn after(page: &mut Page, facts: Option<&ForecastFacts>, phases: &[PhaseFacts]) {
    let Some((facts, actual)) = facts.and_then(|facts| Some((facts, facts.actual.as_ref()?))) else { return };
    page.heading("forecast and actual");
    let mut grid = Grid::new(&[("", Side::Left), ("forecast", Side::Right), ("actual", Side::Right)]);
    for phase in &facts.phases {
        let took = phases.iter().find(|other| other.phase == phase.phase);
        let took = took.map_or("–".to_owned(), |took| time(took.seconds));
        grid.row([phase.phase.to_owned(), time(phase.seconds), took]);
    }
    grid.row(["together".to_owned(), time(facts.seconds), time(actual.seconds)]);
    grid.row(["disk".to_owned(), size(facts.disk_bytes), size(Some(actual.disk_bytes))]);
    grid.row(["WAL".to_owned(), size(facts.wal_bytes), size(actual.wal_bytes)]);
    page.block(&grid.lines(2));
    sample(page, facts);
}

fn sample(page: &mut Page, facts: &ForecastFacts) {
    let Some(sample) = &facts.sample else { return };
    let (rows, tables) = (counted(sample.rows, "row", "rows"), counted(sample.tables as u64, "table", "tables"));
    let line =
        format!("from a sample of {}, {rows} of {tables}, moved in {}", bytes(sample.bytes), time(sample.seconds));
    page.line(2, &line);
}

fn time(seconds: f64) -> String {
    duration(Duration::try_from_secs_f64(seconds).unwrap_or_default())
}

fn size(count: Option<u64>) -> String {
    count.map_or("–".to_owned(), bytes)
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use insta::assert_snapshot;
    use outgrow::forecast::Forecast;

    use super::*;
    use crate::report::{facts, sample};

    fn told(write: impl FnOnce(&mut Page)) -> String {
        let mut page = Page::default();
        write(&mut page);
        sample::plain(&page.finish())
    }

    #[test]
    fn a_forecast_says_what_it_is_made_of() {
        let facts = ForecastFacts::new(&Forecast::Measured(Box::new(sample::forecasted().forecast)));
        assert_snapshot!(told(|page| before(page, Some(&facts))), @r"
        forecast
          phase      time
          profile   20 ms
          copy      60 ms
          together  80 ms
          50.0 kB on the server's disk, 52.0 kB of WAL
          from a sample of 1.0 kB, 34 rows of 1 table, moved in 7 ms
            The server is as busy as it was.
        ");
    }

    #[test]
    fn a_small_file_has_a_bound() {
        let facts = ForecastFacts::new(&Forecast::Small { under: Duration::from_secs(5) });
        assert_snapshot!(told(|page| before(page, Some(&facts))), @r"
        forecast
          the move takes less than 5.00 s
        ");
    }

    #[test]
    fn after_a_move_forecast_and_actual_stand_side_by_side() {
        let mut outcome = sample::outcome(sample::checked());
        outcome.forecast = Some(sample::forecasted());
        let facts = facts::moved(&outcome, Path::new("app.db"), &sample::destination());
        assert_snapshot!(told(|page| after(page, facts.forecast.as_ref(), &facts.phases)), @r"
        forecast and actual
                    forecast   actual
          profile      20 ms    20 ms
          copy         60 ms    50 ms
          together     80 ms    70 ms
          disk       50.0 kB  49.2 kB
          WAL        52.0 kB        –
          from a sample of 1.0 kB, 34 rows of 1 table, moved in 7 ms
        ");
    }
}
