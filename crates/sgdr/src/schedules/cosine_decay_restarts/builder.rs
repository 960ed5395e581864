//! The optional parameters of a schedule, one by one.

use alloc::string::String;

use crate::error::{above_zero, at_least_one, fraction, not_negative};
use crate::{CosineDecayRestarts, Error};

/// Collects the parameters of a [`CosineDecayRestarts`]; made by [`CosineDecayRestarts::builder`].
///
/// ```
/// use sgdr::CosineDecayRestarts;
///
/// let schedule = CosineDecayRestarts::builder(0.1, 1000).t_mul(1.5).m_mul(0.9).alpha(0.01).name("run 7").build()?;
/// assert_eq!(schedule.m_mul(), 0.9);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a builder makes a schedule by `build`"]
pub struct CosineDecayRestartsBuilder {
    pub(crate) initial_learning_rate: f64,
    pub(crate) first_decay_steps: u64,
    pub(crate) t_mul: f64,
    pub(crate) m_mul: f64,
    pub(crate) alpha: f64,
    pub(crate) name: String,
}

impl CosineDecayRestartsBuilder {
    pub(crate) fn new(initial_learning_rate: f64, first_decay_steps: u64) -> Self {
        Self {
            initial_learning_rate,
            first_decay_steps,
            t_mul: 2.0,
            m_mul: 1.0,
            alpha: 0.0,
            name: String::from("SGDRDecay"),
        }
    }

    /// How many times longer each cycle is than the one before; finite and above 0, 2 unless set.
    ///
    /// It stands for the simplest fraction that rounds to the given double, so 1.1 is 11/10. Below 1 the cycles shrink,
    /// and from the first one on that would be shorter than a step the rate stays at the floor.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, ScheduleExt};
    ///
    /// let schedule = CosineDecayRestarts::builder(0.1, 10).t_mul(1.1).build()?;
    /// assert_eq!(schedule.restarts().take(2).collect::<Vec<_>>(), [10, 21]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn t_mul(mut self, t_mul: f64) -> Self {
        self.t_mul = t_mul;
        self
    }

    /// How many times higher each cycle rises above the floor than the one before; finite and at least 0, 1 unless set.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
    ///
    /// let schedule = CosineDecayRestarts::builder(0.1, 10).m_mul(0.5).build()?;
    /// assert_eq!(schedule.at(10), 0.05);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn m_mul(mut self, m_mul: f64) -> Self {
        self.m_mul = m_mul;
        self
    }

    /// The floor as a fraction of `initial_learning_rate`; between 0 and 1, 0 unless set.
    ///
    /// ```
    /// use sgdr::CosineDecayRestarts;
    ///
    /// let schedule = CosineDecayRestarts::builder(0.5, 10).alpha(0.25).build()?;
    /// assert_eq!(schedule.cycle_at(0).floor, 0.125);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn alpha(mut self, alpha: f64) -> Self {
        self.alpha = alpha;
        self
    }

    /// A name to carry along, `"SGDRDecay"` unless set.
    ///
    /// ```
    /// use sgdr::CosineDecayRestarts;
    ///
    /// assert_eq!(CosineDecayRestarts::new(0.1, 10)?.name(), "SGDRDecay");
    /// assert_eq!(CosineDecayRestarts::builder(0.1, 10).name("mine").build()?.name(), "mine");
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
    /// use sgdr::{CosineDecayRestarts, Error};
    ///
    /// let error = CosineDecayRestarts::builder(0.1, 10).t_mul(-1.0).build().unwrap_err();
    /// assert_eq!(error, Error::TMul(-1.0));
    /// ```
    pub fn build(self) -> Result<CosineDecayRestarts, Error> {
        not_negative(self.initial_learning_rate, Error::InitialLearningRate)?;
        at_least_one(self.first_decay_steps, Error::FirstDecaySteps)?;
        above_zero(self.t_mul, Error::TMul)?;
        not_negative(self.m_mul, Error::MMul)?;
        fraction(self.alpha, Error::Alpha)?;
        Ok(CosineDecayRestarts::from_valid(self))
    }
}
