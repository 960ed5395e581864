//! The parameters, one by one.

use alloc::string::String;

use crate::error::{above_zero, at_least_one, not_negative};
use crate::{CosineCycles, Error};

/// Collects the parameters of [`CosineCycles`]; made by [`CosineCycles::builder`].
///
/// ```
/// use sgdr::CosineCycles;
///
/// let schedule = CosineCycles::builder(0.1, 1000).t_mul(1.5).peak_mul(0.9).eta_min(0.01).name("run 7").build()?;
/// assert_eq!(schedule.name(), "run 7");
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a builder makes a schedule by `build`"]
pub struct CosineCyclesBuilder {
    pub(crate) initial_learning_rate: f64,
    pub(crate) first_decay_steps: u64,
    pub(crate) t_mul: f64,
    pub(crate) peak_mul: f64,
    pub(crate) eta_min: f64,
    pub(crate) closed: bool,
    pub(crate) name: String,
}

impl CosineCyclesBuilder {
    pub(super) fn new(initial_learning_rate: f64, first_decay_steps: u64) -> Self {
        Self {
            initial_learning_rate,
            first_decay_steps,
            t_mul: 2.0,
            peak_mul: 1.0,
            eta_min: 0.0,
            closed: false,
            name: String::from("CosineCycles"),
        }
    }

    /// How many times longer each cycle is than the one before; finite and above 0, 2 unless set.
    ///
    /// ```
    /// use sgdr::{CosineCycles, LearningRateSchedule};
    ///
    /// let schedule = CosineCycles::builder(0.1, 10).t_mul(1.0).build()?;
    /// assert_eq!(schedule.at(20), 0.1);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn t_mul(mut self, t_mul: f64) -> Self {
        self.t_mul = t_mul;
        self
    }

    /// How many times as high each peak is as the one before; finite and at least 0, 1 unless set.
    ///
    /// ```
    /// use sgdr::{CosineCycles, LearningRateSchedule};
    ///
    /// let schedule = CosineCycles::builder(0.5, 10).peak_mul(0.5).eta_min(0.25).build()?;
    /// assert_eq!(schedule.at(10), 0.25);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn peak_mul(mut self, peak_mul: f64) -> Self {
        self.peak_mul = peak_mul;
        self
    }

    /// The floor, a rate; between 0 and the initial learning rate, 0 unless set.
    ///
    /// ```
    /// use sgdr::{CosineCycles, LearningRateSchedule};
    ///
    /// let schedule = CosineCycles::builder(0.5, 10).eta_min(0.25).build()?;
    /// assert_eq!(schedule.at(5), 0.375);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn eta_min(mut self, eta_min: f64) -> Self {
        self.eta_min = eta_min;
        self
    }

    /// Whether the last step of a cycle reaches the floor; false unless set.
    ///
    /// ```
    /// use sgdr::{CosineCycles, LearningRateSchedule};
    ///
    /// let schedule = CosineCycles::builder(0.5, 11).closed(true).build()?;
    /// assert_eq!([0, 5, 10, 11].map(|step| schedule.at(step)), [0.5, 0.25, 0.0, 0.5]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn closed(mut self, closed: bool) -> Self {
        self.closed = closed;
        self
    }

    /// A name to carry along, `"CosineCycles"` unless set.
    ///
    /// ```
    /// assert_eq!(sgdr::CosineCycles::builder(0.1, 10).name("mine").build()?.name(), "mine");
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
    /// use sgdr::{CosineCycles, Error};
    ///
    /// let error = CosineCycles::builder(0.1, 10).eta_min(0.2).build().unwrap_err();
    /// assert_eq!(error, Error::EtaMin { eta_min: 0.2, most: 0.1 });
    /// assert_eq!(error.to_string(), "eta_min must be between 0 and the initial learning rate, 0.1 (received 0.2)");
    /// ```
    pub fn build(self) -> Result<CosineCycles, Error> {
        let (most, eta_min) = (self.initial_learning_rate, self.eta_min);
        not_negative(most, Error::InitialLearningRate)?;
        at_least_one(self.first_decay_steps, Error::FirstDecaySteps)?;
        above_zero(self.t_mul, Error::TMul)?;
        not_negative(self.peak_mul, Error::PeakMul)?;
        if !(0.0..=most).contains(&eta_min) {
            return Err(Error::EtaMin { eta_min, most });
        }
        Ok(CosineCycles::from_valid(self))
    }
}
