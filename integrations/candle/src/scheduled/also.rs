//! A second number of the optimizer that follows a schedule: its weight decay, its momentum.

use std::fmt;
use std::sync::Arc;

use candle_nn::{AdamW, ParamsAdamW};
use sgdr::LearningRateSchedule;

use super::{Drive, Scheduled};

/// A schedule, and another one for another number of the optimizer.
///
/// [`Scheduled::also`] and [`Scheduled::with_weight_decay`] return it. It can be used like a schedule, in the configuration
/// of a new optimizer.
///
/// ```
/// use candle_nn::{AdamW, Optimizer, ParamsAdamW};
/// use sgdr::CosineDecayRestarts;
/// use sgdr_candle::{Also, Scheduled};
///
/// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
/// let driven = Also::weight_decay(schedule, sgdr::from_fn(|step| if step < 1000 { 0.02 } else { 0.01 }));
/// let optimizer = Scheduled::<AdamW, _>::new(vec![], (ParamsAdamW::default(), driven))?;
/// assert_eq!(optimizer.learning_rate(), 0.1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Also<S, D, O> {
    schedule: S,
    other: D,
    set: Set<O>,
}

/// Sets the other number of an optimizer.
type Set<O> = Arc<dyn Fn(&mut O, f64) + Send + Sync>;

impl<S, D, O> Also<S, D, O> {
    /// `schedule`, and `other` for the number that `set` sets.
    ///
    /// ```
    /// use candle_nn::{AdamW, ParamsAdamW};
    /// use sgdr_candle::Also;
    ///
    /// let beta1 = sgdr::from_fn(|step| if step < 1000 { 0.85 } else { 0.9 });
    /// let driven = Also::new(sgdr::from_fn(|_| 0.1), beta1, |adam: &mut AdamW, beta1| {
    ///     adam.set_params(ParamsAdamW { beta1, ..adam.params().clone() });
    /// });
    /// # let _ = driven;
    /// ```
    pub fn new(schedule: S, other: D, set: impl Fn(&mut O, f64) + Send + Sync + 'static) -> Self {
        Self { schedule, other, set: Arc::new(set) }
    }

    /// What drives the other numbers: the schedule of the learning rate, or an `Also` if there is a third number.
    ///
    /// ```
    /// use sgdr::LearningRateSchedule;
    /// use sgdr_candle::Also;
    ///
    /// let driven = Also::weight_decay(sgdr::from_fn(|_| 0.1), sgdr::from_fn(|_| 0.02));
    /// assert_eq!(driven.schedule().at(0), 0.1);
    /// ```
    pub fn schedule(&self) -> &S {
        &self.schedule
    }

    /// The schedule of the other number.
    ///
    /// ```
    /// use sgdr::LearningRateSchedule;
    /// use sgdr_candle::Also;
    ///
    /// let driven = Also::weight_decay(sgdr::from_fn(|_| 0.1), sgdr::from_fn(|_| 0.02));
    /// assert_eq!(driven.other().at(0), 0.02);
    /// ```
    pub fn other(&self) -> &D {
        &self.other
    }
}

impl<S, D> Also<S, D, AdamW> {
    /// `schedule`, and `weight_decay` for the weight decay of AdamW: see [`Scheduled::with_weight_decay`].
    ///
    /// ```
    /// let driven = sgdr_candle::Also::weight_decay(sgdr::from_fn(|_| 0.1), sgdr::from_fn(|_| 0.02));
    /// # let _ = driven;
    /// ```
    pub fn weight_decay(schedule: S, weight_decay: D) -> Self {
        Self::new(schedule, weight_decay, |adam, weight_decay| {
            adam.set_params(ParamsAdamW { weight_decay, ..adam.params().clone() });
        })
    }
}

impl<O, S: Drive<O>, D: LearningRateSchedule> Drive<O> for Also<S, D, O> {
    fn learning_rate(&self, step: u64) -> f64 {
        self.schedule.learning_rate(step)
    }

    fn set_others(&self, optimizer: &mut O, step: u64) {
        self.schedule.set_others(optimizer, step);
        (self.set)(optimizer, self.other.at(step));
    }
}

/// Written by hand, because `O` need not be `Clone`.
impl<S: Clone, D: Clone, O> Clone for Also<S, D, O> {
    fn clone(&self) -> Self {
        Self { schedule: self.schedule.clone(), other: self.other.clone(), set: Arc::clone(&self.set) }
    }
}

impl<S: fmt::Debug, D: fmt::Debug, O> fmt::Debug for Also<S, D, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Also").field("schedule", &self.schedule).field("other", &self.other).finish_non_exhaustive()
    }
}

