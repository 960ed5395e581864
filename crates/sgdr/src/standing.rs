//! Where a run stands among the cycles.

use crate::{Cycle, LearningRateSchedule};

/// Where a run of so many steps stands, or ends, among the cycles of its schedule.
///
/// ```
/// use sgdr::{CosineDecayRestarts, Standing};
///
/// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
/// let standing = Standing::after(10_000, &schedule).expect("there are cycles");
/// assert_eq!((standing.cycle.index, standing.position), (3, 0.375));
/// assert_eq!((standing.end_before, standing.end_after), (Some(7000), Some(15_000)));
/// assert!(!standing.is_end());
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Standing<T = f64> {
    /// How many steps are done.
    pub steps: u64,
    /// The cycle of the last of them.
    pub cycle: Cycle<T>,
    /// How much of that cycle is done, up to 1; 0 in a hold, in a cycle that never ends, and in a warm-up before the cycle.
    pub position: f64,
    /// The longest run of at most so many steps that ends where a cycle ends; none if that is no step.
    pub end_before: Option<u64>,
    /// The shortest run of at least so many steps that ends where a cycle ends; none if there is no such run.
    pub end_after: Option<u64>,
}

impl<T> Standing<T> {
    /// Where a run stands after so many steps; none after 0 steps, or if the schedule has no cycles.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, Standing};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// assert!(Standing::after(7000, &schedule).is_some_and(|standing| standing.is_end()));
    /// assert_eq!(Standing::after(0, &schedule), None);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    #[expect(clippy::cast_precision_loss, reason = "to the nearest")]
    pub fn after(steps: u64, schedule: &impl LearningRateSchedule<Rate = T>) -> Option<Self> {
        let cycle = schedule.cycle_of(steps.checked_sub(1)?)?;
        let end_after = cycle.last_step.and_then(|last| last.checked_add(1));
        let end_before =
            if end_after == Some(steps) { end_after } else { Some(cycle.first_step).filter(|&end| end > 0) };
        let done = ((steps - cycle.first_step) as f64 + cycle.gap).max(0.0);
        let position = if end_after == Some(steps) { 1.0 } else { done / cycle.length };
        Some(Self { steps, position: if cycle.hold { 0.0 } else { position }, cycle, end_before, end_after })
    }

    /// Whether the run ends where a cycle ends.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, Standing};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// assert!(Standing::after(3000, &schedule).is_some_and(|standing| standing.is_end()));
    /// assert!(Standing::after(3001, &schedule).is_some_and(|standing| !standing.is_end()));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn is_end(&self) -> bool {
        self.end_after == Some(self.steps)
    }
}
