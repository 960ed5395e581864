//! An optimizer that follows a schedule.

mod also;
mod drive;

pub use also::Also;
pub use drive::Drive;

use candle_core::backprop::GradStore;
use candle_core::{Result, Var};
use candle_nn::Optimizer;

/// A candle optimizer whose learning rate follows a schedule.
///
/// It wraps any [`Optimizer`] and is one itself: [`step`](Optimizer::step) gives the inner optimizer the rate of the
/// current step, lets it update the weights, and counts the step. A step that fails is not counted, so a retry uses the
/// same rate again. [`learning_rate`](Optimizer::learning_rate) is the rate of the next step.
///
/// The state is one number, [`step_count`](Self::step_count): a run continues from a checkpoint with
/// [`resume_at`](Self::resume_at), and, if a rate was [set by hand](Self#a-rate-set-by-hand), with that rate. Save the state
/// of the inner optimizer as you would without this crate; candle's AdamW cannot save its moments.
///
/// The configuration is the inner one and the schedule. A rate in the inner configuration is never used.
///
/// ```
/// use candle_core::{Device, Var};
/// use candle_nn::{Optimizer, SGD};
/// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
/// use sgdr_candle::Scheduled;
///
/// let x = Var::new(1f64, &Device::Cpu)?;
/// let schedule = CosineDecayRestarts::new(0.1, 100)?;
/// let mut optimizer = Scheduled::wrap(SGD::new(vec![x.clone()], 0.0)?, schedule.clone());
///
/// for step in 0..250 {
///     assert_eq!(optimizer.learning_rate(), schedule.at(step));
///     optimizer.backward_step(&x.sqr()?)?;
/// }
/// assert_eq!(optimizer.step_count(), 250);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # More than the rate
///
/// [`with_weight_decay`](Self::with_weight_decay) gives the weight decay of AdamW a schedule of its own,
/// [`also`](Self::also) any other number of any optimizer, a momentum for instance. They count by the same step.
///
/// # A rate set by hand
///
/// [`set_learning_rate`](Optimizer::set_learning_rate) does what it does on every optimizer: the value is used from the
/// next step on, and steps are counted as before. [`follow_schedule`](Self::follow_schedule) and
/// [`resume_at`](Self::resume_at) return to the schedule. So if a rate may have been set by hand, save two numbers: the step
/// and [`manual_learning_rate`](Self::manual_learning_rate).
///
/// ```
/// use candle_nn::{Optimizer, SGD};
/// use sgdr::CosineDecayRestarts;
/// use sgdr_candle::Scheduled;
///
/// let new = || Ok::<_, Box<dyn std::error::Error>>(Scheduled::wrap(SGD::new(vec![], 0.0)?, CosineDecayRestarts::new(0.1, 1000)?));
/// let mut optimizer = new()?;
/// optimizer.resume_at(500);
/// optimizer.set_learning_rate(0.025);
/// let saved = (optimizer.step_count(), optimizer.manual_learning_rate());
///
/// let mut optimizer = new()?;
/// optimizer.resume_at(saved.0);
/// if let Some(rate) = saved.1 {
///     optimizer.set_learning_rate(rate);
/// }
/// assert_eq!((optimizer.step_count(), optimizer.learning_rate()), (500, 0.025));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors of candle
///
/// `?` cannot convert a [`sgdr::Error`] into a [`candle_core::Error`], because only candle could implement that;
/// [`candle_core::Error::wrap`] converts it:
///
/// ```
/// use candle_nn::{Optimizer, SGD};
/// use sgdr::CosineDecayRestarts;
/// use sgdr_candle::Scheduled;
///
/// fn optimizer(peak: f64) -> candle_core::Result<Scheduled<SGD, CosineDecayRestarts>> {
///     let schedule = CosineDecayRestarts::new(peak, 1000).map_err(candle_core::Error::wrap)?;
///     Ok(Scheduled::wrap(SGD::new(vec![], 0.0)?, schedule))
/// }
///
/// assert!(optimizer(0.1).is_ok());
/// let error = optimizer(-0.1).unwrap_err().to_string();
/// assert!(error.contains("initial_learning_rate must be finite and >= 0 (received -0.1)"), "{error}");
/// ```
#[derive(Clone, Debug)]
pub struct Scheduled<O, S> {
    inner: O,
    schedule: S,
    step: u64,
    /// The rate set by `set_learning_rate`.
    manual: Option<f64>,
}

