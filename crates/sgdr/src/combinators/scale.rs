//! Another schedule times a number.

use core::fmt;

use crate::parameters::Rule;
use crate::{Cycle, Error, LearningRateSchedule};

/// The rates of another schedule, times a factor; made by [`ScheduleExt::scale`](crate::ScheduleExt::scale).
///
/// ```text
/// lr(n) = factor * S(n)
/// ```
///
/// For a group of parameters that trains slower, or a larger batch. The product is rounded once more than the rate inside.
///
/// ```
/// use sgdr::{CosineDecayRestarts, LearningRateSchedule, ScheduleExt};
///
/// let backbone = CosineDecayRestarts::new(0.5, 1000)?.scale(0.25)?;
/// assert_eq!(backbone.at(500), 0.0625);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Scale<S> {
    schedule: S,
    factor: f64,
}

impl<S> Scale<S> {
    /// The same around what its schedule becomes, whose rates are the same.
    pub(crate) fn around<R>(self, other: impl FnOnce(S) -> R) -> Scale<R> {
        Scale { schedule: other(self.schedule), factor: self.factor }
    }
}

impl<S: LearningRateSchedule> Scale<S> {
    /// Scales a schedule by a factor, which is finite and at least 0.
    ///
    /// # Errors
    /// [`Error`] for any other factor.
    ///
    /// ```
    /// use sgdr::{CosineDecay, Error, Scale};
    ///
    /// assert_eq!(Scale::new(CosineDecay::new(0.1, 10)?, -1.0).unwrap_err().parameter(), "factor");
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn new(schedule: S, factor: f64) -> Result<Self, Error> {
        Rule::NonNegative.number("factor", factor)?;
        Ok(Self { schedule, factor })
    }

    /// The schedule that is scaled.
    ///
    /// ```
    /// use sgdr::{CosineDecay, Scale};
    ///
    /// assert_eq!(Scale::new(CosineDecay::new(0.1, 10)?, 2.0)?.schedule().decay_steps(), 10);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn schedule(&self) -> &S {
        &self.schedule
    }

    /// The factor.
    ///
    /// ```
    /// use sgdr::{CosineDecay, Scale};
    ///
    /// assert_eq!(Scale::new(CosineDecay::new(0.1, 10)?, 2.0)?.factor(), 2.0);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn factor(&self) -> f64 {
        self.factor
    }

    fn scaled(&self, rate: f64) -> f64 {
        // 0 times infinity is NaN; a factor of 0 must give 0.
        if self.factor == 0.0 { 0.0 } else { rate * self.factor }
    }
}

impl<S: LearningRateSchedule> LearningRateSchedule for Scale<S> {
    fn at(&self, step: u64) -> f64 {
        self.scaled(self.schedule.at(step))
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        self.scaled(self.schedule.at_fraction(step, fraction))
    }

    fn fill(&self, first_step: u64, out: &mut [f64]) {
        self.schedule.fill(first_step, out);
        out.iter_mut().for_each(|rate| *rate = self.scaled(*rate));
    }

    fn cycle_of(&self, step: u64) -> Option<Cycle> {
        Some(self.schedule.cycle_of(step)?.map(|rate| self.scaled(rate)))
    }
}

/// The parameters by name.
///
/// ```
/// use sgdr::{PiecewiseConstantDecay, ScheduleExt};
///
/// assert_eq!(
///     PiecewiseConstantDecay::new([10], [0.1, 0.01])?.scale(2.0)?.to_string(),
///     "Scale(schedule=PiecewiseConstantDecay(boundaries=[10], values=[0.1, 0.01], name=\"PiecewiseConstant\"), factor=2)"
/// );
/// # Ok::<(), sgdr::Error>(())
/// ```
impl<S: fmt::Display> fmt::Display for Scale<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scale(schedule={}, factor={})", self.schedule, self.factor)
    }
}
