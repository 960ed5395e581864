//! Cosine decay without restarts, after a warm-up.

mod builder;

use core::fmt;

pub use builder::CosineDecayBuilder;

use crate::cosine::blocks::{line, threads};
use crate::cosine::cycle_rates::CycleRates;
use crate::cosine::envelope::Envelope;
use crate::cosine::pieces;
use crate::cosine::progression::Term;
use crate::num::span::Span;
use crate::{Error, LearningRateSchedule, Rate};

/// Cosine decay once, after an optional linear warm-up; then the floor for ever.
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
/// rounded once to `T`. During the decay they have the bits of the first cycle of [`CosineDecayRestarts`], and never
/// rise where `decay_steps` is at most 2^53. The parameters are those of `CosineDecay` in Keras.
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
pub struct CosineDecay<T = f64> {
    parameters: CosineDecayBuilder<T>,
    warmup: Option<Span>,
    decay: CycleRates,
}

impl<T: Rate> CosineDecay<T> {
    /// A schedule without warm-up that decays to 0.
    ///
    /// # Errors
    /// [`Error::InitialLearningRate`] unless it is finite and at least 0, [`Error::DecaySteps`] if that is 0.
    ///
    /// ```
    /// use sgdr::{CosineDecay, LearningRateSchedule};
    ///
    /// let schedule = CosineDecay::new(0.1_f32, 1000)?;
    /// assert_eq!([0, 500, 1000, 5000].map(|step| schedule.at(step)), [0.1, 0.05, 0.0, 0.0]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn new(initial_learning_rate: T, decay_steps: u64) -> Result<Self, Error> {
        Self::builder(initial_learning_rate, decay_steps).build()
    }

    /// Starts a schedule whose other parameters are set one by one.
    ///
    /// ```
    /// use sgdr::CosineDecay;
    ///
    /// let schedule = CosineDecay::builder(0.1, 1000).alpha(0.01).build()?;
    /// assert_eq!(schedule.alpha(), 0.01);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn builder(initial_learning_rate: T, decay_steps: u64) -> CosineDecayBuilder<T> {
        CosineDecayBuilder::new(initial_learning_rate, decay_steps)
    }

    /// The parameters of this schedule, to make another one with some of them changed.
    ///
    /// ```
    /// use sgdr::CosineDecay;
    ///
    /// let schedule = CosineDecay::new(0.1, 1000)?;
    /// let changed = schedule.to_builder().alpha(0.01).build()?;
    /// assert_eq!(changed.initial_learning_rate(), schedule.initial_learning_rate());
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn to_builder(&self) -> CosineDecayBuilder<T> {
        self.parameters.clone()
    }

    fn from_valid(parameters: CosineDecayBuilder<T>) -> Self {
        let first = parameters.initial_learning_rate.to_f64();
        let target = parameters.warmup_target.map(T::to_f64);
        let envelope = Envelope::new(target.unwrap_or(first), parameters.alpha);
        Self {
            warmup: target.map(|target| Span::new(first, target)),
            decay: CycleRates::new(&Term::first(parameters.decay_steps), &envelope),
            parameters,
        }
    }

    /// Where the warm-up starts; without one, where the decay starts.
    ///
    /// ```
    /// assert_eq!(sgdr::CosineDecay::new(0.1, 1000)?.initial_learning_rate(), 0.1);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn initial_learning_rate(&self) -> T {
        self.parameters.initial_learning_rate
    }

    /// The length of the decay in steps.
    ///
    /// ```
    /// assert_eq!(sgdr::CosineDecay::new(0.1, 1000)?.decay_steps(), 1000);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn decay_steps(&self) -> u64 {
        self.parameters.decay_steps
    }

    /// The floor as a fraction of the rate that the decay starts from.
    ///
    /// ```
    /// assert_eq!(sgdr::CosineDecay::new(0.1, 1000)?.alpha(), 0.0);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn alpha(&self) -> f64 {
        self.parameters.alpha
    }

    /// The name carried along.
    ///
    /// ```
    /// assert_eq!(sgdr::CosineDecay::new(0.1, 1000)?.name(), "CosineDecay");
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn name(&self) -> &str {
        &self.parameters.name
    }

    /// Where the warm-up ends and the decay starts; none without warm-up.
    ///
    /// ```
    /// assert_eq!(sgdr::CosineDecay::new(0.1, 1000)?.warmup_target(), None);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn warmup_target(&self) -> Option<T> {
        self.parameters.warmup_target
    }

    /// The length of the warm-up in steps.
    ///
    /// ```
    /// assert_eq!(sgdr::CosineDecay::new(0.1, 1000)?.warmup_steps(), 0);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn warmup_steps(&self) -> u64 {
        self.parameters.warmup_steps
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

