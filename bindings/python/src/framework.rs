//! Errors for a framework that calls a schedule as one of its own.

use pyo3::exceptions::{PyNotImplementedError, PyTypeError};
use pyo3::prelude::*;

use crate::error::wrong_type;

/// Keras calls a learning rate that is no schedule of Keras without arguments.
pub(crate) fn without_step() -> PyErr {
    PyTypeError::new_err(
        "Argument `step` is missing. For a Keras optimizer use the class of the same name in `sgdr.keras`, or \
         `sgdr.keras.Schedule(schedule)`; for Optax `sgdr.optax.Schedule(schedule)`.",
    )
}

/// The error for a step that has no value, because it is a tensor of a graph; any other error as it is.
pub(crate) fn explained(error: PyErr, step: &Bound<'_, PyAny>) -> PyErr {
    let py = step.py();
    let is_refused = error.is_instance_of::<PyTypeError>(py) || error.is_instance_of::<PyNotImplementedError>(py);
    let module = step.get_type().module().map_or_else(|_| String::new(), |module| module.to_string());
    let rule = match module.split('.').next() {
        Some("jax") => {
            "must have a value, which it does not have inside `jax.jit`; use `sgdr.optax.Schedule(schedule)`, or \
             `sgdr.keras.Schedule(schedule)` for a Keras optimizer"
        }
        // A tensor that has a value has this method.
        Some("tensorflow" | "keras") if !step.hasattr("numpy").unwrap_or(true) => {
            "must have a value, which it does not have inside a graph; use `sgdr.keras.Schedule(schedule)`"
        }
        _ => return error,
    };
    if is_refused { wrong_type("step", rule, step) } else { error }
}
