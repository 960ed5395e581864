//! Another schedule within limits.

use core::fmt;

use crate::parameters::{Field, Rule};
use crate::{Cycle, Error, LearningRateSchedule};

/// The rates of another schedule, but none below one limit or above another; made by [`ScheduleExt::clamp`](crate::ScheduleExt::clamp).
///
/// ```text
/// lr(n) = min(max, max(min, S(n)))
/// ```
///
/// ```
/// use sgdr::{ExponentialDecay, LearningRateSchedule, ScheduleExt};
///
/// let schedule = ExponentialDecay::new(0.1, 1000, 0.5)?.clamp(Some(0.01), None)?;
/// assert_eq!([0, 1000, 100_000].map(|step| schedule.at(step)), [0.1, 0.05, 0.01]);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Clamp<S: LearningRateSchedule> {
    schedule: S,
    min: Option<f64>,
    max: Option<f64>,
}

impl<S: LearningRateSchedule> Clamp<S> {
    /// The same around what its schedule becomes, whose rates are the same.
    pub(crate) fn around<R: LearningRateSchedule>(self, other: impl FnOnce(S) -> R) -> Clamp<R> {
        Clamp { schedule: other(self.schedule), min: self.min, max: self.max }
    }
}

impl<S: LearningRateSchedule> Clamp<S> {
    /// Keeps a schedule within limits, each of which may be none.
    ///
    /// # Errors
    /// [`Error`] unless both are finite and >= 0, and `min` is <= `max`.
    ///
    /// ```
    /// use sgdr::{Clamp, CosineDecay, Error};
    ///
    /// let schedule = CosineDecay::new(0.1, 10)?;
    /// assert_eq!(Clamp::new(schedule, Some(0.2), Some(0.1)).unwrap_err().rule(), "must be <= max, 0.1");
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn new(schedule: S, min: Option<f64>, max: Option<f64>) -> Result<Self, Error> {
        min.map_or(Ok(()), |min| Rule::NonNegative.number("min", min))?;
        max.map_or(Ok(()), |max| Rule::NonNegative.number("max", max))?;
        match (min, max) {
            (Some(min), Some(max)) if min > max => Err(Error::new("min", alloc::format!("must be <= max, {max}"), min)),
            _ => Ok(Self { schedule, min, max }),
        }
    }

    /// The schedule that is kept within limits.
    ///
    /// ```
    /// use sgdr::{Clamp, CosineDecay};
    ///
    /// assert_eq!(Clamp::new(CosineDecay::new(0.1, 10)?, None, None)?.schedule().decay_steps(), 10);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn schedule(&self) -> &S {
        &self.schedule
    }

    /// The lowest rate.
    ///
    /// ```
    /// use sgdr::{Clamp, CosineDecay};
    ///
    /// assert_eq!(Clamp::new(CosineDecay::new(0.1, 10)?, Some(0.01), None)?.min(), Some(0.01));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn min(&self) -> Option<f64> {
        self.min
    }

    /// The highest rate.
    ///
    /// ```
    /// use sgdr::{Clamp, CosineDecay};
    ///
    /// assert_eq!(Clamp::new(CosineDecay::new(0.1, 10)?, Some(0.01), None)?.max(), None);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn max(&self) -> Option<f64> {
        self.max
    }

    fn clamped(&self, rate: f64) -> f64 {
        match (self.min, self.max) {
            (Some(min), _) if rate < min => min,
            (_, Some(max)) if rate > max => max,
            _ => rate,
        }
    }
}

impl<S: LearningRateSchedule> LearningRateSchedule for Clamp<S> {
    fn at(&self, step: u64) -> f64 {
        self.clamped(self.schedule.at(step))
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        self.clamped(self.schedule.at_fraction(step, fraction))
    }

    fn fill(&self, first_step: u64, out: &mut [f64]) {
        self.schedule.fill(first_step, out);
        out.iter_mut().for_each(|rate| *rate = self.clamped(*rate));
    }

    fn cycle_of(&self, step: u64) -> Option<Cycle> {
        Some(self.schedule.cycle_of(step)?.map(|rate| self.clamped(rate)))
    }
}

/// The parameters by name.
///
/// ```
/// use sgdr::{PiecewiseConstantDecay, ScheduleExt};
///
/// let schedule = PiecewiseConstantDecay::new([10], [0.1, 0.01])?.clamp(None, Some(0.05))?;
/// assert!(schedule.to_string().ends_with("name=\"PiecewiseConstant\"), min=None, max=0.05)"));
/// # Ok::<(), sgdr::Error>(())
/// ```
impl<S: LearningRateSchedule + fmt::Display> fmt::Display for Clamp<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clamp(schedule={}, min={}, max={})", self.schedule, self.min.value(), self.max.value())
    }
}
