//! A change of plan while a run goes on.

use crate::error::no_cycles;
use crate::{Chain, Error, LearningRateSchedule};

/// A change of plan after some steps of a run: another schedule from there on, that never alters a rate already used.
///
/// Each of these gives a [`Chain`] whose rates are those of the schedule for all steps that are done, so that it can take the
/// schedule's place, in the run and in its checkpoint.
///
/// ```
/// use sgdr::{CosineDecayRestarts, Fit, LearningRateSchedule, Replan, ScheduleExt, fit};
///
/// // A run of 7000 steps in cycles of 1000, 2000 and 4000 gets 13,000 more after 5000 of them: three more cycles.
/// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
/// let replan = Replan::new(schedule.clone(), 5000)?;
/// let Fit::Nearest { below, .. } = fit(20_000 - replan.end_of_cycle()?, 3, 2.0)? else { panic!("7 does not divide 13000") };
/// let extended = replan.go_on_with(CosineDecayRestarts::new(0.1, below.first_decay_steps)?)?;
/// assert_eq!(extended.at(6999), schedule.at(6999));
/// assert_eq!(extended.restarts().take(5).collect::<Vec<_>>(), [1000, 3000, 7000, 8857, 12571]);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Replan<S> {
    schedule: S,
    steps: u64,
    first_step: u64,
    last_step: Option<u64>,
}

impl<S: LearningRateSchedule + Clone> Replan<S> {
    /// Begins to change a plan of which `steps` steps are done.
    ///
    /// # Errors
    /// [`Error`] if the schedule has no cycles.
    ///
    /// ```
    /// use sgdr::{CosineDecay, Error, Replan};
    ///
    /// let error = Replan::new(CosineDecay::new(0.1, 10)?, 5).unwrap_err();
    /// assert_eq!(error.rule(), "must have cycles, as CosineDecayRestarts does");
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn new(schedule: S, steps: u64) -> Result<Self, Error> {
        let cycle = schedule.cycle_of(steps).ok_or_else(no_cycles)?;
        Ok(Self { schedule, steps, first_step: cycle.first_step, last_step: cycle.last_step })
    }

    /// The first step after the cycle that the next step belongs to.
    ///
    /// # Errors
    /// [`Error`] if there is none.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, Replan};
    ///
    /// assert_eq!(Replan::new(CosineDecayRestarts::new(0.1, 1000)?, 5000)?.end_of_cycle()?, 7000);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn end_of_cycle(&self) -> Result<u64, Error> {
        self.last_step
            .and_then(|last| last.checked_add(1))
            .ok_or_else(|| Error::new("steps", "must lie in a cycle that ends", self.steps))
    }

    /// Leaves the rest of the cycle out: the next step restarts. If none of the cycle is done, all of it is left out.
    ///
    /// # Errors
    /// [`Error`] if the cycle does not end.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule, Replan};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// let skipped = Replan::new(schedule.clone(), 5000)?.skip_cycle()?;
    /// assert_eq!([4999, 5000, 5001].map(|step| skipped.at(step)), [4999, 7000, 7001].map(|step| schedule.at(step)));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn skip_cycle(self) -> Result<Chain<S>, Error> {
        let end = self.end_of_cycle()?;
        if self.steps == 0 {
            return Ok(Chain::new_from(self.schedule, end));
        }
        Chain::new(self.schedule.clone()).then_from(self.steps, self.schedule, end)
    }

    /// Adds a cycle: the present one runs once more when it is over, and then the plan goes on.
    ///
    /// # Errors
    /// [`Error`] if the cycle does not end.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, Replan, ScheduleExt};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// let longer = Replan::new(schedule, 5000)?.repeat_cycle()?;
    /// assert_eq!(longer.restarts().take(4).collect::<Vec<_>>(), [1000, 3000, 7000, 11_000]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn repeat_cycle(self) -> Result<Chain<S>, Error> {
        let end = self.end_of_cycle()?;
        Chain::new(self.schedule.clone()).then_from(end, self.schedule, self.first_step)
    }

    /// Continues with another schedule when the cycle is over: one for a longer or a shorter budget, or with other peaks.
    ///
    /// # Errors
    /// [`Error`] if the cycle does not end.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule, Replan};
    ///
    /// let replan = Replan::new(CosineDecayRestarts::new(0.1, 1000)?, 5000)?;
    /// let lower = replan.go_on_with(CosineDecayRestarts::new(0.01, 500)?)?;
    /// assert_eq!([5000, 7000, 7500].map(|step| lower.at(step)), [0.05, 0.01, 0.01]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn go_on_with(self, schedule: S) -> Result<Chain<S>, Error> {
        let end = self.end_of_cycle()?;
        Chain::new(self.schedule).then(end, schedule)
    }
}
