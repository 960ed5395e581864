//! A cycle of a schedule, and all of them in order.

use core::fmt;

use crate::LearningRateSchedule;
use crate::cosine::cycle_rates::CycleRates;

/// One cycle of a schedule: from a restart to the step before the next.
///
/// A schedule may end in a constant tail: a last cycle of infinite length whose peak and floor are the same.
///
/// ```
/// use sgdr::ScheduleExt;
///
/// let schedule = sgdr::CosineDecayRestarts::builder(0.1, 4).t_mul(0.5).build()?;
/// let cycles: Vec<_> = schedule.cycles().collect();
/// assert_eq!(cycles.iter().map(|cycle| cycle.first_step).collect::<Vec<_>>(), [0, 4, 6, 7]);
/// assert_eq!(cycles[3].length, f64::INFINITY);
/// # Ok::<(), sgdr::Error>(())
/// ```
///
/// With the feature `serde` a cycle can be written to a log, with the fields that are public.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Cycle {
    /// How many restarts came before: 0 for the first cycle.
    pub index: u64,
    /// The first step of the cycle: its start, rounded up.
    pub first_step: u64,
    /// The last step of the cycle; `None` when that lies beyond step 2^64 - 1.
    pub last_step: Option<u64>,
    /// The length in steps, a real number; without a warm-up before it.
    pub length: f64,
    /// The rate at its start, in the limit: that of the first step where the start is a whole step.
    pub peak: f64,
    /// The rate that the cycle falls towards.
    pub floor: f64,
    /// From the start to the first step, in [0, 1); more where a chain of schedules cuts the cycle's beginning off, and
    /// negative where a warm-up comes before.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) gap: f64,
    /// From the last step to the end, in (0, 1]: where a real step is in the next cycle.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) end_fraction: f64,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) hold: bool,
}

impl Cycle {
    pub(crate) fn new(rates: &CycleRates) -> Self {
        Self {
            index: rates.index,
            first_step: rates.first_step,
            last_step: rates.last_step(),
            length: rates.length,
            peak: rates.peak(),
            floor: rates.floor(),
            gap: rates.gap,
            end_fraction: rates.end_fraction,
            hold: rates.is_constant,
        }
    }

    /// The same cycle with other rates.
    pub(crate) fn map(self, rate: impl Fn(f64) -> f64) -> Self {
        Self { peak: rate(self.peak), floor: rate(self.floor), ..self }
    }

    /// How much of the cycle has passed at one of its steps: from 0 at its start to 1 at its end.
    ///
    /// This is f in `cos(pi * f)`, to within two units in the last place. A step before the cycle counts as its first.
    ///
    /// ```
    /// let cycle = sgdr::CosineDecayRestarts::new(0.1, 1000)?.cycle_at(3100);
    /// assert_eq!(cycle.position(3000), 0.0);
    /// assert_eq!(cycle.position(5000), 0.5);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    #[expect(clippy::cast_precision_loss, reason = "one rounding, within the error stated")]
    pub fn position(&self, step: u64) -> f64 {
        (step.saturating_sub(self.first_step) as f64 + self.gap).max(0.0) / self.length
    }

    /// The distance from the last step to the end of the cycle, in (0, 1].
    ///
    /// `last_step + fraction` lies in the next cycle exactly if the fraction is not below this one. It is 1 if the next
    /// cycle starts at a whole step.
    ///
    /// ```
    /// let schedule = sgdr::CosineDecayRestarts::builder(0.1, 5).t_mul(1.5).build()?;
    /// let cycle = schedule.cycle_at(5); // from 5 to 12.5
    /// assert_eq!((cycle.last_step, cycle.end_fraction()), (Some(12), 0.5));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn end_fraction(&self) -> f64 {
        self.end_fraction
    }

    /// Whether this is not a cycle but the floor held to the end, after cycles that shrank below a step.
    ///
    /// ```
    /// let schedule = sgdr::CosineDecayRestarts::builder(0.1, 4).t_mul(0.5).build()?;
    /// assert!(schedule.cycle_at(1000).is_hold());
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn is_hold(&self) -> bool {
        self.hold
    }
}

impl Cycle {
    /// A constant tail from a step on.
    pub(crate) fn held(index: u64, first_step: u64, rate: f64) -> Self {
        let length = f64::INFINITY;
        Self {
            index,
            first_step,
            last_step: None,
            length,
            peak: rate,
            floor: rate,
            gap: 0.0,
            end_fraction: 1.0,
            hold: true,
        }
    }
}

/// The cycle that holds `step + fraction`.
pub(crate) fn cycle_between<S: LearningRateSchedule + ?Sized>(schedule: &S, step: u64, fraction: f64) -> Option<Cycle> {
    let cycle = schedule.cycle_of(step)?;
    let is_past = cycle.last_step == Some(step) && fraction >= cycle.end_fraction;
    if is_past { schedule.cycle_of(step.saturating_add(1)) } else { Some(cycle) }
}

impl Cycle {
    /// What has no cycles inside, as one, with its first rate and its last one.
    #[expect(clippy::cast_precision_loss, reason = "to the nearest")]
    pub(crate) fn whole(index: u64, first_step: u64, last_step: Option<u64>, [peak, floor]: [f64; 2]) -> Self {
        let length = last_step.map_or(f64::INFINITY, |last| (last - first_step + 1) as f64);
        Self { index, first_step, last_step, length, peak, floor, gap: 0.0, end_fraction: 1.0, hold: false }
    }

