//! A schedule made of a closure, and a closure made of a schedule.

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
    R: Into<f64>,
{
    FromFn(rate_of_step)
}

/// Makes a closure of a schedule, from step to rate: one that is `Clone`, and `Send` and `Sync` where the schedule is, in
/// generic code too.
///
/// ```
/// use std::thread;
///
/// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
///
/// fn on_a_thread<S>(schedule: S) -> f64
/// where
///     S: LearningRateSchedule + Clone + Send + 'static,
/// {
///     let lr = sgdr::into_fn(schedule);
///     thread::spawn(move || lr(1000)).join().expect("no panic")
/// }
///
/// assert_eq!(on_a_thread(CosineDecayRestarts::new(0.1, 1000)?), 0.1);
/// # Ok::<(), sgdr::Error>(())
/// ```
// A function of its own, because what a method of a trait returns as `impl Fn` shows no auto traits to generic code.
pub fn into_fn<S>(schedule: S) -> impl Fn(u64) -> f64 + Clone
where
    S: LearningRateSchedule + Clone,
{
    move |step| schedule.at(step)
}

impl<F, R> LearningRateSchedule for FromFn<F>
where
    F: Fn(u64) -> R,
    R: Into<f64>,
{
    fn at(&self, step: u64) -> f64 {
        (self.0)(step).into()
    }
}

impl<F> fmt::Debug for FromFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FromFn").finish_non_exhaustive()
    }
}
