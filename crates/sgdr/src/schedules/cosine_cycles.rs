//! Cosine decay with warm restarts between two rates.

use crate::cosine::envelope::Envelope;
use crate::cosine::timeline::Timeline;
use crate::cycles::segments::Repeated;
use crate::error::same_length;
use crate::parameters::{Rule, parameters};
use crate::{Cycle, Error, LearningRateSchedule, Segments};
use alloc::sync::Arc;

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
/// it. A cycle of one step with an inclusive end has the peak. Rates are as accurate as those of [`CosineDecayRestarts`].
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
pub struct CosineCycles {
    parameters: CosineCyclesBuilder,
    timeline: Arc<Timeline>,
}

parameters! {
    /// Collects the parameters of [`CosineCycles`]; made by [`CosineCycles::builder`].
    ///
    /// ```
    /// use sgdr::CosineCycles;
    ///
    /// let schedule = CosineCycles::builder(0.1, 1000).t_mul(1.5).peak_mul(0.9).eta_min(0.01).name("run 7").build()?;
    /// assert_eq!(schedule.name(), "run 7");
    ///
    /// let error = CosineCycles::builder(0.1, 10).eta_min(0.2).build().unwrap_err();
    /// assert_eq!(error.to_string(), "eta_min must be between 0 and the initial learning rate, 0.1 (received 0.2)");
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    CosineCycles: CosineCyclesBuilder

    required {
        /// The rate of step 0.
        initial_learning_rate: number NonNegative;
        /// The length of the first cycle in steps.
        first_decay_steps: count AtLeastOne;
    }

    optional {
        /// How many times longer each cycle is than the one before; finite and > 0.
        t_mul: number Positive = 2.0;
        /// How many times as high each peak is as the one before; finite and >= 0.
        peak_mul: number NonNegative = 1.0;
        /// The floor, a rate; between 0 and the initial learning rate.
        eta_min: number UpToInitialLearningRate = 0.0;
        /// Whether the last step of a cycle reaches the floor.
        closed: flag Any = false;
        /// A name to carry along; never interpreted.
        name: text Any = "CosineCycles";
    }
}

impl CosineCycles {
    /// A schedule with open cycles, each twice as long as the one before, from the initial rate down to 0.
    ///
    /// # Errors
    /// [`Error`] unless the rate is finite and >= 0, and the number of steps >= 1.
    ///
    /// ```
    /// use sgdr::{CosineCycles, CosineDecayRestarts, LearningRateSchedule};
    ///
    /// assert_eq!(CosineCycles::new(0.1, 1000)?.at(2345), CosineDecayRestarts::new(0.1, 1000)?.at(2345));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn new(initial_learning_rate: impl Into<f64>, first_decay_steps: u64) -> Result<Self, Error> {
        Self::builder(initial_learning_rate, first_decay_steps).build()
    }

    fn from_valid(parameters: CosineCyclesBuilder) -> Result<Self, Error> {
        let CosineCyclesBuilder { initial_learning_rate, first_decay_steps, t_mul, peak_mul, eta_min, closed, .. } =
            parameters;
        if !(0.0..=initial_learning_rate).contains(&eta_min) {
            let rule = alloc::format!("{}, {initial_learning_rate}", Rule::UpToInitialLearningRate);
            return Err(Error::new("eta_min", rule, eta_min));
        }
        let envelope = Envelope::between(initial_learning_rate, eta_min, closed);
        let timeline = Timeline::new(envelope, first_decay_steps, t_mul, peak_mul);
        Ok(Self { parameters, timeline: Arc::new(timeline) })
    }
}

impl LearningRateSchedule for CosineCycles {
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
        Some(Cycle::new(&self.timeline.cycle_at(step)))
    }

    fn write_segments(&self, segments: &mut Segments, start: u64) -> Option<()> {
        let Self { parameters: CosineCyclesBuilder { t_mul, peak_mul, first_decay_steps, closed, .. }, .. } = *self;
        let repeated = Repeated { period: first_decay_steps, multiplier: peak_mul, whole_peak: true };
        segments.push_cycles(self, start, closed, (t_mul == 1.0).then_some(repeated));
        Some(())
    }
}
