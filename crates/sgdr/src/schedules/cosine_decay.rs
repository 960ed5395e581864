//! Cosine decay without restarts, after a warm-up.

use crate::cosine::blocks::{line, threads};
use crate::cosine::cycle_rates::CycleRates;
use crate::cosine::envelope::Envelope;
use crate::cosine::pieces;
use crate::cosine::progression::Term;
use crate::num::interpolation::Interpolation;
use crate::parameters::parameters;
use crate::{Error, LearningRateSchedule, Segment, Segments};

/// Cosine decay once, after an optional linear warm-up; then the floor forever.
///
/// ```text
/// lr(n) = initial_learning_rate + (warmup_target - initial_learning_rate) * n / warmup_steps     for n < warmup_steps
/// lr(n) = warmup_target * ((1 - alpha) * (1 + cos(pi * f)) / 2 + alpha)                          after that
///
/// f = min(1, (n - warmup_steps) / decay_steps)
/// ```
///
/// Without a `warmup_target` there is no warm-up, whatever `warmup_steps` is: the decay starts at step 0 and from
/// `initial_learning_rate`. With one and 0 `warmup_steps` it starts at step 0 and from `warmup_target`.
///
/// | parameter | meaning | range | default |
/// |---|---|---|---|
/// | `initial_learning_rate` | where the warm-up starts, or else the decay | finite, >= 0 | |
/// | `decay_steps` | the length of the decay in steps | >= 1 | |
/// | `alpha` | the floor as a fraction of the rate that the decay starts from | 0 to 1 | 0 |
/// | `name` | carried along, never interpreted | any | `"CosineDecay"` |
/// | `warmup_target` | where the warm-up ends and the decay starts | none, or finite, >= 0 | none |
/// | `warmup_steps` | the length of the warm-up in steps | any | 0 |
///
/// Rates are computed as `f64` within 0.65 units in the last place of the formula (0.75 where they are subnormal) and
/// rounded once. During the decay they have the bits of the first cycle of [`CosineDecayRestarts`], and never rise where
/// `decay_steps` is at most 2^53. The parameters are those of `CosineDecay` in Keras.
///
/// [`CosineDecayRestarts`]: crate::CosineDecayRestarts
///
/// ```
/// use sgdr::{CosineDecay, LearningRateSchedule};
///
/// let schedule = CosineDecay::builder(0.0, 1000).warmup_target(0.1).warmup_steps(100).alpha(0.01).build()?;
/// assert_eq!([0, 50, 100, 600, 1100].map(|step| schedule.at(step)), [0.0, 0.05, 0.1, 0.0505, 0.001]);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone)]
pub struct CosineDecay {
    parameters: CosineDecayBuilder,
    warmup: Option<Interpolation>,
    decay: CycleRates,
}

parameters! {
    /// Collects the parameters of a [`CosineDecay`]; made by [`CosineDecay::builder`].
    ///
    /// ```
    /// use sgdr::CosineDecay;
    ///
    /// let builder = CosineDecay::builder(0.0, 1000).warmup_target(0.1).warmup_steps(100);
    /// let schedule = builder.alpha(0.1).name("run 7").build()?;
    /// assert_eq!(schedule.warmup_target(), Some(0.1));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    CosineDecay: CosineDecayBuilder

    required {
        /// Where the warm-up starts; without one, where the decay starts.
        initial_learning_rate: number NonNegative;
        /// The length of the decay in steps.
        decay_steps: count AtLeastOne;
    }

    optional {
        /// The floor as a fraction of the rate that the decay starts from; between 0 and 1.
        alpha: number Fraction = 0.0;
        /// A name to carry along; never interpreted.
        name: text Any = "CosineDecay";
        /// Where the warm-up ends and the decay starts, finite and >= 0; without it, there is no warm-up.
        warmup_target: optional_number NonNegative = None;
        /// The length of the warm-up in steps; without a `warmup_target` it does nothing.
        warmup_steps: count Any = 0;
    }
}

