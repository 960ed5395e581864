//! The weight decay of AdamWR.

use pyo3::prelude::*;
use sgdr::{AnySchedule, keras};

use crate::argument::{number, whole};
use crate::class::class;
use crate::error::{config_error, value_error};
use crate::plans::{Inner, core, inner};
use crate::schedule::LearningRateSchedule;

class! {
    /// The normalized weight decay of AdamWR, which follows the cycles of a schedule: smaller in a longer cycle.
    ///
    ///     lambda(n) = weight_decay * sqrt(batch_size / (dataset_size * E))
    ///
    /// where E is the number of epochs in the cycle of step n.
    ///
    /// Args:
    ///     schedule: A schedule with cycles.
    ///     weight_decay: lambda_norm of the paper; finite, >= 0.
    ///     batch_size: Samples in a step.
    ///     dataset_size: Samples in an epoch.
    ///     steps_per_epoch: Steps in an epoch; see `Units`.
    ///
    /// Reference: I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization" (arXiv 1711.05101).
    NormalizedWeightDecay [weight_decay batch_size dataset_size steps_per_epoch]

    #[new]
    fn new(
        schedule: Inner<'_, '_>,
        weight_decay: &Bound<'_, PyAny>,
        batch_size: &Bound<'_, PyAny>,
        dataset_size: &Bound<'_, PyAny>,
        steps_per_epoch: &Bound<'_, PyAny>,
    ) -> PyResult<PyClassInitializer<Self>> {
        // The core makes it from `Units`, or from a config with these numbers.
        let config = keras::Config::new()
            .with_schedule("schedule", &core(schedule))
            .with("weight_decay", number("weight_decay", weight_decay)?)
            .with("batch_size", whole("batch_size", batch_size)?)
            .with("dataset_size", whole("dataset_size", dataset_size)?)
            .with("steps_per_epoch", whole("steps_per_epoch", steps_per_epoch)?)
            .to_json();
        let name = "NormalizedWeightDecay";
        let text = format!(r#"{{"class_name": "{name}", "registered_name": "sgdr>{name}", "config": {config}}}"#);
        let schedule = keras::deserialize::<AnySchedule>(&text).map_err(|error| match error.problem() {
            keras::Problem::Parameter(error) => value_error(error.clone()),
            _ => config_error(error),
        })?;
        Ok(Self::initializer(schedule))
    }

    /// The schedule whose cycles it follows.
    #[getter]
    fn schedule(slf: PyRef<'_, Self>) -> PyResult<Bound<'_, PyAny>> {
        inner(slf.py(), &slf.as_super().core)
    }
}
