//! Polynomial decay.

use crate::num::extended::Extended;
use crate::num::interpolation::Interpolation;
use crate::parameters::parameters;
use crate::{Error, LearningRateSchedule};

/// Polynomial decay from one rate to another, once or in ever longer cycles.
///
/// ```text
/// lr(n) = (initial_learning_rate - end_learning_rate) * (1 - n / D)^power + end_learning_rate
///
/// D = decay_steps                                 n counts as D after it
/// D = decay_steps * max(1, ceil(n / decay_steps)) with cycle
/// ```
///
/// | parameter | meaning | range | default |
/// |---|---|---|---|
/// | `initial_learning_rate` | the rate of step 0 | finite, >= 0 | |
/// | `decay_steps` | the step that reaches `end_learning_rate` | >= 1 | |
/// | `end_learning_rate` | the last rate | finite, >= 0 | 0.0001 |
/// | `power` | 1 for a straight line, below 1 slow at first, above 1 slow at the end | finite, >= 0 | 1 |
/// | `cycle` | whether the rate rises again after each multiple of `decay_steps` | | false |
/// | `name` | carried along, never interpreted | any | `"PolynomialDecay"` |
///
/// With `cycle` every multiple of `decay_steps` has the last rate; the step after the k-th of them is on the way to the
/// next, of which about 1/(k+1) is left. An `end_learning_rate` above the initial one makes the rate rise. A `power` of 0
/// keeps the initial rate forever, because 0^0 is 1; a negative one would end in infinity, and is an error.
///
/// Rates are computed as `f64` within 0.65 units in the last place of the formula (0.75 where they are subnormal) and
/// rounded once to `T`. Without `cycle` they never turn back on their way, and have both ends bit for bit. The parameters
/// are those of `PolynomialDecay` in Keras.
///
/// ```
/// use sgdr::{LearningRateSchedule, PolynomialDecay};
///
/// let schedule = PolynomialDecay::builder(0.1, 1000).end_learning_rate(0.0).power(2.0).build()?;
/// assert_eq!(schedule.at(500), 0.025);
/// assert_eq!(schedule.at(1000), 0.0);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone)]
pub struct PolynomialDecay {
    parameters: PolynomialDecayBuilder,
    span: Interpolation,
    power: Extended,
}

parameters! {
    /// Collects the parameters of a [`PolynomialDecay`]; made by [`PolynomialDecay::builder`].
    ///
    /// ```
    /// use sgdr::{LearningRateSchedule, PolynomialDecay};
    ///
    /// let builder = PolynomialDecay::builder(1.0, 100).end_learning_rate(0.0).power(0.5);
    /// let schedule = builder.name("run 7").build()?;
    /// assert_eq!(schedule.at(19), 0.9);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    PolynomialDecay: PolynomialDecayBuilder

    required {
        /// The first rate.
        initial_learning_rate: number NonNegative;
        /// The length of the decay in steps.
        decay_steps: count AtLeastOne;
    }

    optional {
        /// The last rate; finite and >= 0.
        end_learning_rate: number NonNegative = 0.0001;
        /// The power of the fraction of the way that is left; finite and >= 0.
        power: number NonNegative = 1.0;
        /// Whether the rate rises again after each multiple of `decay_steps`.
        cycle: flag Any = false;
        /// A name to carry along; never interpreted.
        name: text Any = "PolynomialDecay";
    }
}

impl PolynomialDecay {
    /// A straight line down to 0.0001.
    ///
    /// # Errors
    /// [`Error`] unless the rate is finite and >= 0, and the number of steps >= 1.
    ///
    /// ```
    /// use sgdr::{LearningRateSchedule, PolynomialDecay};
    ///
    /// let schedule = PolynomialDecay::new(0.001, 1000)?;
    /// assert_eq!([0, 500, 1000, 5000].map(|step| schedule.at(step)), [0.001, 0.00055, 0.0001, 0.0001]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn new(initial_learning_rate: impl Into<f64>, decay_steps: u64) -> Result<Self, Error> {
        Self::builder(initial_learning_rate, decay_steps).build()
    }

    fn from_valid(parameters: PolynomialDecayBuilder) -> Result<Self, Error> {
        let span = Interpolation::new(parameters.initial_learning_rate, parameters.end_learning_rate);
        Ok(Self { span, power: Extended::from_f64(parameters.power), parameters })
    }

    /// How many steps are done, and how many are left to the step that has the last rate.
    #[inline]
    fn done_and_left(&self, step: u64) -> (u64, u64) {
        let steps = self.parameters.decay_steps;
        if step <= steps {
            (step, steps - step)
        } else if self.parameters.cycle {
            let over = step % steps;
            (step, if over == 0 { 0 } else { steps - over })
        } else {
            (steps, 0)
        }
    }
}

impl LearningRateSchedule for PolynomialDecay {
    #[inline]
    fn at(&self, step: u64) -> f64 {
        let (done, left) = self.done_and_left(step);
        if self.parameters.power == 1.0 {
            self.span.straight(done, left)
        } else if self.parameters.power == 0.0 {
            self.parameters.initial_learning_rate
        } else {
            self.span.curved(done, left, self.power)
        }
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        let (steps, power) = (self.parameters.decay_steps, self.parameters.power);
        if step >= steps && !self.parameters.cycle || power == 0.0 {
            return self.at(step);
        }
        // The next multiple of decay_steps is at least a whole step away from the step before.
        let left = steps - step % steps;
        if power == 1.0 {
            self.span.straight_between(step, left, fraction)
        } else {
            self.span.curved_between(step, left, fraction, self.power)
        }
    }
}
