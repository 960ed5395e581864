//! Another schedule within limits.

use core::fmt;

use crate::error::{Shown, not_negative};
use crate::{Cycle, Error, LearningRateSchedule, Rate};

/// The rates of another schedule, but none below one limit or above another; made by [`LearningRateSchedule::clamp`].
///
/// ```text
/// lr(n) = min(max, max(min, S(n)))
/// ```
///
/// ```
/// use sgdr::{ExponentialDecay, LearningRateSchedule};
///
/// let schedule = ExponentialDecay::new(0.1, 1000, 0.5)?.clamp(Some(0.01), None)?;
/// assert_eq!([0, 1000, 100_000].map(|step| schedule.at(step)), [0.1, 0.05, 0.01]);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Clamp<S: LearningRateSchedule> {
    schedule: S,
    min: Option<S::Rate>,
    max: Option<S::Rate>,
}

impl<S: LearningRateSchedule> Clamp<S> {
    /// The same around what its schedule becomes, whose rates are the same.
    #[cfg(feature = "serde")]
    pub(crate) fn around<R: LearningRateSchedule<Rate = S::Rate>>(self, other: impl FnOnce(S) -> R) -> Clamp<R> {
        Clamp { schedule: other(self.schedule), min: self.min, max: self.max }
    }
}

impl<S: LearningRateSchedule<Rate: Rate>> Clamp<S> {
    /// Keeps a schedule within limits, each of which may be none.
    ///
    /// # Errors
    /// [`Error::Min`] and [`Error::Max`] unless they are finite and at least 0, and [`Error::MinAboveMax`] if they leave
    /// nothing.
    ///
    /// ```
    /// use sgdr::{Clamp, CosineDecay, Error};
    ///
    /// let schedule = CosineDecay::new(0.1, 10)?;
    /// assert_eq!(Clamp::new(schedule, Some(0.2), Some(0.1)), Err(Error::MinAboveMax { min: 0.2, max: 0.1 }));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn new(schedule: S, min: Option<S::Rate>, max: Option<S::Rate>) -> Result<Self, Error> {
        let (lowest, highest) = (min.map(Rate::to_f64), max.map(Rate::to_f64));
        lowest.map_or(Ok(()), |min| not_negative(min, Error::Min))?;
        highest.map_or(Ok(()), |max| not_negative(max, Error::Max))?;
        match (lowest, highest) {
            (Some(min), Some(max)) if min > max => Err(Error::MinAboveMax { min, max }),
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
    pub fn min(&self) -> Option<S::Rate> {
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
    pub fn max(&self) -> Option<S::Rate> {
        self.max
    }

    fn clamped(&self, rate: S::Rate) -> S::Rate {
        match (self.min, self.max) {
            (Some(min), _) if rate < min => min,
            (_, Some(max)) if rate > max => max,
            _ => rate,
        }
    }
}

impl<S: LearningRateSchedule<Rate: Rate>> LearningRateSchedule for Clamp<S> {
    type Rate = S::Rate;

    fn at(&self, step: u64) -> S::Rate {
        self.clamped(self.schedule.at(step))
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> S::Rate {
        self.clamped(self.schedule.at_fraction(step, fraction))
    }

    fn fill(&self, first_step: u64, out: &mut [S::Rate]) {
        self.schedule.fill(first_step, out);
        out.iter_mut().for_each(|rate| *rate = self.clamped(*rate));
    }

    fn cycle_of(&self, step: u64) -> Option<Cycle<S::Rate>> {
        Some(self.schedule.cycle_of(step)?.map(|rate| self.clamped(rate)))
    }
}

/// The parameters by name.
///
/// ```
/// use sgdr::{LearningRateSchedule, PiecewiseConstantDecay};
///
/// let schedule = PiecewiseConstantDecay::new([10], [0.1, 0.01])?.clamp(None, Some(0.05))?;
/// assert!(schedule.to_string().ends_with("name=\"PiecewiseConstant\"), min=none, max=0.05)"));
/// # Ok::<(), sgdr::Error>(())
/// ```
impl<S: LearningRateSchedule<Rate: Rate> + fmt::Display> fmt::Display for Clamp<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clamp(schedule={}, min={}, max={})", self.schedule, Shown(self.min), Shown(self.max))
    }
}
