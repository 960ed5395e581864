//! Inverse time decay.

mod builder;

use core::fmt;

pub use builder::InverseTimeDecayBuilder;

use crate::num::scaled::Scaled;
use crate::{Error, LearningRateSchedule};

/// Decay with the inverse of time, continuous or in stairs.
///
/// ```text
/// lr(n) = initial_learning_rate / (1 + decay_rate * p),     p = n / decay_steps, rounded down with staircase
/// ```
///
/// | parameter | meaning | range | default |
/// |---|---|---|---|
/// | `initial_learning_rate` | the rate of step 0 | finite, >= 0 | |
/// | `decay_steps` | the unit of time in steps | >= 1 | |
/// | `decay_rate` | how much the divisor grows in a unit of time | finite, >= 0 | |
/// | `staircase` | whether the rate changes only every `decay_steps` steps | | false |
/// | `name` | carried along, never interpreted | any | `"InverseTimeDecay"` |
///
/// A `decay_rate` of 0 leaves the rate as it is. A negative one would make the divisor pass through 0, and is an error.
///
/// Rates are computed as `f64` within 0.65 units in the last place of the formula (0.75 where they are subnormal) and
/// rounded once to `T`. They never rise. The parameters are those of `InverseTimeDecay` in Keras.
///
/// ```
/// use sgdr::{InverseTimeDecay, LearningRateSchedule};
///
/// let schedule = InverseTimeDecay::new(0.1, 1000, 0.5)?;
/// assert_eq!(schedule.at(1000), 0.1 / 1.5);
/// assert_eq!(schedule.at(2000), 0.05);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone)]
pub struct InverseTimeDecay {
    parameters: InverseTimeDecayBuilder,
    first: Scaled,
    /// What the divisor grows by from a step (or stair) to the next.
    slope: Scaled,
}

impl InverseTimeDecay {
    /// A schedule that decays continuously.
    ///
    /// # Errors
    /// [`Error::InitialLearningRate`] and [`Error::DecayRate`] unless these are finite and at least 0,
    /// [`Error::DecaySteps`] if that is 0.
    ///
    /// ```
    /// use sgdr::{Error, InverseTimeDecay};
    ///
    /// assert_eq!(InverseTimeDecay::new(0.1, 0, 0.5), Err(Error::DecaySteps(0)));
    /// ```
    pub fn new(initial_learning_rate: f64, decay_steps: u64, decay_rate: f64) -> Result<Self, Error> {
        Self::builder(initial_learning_rate, decay_steps, decay_rate).build()
    }

    /// Starts a schedule whose other parameters are set one by one.
    ///
    /// ```
    /// use sgdr::InverseTimeDecay;
    ///
    /// let schedule = InverseTimeDecay::builder(0.1, 1000, 0.5).staircase(true).build()?;
    /// assert!(schedule.staircase());
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn builder(initial_learning_rate: f64, decay_steps: u64, decay_rate: f64) -> InverseTimeDecayBuilder {
        InverseTimeDecayBuilder::new(initial_learning_rate, decay_steps, decay_rate)
    }

    /// The parameters of this schedule, to make another one with some of them changed.
    ///
    /// ```
    /// use sgdr::InverseTimeDecay;
    ///
    /// let schedule = InverseTimeDecay::new(0.1, 1000, 0.5)?;
    /// let changed = schedule.to_builder().staircase(true).build()?;
    /// assert_eq!(changed.initial_learning_rate(), schedule.initial_learning_rate());
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn to_builder(&self) -> InverseTimeDecayBuilder {
        self.parameters.clone()
    }

    fn from_valid(parameters: InverseTimeDecayBuilder) -> Self {
        let steps = if parameters.staircase { 1 } else { parameters.decay_steps };
        let slope = Scaled::from_f64(parameters.decay_rate).div(Scaled::whole(u128::from(steps)));
        Self { first: Scaled::from_f64(parameters.initial_learning_rate), slope, parameters }
    }

    /// The rate of step 0.
    ///
    /// ```
    /// assert_eq!(sgdr::InverseTimeDecay::new(0.1, 1000, 0.5)?.initial_learning_rate(), 0.1);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn initial_learning_rate(&self) -> f64 {
        self.parameters.initial_learning_rate
    }

    /// The unit of time in steps.
    ///
    /// ```
    /// assert_eq!(sgdr::InverseTimeDecay::new(0.1, 1000, 0.5)?.decay_steps(), 1000);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn decay_steps(&self) -> u64 {
        self.parameters.decay_steps
    }

    /// How much the divisor grows in a unit of time.
    ///
    /// ```
    /// assert_eq!(sgdr::InverseTimeDecay::new(0.1, 1000, 0.5)?.decay_rate(), 0.5);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn decay_rate(&self) -> f64 {
        self.parameters.decay_rate
    }

    /// Whether the rate changes only every `decay_steps` steps.
    ///
    /// ```
    /// assert!(!sgdr::InverseTimeDecay::new(0.1, 1000, 0.5)?.staircase());
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn staircase(&self) -> bool {
        self.parameters.staircase
    }

    /// The name carried along.
    ///
    /// ```
    /// assert_eq!(sgdr::InverseTimeDecay::new(0.1, 1000, 0.5)?.name(), "InverseTimeDecay");
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn name(&self) -> &str {
        &self.parameters.name
    }
}

impl InverseTimeDecay {
    /// The rate after a number of steps, or of stairs.
    #[inline]
    fn after(&self, count: Scaled) -> f64 {
        let divisor = Scaled::ONE.add(self.slope.mul(count));
        // Divisors that differ at all then differ by more than the error of the quotient, so no rate rises.
        let divisor = Scaled { value: divisor.value.on_grid(divisor.value.high * 1e-12), ..divisor };
        self.first.div(divisor).to_f64()
    }
}

impl LearningRateSchedule for InverseTimeDecay {
    #[inline]
    fn at(&self, step: u64) -> f64 {
        let count = if self.parameters.staircase { step / self.parameters.decay_steps } else { step };
        self.after(Scaled::whole(u128::from(count)))
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        if self.parameters.staircase { self.at(step) } else { self.after(Scaled::between(step, fraction)) }
    }
}

/// Two schedules are equal when their parameters are; the rest follows from these.
impl PartialEq for InverseTimeDecay {
    fn eq(&self, other: &Self) -> bool {
        self.parameters == other.parameters
    }
}

impl fmt::Debug for InverseTimeDecay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InverseTimeDecay")
            .field("initial_learning_rate", &self.parameters.initial_learning_rate)
            .field("decay_steps", &self.parameters.decay_steps)
            .field("decay_rate", &self.parameters.decay_rate)
            .field("staircase", &self.parameters.staircase)
            .field("name", &self.parameters.name)
            .finish()
    }
}

/// The parameters, named as in Keras.
///
/// ```
/// let schedule = sgdr::InverseTimeDecay::new(0.1, 1000, 0.5)?;
/// assert_eq!(
///     schedule.to_string(),
///     "InverseTimeDecay(initial_learning_rate=0.1, decay_steps=1000, decay_rate=0.5, staircase=false, \
///      name=\"InverseTimeDecay\")"
/// );
/// # Ok::<(), sgdr::Error>(())
/// ```
impl fmt::Display for InverseTimeDecay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let InverseTimeDecayBuilder { initial_learning_rate, decay_steps, decay_rate, staircase, name } =
            &self.parameters;
        write!(
            f,
            "InverseTimeDecay(initial_learning_rate={initial_learning_rate}, decay_steps={decay_steps}, \
             decay_rate={decay_rate}, staircase={staircase}, name={name:?})"
        )
    }
}
