//! The first cycles of another schedule, then its floor.

use core::fmt;

use crate::error::no_cycles;
use crate::parameters::Rule;
use crate::{Cycle, Error, LearningRateSchedule, Segments};

/// A number of cycles of another schedule, then its floor forever; made by [`ScheduleExt::cycle_limit`](crate::ScheduleExt::cycle_limit).
///
/// ```text
/// lr(n) = S(n) for n < e, and after that the floor of the last cycle,     e = the first step after `cycles` cycles
/// ```
///
/// Where the schedule has no more cycles than these, it stays as it is. The same is timm's `cycle_limit` and the end of
/// Optax' `sgdr_schedule`.
///
/// ```
/// use sgdr::{CosineDecayRestarts, LearningRateSchedule, ScheduleExt};
///
/// let schedule = CosineDecayRestarts::builder(0.5, 1000).alpha(0.25).build()?.cycle_limit(3)?;
/// assert_eq!([0, 6000, 7000, 50_000].map(|step| schedule.at(step) == 0.125), [false, false, true, true]);
/// assert_eq!(schedule.restarts().collect::<Vec<_>>(), [1000, 3000]);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct CycleLimit<S: LearningRateSchedule> {
    schedule: S,
    cycles: u64,
    /// What follows them; nothing if they go on to the last step.
    hold: Option<Cycle>,
    /// From the last step of the last cycle to its end.
    end_fraction: f64,
}

impl<S: LearningRateSchedule> CycleLimit<S> {
    /// The same around what its schedule becomes, whose rates are the same.
    pub(crate) fn around<R: LearningRateSchedule>(self, other: impl FnOnce(S) -> R) -> CycleLimit<R> {
        let Self { schedule, cycles, hold, end_fraction } = self;
        CycleLimit { schedule: other(schedule), cycles, hold, end_fraction }
    }
}

impl<S: LearningRateSchedule> CycleLimit<S> {
    /// Ends a schedule after a number of cycles, at least one.
    ///
    /// # Errors
    /// [`Error`] for 0 cycles, and if the schedule has none.
    ///
    /// ```
    /// use sgdr::{CosineDecay, CosineDecayRestarts, CycleLimit, Error};
    ///
    /// assert_eq!(CycleLimit::new(CosineDecayRestarts::new(0.1, 10)?, 0).unwrap_err().parameter(), "cycles");
    /// assert_eq!(CycleLimit::new(CosineDecay::new(0.1, 10)?, 2).unwrap_err().parameter(), "schedule");
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn new(schedule: S, cycles: u64) -> Result<Self, Error> {
        Rule::AtLeastOne.count("cycles", cycles)?;
        schedule.cycle_of(0).ok_or_else(no_cycles)?;
        let last = last_of(&schedule, cycles);
        let end_fraction = last.as_ref().map_or(1.0, |last| last.end_fraction);
        let end = last.and_then(|last| Some((last.floor, last.last_step?.checked_add(1)?)));
        let hold = end.map(|(floor, end)| Cycle::held(cycles, end, floor));
        Ok(Self { schedule, cycles, hold, end_fraction })
    }

    /// The schedule that is ended.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, ScheduleExt};
    ///
    /// assert_eq!(CosineDecayRestarts::new(0.1, 10)?.cycle_limit(3)?.schedule().first_decay_steps(), 10);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn schedule(&self) -> &S {
        &self.schedule
    }

    /// The number of cycles.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, CycleLimit};
    ///
    /// assert_eq!(CycleLimit::new(CosineDecayRestarts::new(0.1, 10)?, 3)?.limit(), 3);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn limit(&self) -> u64 {
        self.cycles
    }

    /// The first step at the floor, which is also the length of a run that ends with the last cycle; `None` if the
    /// cycles go on to the last step there is.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, CycleLimit};
    ///
    /// assert_eq!(CycleLimit::new(CosineDecayRestarts::new(0.1, 1000)?, 3)?.end(), Some(7000));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn end(&self) -> Option<u64> {
        self.hold.as_ref().map(|hold| hold.first_step)
    }
}

/// The cycle with index `cycles - 1`, if it ends. Cycles may be too many to count through, so the
/// last step of an index below that is searched by halving.
fn last_of<S: LearningRateSchedule>(schedule: &S, cycles: u64) -> Option<Cycle> {
    let belongs = |step| schedule.cycle_of(step).is_some_and(|cycle| cycle.index < cycles);
    let (mut within, mut beyond) = (0, u64::MAX);
    if belongs(beyond) {
        return None;
    }
    while beyond - within > 1 {
        let middle = within + (beyond - within) / 2;
        if belongs(middle) { within = middle } else { beyond = middle }
    }
    schedule.cycle_of(within)
}

impl<S: LearningRateSchedule> LearningRateSchedule for CycleLimit<S> {
    fn at(&self, step: u64) -> f64 {
        match &self.hold {
            Some(hold) if step >= hold.first_step => hold.floor,
            _ => self.schedule.at(step),
        }
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        match &self.hold {
            Some(hold) if step >= hold.first_step => hold.floor,
            // Between the last step of the last cycle and its end the schedule still falls.
            Some(hold) if step + 1 == hold.first_step && fraction >= self.end_fraction => hold.floor,
            _ => self.schedule.at_fraction(step, fraction),
        }
    }

    fn fill(&self, first_step: u64, out: &mut [f64]) {
        let Some(hold) = &self.hold else { return self.schedule.fill(first_step, out) };
        let left = usize::try_from(hold.first_step.saturating_sub(first_step)).unwrap_or(usize::MAX);
        let (cycles, held) = out.split_at_mut(left.min(out.len()));
        self.schedule.fill(first_step, cycles);
        held.fill(hold.floor);
    }

    fn cycle_of(&self, step: u64) -> Option<Cycle> {
        match self.hold {
            Some(hold) if step >= hold.first_step => Some(hold),
            _ => self.schedule.cycle_of(step),
        }
    }

    fn write_segments(&self, segments: &mut Segments, start: u64) -> Option<()> {
        segments.push_limited(&self.schedule, start, self.cycles, self.hold)
    }
}

/// The parameters by name.
///
/// ```
/// use sgdr::{CosineDecayRestarts, ScheduleExt};
///
/// let schedule = CosineDecayRestarts::new(0.1, 10)?.cycle_limit(3)?;
/// assert!(schedule.to_string().ends_with("name=\"SGDRDecay\"), cycles=3)"));
/// # Ok::<(), sgdr::Error>(())
/// ```
impl<S: LearningRateSchedule + fmt::Display> fmt::Display for CycleLimit<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CycleLimit(schedule={}, cycles={})", self.schedule, self.cycles)
    }
}
