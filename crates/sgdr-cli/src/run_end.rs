//! Where a run ends among the cycles.

use serde::Serialize;

use crate::decimal::{self, counted, grouped};
use crate::restarts::Restarts;
use crate::schedule::Schedule;

/// A run of so many steps, the last of which is `steps - 1`.
#[derive(Serialize)]
pub(crate) struct RunEnd {
    steps: u64,
    /// The cycle of its last step.
    cycle: u64,
    /// How much of that cycle has passed when the run ends; none where that is the floor held to the end.
    position: Option<f64>,
    /// The nearest lengths of a run that end where a cycle ends: the same as `steps` where that is one.
    cycle_end_before: Option<u64>,
    cycle_end_after: Option<u64>,
}

impl RunEnd {
    pub(crate) fn new(schedule: &Restarts, steps: u64) -> Self {
        let cycle = schedule.cycle_at(steps - 1);
        let end = cycle.last_step.and_then(|last| last.checked_add(1));
        let ends_here = end == Some(steps);
        Self {
            steps,
            cycle: cycle.index,
            position: (!cycle.is_hold()).then(|| if ends_here { 1.0 } else { cycle.position(steps) }),
            cycle_end_before: if ends_here { end } else { Some(cycle.first_step).filter(|&first| first > 0) },
            cycle_end_after: end,
        }
    }

    /// In words: "10,000 steps end 38 % into cycle 3; 7,000 or 15,000 steps end on a cycle's end".
    pub(crate) fn sentence(&self) -> String {
        let run = run(self.steps);
        let Some(position) = self.position else {
            let held_from = self.cycle_end_before.unwrap_or(0);
            return format!("{run} on the floor, which is held from step {} on", grouped(held_from));
        };
        if self.cycle_end_after == Some(self.steps) {
            return format!("{run} where cycle {} ends", self.cycle);
        }
        let better = match (self.cycle_end_before, self.cycle_end_after) {
            (Some(before), Some(after)) => {
                format!("; {} or {} end on a cycle's end", grouped(before), counted(after, "step"))
            }
            (Some(end), None) | (None, Some(end)) => format!("; {} end on a cycle's end", counted(end, "step")),
            (None, None) => String::new(),
        };
        format!("{run} {} into cycle {}{better}", percent(position), self.cycle)
    }
}

/// The same in words for a schedule of any class: where there are no cycles, the last rate.
pub(crate) fn sentence(schedule: &Schedule, steps: u64) -> String {
    match schedule.restarts() {
        Some(restarts) => RunEnd::new(&restarts, steps).sentence(),
        None => {
            let last_rate = decimal::short(schedule.dtype().shortest(schedule.rate(steps - 1)));
            format!("{} with a rate of {last_rate}", run(steps))
        }
    }
}

/// What ends: "10,000 steps end".
fn run(steps: u64) -> String {
    format!("{} {}", counted(steps, "step"), if steps == 1 { "ends" } else { "end" })
}

/// Whole percents, but never 0 % or 100 % for what is neither.
fn percent(position: f64) -> String {
    match position * 100.0 {
        percent if percent < 1.0 => String::from("less than 1 %"),
        percent if percent > 99.0 => String::from("more than 99 %"),
        percent => format!("{percent:.0} %"),
    }
}
