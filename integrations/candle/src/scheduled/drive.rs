//! What an optimizer can follow.

use sgdr::LearningRateSchedule;

/// What gives an optimizer its numbers, step by step: a learning rate, and perhaps others.
///
/// Every schedule drives every optimizer by the rate alone; [`Also`](crate::Also) adds another number. All of it is a
/// function of the step, so the step remains the only state.
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
    message = "`{Self}` is nothing that an optimizer of type `{O}` can follow",
    label = "neither a schedule nor another `Drive<{O}>`",
    note = "a closure from step to rate becomes a schedule by `sgdr::from_fn(closure)`, a builder by `.build()?`, and a \
            `Result` that holds a schedule by `?`"
)]
pub trait Drive<O> {
    /// The learning rate of a step.
    fn learning_rate(&self, step: u64) -> f64;

    /// Sets whatever else of the optimizer changes with the step. The rate is set afterwards.
    fn set_others(&self, optimizer: &mut O, step: u64);
}

#[diagnostic::do_not_recommend]
impl<O, S: LearningRateSchedule> Drive<O> for S {
    fn learning_rate(&self, step: u64) -> f64 {
        self.at(step)
    }

    fn set_others(&self, _optimizer: &mut O, _step: u64) {}
}
