//! What a forecast says, and what came of it.

use std::time::Duration;

use outgrow::forecast::Forecast;
use outgrow::moving::Forecasted;
use outgrow::progress::Phase;
use serde::Serialize;

use super::moved::PhaseFacts;

/// What a forecast says.
#[derive(Serialize)]
pub(crate) struct ForecastFacts {
    /// Whether it was measured.
    pub(crate) basis: Basis,
    /// All phases together; without a sample the move will take less than this.
    pub(crate) seconds: f64,
    /// How long each phase will take, in order; empty without a sample.
    pub(crate) phases: Vec<PhaseFacts>,
    /// Bytes on the disk of the server; `None` without a sample.
    pub(crate) disk_bytes: Option<u64>,
    /// Bytes of WAL; `None` without a sample, or where the role may not ask.
    pub(crate) wal_bytes: Option<u64>,
    /// What it was extrapolated from.
    pub(crate) sample: Option<SampleFacts>,
    /// What must hold for it to come true.
    pub(crate) assumptions: Vec<String>,
    /// What the move took; `None` before it.
    pub(crate) actual: Option<ActualFacts>,
}

/// Where a forecast comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Basis {
    /// The file is so small that nothing was measured.
    Size,
    /// A sample was moved.
    Sample,
}

/// How large a sample was.
#[derive(Serialize)]
pub(crate) struct SampleFacts {
    /// Tables.
    pub(crate) tables: usize,
    /// Rows.
    pub(crate) rows: u64,
    /// Bytes of values.
    pub(crate) bytes: u64,
    /// How long it took.
    pub(crate) seconds: f64,
}

/// What a move took that was forecast.
#[derive(Serialize)]
pub(crate) struct ActualFacts {
    /// All phases that were forecast.
    pub(crate) seconds: f64,
    /// Bytes on the disk of the server.
    pub(crate) disk_bytes: u64,
    /// Bytes of WAL that the server wrote meanwhile; `None` where the role may not ask.
    pub(crate) wal_bytes: Option<u64>,
}

impl ForecastFacts {
    /// Of a forecast before a move.
    pub(crate) fn new(forecast: &Forecast) -> ForecastFacts {
        match forecast {
            Forecast::Small { under } => ForecastFacts {
                basis: Basis::Size,
                seconds: under.as_secs_f64(),
                phases: Vec::new(),
                disk_bytes: None,
                wal_bytes: None,
                sample: None,
                assumptions: Vec::new(),
                actual: None,
            },
            Forecast::Measured(measured) => ForecastFacts {
                basis: Basis::Sample,
                seconds: measured.total().as_secs_f64(),
                phases: measured.phases.iter().map(|(phase, time)| PhaseFacts::new(*phase, *time)).collect(),
                disk_bytes: Some(measured.disk),
                wal_bytes: measured.wal,
                sample: Some(SampleFacts {
                    tables: measured.sample.tables,
                    rows: measured.sample.rows,
                    bytes: measured.sample.bytes,
                    seconds: measured.sample.elapsed.as_secs_f64(),
                }),
                assumptions: measured.assumptions.clone(),
                actual: None,
            },
        }
    }

    /// Of a forecast beside the move that it was for.
    pub(super) fn with_actual(forecasted: &Forecasted, phases: &[(Phase, Duration)]) -> ForecastFacts {
        let facts = ForecastFacts::new(&Forecast::Measured(Box::new(forecasted.forecast.clone())));
        let is_forecast = |phase: Phase| forecasted.forecast.phases.iter().any(|(other, _)| *other == phase);
        let seconds: Duration =
            phases.iter().filter(|(phase, _)| is_forecast(*phase)).map(|(_, elapsed)| *elapsed).sum();
        let actual = ActualFacts {
            seconds: seconds.as_secs_f64(),
            disk_bytes: forecasted.actual.disk,
            wal_bytes: forecasted.actual.wal,
        };
        ForecastFacts { actual: Some(actual), ..facts }
    }
}
