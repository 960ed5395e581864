//! What drives the numbers of an optimizer.

use sgdr::LearningRateSchedule;

/// Sets the numbers of an optimizer at every step: the learning rate, and perhaps others.
///
/// Every schedule drives the learning rate of any optimizer; [`Also`](crate::Also) adds another number. All are functions
/// of the step, so the step remains the only state.
///
/// ```
/// use candle_nn::{AdamW, Optimizer, ParamsAdamW};
/// use sgdr_candle::{Drive, Scheduled};
///
/// /// Adam's second moments forget more slowly after a while.
/// struct Patient;
///
/// impl Drive<AdamW> for Patient {
///     fn learning_rate(&self, _step: u64) -> f64 {
///         0.001
///     }
///
///     fn set_others(&self, optimizer: &mut AdamW, step: u64) {
///         let beta2 = if step < 1000 { 0.99 } else { 0.999 };
///         optimizer.set_params(ParamsAdamW { beta2, ..optimizer.params().clone() });
///     }
/// }
///
/// let optimizer = Scheduled::<AdamW, _>::new(vec![], (ParamsAdamW::default(), Patient))?;
/// assert_eq!(optimizer.learning_rate(), 0.001);
/// # Ok::<(), candle_core::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot drive an optimizer of type `{O}`",
    label = "neither a schedule nor another `Drive<{O}>`",
    note = "a closure from step to rate becomes a schedule by `sgdr::from_fn(closure)`, a builder by `.build()?`, and a \
            `Result` with a schedule by `?`"
)]
pub trait Drive<O> {
    /// The learning rate of a step.
    fn learning_rate(&self, step: u64) -> f64;

    /// Sets the other numbers of the optimizer that change with the step. The rate is set afterwards.
    fn set_others(&self, optimizer: &mut O, step: u64);
}

#[diagnostic::do_not_recommend]
impl<O, S: LearningRateSchedule> Drive<O> for S {
    fn learning_rate(&self, step: u64) -> f64 {
        self.at(step)
    }

    fn set_others(&self, _optimizer: &mut O, _step: u64) {}
}
