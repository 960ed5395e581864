//! The schedules whose cycles are half periods of a cosine.

use sgdr::{CosineCycles, CosineDecayRestarts, Cycle, LearningRateSchedule};

/// A schedule that a [`DeviceSchedule`](crate::DeviceSchedule) supports: [`CosineDecayRestarts`] and [`CosineCycles`].
///
/// The trait is sealed.
///
/// ```
/// fn takes(_: &impl sgdr_burn::CosineSchedule) {}
///
/// takes(&sgdr::CosineDecayRestarts::new(0.1, 1000)?);
/// takes(&sgdr::CosineCycles::new(0.1, 1000)?);
/// # Ok::<(), sgdr::Error>(())
/// ```
pub trait CosineSchedule: LearningRateSchedule + sealed::Shape + Sized {}

impl CosineSchedule for CosineDecayRestarts {}
impl CosineSchedule for CosineCycles {}

pub(crate) mod sealed {
    /// What [`LearningRateSchedule`](sgdr::LearningRateSchedule) does not tell about a schedule.
    pub trait Shape {
        /// Whether cycles include their endpoint: the last step of a cycle has the floor.
        fn closed(&self) -> bool;

        /// The length of the cycles, where all are equal.
        fn period(&self) -> Option<u64>;
    }
}

impl sealed::Shape for CosineDecayRestarts {
    fn closed(&self) -> bool {
        false
    }

    fn period(&self) -> Option<u64> {
        (self.t_mul() == 1.0 && self.m_mul() == 1.0).then(|| self.first_decay_steps())
    }
}

impl sealed::Shape for CosineCycles {
    fn closed(&self) -> bool {
        self.closed()
    }

    fn period(&self) -> Option<u64> {
        (self.t_mul() == 1.0 && self.peak_mul() == 1.0).then(|| self.first_decay_steps())
    }
}

/// A cycle as a row of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) first_step: u64,
    /// From the start of the cosine to the first step.
    pub(crate) gap: f64,
    /// From the start of the cosine to its end.
    pub(crate) length: f64,
    pub(crate) peak: f64,
    pub(crate) floor: f64,
}

impl Row {
    #[expect(clippy::cast_precision_loss, reason = "one rounding, as for any length")]
    pub(crate) fn new(cycle: &Cycle, closed: bool) -> Self {
        let (gap, length) = match cycle.last_step {
            // A cycle of one step has the peak.
            Some(last_step) if closed => (0.0, (last_step - cycle.first_step).max(1) as f64),
            // A cycle that never ends is flat.
            _ if cycle.length.is_infinite() => (0.0, f64::INFINITY),
            _ => (cycle.position(cycle.first_step) * cycle.length, cycle.length),
        };
        Self { first_step: cycle.first_step, gap, length, peak: cycle.peak, floor: cycle.floor }
    }
}
