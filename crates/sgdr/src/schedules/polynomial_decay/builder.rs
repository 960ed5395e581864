//! The parameters, one by one.

use alloc::string::String;

use crate::error::{at_least_one, not_negative};
use crate::{Error, PolynomialDecay};

/// Collects the parameters of a [`PolynomialDecay`]; made by [`PolynomialDecay::builder`].
///
/// ```
/// use sgdr::PolynomialDecay;
///
/// let builder = PolynomialDecay::builder(0.1, 1000).end_learning_rate(0.01).power(0.9);
/// let schedule = builder.cycle(true).name("run 7").build()?;
/// assert_eq!(schedule.end_learning_rate(), 0.01);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a builder makes a schedule by `build`"]
pub struct PolynomialDecayBuilder {
    pub(crate) initial_learning_rate: f64,
    pub(crate) decay_steps: u64,
    pub(crate) end_learning_rate: f64,
    pub(crate) power: f64,
    pub(crate) cycle: bool,
    pub(crate) name: String,
}

impl PolynomialDecayBuilder {
    pub(super) fn new(initial_learning_rate: f64, decay_steps: u64) -> Self {
        Self {
            initial_learning_rate,
            decay_steps,
            end_learning_rate: 0.0001,
            power: 1.0,
            cycle: false,
            name: String::from("PolynomialDecay"),
        }
    }

    /// The last rate; finite and at least 0, 0.0001 unless set.
    ///
    /// ```
    /// use sgdr::{LearningRateSchedule, PolynomialDecay};
    ///
    /// let schedule = PolynomialDecay::builder(0.1, 1000).end_learning_rate(0.01).build()?;
    /// assert_eq!(schedule.at(1000), 0.01);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn end_learning_rate(mut self, end_learning_rate: f64) -> Self {
        self.end_learning_rate = end_learning_rate;
        self
    }

    /// The power of what is left of the way; finite and at least 0, 1 unless set.
    ///
    /// ```
    /// use sgdr::{LearningRateSchedule, PolynomialDecay};
    ///
    /// let schedule = PolynomialDecay::builder(1.0, 100).end_learning_rate(0.0).power(0.5).build()?;
    /// assert_eq!(schedule.at(19), 0.9);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn power(mut self, power: f64) -> Self {
        self.power = power;
        self
    }

    /// Whether the rate rises again after each multiple of `decay_steps`; false unless set.
    ///
    /// ```
    /// use sgdr::{LearningRateSchedule, PolynomialDecay};
    ///
    /// let schedule = PolynomialDecay::builder(1.0, 100).end_learning_rate(0.0).cycle(true).build()?;
    /// assert_eq!([100, 101, 120, 200].map(|step| schedule.at(step)), [0.0, 0.495, 0.4, 0.0]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn cycle(mut self, cycle: bool) -> Self {
        self.cycle = cycle;
        self
    }

    /// A name to carry along, `"PolynomialDecay"` unless set.
    ///
    /// ```
    /// assert_eq!(sgdr::PolynomialDecay::builder(0.1, 1000).name("mine").build()?.name(), "mine");
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Checks the parameters and makes the schedule.
    ///
    /// # Errors
    /// One variant of [`Error`] for each parameter outside its range, the first in the order of the fields.
    ///
    /// ```
    /// use sgdr::{Error, PolynomialDecay};
    ///
    /// assert_eq!(PolynomialDecay::builder(0.1, 1000).power(-1.0).build(), Err(Error::Power(-1.0)));
    /// ```
    pub fn build(self) -> Result<PolynomialDecay, Error> {
        not_negative(self.initial_learning_rate, Error::InitialLearningRate)?;
        at_least_one(self.decay_steps, Error::DecaySteps)?;
        not_negative(self.end_learning_rate, Error::EndLearningRate)?;
        not_negative(self.power, Error::Power)?;
        Ok(PolynomialDecay::from_valid(self))
    }
}
