//! Cosine decay with warm restarts between two rates.

mod builder;

use alloc::sync::Arc;
use core::fmt;

pub use builder::CosineCyclesBuilder;

use crate::cosine::envelope::Envelope;
use crate::cosine::timeline::Timeline;
use crate::{Cycle, Error, LearningRateSchedule, Rate};

/// Cosine decay with warm restarts whose floor and peaks are rates of their own, and whose cycles may be closed.
///
/// ```text
/// lr(n) = eta_min + (peak_i - eta_min) * (1 + cos(pi * f)) / 2,     peak_i = max(eta_min, initial_learning_rate * peak_mul^i)
///
/// f = (n - S_i) / T_i           open: the step after the last one of the cycle would have the floor
/// f = (n - a_i) / (b_i - a_i)   closed: the last step b_i of the cycle has it; the first, a_i, has the peak
/// ```
///
/// with the cycles of [`CosineDecayRestarts`]: `T_i = first_decay_steps * t_mul^i`, `S_i = T_0 + ... + T_(i-1)`.
///
/// | parameter | meaning | range | default |
/// |---|---|---|---|
/// | `initial_learning_rate` | the rate of step 0 | finite, >= 0 | |
/// | `first_decay_steps` | the length of the first cycle in steps | >= 1 | |
/// | `t_mul` | each cycle is this many times longer | finite, > 0 | 2 |
/// | `peak_mul` | each peak is this many times as high, but never below `eta_min` | finite, >= 0 | 1 |
/// | `eta_min` | the floor | 0 to `initial_learning_rate` | 0 |
/// | `closed` | whether the last step of a cycle reaches the floor | | false |
/// | `name` | carried along, never interpreted | any | `"CosineCycles"` |
///
/// This is what PyTorch's `CosineAnnealingWarmRestarts` (`T_0`, `T_mult`, `eta_min`) and timm's `CosineLRScheduler`
/// (`lr_min`, `cycle_decay`) describe, beside Keras' form, where the floor is a fraction and `m_mul` scales what is above
/// it. A closed cycle of one step has the peak. Rates are as accurate as those of [`CosineDecayRestarts`].
///
/// [`CosineDecayRestarts`]: crate::CosineDecayRestarts
///
/// ```
/// use sgdr::{CosineCycles, LearningRateSchedule};
///
/// let schedule = CosineCycles::builder(0.1, 1001).t_mul(1.0).peak_mul(0.5).eta_min(0.01).closed(true).build()?;
/// assert_eq!([0, 500, 1000].map(|step| schedule.at(step)), [0.1, 0.055, 0.01]);
/// assert_eq!([1001, 2001].map(|step| schedule.at(step)), [0.05, 0.01]);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone)]
pub struct CosineCycles<T = f64> {
    parameters: CosineCyclesBuilder<T>,
    timeline: Arc<Timeline>,
}

