//! The parameters, one by one.

use crate::error::too_many;
use crate::parameters::Rule::AtLeastOne;
use crate::{Error, Units};

/// Collects what a step consists of; made by [`Units::builder`].
///
/// ```
/// use sgdr::Units;
///
/// let units = Units::builder(50_000, 32).accumulate(2).processes(4).drop_last(true).build()?;
/// assert_eq!(units.steps_per_epoch(), 195);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(deny_unknown_fields))]
#[must_use = "a builder makes units by `build`"]
pub struct UnitsBuilder {
    pub(super) dataset_size: u64,
    pub(super) batch_size: u64,
    #[cfg_attr(feature = "serde", serde(default = "one"))]
    pub(super) accumulate: u64,
    #[cfg_attr(feature = "serde", serde(default = "one"))]
    pub(super) processes: u64,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(super) drop_last: bool,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(super) counter: Counter,
}

/// What a trainer counts as steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub(super) enum Counter {
    #[default]
    Updates,
    /// As many steps after each update as there are processes.
    Accelerate,
    /// Micro-batches.
    Keras,
}

#[cfg(feature = "serde")]
fn one() -> u64 {
    1
}

impl UnitsBuilder {
    pub(super) fn new(dataset_size: u64, batch_size: u64) -> Self {
        Self { dataset_size, batch_size, accumulate: 1, processes: 1, drop_last: false, counter: Counter::default() }
    }

    /// How many micro-batches' gradients are added up for a step; at least 1, 1 unless set.
    ///
    /// ```
    /// assert_eq!(sgdr::Units::builder(1000, 10).accumulate(4).build()?.steps_per_epoch(), 25);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn accumulate(mut self, accumulate: u64) -> Self {
        self.accumulate = accumulate;
        self
    }

    /// How many processes train together, each on its part of the dataset; at least 1, 1 unless set.
    ///
    /// ```
    /// assert_eq!(sgdr::Units::builder(1000, 10).processes(4).build()?.steps_per_epoch(), 25);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn processes(mut self, processes: u64) -> Self {
        self.processes = processes;
        self
    }

    /// Whether an incomplete last batch of an epoch is left out; false unless set.
    ///
    /// ```
    /// assert_eq!(sgdr::Units::builder(1009, 10).drop_last(true).build()?.steps_per_epoch(), 100);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn drop_last(mut self, drop_last: bool) -> Self {
        self.drop_last = drop_last;
        self
    }

    /// Checks the parameters.
    ///
    /// # Errors
    /// [`Error`] for a parameter that is 0, if a step has more than 2^64 - 1 samples, if the processes make more than 2^64 - 1
    /// steps in an epoch together, and if `drop_last` leaves no step in an epoch.
    ///
    /// ```
    /// use sgdr::{Error, Units};
    ///
    /// assert_eq!(Units::builder(1000, 0).build().unwrap_err().parameter(), "batch_size");
    /// assert_eq!(Units::builder(9, 10).drop_last(true).build().unwrap_err().parameter(), "steps_per_epoch");
    /// ```
    pub fn build(self) -> Result<Units, Error> {
        let Self { dataset_size, batch_size, accumulate, processes, drop_last, .. } = self;
        AtLeastOne.count("dataset_size", dataset_size)?;
        AtLeastOne.count("batch_size", batch_size)?;
        AtLeastOne.count("accumulate", accumulate)?;
        AtLeastOne.count("processes", processes)?;
        let samples_per_step = batch_size.checked_mul(accumulate).and_then(|samples| samples.checked_mul(processes));
        samples_per_step.ok_or_else(|| too_many("samples of a step", batch_size))?;
        let part = |whole: u64, by: u64| if drop_last { whole / by } else { whole.div_ceil(by) };
        let micro_batches = part(part(dataset_size, processes), batch_size);
        AtLeastOne.count("steps_per_epoch", micro_batches)?;
        // Then every counter's steps fit: see `Units::for_accelerate`.
        let steps = micro_batches.div_ceil(accumulate).checked_mul(processes);
        steps.ok_or_else(|| too_many("steps of an epoch", dataset_size))?;
        Ok(Units { parameters: self, micro_batches })
    }
}
