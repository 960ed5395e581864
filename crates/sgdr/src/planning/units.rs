//! Epochs, samples, tokens and micro-batches as optimizer steps.

use crate::Error;
use crate::error::too_many;
use crate::parameters::Rule::AtLeastOne;

/// How much training an optimizer step is: turns epochs, samples, tokens and micro-batches into steps, in integers.
///
/// A step is one update of the weights: `accumulate` micro-batches of `batch_size` samples on each of `processes` processes.
/// Schedules count steps, so 10 cycles planned in epochs stay 10 cycles with gradient accumulation and on any number of
/// processes.
///
/// ```text
/// samples_per_step = batch_size * accumulate * processes
/// steps_per_epoch  = ((dataset_size / processes) / batch_size) / accumulate
/// ```
///
/// each division rounded up: what is left over at the end of an epoch makes a smaller batch, or a step of fewer
/// micro-batches, as with PyTorch's `DataLoader` and Accelerate. With `drop_last` the first two are rounded down.
///
/// | parameter | meaning | range | default |
/// |---|---|---|---|
/// | `dataset_size` | samples in an epoch | >= 1 | |
/// | `batch_size` | samples in a micro-batch on one process | >= 1 | |
/// | `accumulate` | micro-batches whose gradients are added up for a step | >= 1 | 1 |
/// | `processes` | processes that train together | >= 1 | 1 |
/// | `drop_last` | whether an incomplete last batch of an epoch is left out | | false |
///
/// ```
/// use sgdr::{CosineDecayRestarts, Units};
///
/// let units = Units::builder(50_000, 32).accumulate(2).processes(4).build()?;
/// assert_eq!((units.samples_per_step(), units.steps_per_epoch()), (256, 196));
/// let schedule = CosineDecayRestarts::builder(0.1, units.epochs(10)?).t_mul(1.0).build()?;
/// assert_eq!(schedule.cycle_at(units.epochs(100)? - 1).index, 9); // 100 epochs are 10 cycles
/// # Ok::<(), sgdr::Error>(())
/// ```
///
/// Two trainers do not count updates. [`for_accelerate`](Self::for_accelerate) and [`for_keras`](Self::for_keras) give the
/// same training in their steps.
///
/// With the feature `serde` the parameters are what is written, and they are checked when they are read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(into = "UnitsBuilder", try_from = "UnitsBuilder")
)]
pub struct Units {
    parameters: UnitsBuilder,
    /// Of an epoch, on each process.
    micro_batches: u64,
}

