//! The parameters, one by one.

use alloc::string::String;

use crate::error::{at_least_one, not_negative};
use crate::{Error, ExponentialDecay};

/// Collects the parameters of an [`ExponentialDecay`]; made by [`ExponentialDecay::builder`].
///
/// ```
/// use sgdr::ExponentialDecay;
///
/// let schedule = ExponentialDecay::builder(0.1, 1000, 0.96).staircase(true).name("run 7").build()?;
/// assert_eq!(schedule.name(), "run 7");
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a builder makes a schedule by `build`"]
pub struct ExponentialDecayBuilder {
    pub(crate) initial_learning_rate: f64,
    pub(crate) decay_steps: u64,
    pub(crate) decay_rate: f64,
    pub(crate) staircase: bool,
    pub(crate) name: String,
}

impl ExponentialDecayBuilder {
    pub(super) fn new(initial_learning_rate: f64, decay_steps: u64, decay_rate: f64) -> Self {
        let name = String::from("ExponentialDecay");
        Self { initial_learning_rate, decay_steps, decay_rate, staircase: false, name }
    }

    /// Whether the rate changes only every `decay_steps` steps; false unless set.
    ///
    /// ```
    /// use sgdr::{ExponentialDecay, LearningRateSchedule};
    ///
    /// let schedule = ExponentialDecay::builder(0.1, 1000, 0.5).staircase(true).build()?;
    /// assert_eq!([999, 1000, 1999, 2000].map(|step| schedule.at(step)), [0.1, 0.05, 0.05, 0.025]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn staircase(mut self, staircase: bool) -> Self {
        self.staircase = staircase;
        self
    }

    /// A name to carry along, `"ExponentialDecay"` unless set.
    ///
    /// ```
    /// assert_eq!(sgdr::ExponentialDecay::builder(0.1, 1000, 0.96).name("mine").build()?.name(), "mine");
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
    /// use sgdr::{Error, ExponentialDecay};
    ///
    /// assert_eq!(ExponentialDecay::builder(0.1, 1000, -0.5).build(), Err(Error::DecayRate(-0.5)));
    /// ```
    pub fn build(self) -> Result<ExponentialDecay, Error> {
        not_negative(self.initial_learning_rate, Error::InitialLearningRate)?;
        at_least_one(self.decay_steps, Error::DecaySteps)?;
        not_negative(self.decay_rate, Error::DecayRate)?;
        Ok(ExponentialDecay::from_valid(self))
    }
}
