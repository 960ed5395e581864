//! Exponential decay.

mod builder;

use core::fmt;

pub use builder::ExponentialDecayBuilder;

use crate::num::double_double::DoubleDouble;
use crate::num::elementary::{exp, ln};
use crate::num::scaled::Scaled;
use crate::{Error, LearningRateSchedule};

/// Exponential decay, continuous or in stairs.
///
/// ```text
/// lr(n) = initial_learning_rate * decay_rate^p,     p = n / decay_steps, rounded down with staircase
/// ```
///
/// | parameter | meaning | range | default |
/// |---|---|---|---|
/// | `initial_learning_rate` | the rate of step 0 | finite, >= 0 | |
/// | `decay_steps` | how many steps it takes to multiply the rate by `decay_rate` | >= 1 | |
/// | `decay_rate` | that factor | finite, >= 0 | |
/// | `staircase` | whether the rate changes only every `decay_steps` steps | | false |
/// | `name` | carried along, never interpreted | any | `"ExponentialDecay"` |
///
/// A `decay_rate` above 1 makes the rate grow, in the end to infinity. One of 0 keeps the initial rate where p is 0 and
/// gives 0 after that; a negative one would give numbers that are not real, and is an error.
///
/// Rates are computed as `f64` within 0.65 units in the last place of the formula (0.75 where they are subnormal) and
/// rounded once to `T`. With a `decay_rate` of at most 1 they never rise. The parameters are those of `ExponentialDecay`
/// in Keras.
///
/// ```
/// use sgdr::{ExponentialDecay, LearningRateSchedule};
///
/// let schedule = ExponentialDecay::new(0.1, 1000, 0.25)?;
/// assert_eq!(schedule.at(500), 0.05);
/// assert_eq!(schedule.at(1000), 0.025);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone)]
pub struct ExponentialDecay {
    parameters: ExponentialDecayBuilder,
    first: Scaled,
    /// The logarithm of the factor from a step (or stair) to the next; none for a factor of 0.
    slope: Option<Scaled>,
}

impl ExponentialDecay {
    /// A schedule that decays continuously.
    ///
    /// # Errors
    /// [`Error::InitialLearningRate`] and [`Error::DecayRate`] unless these are finite and at least 0,
    /// [`Error::DecaySteps`] if that is 0.
    ///
    /// ```
    /// use sgdr::{Error, ExponentialDecay};
    ///
    /// assert_eq!(ExponentialDecay::new(0.1, 0, 0.96), Err(Error::DecaySteps(0)));
    /// ```
    pub fn new(initial_learning_rate: f64, decay_steps: u64, decay_rate: f64) -> Result<Self, Error> {
        Self::builder(initial_learning_rate, decay_steps, decay_rate).build()
    }

    /// Starts a schedule whose other parameters are set one by one.
    ///
    /// ```
    /// use sgdr::ExponentialDecay;
    ///
    /// let schedule = ExponentialDecay::builder(0.1, 1000, 0.96).staircase(true).build()?;
    /// assert!(schedule.staircase());
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn builder(initial_learning_rate: f64, decay_steps: u64, decay_rate: f64) -> ExponentialDecayBuilder {
        ExponentialDecayBuilder::new(initial_learning_rate, decay_steps, decay_rate)
    }

    /// The parameters of this schedule, to make another one with some of them changed.
    ///
    /// ```
    /// use sgdr::ExponentialDecay;
    ///
    /// let schedule = ExponentialDecay::new(0.1, 1000, 0.96)?;
    /// let changed = schedule.to_builder().staircase(true).build()?;
    /// assert_eq!(changed.initial_learning_rate(), schedule.initial_learning_rate());
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn to_builder(&self) -> ExponentialDecayBuilder {
        self.parameters.clone()
    }

    fn from_valid(parameters: ExponentialDecayBuilder) -> Self {
        let steps = if parameters.staircase { 1 } else { parameters.decay_steps };
        let slope = (parameters.decay_rate > 0.0)
            .then(|| Scaled::new(ln(parameters.decay_rate).div(DoubleDouble::whole(u128::from(steps)))));
        Self { first: Scaled::from_f64(parameters.initial_learning_rate), slope, parameters }
    }

    /// The rate of step 0.
    ///
    /// ```
    /// assert_eq!(sgdr::ExponentialDecay::new(0.1, 1000, 0.96)?.initial_learning_rate(), 0.1);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn initial_learning_rate(&self) -> f64 {
        self.parameters.initial_learning_rate
    }

    /// How many steps it takes to multiply the rate by `decay_rate`.
    ///
    /// ```
    /// assert_eq!(sgdr::ExponentialDecay::new(0.1, 1000, 0.96)?.decay_steps(), 1000);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn decay_steps(&self) -> u64 {
        self.parameters.decay_steps
    }

    /// The factor by which the rate changes over `decay_steps` steps.
    ///
    /// ```
    /// assert_eq!(sgdr::ExponentialDecay::new(0.1, 1000, 0.96)?.decay_rate(), 0.96);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn decay_rate(&self) -> f64 {
        self.parameters.decay_rate
    }

    /// Whether the rate changes only every `decay_steps` steps.
    ///
    /// ```
    /// assert!(!sgdr::ExponentialDecay::new(0.1, 1000, 0.96)?.staircase());
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn staircase(&self) -> bool {
        self.parameters.staircase
    }

    /// The name carried along.
    ///
    /// ```
    /// assert_eq!(sgdr::ExponentialDecay::new(0.1, 1000, 0.96)?.name(), "ExponentialDecay");
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn name(&self) -> &str {
        &self.parameters.name
    }
}

impl ExponentialDecay {
    /// The rate after a number of steps, or of stairs.
    #[inline]
    fn after(&self, count: Scaled) -> f64 {
        let Some(slope) = self.slope else {
            return if count.is_zero() { self.parameters.initial_learning_rate } else { 0.0 };
        };
        let (exponent, excess) = exp(slope.mul(count));
        self.first.mul(Scaled::ONE.add(excess)).scaled(exponent).to_f64()
    }
}

impl LearningRateSchedule for ExponentialDecay {
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
impl PartialEq for ExponentialDecay {
    fn eq(&self, other: &Self) -> bool {
        self.parameters == other.parameters
    }
}

impl fmt::Debug for ExponentialDecay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExponentialDecay")
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
/// let schedule = sgdr::ExponentialDecay::new(0.1, 1000, 0.96)?;
/// assert_eq!(
///     schedule.to_string(),
///     "ExponentialDecay(initial_learning_rate=0.1, decay_steps=1000, decay_rate=0.96, staircase=false, \
///      name=\"ExponentialDecay\")"
/// );
/// # Ok::<(), sgdr::Error>(())
/// ```
impl fmt::Display for ExponentialDecay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ExponentialDecayBuilder { initial_learning_rate, decay_steps, decay_rate, staircase, name } =
            &self.parameters;
        write!(
            f,
            "ExponentialDecay(initial_learning_rate={initial_learning_rate}, decay_steps={decay_steps}, \
             decay_rate={decay_rate}, staircase={staircase}, name={name:?})"
        )
    }
}