impl CosineDecay {
    /// A schedule without warm-up that decays to 0.
    ///
    /// # Errors
    /// [`Error`] unless the rate is finite and >= 0, and the number of steps >= 1.
    ///
    /// ```
    /// use sgdr::{CosineDecay, LearningRateSchedule};
    ///
    /// let schedule = CosineDecay::new(0.1, 1000)?;
    /// assert_eq!([0, 500, 1000, 5000].map(|step| schedule.at(step)), [0.1, 0.05, 0.0, 0.0]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn new(initial_learning_rate: impl Into<f64>, decay_steps: u64) -> Result<Self, Error> {
        Self::builder(initial_learning_rate, decay_steps).build()
    }

    fn from_valid(parameters: CosineDecayBuilder) -> Result<Self, Error> {
        let first = parameters.initial_learning_rate;
        let target = parameters.warmup_target;
        let envelope = Envelope::new(target.unwrap_or(first), parameters.alpha);
        Ok(Self {
            warmup: target.map(|target| Interpolation::new(first, target)),
            decay: CycleRates::new(&Term::first(parameters.decay_steps), &envelope),
            parameters,
        })
    }

    /// The step with which the decay starts: `warmup_steps`, or 0 without a `warmup_target`.
    ///
    /// ```
    /// assert_eq!(sgdr::CosineDecay::builder(0.0, 1000).warmup_target(0.1).warmup_steps(100).build()?.decay_start(), 100);
    /// assert_eq!(sgdr::CosineDecay::builder(0.1, 1000).warmup_steps(100).build()?.decay_start(), 0);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn decay_start(&self) -> u64 {
        if self.warmup.is_some() { self.parameters.warmup_steps } else { 0 }
    }
}

impl LearningRateSchedule for CosineDecay {
    #[inline]
    fn at(&self, step: u64) -> f64 {
        let step = match (&self.warmup, self.parameters.warmup_steps) {
            (Some(warmup), steps) if step < steps => return warmup.straight(step, steps - step),
            (Some(_), steps) => step - steps,
            (None, _) => step,
        };
        if step < self.parameters.decay_steps { self.decay.rate(step) } else { self.decay.floor() }
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        let step = match (&self.warmup, self.parameters.warmup_steps) {
            (Some(warmup), steps) if step < steps => {
                return warmup.straight_between(step, steps - step, fraction);
            }
            (Some(_), steps) => step - steps,
            (None, _) => step,
        };
        let decays = step < self.parameters.decay_steps;
        if decays { self.decay.rate_between(step, fraction) } else { self.decay.floor() }
    }

    fn fill(&self, first_step: u64, out: &mut [f64]) {
        let start = self.decay_start();
        let part_at = |step: u64| match step.checked_sub(start) {
            None => (Part::Warmup, start.checked_sub(1)),
            Some(done) if done < self.parameters.decay_steps => {
                (Part::Decay, start.checked_add(self.parameters.decay_steps - 1))
            }
            Some(_) => (Part::Floor, None),
        };
        let write = |part, step: u64, out: &mut [f64]| match (part, &self.warmup) {
            (Part::Warmup, Some(warmup)) => line::fill(warmup, step, start, out),
            (Part::Floor, _) => out.fill(self.decay.floor()),
            _ => self.decay.fill(step - start, out),
        };
        threads::fill(first_step, out, |first_step, out| pieces::fill(first_step, out, part_at, write));
    }

    fn write_segments(&self, segments: &mut Segments, start: u64) -> Option<()> {
        let CosineDecayBuilder { initial_learning_rate, decay_steps, warmup_target, .. } = self.parameters;
        let (peak, floor, warmup_steps) =
            (warmup_target.unwrap_or(initial_learning_rate), self.decay.floor(), self.decay_start());
        if warmup_steps > 0 {
            segments.push(Segment::linear(start, warmup_steps, initial_learning_rate, peak));
        }
        let start = start.saturating_add(warmup_steps);
        segments.push(Segment::cosine(start, decay_steps, peak, floor));
        segments.push(Segment::constant(start.saturating_add(decay_steps), floor));
        Some(())
    }
}

/// A part of the schedule.
#[derive(Clone, Copy)]
enum Part {
    Warmup,
    Decay,
    Floor,
}
