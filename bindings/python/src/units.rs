//! Epochs, samples, tokens and micro-batches as optimizer steps.

use pyo3::prelude::*;

use crate::argument::whole;
use crate::error::value_error;

/// The amount of training in an optimizer step: converts epochs, samples, tokens and micro-batches to steps, in integers.
///
/// Args:
///     dataset_size: Samples in an epoch.
///     batch_size: Samples in a micro-batch on one process.
///     accumulate: Micro-batches whose gradients are added up for a step.
///     processes: Processes that train together.
///     drop_last: Whether an incomplete last batch of an epoch is left out.
///
/// Two trainers do not count updates: for a scheduler that `accelerator.prepare` has wrapped take `units.for_accelerate()`,
/// for a Keras optimizer with `gradient_accumulation_steps` take `units.for_keras()`.
///
/// Example:
///
/// >>> units = Units(50_000, 32, accumulate=2, processes=4)
/// >>> units.samples_per_step, units.steps_per_epoch, units.epochs(10)
/// (256, 196, 1960)
#[pyclass(frozen, eq, module = "sgdr")]
#[derive(PartialEq, Eq)]
pub(crate) struct Units(sgdr::Units);

#[pymethods]
impl Units {
    #[new]
    #[pyo3(signature = (dataset_size, batch_size, accumulate=None, processes=None, drop_last=false))]
    #[pyo3(text_signature = "(dataset_size, batch_size, accumulate=1, processes=1, drop_last=False)")]
    fn new(
        dataset_size: &Bound<'_, PyAny>,
        batch_size: &Bound<'_, PyAny>,
        accumulate: Option<&Bound<'_, PyAny>>,
        processes: Option<&Bound<'_, PyAny>>,
        drop_last: bool,
    ) -> PyResult<Self> {
        let one_or = |name, value: Option<&Bound<'_, PyAny>>| value.map_or(Ok(1), |value| whole(name, value));
        let builder = sgdr::Units::builder(whole("dataset_size", dataset_size)?, whole("batch_size", batch_size)?)
            .accumulate(one_or("accumulate", accumulate)?)
            .processes(one_or("processes", processes)?)
            .drop_last(drop_last);
        builder.build().map(Self).map_err(value_error)
    }

    /// The same training in the steps of Hugging Face Accelerate, for a scheduler that `accelerator.prepare` has wrapped.
    ///
    /// Accelerate steps such a scheduler `processes` times after each update, so the run has `processes` times as many
    /// steps. With `split_batches=True` or `step_scheduler_with_optimizer=False` it is stepped once, and plain units are
    /// right.
    ///
    /// Example:
    ///
    /// >>> units = Units(1280, 8, processes=4)
    /// >>> units.epochs(1), units.for_accelerate().epochs(1)
    /// (40, 160)
    fn for_accelerate(&self) -> Self {
        Self(self.0.for_accelerate())
    }

    /// The same training in the steps of Keras, for an optimizer with `gradient_accumulation_steps`.
    ///
    /// Keras evaluates a schedule once per micro-batch, not per update (`optimizer.iterations` counts updates), so the run has
    /// `accumulate` times as many steps. `accumulate` is Keras' `gradient_accumulation_steps`; without it, plain units give
    /// the same.
    ///
    /// Example:
    ///
    /// >>> units = Units(32, 1, accumulate=4)
    /// >>> units.epochs(1), units.for_keras().epochs(1)
    /// (8, 32)
    fn for_keras(&self) -> Self {
        Self(self.0.for_keras())
    }

    /// The samples of a step, over all processes; for Accelerate, of one of the steps that it counts for an update.
    #[getter]
    fn samples_per_step(&self) -> u64 {
        self.0.samples_per_step()
    }

    /// The steps of an epoch.
    #[getter]
    fn steps_per_epoch(&self) -> u64 {
        self.0.steps_per_epoch()
    }

    /// The steps of a number of epochs.
    fn epochs(&self, epochs: &Bound<'_, PyAny>) -> PyResult<u64> {
        self.0.epochs(whole("epochs", epochs)?).map_err(value_error)
    }

    /// The steps of a number of samples.
    fn samples(&self, samples: &Bound<'_, PyAny>) -> PyResult<u64> {
        self.0.samples(whole("samples", samples)?).map_err(value_error)
    }

    /// The steps of a number of micro-batches on each process.
    fn micro_batches(&self, micro_batches: &Bound<'_, PyAny>) -> PyResult<u64> {
        self.0.micro_batches(whole("micro_batches", micro_batches)?).map_err(value_error)
    }

    /// The steps of a number of tokens.
    fn tokens(&self, tokens: &Bound<'_, PyAny>, tokens_per_sample: &Bound<'_, PyAny>) -> PyResult<u64> {
        let steps = self.0.tokens(whole("tokens", tokens)?, whole("tokens_per_sample", tokens_per_sample)?);
        steps.map_err(value_error)
    }
}