    /// The cycle of a schedule whose step `start` is step `first_step` of another one, in which nothing comes before that
    /// and nothing after `end`.
    #[expect(clippy::cast_precision_loss, reason = "to the nearest")]
    pub(crate) fn moved(self, start: u64, first_step: u64, end: Option<u64>) -> Self {
        let cut = start.saturating_sub(self.first_step);
        let last_step = self.last_step.and_then(|last| (last - start).checked_add(first_step));
        Self {
            first_step: first_step.saturating_add(self.first_step.saturating_sub(start)),
            last_step: match (last_step, end) {
                (Some(last), Some(end)) => Some(last.min(end)),
                (last, end) => last.or(end),
            },
            gap: self.gap + cut as f64,
            end_fraction: if last_step > end && end.is_some() { 1.0 } else { self.end_fraction },
            ..self
        }
    }

    /// The same cycle with a number of steps before it that belong to it, too.
    #[expect(clippy::cast_precision_loss, reason = "to the nearest")]
    pub(crate) fn prefixed(self, steps: u64) -> Self {
        Self { first_step: self.first_step - steps, gap: self.gap - steps as f64, ..self }
    }
}

/// A line for people.
///
/// ```
/// let schedule = sgdr::CosineDecayRestarts::builder(0.1, 4).t_mul(0.5).build()?;
/// assert_eq!(schedule.cycle_at(5).to_string(), "cycle 1: steps 4 to 5, from 0.1 down to 0");
/// assert_eq!(schedule.cycle_at(9).to_string(), "from step 7 on: 0");
/// # Ok::<(), sgdr::Error>(())
/// ```
impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { index, first_step, last_step, peak, floor, .. } = self;
        match last_step {
            _ if self.hold => write!(f, "from step {first_step} on: {floor}"),
            Some(last_step) => {
                write!(f, "cycle {index}: steps {first_step} to {last_step}, from {peak} down to {floor}")
            }
            None => write!(f, "cycle {index}: from step {first_step} on, from {peak} down to {floor}"),
        }
    }
}

/// The cycles of a schedule in order; made by [`ScheduleExt::cycles`](crate::ScheduleExt::cycles).
///
/// ```
/// use sgdr::{CosineDecay, CosineDecayRestarts, ScheduleExt};
///
/// assert_eq!(CosineDecayRestarts::builder(0.1, 4).t_mul(0.5).build()?.cycles().count(), 4);
/// assert_eq!(CosineDecay::new(0.1, 4)?.cycles().count(), 0);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Cycles<'a, S: ?Sized> {
    schedule: &'a S,
    next_step: Option<u64>,
}

impl<'a, S: LearningRateSchedule + ?Sized> Cycles<'a, S> {
    pub(crate) fn new(schedule: &'a S) -> Self {
        Self { schedule, next_step: Some(0) }
    }
}

impl<S: LearningRateSchedule + ?Sized> Iterator for Cycles<'_, S> {
    type Item = Cycle;

    fn next(&mut self) -> Option<Cycle> {
        let cycle = self.schedule.cycle_of(self.next_step?);
        self.next_step = cycle.as_ref().and_then(|cycle| cycle.last_step?.checked_add(1));
        cycle
    }
}

impl<S: LearningRateSchedule + ?Sized> core::iter::FusedIterator for Cycles<'_, S> {}

/// The steps at which a schedule restarts, in order; made by [`ScheduleExt::restarts`](crate::ScheduleExt::restarts).
///
/// ```
/// use sgdr::{CosineDecayRestarts, ScheduleExt};
///
/// let shrinking = CosineDecayRestarts::builder(0.1, 4).t_mul(0.5).build()?;
/// assert_eq!(shrinking.restarts().collect::<Vec<_>>(), [4, 6]); // from step 7 on the rate is constant
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Restarts<'a, S: ?Sized> {
    cycles: Cycles<'a, S>,
}

impl<'a, S: LearningRateSchedule + ?Sized> Restarts<'a, S> {
    pub(crate) fn new(schedule: &'a S) -> Self {
        let mut cycles = Cycles::new(schedule);
        cycles.next();
        Self { cycles }
    }
}

impl<S: LearningRateSchedule + ?Sized> Iterator for Restarts<'_, S> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        self.cycles.find(|cycle| !cycle.hold).map(|cycle| cycle.first_step)
    }
}

impl<S: LearningRateSchedule + ?Sized> core::iter::FusedIterator for Restarts<'_, S> {}

/// The steps after which a snapshot belongs, in order; made by [`ScheduleExt::snapshots`](crate::ScheduleExt::snapshots).
///
/// ```
/// use sgdr::{CosineDecayRestarts, ScheduleExt};
///
/// let shrinking = CosineDecayRestarts::builder(0.1, 4).t_mul(0.5).build()?;
/// assert_eq!(shrinking.snapshots().collect::<Vec<_>>(), [3, 5, 6]);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Snapshots<'a, S: ?Sized> {
    cycles: Cycles<'a, S>,
}

impl<'a, S: LearningRateSchedule + ?Sized> Snapshots<'a, S> {
    pub(crate) fn new(schedule: &'a S) -> Self {
        Self { cycles: Cycles::new(schedule) }
    }
}

impl<S: LearningRateSchedule + ?Sized> Iterator for Snapshots<'_, S> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        self.cycles.next()?.last_step
    }
}

impl<S: LearningRateSchedule + ?Sized> core::iter::FusedIterator for Snapshots<'_, S> {}
