//! The cycles that a run reaches, as `sgdr cycles` lists them.

use serde::Serialize;
use sgdr::LearningRateSchedule as _;

use crate::schedule::Schedule;
use crate::text::decimal::grouped;
use crate::verbs::cycles::table;

#[derive(Serialize)]
pub(super) struct Cycles {
    head: [&'static str; 7],
    rows: Vec<[String; 7]>,
    /// The number of cycles, where not all of them are listed.
    of: Option<String>,
}

/// The most cycles in the table.
const MOST: u64 = 100;

impl Cycles {
    /// `None` for a schedule without cycles.
    pub(super) fn new(schedule: &Schedule, steps: u64) -> Option<Self> {
        let count = schedule.cycle_of(steps - 1)?.index.saturating_add(1);
        let rows = table::lines(schedule, count.min(MOST));
        Some(Self { head: table::HEAD, rows, of: (count > MOST).then(|| grouped(count)) })
    }
}
