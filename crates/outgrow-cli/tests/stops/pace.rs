//! When to stop a move, on a machine whose speed changes meanwhile.

use std::time::Duration;

use crate::chance::Chance;
use crate::stop::Stop;
use crate::support::Ran;

/// Fewer stops of one move say that they come too late, ...
const FEWEST: usize = 2;
/// ... and more that they come too early.
const MOST: usize = 8;

/// With so many stops the last run had minutes.
const TOO_MANY: usize = 50;

/// Spreads stops over the time that a move takes.
pub(crate) struct Pace {
    /// About how long a move takes that nothing stops.
    whole: Duration,
    /// How often the move at hand was stopped.
    stops: usize,
}

impl Pace {
    /// For moves that take so long.
    pub(crate) fn of(whole: Duration) -> Pace {
        Pace { whole, stops: 0 }
    }

    /// How long after its beginning the next run is stopped. A move that was stopped too often is
    /// left alone for longer and longer, so it ends.
    pub(crate) fn next(&self, chance: &mut Chance) -> Duration {
        let patience = 1.25_f64.powi(self.stops.saturating_sub(MOST).try_into().expect("a small number"));
        self.whole.mul_f64(chance.part() * 1.1 * patience)
    }

    /// A run was stopped, and ended so.
    pub(crate) fn stopped(&mut self, stop: Stop, ended: &Ran) {
        self.stops += 1;
        assert!(self.stops < TOO_MANY, "a move does not come to its end; {stop:?} last, and {ended:?}");
    }

    /// A move came to its end; how often it was stopped.
    pub(crate) fn ended(&mut self) -> usize {
        let stops = std::mem::take(&mut self.stops);
        if stops < FEWEST {
            self.whole = self.whole.mul_f64(0.8);
        } else if stops > MOST {
            self.whole = self.whole.mul_f64(1.25);
        }
        stops
    }
}
