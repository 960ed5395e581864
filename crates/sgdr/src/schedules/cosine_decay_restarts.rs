//! The schedule.

use crate::cosine::envelope::Envelope;
use crate::cosine::timeline::Timeline;
use crate::cycles::segments::Repeated;
use crate::error::same_length;
use crate::num::ratio::Ratio;
use crate::parameters::parameters;
use crate::{Cycle, Error, LearningRateSchedule, Segments};
use alloc::sync::Arc;

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
/// rounded once. At a restart that falls on a whole step the rate is the peak, bit for bit. Inside a cycle of at most 2^53
/// steps it never rises.
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
pub struct CosineDecayRestarts {
    parameters: CosineDecayRestartsBuilder,
    timeline: Arc<Timeline>,
}

parameters! {
    /// Collects the parameters of a [`CosineDecayRestarts`]; made by [`CosineDecayRestarts::builder`].
    ///
    /// ```
    /// use sgdr::CosineDecayRestarts;
    ///
    /// let schedule = CosineDecayRestarts::builder(0.1, 1000).t_mul(1.5).m_mul(0.9).alpha(0.01).name("run 7").build()?;
    /// assert_eq!(schedule.m_mul(), 0.9);
    ///
    /// let error = CosineDecayRestarts::builder(0.1, 1000).t_mul(-1.0).build().unwrap_err();
    /// assert_eq!(error.to_string(), "t_mul must be finite and > 0 (received -1)");
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    CosineDecayRestarts: CosineDecayRestartsBuilder

    required {
        /// The rate of step 0.
        initial_learning_rate: number NonNegative;
        /// The length of the first cycle in steps.
        first_decay_steps: count AtLeastOne;
    }

    optional {
        /// How many times longer each cycle is than the one before; finite and > 0.
        ///
        /// It means the simplest fraction that rounds to the given double, so 1.1 is 11/10. Below 1 the cycles shrink, and from the
        /// first one on that would be shorter than a step the rate stays at the floor.
        t_mul: number Positive = 2.0;
        /// How many times higher each cycle rises above the floor than the one before; finite and >= 0.
        m_mul: number NonNegative = 1.0;
        /// The floor as a fraction of `initial_learning_rate`; between 0 and 1.
        alpha: number Fraction = 0.0;
        /// A name to carry along; never interpreted.
        name: text Any = "SGDRDecay";
    }
}

impl CosineDecayRestarts {
    /// A schedule with `t_mul` 2, `m_mul` 1 and `alpha` 0.
    ///
    /// # Errors
    /// [`Error`] unless the rate is finite and >= 0, and the number of steps >= 1.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// assert_eq!(schedule.at(3000), 0.1);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn new(initial_learning_rate: impl Into<f64>, first_decay_steps: u64) -> Result<Self, Error> {
        Self::builder(initial_learning_rate, first_decay_steps).build()
    }

    fn from_valid(parameters: CosineDecayRestartsBuilder) -> Result<Self, Error> {
        Ok(Self::with(parameters))
    }

    fn with(parameters: CosineDecayRestartsBuilder) -> Self {
        let envelope = Envelope::new(parameters.initial_learning_rate, parameters.alpha);
        let timeline = Timeline::new(envelope, parameters.first_decay_steps, parameters.t_mul, parameters.m_mul);
        Self { parameters, timeline: Arc::new(timeline) }
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

    /// The multiplier alone: the schedule of the same shape that starts at 1.
    ///
    /// It is what a weight decay, a momentum or any other number is multiplied by to follow the same cycles.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
    ///
    /// let multiplier = CosineDecayRestarts::new(0.1, 1000)?.multiplier();
    /// assert_eq!([0, 500, 1000].map(|step| multiplier.at(step)), [1.0, 0.5, 1.0]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn multiplier(&self) -> Self {
        Self::with(CosineDecayRestartsBuilder { initial_learning_rate: 1.0, ..self.parameters.clone() })
    }

    /// The cycle that holds a step.
    ///
    /// ```
    /// let cycle = sgdr::CosineDecayRestarts::new(0.1, 1000)?.cycle_at(1500);
    /// assert_eq!((cycle.index, cycle.first_step, cycle.last_step), (1, 1000, Some(2999)));
    /// assert_eq!(cycle.position(1500), 0.25);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn cycle_at(&self, step: u64) -> Cycle {
        Cycle::new(&self.timeline.cycle_at(step))
    }
}

impl LearningRateSchedule for CosineDecayRestarts {
    #[inline]
    fn at(&self, step: u64) -> f64 {
        self.timeline.at(step)
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        self.timeline.at_fraction(step, fraction)
    }

    fn fill(&self, first_step: u64, out: &mut [f64]) {
        self.timeline.fill(first_step, out);
    }

    fn at_many(&self, steps: &[u64], out: &mut [f64]) -> Result<(), Error> {
        same_length(steps, out)?;
        self.timeline.at_many(steps, out);
        Ok(())
    }

    fn cycle_of(&self, step: u64) -> Option<Cycle> {
        Some(self.cycle_at(step))
    }

    fn write_segments(&self, segments: &mut Segments, start: u64) -> Option<()> {
        let Self { parameters: CosineDecayRestartsBuilder { t_mul, m_mul, first_decay_steps, .. }, .. } = *self;
        let repeated = Repeated { period: first_decay_steps, multiplier: m_mul, whole_peak: false };
        segments.push_cycles(self, start, false, (t_mul == 1.0).then_some(repeated));
        Some(())
    }
}
