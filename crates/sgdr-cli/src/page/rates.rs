//! The table beside the picture: some steps of the run, with the rate of each schedule.

use serde::Serialize;
use sgdr::LearningRateSchedule as _;

use crate::args::run::Run;
use crate::text::decimal::grouped;

#[derive(Serialize)]
pub(super) struct Rates {
    every: String,
    rows: Vec<Vec<String>>,
}

/// The approximate number of rows.
const ROWS: u64 = 20;

impl Rates {
    /// At regular intervals, and at the last step.
    pub(super) fn new(run: &Run) -> Self {
        let last = run.steps.get() - 1;
        let every = round(run.steps.get().div_ceil(ROWS));
        let steps = (0..=last / every).map(|row| row * every).chain((last % every != 0).then_some(last));
        let row = |step: u64| {
            let rates = run.curves.iter().map(|curve| curve.schedule.dtype().text(curve.schedule.at(step)));
            std::iter::once(grouped(step)).chain(rates).collect()
        };
        Self { every: grouped(every), rows: steps.map(row).collect() }
    }
}

/// The next of 1, 2, 5, 10, 20, 50, ...
fn round(number: u64) -> u64 {
    let tens = std::iter::successors(Some(1_u64), |tens| tens.checked_mul(10));
    tens.flat_map(|tens| [1, 2, 5].map(|factor| tens.saturating_mul(factor))).find(|&it| it >= number).unwrap_or(number)
}