impl<O, S> Scheduled<O, S> {
    /// Wraps an optimizer; the first step is step 0.
    ///
    /// ```
    /// use candle_nn::{Optimizer, SGD};
    /// use sgdr_candle::Scheduled;
    ///
    /// let halving = sgdr::from_fn(|step| if step < 100 { 0.1 } else { 0.05 });
    /// let optimizer = Scheduled::wrap(SGD::new(vec![], 0.0)?, halving);
    /// assert_eq!(optimizer.learning_rate(), 0.1);
    /// # Ok::<(), candle_core::Error>(())
    /// ```
    ///
    /// A closure becomes a schedule by [`sgdr::from_fn`]; the closure itself does not compile:
    ///
    /// ```compile_fail
    /// # use candle_nn::{Optimizer, SGD};
    /// # use sgdr_candle::Scheduled;
    /// let optimizer = Scheduled::wrap(SGD::new(vec![], 0.0)?, |step: u64| if step < 100 { 0.1 } else { 0.05 });
    /// # Ok::<(), candle_core::Error>(())
    /// ```
    pub fn wrap(inner: O, schedule: S) -> Self
    where
        S: Drive<O>,
    {
        Self { inner, schedule, step: 0, manual: None }
    }

    /// The number of steps done, which is the number of the next step.
    ///
    /// ```
    /// use candle_nn::{Optimizer, SGD};
    /// use sgdr_candle::Scheduled;
    ///
    /// let optimizer = Scheduled::wrap(SGD::new(vec![], 0.0)?, sgdr::from_fn(|_| 0.1));
    /// assert_eq!(optimizer.step_count(), 0);
    /// # Ok::<(), candle_core::Error>(())
    /// ```
    pub fn step_count(&self) -> u64 {
        self.step
    }

