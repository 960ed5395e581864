//! Where a run ends among the cycles.

use serde::Serialize;
use sgdr::{LearningRateSchedule as _, Standing, Units};

use crate::args::length::in_epochs;
use crate::schedule::Schedule;
use crate::text::decimal::{self, counted};

/// Where a run ends, and how much training a step is.
pub(crate) struct RunEnd {
    standing: Standing,
    units: Option<Units>,
}

impl RunEnd {
    /// `None` for a schedule without cycles.
    pub(crate) fn new(schedule: &Schedule, steps: u64, units: Option<Units>) -> Option<Self> {
        Standing::after(steps, schedule).map(|standing| Self { standing, units })
    }

    /// As a sentence: "10,000 steps end 38 % into cycle 3; 7,000 or 15,000 steps end on a cycle's end".
    pub(crate) fn sentence(&self) -> String {
        format!("{} {}", run(self.standing.steps, self.units.as_ref()), self.standing.place())
    }
}

impl Serialize for RunEnd {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Fields {
            steps: u64,
            #[serde(skip_serializing_if = "Option::is_none")]
            epochs: Option<f64>,
            /// The cycle of the last step.
            cycle: u64,
            /// `None` where it never ends.
            position: Option<f64>,
            cycle_end_before: Option<u64>,
            cycle_end_after: Option<u64>,
        }
        let Standing { steps, cycle, position, end_before, end_after, .. } = self.standing;
        let fields = Fields {
            steps,
            epochs: self.units.as_ref().map(|units| in_epochs(steps, units)),
            cycle: cycle.index,
            position: cycle.length.is_finite().then_some(position),
            cycle_end_before: end_before,
            cycle_end_after: end_after,
        };
        fields.serialize(serializer)
    }
}

/// The same sentence for a schedule of any class: without cycles, it names the last rate.
pub(crate) fn sentence(schedule: &Schedule, steps: u64, units: Option<&Units>) -> String {
    match RunEnd::new(schedule, steps, units.cloned()) {
        Some(end) => end.sentence(),
        None => {
            let last_rate = decimal::short(schedule.dtype().shortest(schedule.at(steps - 1)));
            format!("{} with a rate of {last_rate}", run(steps, units))
        }
    }
}

/// What ends: "10,000 steps end", "10,000 steps (25.6 epochs) end".
fn run(steps: u64, units: Option<&Units>) -> String {
    let epochs = units.map(|units| match steps % units.steps_per_epoch() {
        0 => format!(" ({})", counted(steps / units.steps_per_epoch(), "epoch")),
        _ => format!(" ({} epochs)", decimal::short(in_epochs(steps, units))),
    });
    format!("{}{} {}", counted(steps, "step"), epochs.unwrap_or_default(), if steps == 1 { "ends" } else { "end" })
}
