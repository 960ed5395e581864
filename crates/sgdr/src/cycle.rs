//! A cycle of a schedule.

use crate::{CosineDecayRestarts, Rate};

/// One cycle of a [`CosineDecayRestarts`] (placeholder doc).
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Cycle<T = f64> {
    /// 0 for the first cycle.
    pub index: u64,
    /// The first step of the cycle.
    pub first_step: u64,
    /// The last step, `None` when the cycle goes on past `u64::MAX` steps.
    pub last_step: Option<u64>,
    /// The length in steps, a real number.
    pub length: f64,
    /// peak
    pub peak: T,
    /// floor
    pub floor: T,
}

impl<T: Rate> Cycle<T> {
    /// The fraction of the cycle that has passed at `step`: 0 at its start, below 1 at its last step.
    #[allow(clippy::cast_precision_loss)]
    pub fn position(&self, step: u64) -> f64 {
        (step - self.first_step) as f64 / self.length
    }
}

/// iterator
#[derive(Debug, Clone)]
pub struct Cycles<'a, T = f64> {
    pub(crate) schedule: &'a CosineDecayRestarts<T>,
    pub(crate) next: Option<u64>,
}

impl<T: Rate> Iterator for Cycles<'_, T> {
    type Item = Cycle<T>;
    fn next(&mut self) -> Option<Cycle<T>> {
        let cycle = self.schedule.cycle_at(self.next?);
        self.next = cycle.last_step.and_then(|last| last.checked_add(1));
        Some(cycle)
    }
}

/// iterator
#[derive(Debug, Clone)]
pub struct Restarts<'a, T = f64>(pub(crate) Cycles<'a, T>);

impl<T: Rate> Iterator for Restarts<'_, T> {
    type Item = u64;
    fn next(&mut self) -> Option<u64> {
        self.0.next().map(|c| c.first_step)
    }
}
