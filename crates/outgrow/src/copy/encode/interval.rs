//! `interval`.

use outgrow_planner::temporal::{Parts, Precision, Separator};
use outgrow_planner::value::Value;

use super::{Refusal, Wire, temporal};

const DAY_MICROS: i64 = 86_400_000_000;

/// TEXT `1970-01-02 00:00:00.000000`: the distance to 1970-01-01, as days and time.
pub(super) fn encode(value: Value<'_>, wire: &mut Wire<'_>) -> Result<(), Refusal> {
    let civil = temporal::read(value)?;
    let form = Parts::DateTime(Separator::Blank, Precision::Fraction(6));
    if civil.spelling.parts != form || civil.spelling.is_zoned() {
        return Err(Refusal::Form);
    }
    let micros = civil.local_micros();
    let days = (micros / DAY_MICROS) as i32;
    wire.length(16);
    wire.small(&(micros % DAY_MICROS).to_be_bytes());
    wire.small(&days.to_be_bytes());
    wire.small(&0_i32.to_be_bytes());
    Ok(())
}
