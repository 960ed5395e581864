//! The schedule.

mod builder;

use alloc::sync::Arc;
use core::fmt;

pub use builder::CosineDecayRestartsBuilder;

use crate::cosine::envelope::Envelope;
use crate::cosine::timeline::Timeline;
use crate::num::ratio::Ratio;
use crate::{Cycle, Error, LearningRateSchedule, Rate};

/// Cosine decay with warm restarts.
///
/// ```text
/// lr(n) = initial_learning_rate * ((1 - alpha) * m_mul^i * (1 + cos(pi * (n - S_i) / T_i)) / 2 + alpha)
///
/// T_i = first_decay_steps * t_mul^i             the length of cycle i, a real number
/// S_i = T_0 + ... + T_(i-1)                     its start; it holds the steps n with S_i <= n < S_(i+1)
/// ```
///
/// | parameter | meaning | range | default |
/// |---|---|---|---|
/// | `initial_learning_rate` | the rate of step 0 | finite, >= 0 | |
/// | `first_decay_steps` | the length of the first cycle in steps | >= 1 | |
/// | `t_mul` | each cycle is this many times longer | finite, > 0 | 2 |
/// | `m_mul` | each cycle rises this many times higher above the floor | finite, >= 0 | 1 |
/// | `alpha` | the floor as a fraction of `initial_learning_rate` | 0 to 1 | 0 |
/// | `name` | carried along, never interpreted | any | `"SGDRDecay"` |
///
/// Every step from 0 to 2^64 - 1 is legal. The peak of cycle i is `initial_learning_rate * ((1 - alpha) * m_mul^i +
/// alpha)`; the floor, `alpha * initial_learning_rate`, is the same in every cycle and is approached, not reached, by
/// its last step. `t_mul` stands for the simplest fraction that rounds to the given double: 1.1 is 11/10. With
/// `t_mul` below 1 the cycles shrink, and from the first one on that would be shorter than a step the rate stays at the
/// floor.
///
/// Rates are computed as `f64` within 0.65 units in the last place of the formula (0.75 where they are subnormal) and
/// rounded once to `T`. At a restart that falls on a whole step the rate is the peak, bit for bit. Inside a cycle
/// of at most 2^53 steps it never rises.
///
/// Source: I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts" (arXiv 1608.03983); the
/// parameters are those of `CosineDecayRestarts` in Keras and of `learning_rate_schedule_cosine_decay_restarts()` in R.
///
/// ```
/// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
///
/// let schedule = CosineDecayRestarts::builder(0.1, 1000).t_mul(2.0).m_mul(0.5).alpha(0.01).build()?;
/// assert_eq!(schedule.at(0), 0.1); // the first peak
/// assert_eq!(schedule.at(500), 0.0505); // half way down to 0.001
/// assert_eq!(schedule.at(1000), 0.0505); // restarted at half the height
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone)]
pub struct CosineDecayRestarts<T = f64> {
    parameters: CosineDecayRestartsBuilder<T>,
    timeline: Arc<Timeline>,
}