impl<T: Rate> LearningRateSchedule for CosineDecay<T> {
    type Rate = T;

    #[inline]
    fn at(&self, step: u64) -> T {
        let step = match (&self.warmup, self.parameters.warmup_steps) {
            (Some(warmup), steps) if step < steps => return T::from_f64(warmup.straight(step, steps - step)),
            (Some(_), steps) => step - steps,
            (None, _) => step,
        };
        T::from_f64(if step < self.parameters.decay_steps { self.decay.rate(step) } else { self.decay.floor() })
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> T {
        let step = match (&self.warmup, self.parameters.warmup_steps) {
            (Some(warmup), steps) if step < steps => {
                return T::from_f64(warmup.straight_between(step, steps - step, fraction));
            }
            (Some(_), steps) => step - steps,
            (None, _) => step,
        };
        let decays = step < self.parameters.decay_steps;
        T::from_f64(if decays { self.decay.rate_between(step, fraction) } else { self.decay.floor() })
    }

    fn fill(&self, first_step: u64, out: &mut [T]) {
        T::fill(out, |index, out| self.fill_f64(first_step.saturating_add(index as u64), out));
    }
}

/// A part of the schedule.
#[derive(Clone, Copy)]
enum Part {
    Warmup,
    Decay,
    Floor,
}

impl<T: Rate> CosineDecay<T> {
    fn fill_f64(&self, first_step: u64, out: &mut [f64]) {
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
}

/// Two schedules are equal when their parameters are; the rest follows from these.
impl<T: Rate> PartialEq for CosineDecay<T> {
    fn eq(&self, other: &Self) -> bool {
        self.parameters == other.parameters
    }
}

impl<T: Rate> fmt::Debug for CosineDecay<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CosineDecay")
            .field("initial_learning_rate", &self.parameters.initial_learning_rate)
            .field("decay_steps", &self.parameters.decay_steps)
            .field("alpha", &self.parameters.alpha)
            .field("name", &self.parameters.name)
            .field("warmup_target", &self.parameters.warmup_target)
            .field("warmup_steps", &self.parameters.warmup_steps)
            .finish()
    }
}

/// The parameters, named as in Keras.
///
/// ```
/// assert_eq!(
///     sgdr::CosineDecay::builder(0.0, 1000).warmup_target(0.1).warmup_steps(100).build()?.to_string(),
///     "CosineDecay(initial_learning_rate=0, decay_steps=1000, alpha=0, name=\"CosineDecay\", warmup_target=0.1, \
///      warmup_steps=100)"
/// );
/// # Ok::<(), sgdr::Error>(())
/// ```
impl<T: Rate> fmt::Display for CosineDecay<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CosineDecayBuilder { initial_learning_rate, decay_steps, alpha, name, warmup_target, warmup_steps } =
            &self.parameters;
        write!(
            f,
            "CosineDecay(initial_learning_rate={initial_learning_rate}, decay_steps={decay_steps}, alpha={alpha}, \
             name={name:?}, warmup_target="
        )?;
        match warmup_target {
            Some(target) => write!(f, "{target}")?,
            None => write!(f, "None")?,
        }
        write!(f, ", warmup_steps={warmup_steps})")
    }
}