impl Units {
    /// Starts from the size of the dataset and of a batch.
    ///
    /// ```
    /// assert_eq!(sgdr::Units::builder(1000, 10).build()?.steps_per_epoch(), 100);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn builder(dataset_size: u64, batch_size: u64) -> UnitsBuilder {
        UnitsBuilder::new(dataset_size, batch_size)
    }

    /// The parameters of these units, to make others with some of them changed; these count for the same trainer.
    ///
    /// ```
    /// let units = sgdr::Units::builder(1000, 10).accumulate(4).build()?;
    /// assert_eq!(units.to_builder().processes(2).build()?.samples_per_step(), 80);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn to_builder(&self) -> UnitsBuilder {
        self.parameters.clone()
    }

    /// The same training in the steps of Hugging Face Accelerate, for a scheduler that `accelerator.prepare` has wrapped.
    ///
    /// Accelerate steps such a scheduler `processes` times after each update, so the run has `processes` times as many steps.
    /// With `split_batches=True` or `step_scheduler_with_optimizer=False` it is stepped once, and plain units are right.
    ///
    /// ```
    /// let units = sgdr::Units::builder(1280, 8).processes(4).build()?;
    /// assert_eq!((units.epochs(1)?, units.for_accelerate().epochs(1)?), (40, 160));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    #[must_use]
    pub fn for_accelerate(&self) -> Self {
        self.counted_by(Counter::Accelerate)
    }

    /// The same training in the steps of Keras, for an optimizer with `gradient_accumulation_steps`.
    ///
    /// Keras asks a schedule for micro-batches, not for updates (`optimizer.iterations` counts updates), so the run has
    /// `accumulate` times as many steps. `accumulate` is Keras' `gradient_accumulation_steps`; without it, plain units give the
    /// same.
    ///
    /// ```
    /// let units = sgdr::Units::builder(32, 1).accumulate(4).build()?;
    /// assert_eq!((units.epochs(1)?, units.for_keras().epochs(1)?), (8, 32));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    #[must_use]
    pub fn for_keras(&self) -> Self {
        self.counted_by(Counter::Keras)
    }

    fn counted_by(&self, counter: Counter) -> Self {
        Self { parameters: UnitsBuilder { counter, ..self.parameters.clone() }, micro_batches: self.micro_batches }
    }

    /// The samples in an epoch.
    ///
    /// ```
    /// assert_eq!(sgdr::Units::builder(1000, 10).build()?.dataset_size(), 1000);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn dataset_size(&self) -> u64 {
        self.parameters.dataset_size
    }

    /// The samples of a whole step, over all processes; for Accelerate, of one of the steps that an update counts as.
    ///
    /// ```
    /// assert_eq!(sgdr::Units::builder(1000, 10).accumulate(4).build()?.samples_per_step(), 40);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn samples_per_step(&self) -> u64 {
        // Whole: the steps of a count are 1, or the number of processes.
        self.samples_per_count() / self.steps_per_count()
    }

    /// The steps of an epoch.
    ///
    /// ```
    /// assert_eq!(sgdr::Units::builder(1001, 10).build()?.steps_per_epoch(), 101);
    /// assert_eq!(sgdr::Units::builder(1001, 10).drop_last(true).build()?.steps_per_epoch(), 100);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn steps_per_epoch(&self) -> u64 {
        self.micro_batches.div_ceil(self.micro_batches_per_count()) * self.steps_per_count()
    }

    /// The number of steps in a number of epochs.
    ///
    /// # Errors
    /// [`Error`] if these are more than 2^64 - 1.
    ///
    /// ```
    /// assert_eq!(sgdr::Units::builder(1000, 10).build()?.epochs(90)?, 9000);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn epochs(&self, epochs: u64) -> Result<u64, Error> {
        self.steps_per_epoch().checked_mul(epochs).ok_or_else(|| too_many("epochs", epochs))
    }

    /// The number of steps in a number of samples.
    ///
    /// # Errors
    /// [`Error`] unless the samples of a step divide them.
    ///
    /// ```
    /// use sgdr::Units;
    ///
    /// let units = Units::builder(1000, 10).accumulate(4).build()?;
    /// assert_eq!(units.samples(4000)?, 100);
    /// assert_eq!(
    ///     units.samples(4001).unwrap_err().to_string(),
    ///     "samples must be a whole number of steps of 40 samples, such as 4000 or 4040 (received 4001)"
    /// );
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn samples(&self, samples: u64) -> Result<u64, Error> {
        self.steps("samples", samples, self.samples_per_count())
    }

    /// The number of steps in a number of micro-batches of one process.
    ///
    /// # Errors
    /// [`Error`] unless the micro-batches of a step divide them.
    ///
    /// ```
    /// assert_eq!(sgdr::Units::builder(1000, 10).accumulate(4).build()?.micro_batches(400)?, 100);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn micro_batches(&self, micro_batches: u64) -> Result<u64, Error> {
        self.steps("micro-batches", micro_batches, self.micro_batches_per_count())
    }

    /// The number of steps in a number of tokens, where each sample has `tokens_per_sample`.
    ///
    /// # Errors
    /// [`Error`] unless the tokens of a step divide them, or if one step has more than 2^64 - 1.
    ///
    /// ```
    /// assert_eq!(sgdr::Units::builder(1_000_000, 8).processes(4).build()?.tokens(65_536_000, 2048)?, 1000);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn tokens(&self, tokens: u64, tokens_per_sample: u64) -> Result<u64, Error> {
        let per_step = self.samples_per_count().checked_mul(tokens_per_sample);
        let per_step = per_step.ok_or_else(|| too_many("tokens of a step", tokens_per_sample))?;
        self.steps("tokens", tokens, per_step.max(1))
    }

    /// The micro-batches on each process after which the trainer counts.
    fn micro_batches_per_count(&self) -> u64 {
        match self.parameters.counter {
            Counter::Updates | Counter::Accelerate => self.parameters.accumulate,
            Counter::Keras => 1,
        }
    }

    /// The steps that it then adds.
    fn steps_per_count(&self) -> u64 {
        match self.parameters.counter {
            Counter::Updates | Counter::Keras => 1,
            Counter::Accelerate => self.parameters.processes,
        }
    }

    /// The samples, over all processes, after which it counts.
    fn samples_per_count(&self) -> u64 {
        self.parameters.batch_size * self.parameters.processes * self.micro_batches_per_count()
    }

    /// The steps that an amount is, where the trainer counts after each `per_count` of it.
    fn steps(&self, unit: &'static str, amount: u64, per_count: u64) -> Result<u64, Error> {
        let steps = whole(unit, amount, per_count)?.checked_mul(self.steps_per_count());
        steps.ok_or_else(|| too_many(unit, amount))
    }
}

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
    dataset_size: u64,
    batch_size: u64,
    #[cfg_attr(feature = "serde", serde(default = "one"))]
    accumulate: u64,
    #[cfg_attr(feature = "serde", serde(default = "one"))]
    processes: u64,
    #[cfg_attr(feature = "serde", serde(default))]
    drop_last: bool,
    #[cfg_attr(feature = "serde", serde(default))]
    counter: Counter,
}

/// What a trainer counts as steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
enum Counter {
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
    fn new(dataset_size: u64, batch_size: u64) -> Self {
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

#[cfg(feature = "serde")]
impl From<Units> for UnitsBuilder {
    fn from(units: Units) -> Self {
        units.parameters
    }
}

#[cfg(feature = "serde")]
impl TryFrom<UnitsBuilder> for Units {
    type Error = Error;

    fn try_from(builder: UnitsBuilder) -> Result<Self, Error> {
        builder.build()
    }
}

fn whole(unit: &'static str, amount: u64, per_step: u64) -> Result<u64, Error> {
    let over = amount % per_step;
    if over == 0 {
        return Ok(amount / per_step);
    }
    let below = amount - over;
    let above = below.saturating_add(per_step);
    let rule = alloc::format!("must be a whole number of steps of {per_step} {unit}, such as {below} or {above}");
    Err(Error::new(unit, rule, amount))
}
