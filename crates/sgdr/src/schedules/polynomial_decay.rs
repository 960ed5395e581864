//! Polynomial decay.

mod builder;

use core::fmt;

pub use builder::PolynomialDecayBuilder;

use crate::num::scaled::Scaled;
use crate::num::span::Span;
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
/// keeps the initial rate for ever, for 0^0 is 1; a negative one would end in infinity, and is an error.
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
    span: Span,
    power: Scaled,
}

impl PolynomialDecay {
    /// A straight line down to 0.0001.
    ///
    /// # Errors
    /// [`Error::InitialLearningRate`] unless it is finite and at least 0, [`Error::DecaySteps`] if that is 0.
    ///
    /// ```
    /// use sgdr::{LearningRateSchedule, PolynomialDecay};
    ///
    /// let schedule = PolynomialDecay::new(0.001, 1000)?;
    /// assert_eq!([0, 500, 1000, 5000].map(|step| schedule.at(step)), [0.001, 0.00055, 0.0001, 0.0001]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn new(initial_learning_rate: f64, decay_steps: u64) -> Result<Self, Error> {
        Self::builder(initial_learning_rate, decay_steps).build()
    }

    /// Starts a schedule whose other parameters are set one by one.
    ///
    /// ```
    /// use sgdr::PolynomialDecay;
    ///
    /// let schedule = PolynomialDecay::builder(0.1, 1000).end_learning_rate(0.01).power(0.9).cycle(true).build()?;
    /// assert_eq!(schedule.power(), 0.9);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn builder(initial_learning_rate: f64, decay_steps: u64) -> PolynomialDecayBuilder {
        PolynomialDecayBuilder::new(initial_learning_rate, decay_steps)
    }

    /// The parameters of this schedule, to make another one with some of them changed.
    ///
    /// ```
    /// use sgdr::PolynomialDecay;
    ///
    /// let schedule = PolynomialDecay::new(0.1, 1000)?;
    /// let changed = schedule.to_builder().power(2.0).build()?;
    /// assert_eq!(changed.initial_learning_rate(), schedule.initial_learning_rate());
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn to_builder(&self) -> PolynomialDecayBuilder {
        self.parameters.clone()
    }

    fn from_valid(parameters: PolynomialDecayBuilder) -> Self {
        let span = Span::new(parameters.initial_learning_rate, parameters.end_learning_rate);
        Self { span, power: Scaled::from_f64(parameters.power), parameters }
    }

    /// The rate of step 0.
    ///
    /// ```
    /// assert_eq!(sgdr::PolynomialDecay::new(0.1, 1000)?.initial_learning_rate(), 0.1);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn initial_learning_rate(&self) -> f64 {
        self.parameters.initial_learning_rate
    }

    /// The step that reaches the last rate.
    ///
    /// ```
    /// assert_eq!(sgdr::PolynomialDecay::new(0.1, 1000)?.decay_steps(), 1000);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn decay_steps(&self) -> u64 {
        self.parameters.decay_steps
    }

    /// The last rate.
    ///
    /// ```
    /// assert_eq!(sgdr::PolynomialDecay::new(0.1, 1000)?.end_learning_rate(), 0.0001);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn end_learning_rate(&self) -> f64 {
        self.parameters.end_learning_rate
    }

    /// The power of what is left of the way.
    ///
    /// ```
    /// assert_eq!(sgdr::PolynomialDecay::new(0.1, 1000)?.power(), 1.0);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn power(&self) -> f64 {
        self.parameters.power
    }

    /// Whether the rate rises again after each multiple of `decay_steps`.
    ///
    /// ```
    /// assert!(!sgdr::PolynomialDecay::new(0.1, 1000)?.cycle());
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn cycle(&self) -> bool {
        self.parameters.cycle
    }

    /// The name carried along.
    ///
    /// ```
    /// assert_eq!(sgdr::PolynomialDecay::new(0.1, 1000)?.name(), "PolynomialDecay");
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn name(&self) -> &str {
        &self.parameters.name
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

/// Two schedules are equal when their parameters are; the rest follows from these.
impl PartialEq for PolynomialDecay {
    fn eq(&self, other: &Self) -> bool {
        self.parameters == other.parameters
    }
}

impl fmt::Debug for PolynomialDecay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PolynomialDecay")
            .field("initial_learning_rate", &self.parameters.initial_learning_rate)
            .field("decay_steps", &self.parameters.decay_steps)
            .field("end_learning_rate", &self.parameters.end_learning_rate)
            .field("power", &self.parameters.power)
            .field("cycle", &self.parameters.cycle)
            .field("name", &self.parameters.name)
            .finish()
    }
}

/// The parameters, named as in Keras.
///
/// ```
/// assert_eq!(
///     sgdr::PolynomialDecay::new(0.1, 1000)?.to_string(),
///     "PolynomialDecay(initial_learning_rate=0.1, decay_steps=1000, end_learning_rate=0.0001, power=1, cycle=false, \
///      name=\"PolynomialDecay\")"
/// );
/// # Ok::<(), sgdr::Error>(())
/// ```
impl fmt::Display for PolynomialDecay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PolynomialDecayBuilder { initial_learning_rate, decay_steps, end_learning_rate, power, cycle, name } =
            &self.parameters;
        write!(
            f,
            "PolynomialDecay(initial_learning_rate={initial_learning_rate}, decay_steps={decay_steps}, \
             end_learning_rate={end_learning_rate}, power={power}, cycle={cycle}, name={name:?})"
        )
    }
}
