//! The parameters, one by one.

use alloc::string::String;

use crate::error::{at_least_one, not_negative};
use crate::{Error, InverseTimeDecay};

/// Collects the parameters of an [`InverseTimeDecay`]; made by [`InverseTimeDecay::builder`].
///
/// ```
/// use sgdr::InverseTimeDecay;
///
/// let schedule = InverseTimeDecay::builder(0.1, 1000, 0.5).staircase(true).name("run 7").build()?;
/// assert_eq!(schedule.name(), "run 7");
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a builder makes a schedule by `build`"]
pub struct InverseTimeDecayBuilder {
    pub(crate) initial_learning_rate: f64,
    pub(crate) decay_steps: u64,
    pub(crate) decay_rate: f64,
    pub(crate) staircase: bool,
    pub(crate) name: String,
}

impl InverseTimeDecayBuilder {
    pub(super) fn new(initial_learning_rate: f64, decay_steps: u64, decay_rate: f64) -> Self {
        let name = String::from("InverseTimeDecay");
        Self { initial_learning_rate, decay_steps, decay_rate, staircase: false, name }
    }

    /// Whether the rate changes only every `decay_steps` steps; false unless set.
    ///
    /// ```
    /// use sgdr::{InverseTimeDecay, LearningRateSchedule};
    ///
    /// let schedule = InverseTimeDecay::builder(0.1, 1000, 1.0).staircase(true).build()?;
    /// assert_eq!([999, 1000, 2999, 3000].map(|step| schedule.at(step)), [0.1, 0.05, 0.1 / 3.0, 0.025]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn staircase(mut self, staircase: bool) -> Self {
        self.staircase = staircase;
        self
    }

    /// A name to carry along, `"InverseTimeDecay"` unless set.
    ///
    /// ```
    /// assert_eq!(sgdr::InverseTimeDecay::builder(0.1, 1000, 0.5).name("mine").build()?.name(), "mine");
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
    /// use sgdr::{Error, InverseTimeDecay};
    ///
    /// assert_eq!(InverseTimeDecay::builder(0.1, 1000, -0.5).build(), Err(Error::DecayRate(-0.5)));
    /// ```
    pub fn build(self) -> Result<InverseTimeDecay, Error> {
        not_negative(self.initial_learning_rate, Error::InitialLearningRate)?;
        at_least_one(self.decay_steps, Error::DecaySteps)?;
        not_negative(self.decay_rate, Error::DecayRate)?;
        Ok(InverseTimeDecay::from_valid(self))
    }
}
