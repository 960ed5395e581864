//! Inverse time decay.

use crate::num::extended::Extended;
use crate::parameters::parameters;
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
    first: Extended,
    /// What the divisor grows by from a step (or stair) to the next.
    slope: Extended,
}

parameters! {
    /// Collects the parameters of an [`InverseTimeDecay`]; made by [`InverseTimeDecay::builder`].
    ///
    /// ```
    /// use sgdr::{InverseTimeDecay, LearningRateSchedule};
    ///
    /// let schedule = InverseTimeDecay::builder(0.1, 1000, 1.0).staircase(true).name("run 7").build()?;
    /// assert_eq!([999, 1000, 2999, 3000].map(|step| schedule.at(step)), [0.1, 0.05, 0.1 / 3.0, 0.025]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    InverseTimeDecay: InverseTimeDecayBuilder

    required {
        /// The rate of step 0.
        initial_learning_rate: number NonNegative;
        /// The number of steps after which the divisor has grown by `decay_rate`.
        decay_steps: count AtLeastOne;
        /// How much the divisor grows in `decay_steps` steps.
        decay_rate: number NonNegative;
    }

    optional {
        /// Whether the rate changes only every `decay_steps` steps.
        staircase: flag Any = false;
        /// A name to carry along; never interpreted.
        name: text Any = "InverseTimeDecay";
    }
}

impl InverseTimeDecay {
    /// A schedule that decays continuously.
    ///
    /// # Errors
    /// [`Error`] unless both rates are finite and >= 0, and `decay_steps` is >= 1.
    ///
    /// ```
    /// use sgdr::{Error, InverseTimeDecay};
    ///
    /// assert_eq!(InverseTimeDecay::new(0.1, 0, 0.5).unwrap_err().parameter(), "decay_steps");
    /// ```
    pub fn new(
        initial_learning_rate: impl Into<f64>,
        decay_steps: u64,
        decay_rate: impl Into<f64>,
    ) -> Result<Self, Error> {
        Self::builder(initial_learning_rate, decay_steps, decay_rate).build()
    }

    fn from_valid(parameters: InverseTimeDecayBuilder) -> Result<Self, Error> {
        let steps = if parameters.staircase { 1 } else { parameters.decay_steps };
        let slope = Extended::from_f64(parameters.decay_rate).div(Extended::whole(u128::from(steps)));
        Ok(Self { first: Extended::from_f64(parameters.initial_learning_rate), slope, parameters })
    }
}

impl InverseTimeDecay {
    /// The rate after a number of steps, or of stairs.
    #[inline]
    fn after(&self, count: Extended) -> f64 {
        let divisor = Extended::ONE.add(self.slope.mul(count));
        // Divisors that differ at all then differ by more than the error of the quotient, so no rate rises.
        let divisor = Extended { value: divisor.value.on_grid(divisor.value.high * 1e-12), ..divisor };
        self.first.div(divisor).to_f64()
    }
}

impl LearningRateSchedule for InverseTimeDecay {
    #[inline]
    fn at(&self, step: u64) -> f64 {
        let count = if self.parameters.staircase { step / self.parameters.decay_steps } else { step };
        self.after(Extended::whole(u128::from(count)))
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        if self.parameters.staircase { self.at(step) } else { self.after(Extended::between(step, fraction)) }
    }
}
