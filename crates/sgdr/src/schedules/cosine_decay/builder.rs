//! The parameters, one by one.

use alloc::string::String;

use crate::error::{at_least_one, fraction, not_negative};
use crate::{CosineDecay, Error};

/// Collects the parameters of a [`CosineDecay`]; made by [`CosineDecay::builder`].
///
/// ```
/// use sgdr::CosineDecay;
///
/// let builder = CosineDecay::builder(0.0, 1000).warmup_target(0.1).warmup_steps(100);
/// let schedule = builder.alpha(0.1).name("run 7").build()?;
/// assert_eq!(schedule.warmup_target(), Some(0.1));
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a builder makes a schedule by `build`"]
pub struct CosineDecayBuilder {
    pub(crate) initial_learning_rate: f64,
    pub(crate) decay_steps: u64,
    pub(crate) alpha: f64,
    pub(crate) name: String,
    pub(crate) warmup_target: Option<f64>,
    pub(crate) warmup_steps: u64,
}

impl CosineDecayBuilder {
    pub(super) fn new(initial_learning_rate: f64, decay_steps: u64) -> Self {
        Self {
            initial_learning_rate,
            decay_steps,
            alpha: 0.0,
            name: String::from("CosineDecay"),
            warmup_target: None,
            warmup_steps: 0,
        }
    }

    /// The floor as a fraction of the rate that the decay starts from; between 0 and 1, 0 unless set.
    ///
    /// ```
    /// use sgdr::{CosineDecay, LearningRateSchedule};
    ///
    /// let schedule = CosineDecay::builder(0.5, 1000).alpha(0.25).build()?;
    /// assert_eq!(schedule.at(1000), 0.125);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn alpha(mut self, alpha: f64) -> Self {
        self.alpha = alpha;
        self
    }

    /// A name to carry along, `"CosineDecay"` unless set.
    ///
    /// ```
    /// assert_eq!(sgdr::CosineDecay::builder(0.1, 1000).name("mine").build()?.name(), "mine");
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Where the warm-up ends and the decay starts, finite and at least 0; unless set, there is no warm-up.
    ///
    /// ```
    /// use sgdr::{CosineDecay, LearningRateSchedule};
    ///
    /// let schedule = CosineDecay::builder(0.1, 1000).warmup_target(0.5).warmup_steps(100).build()?;
    /// assert_eq!([0, 50, 100].map(|step| schedule.at(step)), [0.1, 0.3, 0.5]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn warmup_target(mut self, warmup_target: f64) -> Self {
        self.warmup_target = Some(warmup_target);
        self
    }

    /// The length of the warm-up in steps, 0 unless set; without a `warmup_target` it does nothing.
    ///
    /// ```
    /// use sgdr::{CosineDecay, LearningRateSchedule};
    ///
    /// let schedule = CosineDecay::builder(0.0, 1000).warmup_target(0.1).warmup_steps(4).build()?;
    /// assert_eq!([1, 2, 4].map(|step| schedule.at(step)), [0.025, 0.05, 0.1]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn warmup_steps(mut self, warmup_steps: u64) -> Self {
        self.warmup_steps = warmup_steps;
        self
    }

    /// Checks the parameters and makes the schedule.
    ///
    /// # Errors
    /// One variant of [`Error`] for each parameter outside its range, the first in the order of the fields.
    ///
    /// ```
    /// use sgdr::{CosineDecay, Error};
    ///
    /// assert_eq!(CosineDecay::builder(0.1, 1000).alpha(2.0).build(), Err(Error::Alpha(2.0)));
    /// ```
    pub fn build(self) -> Result<CosineDecay, Error> {
        not_negative(self.initial_learning_rate, Error::InitialLearningRate)?;
        at_least_one(self.decay_steps, Error::DecaySteps)?;
        fraction(self.alpha, Error::Alpha)?;
        if let Some(target) = self.warmup_target {
            not_negative(target, Error::WarmupTarget)?;
        }
        Ok(CosineDecay::from_valid(self))
    }
}