impl<T: Rate> CosineCycles<T> {
    /// A schedule with open cycles, each twice as long as the one before, from the initial rate down to 0.
    ///
    /// # Errors
    /// [`Error::InitialLearningRate`] unless it is finite and at least 0, [`Error::FirstDecaySteps`] if that is 0.
    ///
    /// ```
    /// use sgdr::{CosineCycles, CosineDecayRestarts, LearningRateSchedule};
    ///
    /// assert_eq!(CosineCycles::new(0.1, 1000)?.at(2345), CosineDecayRestarts::new(0.1, 1000)?.at(2345));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn new(initial_learning_rate: T, first_decay_steps: u64) -> Result<Self, Error> {
        Self::builder(initial_learning_rate, first_decay_steps).build()
    }

    /// Starts a schedule whose other parameters are set one by one.
    ///
    /// ```
    /// let schedule = sgdr::CosineCycles::builder(0.1, 1000).eta_min(0.001).build()?;
    /// assert_eq!(schedule.eta_min(), 0.001);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn builder(initial_learning_rate: T, first_decay_steps: u64) -> CosineCyclesBuilder<T> {
        CosineCyclesBuilder::new(initial_learning_rate, first_decay_steps)
    }

    /// The parameters of this schedule, to make another one with some of them changed.
    ///
    /// ```
    /// use sgdr::CosineCycles;
    ///
    /// let schedule = CosineCycles::new(0.1, 1000)?;
    /// let changed = schedule.to_builder().eta_min(0.001).build()?;
    /// assert_eq!(changed.initial_learning_rate(), schedule.initial_learning_rate());
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn to_builder(&self) -> CosineCyclesBuilder<T> {
        self.parameters.clone()
    }

    fn from_valid(parameters: CosineCyclesBuilder<T>) -> Self {
        let CosineCyclesBuilder { initial_learning_rate, first_decay_steps, t_mul, peak_mul, eta_min, closed, .. } =
            parameters;
        let envelope = Envelope::between(initial_learning_rate.to_f64(), eta_min.to_f64(), closed);
        let timeline = Timeline::new(envelope, first_decay_steps, t_mul, peak_mul);
        Self { parameters, timeline: Arc::new(timeline) }
    }

    /// The rate of step 0.
    ///
    /// ```
    /// assert_eq!(sgdr::CosineCycles::new(0.1, 1000)?.initial_learning_rate(), 0.1);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn initial_learning_rate(&self) -> T {
        self.parameters.initial_learning_rate
    }

    /// The length of the first cycle, in steps.
    ///
    /// ```
    /// assert_eq!(sgdr::CosineCycles::new(0.1, 1000)?.first_decay_steps(), 1000);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn first_decay_steps(&self) -> u64 {
        self.parameters.first_decay_steps
    }

    /// How many times longer each cycle is than the one before.
    ///
    /// ```
    /// assert_eq!(sgdr::CosineCycles::new(0.1, 1000)?.t_mul(), 2.0);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn t_mul(&self) -> f64 {
        self.parameters.t_mul
    }

    /// How many times as high each peak is as the one before.
    ///
    /// ```
    /// assert_eq!(sgdr::CosineCycles::new(0.1, 1000)?.peak_mul(), 1.0);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn peak_mul(&self) -> f64 {
        self.parameters.peak_mul
    }

    /// The floor.
    ///
    /// ```
    /// assert_eq!(sgdr::CosineCycles::new(0.1, 1000)?.eta_min(), 0.0);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn eta_min(&self) -> T {
        self.parameters.eta_min
    }

    /// Whether the last step of a cycle reaches the floor.
    ///
    /// ```
    /// assert!(!sgdr::CosineCycles::new(0.1, 1000)?.closed());
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn closed(&self) -> bool {
        self.parameters.closed
    }

    /// The name carried along.
    ///
    /// ```
    /// assert_eq!(sgdr::CosineCycles::new(0.1, 1000)?.name(), "CosineCycles");
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn name(&self) -> &str {
        &self.parameters.name
    }
}

impl<T: Rate> LearningRateSchedule for CosineCycles<T> {
    type Rate = T;

    #[inline]
    fn at(&self, step: u64) -> T {
        T::from_f64(self.timeline.at(step))
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> T {
        T::from_f64(self.timeline.at_fraction(step, fraction))
    }

    fn fill(&self, first_step: u64, out: &mut [T]) {
        T::fill(out, |index, out| self.timeline.fill(first_step.saturating_add(index as u64), out));
    }

    fn at_many(&self, steps: &[u64], out: &mut [T]) -> Result<(), Error> {
        crate::error::same_length(steps, out)?;
        T::fill(out, |index, out| self.timeline.at_many(&steps[index..index + out.len()], out));
        Ok(())
    }

    fn cycle_of(&self, step: u64) -> Option<Cycle<T>> {
        Some(Cycle::new(&self.timeline.cycle_at(step)))
    }
}

/// Two schedules are equal when their parameters are; the rest follows from these.
impl<T: Rate> PartialEq for CosineCycles<T> {
    fn eq(&self, other: &Self) -> bool {
        self.parameters == other.parameters
    }
}

impl<T: Rate> fmt::Debug for CosineCycles<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CosineCycles")
            .field("initial_learning_rate", &self.parameters.initial_learning_rate)
            .field("first_decay_steps", &self.parameters.first_decay_steps)
            .field("t_mul", &self.parameters.t_mul)
            .field("peak_mul", &self.parameters.peak_mul)
            .field("eta_min", &self.parameters.eta_min)
            .field("closed", &self.parameters.closed)
            .field("name", &self.parameters.name)
            .finish()
    }
}

/// The parameters by name.
///
/// ```
/// assert_eq!(
///     sgdr::CosineCycles::new(0.1, 1000)?.to_string(),
///     "CosineCycles(initial_learning_rate=0.1, first_decay_steps=1000, t_mul=2, peak_mul=1, eta_min=0, closed=false, \
///      name=\"CosineCycles\")"
/// );
/// # Ok::<(), sgdr::Error>(())
/// ```
impl<T: Rate> fmt::Display for CosineCycles<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CosineCyclesBuilder { initial_learning_rate, first_decay_steps, t_mul, peak_mul, eta_min, closed, name } =
            &self.parameters;
        write!(
            f,
            "CosineCycles(initial_learning_rate={initial_learning_rate}, first_decay_steps={first_decay_steps}, \
             t_mul={t_mul}, peak_mul={peak_mul}, eta_min={eta_min}, closed={closed}, name={name:?})"
        )
    }
}