    /// Makes `step` the next step, under the schedule.
    ///
    /// The caller restores the weights and the state of the inner optimizer.
    ///
    /// ```
    /// use candle_nn::{Optimizer, SGD};
    /// use sgdr::CosineDecayRestarts;
    /// use sgdr_candle::Scheduled;
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// let mut optimizer = Scheduled::wrap(SGD::new(vec![], 0.0)?, schedule);
    /// optimizer.resume_at(500);
    /// assert_eq!(optimizer.learning_rate(), 0.05);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn resume_at(&mut self, step: u64) {
        self.step = step;
        self.manual = None;
    }

    /// The rate set by [`set_learning_rate`](Optimizer::set_learning_rate); `None` while the optimizer follows the schedule.
    ///
    /// ```
    /// use candle_nn::{Optimizer, SGD};
    /// use sgdr_candle::Scheduled;
    ///
    /// let mut optimizer = Scheduled::wrap(SGD::new(vec![], 0.0)?, sgdr::from_fn(|_| 0.1));
    /// assert_eq!(optimizer.manual_learning_rate(), None);
    /// optimizer.set_learning_rate(0.025);
    /// assert_eq!(optimizer.manual_learning_rate(), Some(0.025));
    /// optimizer.follow_schedule();
    /// assert_eq!(optimizer.manual_learning_rate(), None);
    /// # Ok::<(), candle_core::Error>(())
    /// ```
    pub fn manual_learning_rate(&self) -> Option<f64> {
        self.manual
    }

    /// Follows the schedule again after [`set_learning_rate`](Optimizer::set_learning_rate).
    ///
    /// ```
    /// use candle_nn::{Optimizer, SGD};
    /// use sgdr::CosineDecayRestarts;
    /// use sgdr_candle::Scheduled;
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// let mut optimizer = Scheduled::wrap(SGD::new(vec![], 0.0)?, schedule);
    /// optimizer.set_learning_rate(0.025);
    /// assert_eq!(optimizer.learning_rate(), 0.025); // from the next step on
    /// optimizer.follow_schedule();
    /// assert_eq!(optimizer.learning_rate(), 0.1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn follow_schedule(&mut self) {
        self.manual = None;
    }

    /// The schedule.
    ///
    /// ```
    /// use candle_nn::{Optimizer, SGD};
    /// use sgdr::{CosineDecayRestarts, ScheduleExt};
    /// use sgdr_candle::Scheduled;
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// let optimizer = Scheduled::wrap(SGD::new(vec![], 0.0)?, schedule);
    /// assert!(optimizer.schedule().is_last_step_of_cycle(999));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn schedule(&self) -> &S {
        &self.schedule
    }

    /// The inner optimizer. Its own rate is that of its last step.
    ///
    /// ```
    /// use candle_nn::{AdamW, Optimizer, ParamsAdamW};
    /// use sgdr_candle::Scheduled;
    ///
    /// let adam = AdamW::new(vec![], ParamsAdamW::default())?;
    /// let optimizer = Scheduled::wrap(adam, sgdr::from_fn(|_| 0.1));
    /// assert_eq!(optimizer.inner().params().beta1, 0.9);
    /// # Ok::<(), candle_core::Error>(())
    /// ```
    pub fn inner(&self) -> &O {
        &self.inner
    }

    /// The inner optimizer, to change what no schedule sets: the next step overwrites what a schedule does.
    ///
    /// ```
    /// use candle_nn::{AdamW, Optimizer, ParamsAdamW};
    /// use sgdr_candle::Scheduled;
    ///
    /// let adam = AdamW::new(vec![], ParamsAdamW::default())?;
    /// let mut optimizer = Scheduled::wrap(adam, sgdr::from_fn(|_| 0.1));
    /// optimizer.inner_mut().set_params(ParamsAdamW { weight_decay: 0.0, ..ParamsAdamW::default() });
    /// assert_eq!(optimizer.inner().params().weight_decay, 0.0);
    /// # Ok::<(), candle_core::Error>(())
    /// ```
    pub fn inner_mut(&mut self) -> &mut O {
        &mut self.inner
    }

    /// Unwraps the optimizer and the schedule.
    ///
    /// ```
    /// use candle_nn::{Optimizer, SGD};
    /// use sgdr_candle::Scheduled;
    ///
    /// let optimizer = Scheduled::wrap(SGD::new(vec![], 0.0)?, sgdr::from_fn(|_| 0.1));
    /// let (sgd, _schedule) = optimizer.into_inner();
    /// assert_eq!(sgd.into_inner().len(), 0);
    /// # Ok::<(), candle_core::Error>(())
    /// ```
    pub fn into_inner(self) -> (O, S) {
        (self.inner, self.schedule)
    }
}

impl<O, S> Optimizer for Scheduled<O, S>
where
    O: Optimizer,
    S: Drive<O>,
{
    type Config = (O::Config, S);

    fn new(vars: Vec<Var>, (config, schedule): Self::Config) -> Result<Self> {
        Ok(Self::wrap(O::new(vars, config)?, schedule))
    }

    fn step(&mut self, grads: &GradStore) -> Result<()> {
        self.schedule.set_others(&mut self.inner, self.step);
        self.inner.set_learning_rate(self.learning_rate());
        self.inner.step(grads)?;
        self.step = self.step.saturating_add(1);
        Ok(())
    }

    /// The rate of the next step.
    fn learning_rate(&self) -> f64 {
        self.manual.unwrap_or_else(|| self.schedule.learning_rate(self.step))
    }

    /// Uses `lr` from the next step on, until [`follow_schedule`](Scheduled::follow_schedule).
    fn set_learning_rate(&mut self, lr: f64) {
        self.manual = Some(lr);
    }
}