impl<T: Rate> CosineDecayRestarts<T> {
    /// A schedule with `t_mul` 2, `m_mul` 1 and `alpha` 0.
    ///
    /// # Errors
    /// [`Error::InitialLearningRate`] unless it is finite and at least 0, [`Error::FirstDecaySteps`] if that is 0.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1_f32, 1000)?;
    /// assert_eq!(schedule.at(3000), 0.1_f32);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn new(initial_learning_rate: T, first_decay_steps: u64) -> Result<Self, Error> {
        Self::builder(initial_learning_rate, first_decay_steps).build()
    }

    /// Starts a schedule whose other parameters are set one by one.
    ///
    /// ```
    /// use sgdr::CosineDecayRestarts;
    ///
    /// let schedule = CosineDecayRestarts::builder(0.1, 1000).t_mul(1.5).m_mul(0.9).alpha(0.01).build()?;
    /// assert_eq!(schedule.t_mul(), 1.5);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn builder(initial_learning_rate: T, first_decay_steps: u64) -> CosineDecayRestartsBuilder<T> {
        CosineDecayRestartsBuilder::new(initial_learning_rate, first_decay_steps)
    }

    /// The parameters of this schedule, to make another one with some of them changed.
    ///
    /// ```
    /// use sgdr::CosineDecayRestarts;
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// let changed = schedule.to_builder().m_mul(0.9).build()?;
    /// assert_eq!(changed.initial_learning_rate(), schedule.initial_learning_rate());
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn to_builder(&self) -> CosineDecayRestartsBuilder<T> {
        self.parameters.clone()
    }

    pub(crate) fn from_valid(parameters: CosineDecayRestartsBuilder<T>) -> Self {
        let envelope = Envelope::new(parameters.initial_learning_rate.to_f64(), parameters.alpha);
        let timeline = Timeline::new(envelope, parameters.first_decay_steps, parameters.t_mul, parameters.m_mul);
        Self { parameters, timeline: Arc::new(timeline) }
    }

    /// The rate of step 0.
    ///
    /// ```
    /// assert_eq!(sgdr::CosineDecayRestarts::new(0.1, 1000)?.initial_learning_rate(), 0.1);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn initial_learning_rate(&self) -> T {
        self.parameters.initial_learning_rate
    }

    /// The length of the first cycle, in steps.
    ///
    /// ```
    /// assert_eq!(sgdr::CosineDecayRestarts::new(0.1, 1000)?.first_decay_steps(), 1000);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn first_decay_steps(&self) -> u64 {
        self.parameters.first_decay_steps
    }

    /// How many times longer each cycle is than the one before.
    ///
    /// ```
    /// assert_eq!(sgdr::CosineDecayRestarts::new(0.1, 1000)?.t_mul(), 2.0);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn t_mul(&self) -> f64 {
        self.parameters.t_mul
    }

    /// The fraction p/q that `t_mul` stands for: the simplest one that rounds to it, in lowest terms.
    ///
    /// None where it makes no difference: below 2^-64, where no cycle comes after the first, and from 2^127 on, where the
    /// second cycle never ends.
    ///
    /// ```
    /// let schedule = sgdr::CosineDecayRestarts::builder(0.1, 1000).t_mul(1.1).build()?;
    /// assert_eq!(schedule.t_mul_fraction(), Some((11, 10)));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn t_mul_fraction(&self) -> Option<(u128, u64)> {
        Ratio::simplest(self.parameters.t_mul).parts()
    }

    /// How many times higher each cycle rises above the floor than the one before.
    ///
    /// ```
    /// assert_eq!(sgdr::CosineDecayRestarts::new(0.1, 1000)?.m_mul(), 1.0);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn m_mul(&self) -> f64 {
        self.parameters.m_mul
    }

    /// The floor as a fraction of the initial learning rate.
    ///
    /// ```
    /// assert_eq!(sgdr::CosineDecayRestarts::new(0.1, 1000)?.alpha(), 0.0);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn alpha(&self) -> f64 {
        self.parameters.alpha
    }

    /// The name carried along.
    ///
    /// ```
    /// assert_eq!(sgdr::CosineDecayRestarts::new(0.1, 1000)?.name(), "SGDRDecay");
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn name(&self) -> &str {
        &self.parameters.name
    }

    /// The multiplier alone: the schedule of the same shape that starts at 1.
    ///
    /// It is what a weight decay, a momentum or any other number is multiplied by to follow the same cycles.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
    ///
    /// let multiplier = CosineDecayRestarts::new(0.1_f32, 1000)?.multiplier();
    /// assert_eq!([0, 500, 1000].map(|step| multiplier.at(step)), [1.0, 0.5, 1.0]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn multiplier(&self) -> CosineDecayRestarts {
        let CosineDecayRestartsBuilder { first_decay_steps, t_mul, m_mul, alpha, ref name, .. } = self.parameters;
        let name = name.clone();
        CosineDecayRestarts::from_valid(CosineDecayRestartsBuilder {
            initial_learning_rate: 1.0,
            first_decay_steps,
            t_mul,
            m_mul,
            alpha,
            name,
        })
    }

    /// The cycle that holds a step.
    ///
    /// ```
    /// let cycle = sgdr::CosineDecayRestarts::new(0.1, 1000)?.cycle_at(1500);
    /// assert_eq!((cycle.index, cycle.first_step, cycle.last_step), (1, 1000, Some(2999)));
    /// assert_eq!(cycle.position(1500), 0.25);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn cycle_at(&self, step: u64) -> Cycle<T> {
        Cycle::new(&self.timeline.cycle_at(step))
    }
}

impl<T: Rate> LearningRateSchedule for CosineDecayRestarts<T> {
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
        Some(self.cycle_at(step))
    }
}

/// Two schedules are equal when their parameters are; the rest follows from these.
impl<T: Rate> PartialEq for CosineDecayRestarts<T> {
    fn eq(&self, other: &Self) -> bool {
        self.parameters == other.parameters
    }
}

impl<T: Rate> fmt::Debug for CosineDecayRestarts<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CosineDecayRestarts")
            .field("initial_learning_rate", &self.parameters.initial_learning_rate)
            .field("first_decay_steps", &self.parameters.first_decay_steps)
            .field("t_mul", &self.parameters.t_mul)
            .field("m_mul", &self.parameters.m_mul)
            .field("alpha", &self.parameters.alpha)
            .field("name", &self.parameters.name)
            .finish()
    }
}

/// The parameters, named as in Keras.
///
/// ```
/// let schedule = sgdr::CosineDecayRestarts::new(0.1, 1000)?;
/// assert_eq!(
///     schedule.to_string(),
///     "CosineDecayRestarts(initial_learning_rate=0.1, first_decay_steps=1000, t_mul=2, m_mul=1, alpha=0, \
///      name=\"SGDRDecay\")"
/// );
/// # Ok::<(), sgdr::Error>(())
/// ```
impl<T: Rate> fmt::Display for CosineDecayRestarts<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CosineDecayRestartsBuilder { initial_learning_rate, first_decay_steps, t_mul, m_mul, alpha, name } =
            &self.parameters;
        write!(
            f,
            "CosineDecayRestarts(initial_learning_rate={initial_learning_rate}, \
             first_decay_steps={first_decay_steps}, t_mul={t_mul}, m_mul={m_mul}, alpha={alpha}, name={name:?})"
        )
    }
}
