//! A schedule made of a closure.

use core::fmt;

use crate::LearningRateSchedule;

/// A schedule whose rate is what a closure returns; made by [`from_fn`].
#[derive(Clone, Copy)]
pub struct FromFn<F>(F);

/// Makes a schedule of a closure or function from step to rate.
///
/// The closure should depend on nothing but the step, as every schedule does.
///
/// ```
/// use sgdr::LearningRateSchedule;
///
/// let halving = sgdr::from_fn(|step| if step < 100 { 0.1 } else { 0.05 });
/// assert_eq!(halving.at(100), 0.05);
/// ```
pub fn from_fn<F, R>(rate_of_step: F) -> FromFn<F>
where
    F: Fn(u64) -> R,
{
    FromFn(rate_of_step)
}

impl<F, R> LearningRateSchedule for FromFn<F>
where
    F: Fn(u64) -> R,
{
    type Rate = R;

    fn at(&self, step: u64) -> R {
        (self.0)(step)
    }
}

impl<F> fmt::Debug for FromFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FromFn").finish_non_exhaustive()
    }
}