impl<O, S> Scheduled<O, S> {
    /// Lets another number of the optimizer follow a schedule: `set` is called with its value before every step.
    ///
    /// The number follows its schedule also where the rate is [set by hand](Self#a-rate-set-by-hand). Calls add up: each
    /// names one more number.
    ///
    /// ```
    /// use candle_nn::{AdamW, Optimizer, ParamsAdamW};
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
    /// use sgdr_candle::Scheduled;
    ///
    /// let schedule = CosineDecayRestarts::new(0.001, 1000)?;
    /// // Momentum against the rate: 0.85 at each restart, and up to 0.95.
    /// let multiplier = schedule.multiplier();
    /// let momentum = sgdr::from_fn(move |step| 0.95 - 0.1 * multiplier.at(step));
    ///
    /// let adam = AdamW::new(vec![], ParamsAdamW::default())?;
    /// let mut optimizer = Scheduled::wrap(adam, schedule).also(momentum, |adam, beta1| {
    ///     adam.set_params(ParamsAdamW { beta1, ..adam.params().clone() });
    /// });
    /// optimizer.resume_at(500);
    /// # let nothing = candle_core::Tensor::new(1f64, &candle_core::Device::Cpu)?;
    /// # let gradients = nothing.backward()?;
    /// optimizer.step(&gradients)?;
    /// assert_eq!(optimizer.inner().params().beta1, 0.95 - 0.1 * 0.5);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// `set` may capture what it needs:
    ///
    /// ```
    /// use candle_nn::{AdamW, Optimizer, ParamsAdamW};
    /// use sgdr_candle::Scheduled;
    ///
    /// let base = ParamsAdamW { eps: 1e-6, ..ParamsAdamW::default() };
    /// let adam = AdamW::new(vec![], base.clone())?;
    /// let optimizer = Scheduled::wrap(adam, sgdr::from_fn(|_| 0.1))
    ///     .also(sgdr::from_fn(|_| 0.9), move |adam, beta1| adam.set_params(ParamsAdamW { beta1, ..base.clone() }));
    /// # let _ = optimizer;
    /// # Ok::<(), candle_core::Error>(())
    /// ```
    pub fn also<D>(self, other: D, set: impl Fn(&mut O, f64) + Send + Sync + 'static) -> Scheduled<O, Also<S, D, O>> {
        let Self { inner, schedule, step, manual } = self;
        Scheduled { inner, schedule: Also::new(schedule, other, set), step, manual }
    }
}

impl<S> Scheduled<AdamW, S> {
    /// Lets the weight decay of AdamW follow a schedule.
    ///
    /// Its values are what [`ParamsAdamW`] calls `weight_decay`. Candle multiplies that by the rate of the step, AdamWR
    /// (arXiv 1711.05101, appendix B) multiplies its lambda by the schedule's
    /// [multiplier](sgdr::CosineDecayRestarts::multiplier) alone:
    ///
    /// ```text
    /// candle    weight - rate * (m / (sqrt(v) + eps) + weight_decay * weight)
    /// AdamWR    weight - multiplier * (initial * m / (sqrt(v) + eps) + lambda * weight)
    /// ```
    ///
    /// With `rate = initial * multiplier` these are the same where `weight_decay = lambda / initial`. So what belongs here
    /// is a [`NormalizedWeightDecay`](sgdr::NormalizedWeightDecay), which gives lambda, divided by the initial learning rate:
    ///
    /// ```
    /// use candle_core::{Device, Var};
    /// use candle_nn::{AdamW, Optimizer, ParamsAdamW};
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule, NormalizedWeightDecay, ScheduleExt, Units};
    /// use sgdr_candle::Scheduled;
    ///
    /// let (initial, eps) = (0.001, 1e-8);
    /// let units = Units::builder(50_000, 128).build()?;
    /// let schedule = CosineDecayRestarts::new(initial, units.epochs(100)?)?;
    /// let lambda = NormalizedWeightDecay::new(schedule.clone(), 0.025, &units)?;
    ///
    /// let x = Var::new(3f64, &Device::Cpu)?;
    /// let adam = AdamW::new(vec![x.clone()], ParamsAdamW { eps, ..ParamsAdamW::default() })?;
    /// let mut optimizer =
    ///     Scheduled::wrap(adam, schedule.clone()).with_weight_decay(lambda.clone().scale(1.0 / initial)?);
    /// let step = units.epochs(50)?; // half way down the first cycle
    /// optimizer.resume_at(step);
    /// optimizer.backward_step(&x.sqr()?)?;
    ///
    /// // By hand: the gradient of x^2 is 6, and the first step of Adam has m = 6, v = 36.
    /// let multiplier = schedule.multiplier().at(step);
    /// assert_eq!((multiplier, lambda.at(step)), (0.5, 0.00012649110640673518));
    /// let adamwr = 3.0 - multiplier * (initial * 6.0 / (6.0 + eps) + lambda.at(step) * 3.0);
    /// assert!((x.to_scalar::<f64>()? - adamwr).abs() < 1e-15);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_weight_decay<D>(self, weight_decay: D) -> Scheduled<AdamW, Also<S, D, AdamW>> {
        let Self { inner, schedule, step, manual } = self;
        Scheduled { inner, schedule: Also::weight_decay(schedule, weight_decay), step, manual }
    }
}
