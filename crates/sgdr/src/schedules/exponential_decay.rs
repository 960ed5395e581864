//! Exponential decay.

use crate::num::double_double::DoubleDouble;
use crate::num::elementary::{exp, ln};
use crate::num::extended::Extended;
use crate::parameters::parameters;
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
    first: Extended,
    /// The logarithm of the factor from a step (or stair) to the next; `None` for a factor of 0.
    slope: Option<Extended>,
}

parameters! {
    /// Collects the parameters of an [`ExponentialDecay`]; made by [`ExponentialDecay::builder`].
    ///
    /// ```
    /// use sgdr::{ExponentialDecay, LearningRateSchedule};
    ///
    /// let schedule = ExponentialDecay::builder(0.1, 1000, 0.5).staircase(true).name("run 7").build()?;
    /// assert_eq!([999, 1000, 1999, 2000].map(|step| schedule.at(step)), [0.1, 0.05, 0.05, 0.025]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    ExponentialDecay: ExponentialDecayBuilder

    required {
        /// The rate of step 0.
        initial_learning_rate: number NonNegative;
        /// After this many steps the rate has been multiplied by `decay_rate` once.
        decay_steps: count AtLeastOne;
        /// The factor of `decay_steps` steps.
        decay_rate: number NonNegative;
    }

    optional {
        /// Whether the rate changes only every `decay_steps` steps.
        staircase: flag Any = false;
        /// A name to carry along; never interpreted.
        name: text Any = "ExponentialDecay";
    }
}

impl ExponentialDecay {
    /// A schedule that decays continuously.
    ///
    /// # Errors
    /// [`Error`] unless both rates are finite and >= 0, and `decay_steps` is >= 1.
    ///
    /// ```
    /// use sgdr::{Error, ExponentialDecay};
    ///
    /// assert_eq!(ExponentialDecay::new(0.1, 0, 0.96).unwrap_err().parameter(), "decay_steps");
    /// ```
    pub fn new(
        initial_learning_rate: impl Into<f64>,
        decay_steps: u64,
        decay_rate: impl Into<f64>,
    ) -> Result<Self, Error> {
        Self::builder(initial_learning_rate, decay_steps, decay_rate).build()
    }

    fn from_valid(parameters: ExponentialDecayBuilder) -> Result<Self, Error> {
        let steps = if parameters.staircase { 1 } else { parameters.decay_steps };
        let slope = (parameters.decay_rate > 0.0)
            .then(|| Extended::new(ln(parameters.decay_rate).div(DoubleDouble::whole(u128::from(steps)))));
        Ok(Self { first: Extended::from_f64(parameters.initial_learning_rate), slope, parameters })
    }
}

impl ExponentialDecay {
    /// The rate after a number of steps, or of stairs.
    #[inline]
    fn after(&self, count: Extended) -> f64 {
        let Some(slope) = self.slope else {
            return if count.is_zero() { self.parameters.initial_learning_rate } else { 0.0 };
        };
        let (exponent, excess) = exp(slope.mul(count));
        self.first.mul(Extended::ONE.add(excess)).scaled(exponent).to_f64()
    }
}

impl LearningRateSchedule for ExponentialDecay {
    #[inline]
    fn at(&self, step: u64) -> f64 {
        let count = if self.parameters.staircase { step / self.parameters.decay_steps } else { step };
        self.after(Extended::whole(u128::from(count)))
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        if self.parameters.staircase { self.at(step) } else { self.after(Extended::between(step, fraction)) }
    }
}
