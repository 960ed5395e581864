//! The trait that every schedule implements.

use alloc::boxed::Box;
use alloc::sync::Arc;

/// A learning rate for every optimizer step: a pure function of the step, and a plain value.
///
/// Steps are 0-based optimizer steps; the first update of a run uses the rate of step 0. A schedule holds no
/// counter, so a run resumes from nothing but its step.
///
/// ```
/// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
///
/// fn total(schedule: &impl LearningRateSchedule<Rate = f64>, steps: u64) -> f64 {
///     (0..steps).map(|step| schedule.at(step)).sum()
/// }
///
/// let schedule = CosineDecayRestarts::new(0.1, 2)?;
/// assert_eq!(total(&schedule, 2), 0.1 + 0.05);
/// # Ok::<(), sgdr::Error>(())
/// ```
pub trait LearningRateSchedule {
    /// The type of a rate, usually `f64` or `f32`.
    type Rate;

    /// The rate to use for the update of `step`.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// assert_eq!(schedule.at(0), 0.1);
    /// assert_eq!(schedule.at(500), 0.05);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn at(&self, step: u64) -> Self::Rate;

    /// Writes the rates of `first_step`, `first_step + 1`, ... over `out`.
    ///
    /// Each element has the bits that [`at`](Self::at) returns. The step stops counting at `u64::MAX`.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 2)?;
    /// let mut rates = [0.0; 4];
    /// schedule.fill(1, &mut rates);
    /// assert_eq!(rates, [1, 2, 3, 4].map(|step| schedule.at(step)));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn fill(&self, first_step: u64, out: &mut [Self::Rate]) {
        let mut step = first_step;
        for rate in out {
            *rate = self.at(step);
            step = step.saturating_add(1);
        }
    }

    /// The schedule as a plain closure of one argument, the step.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
    ///
    /// let lr = CosineDecayRestarts::new(0.1, 1000)?.into_fn();
    /// assert_eq!(lr(1000), 0.1);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn into_fn(self) -> impl Fn(u64) -> Self::Rate
    where
        Self: Sized,
    {
        move |step| self.at(step)
    }
}

impl<S: LearningRateSchedule + ?Sized> LearningRateSchedule for &S {
    type Rate = S::Rate;

    fn at(&self, step: u64) -> S::Rate {
        (**self).at(step)
    }

    fn fill(&self, first_step: u64, out: &mut [S::Rate]) {
        (**self).fill(first_step, out);
    }
}

impl<S: LearningRateSchedule + ?Sized> LearningRateSchedule for Box<S> {
    type Rate = S::Rate;

    fn at(&self, step: u64) -> S::Rate {
        (**self).at(step)
    }

    fn fill(&self, first_step: u64, out: &mut [S::Rate]) {
        (**self).fill(first_step, out);
    }
}

impl<S: LearningRateSchedule + ?Sized> LearningRateSchedule for Arc<S> {
    type Rate = S::Rate;

    fn at(&self, step: u64) -> S::Rate {
        (**self).at(step)
    }

    fn fill(&self, first_step: u64, out: &mut [S::Rate]) {
        (**self).fill(first_step, out);
    }
}
