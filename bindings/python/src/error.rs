//! Errors of the core as Python's, worded as Keras words its own.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

/// An invalid parameter: "Argument `alpha` must be between 0 and 1. Received: alpha=2".
pub(crate) fn value_error(error: sgdr::Error) -> PyErr {
    let (name, rule, received) = (error.parameter(), error.rule(), error.received());
    let place = error.index().map_or_else(String::new, |index| format!(", at index {index}"));
    PyValueError::new_err(format!("Argument `{name}` {rule}. Received: {name}={received}{place}"))
}

/// An invalid config of Keras.
pub(crate) fn config_error(error: sgdr::keras::Error) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// A value that violates a rule.
pub(crate) fn broken(name: &str, rule: &str, value: &Bound<'_, PyAny>) -> PyErr {
    PyValueError::new_err(format!("Argument `{name}` {rule}. Received: {name}={}", shown(value)))
}

/// A value of an invalid type.
pub(crate) fn wrong_type(name: &str, rule: &str, value: &Bound<'_, PyAny>) -> PyErr {
    let text = format!("Argument `{name}` {rule}. Received: {name}={} (of type {})", shown(value), value.get_type());
    PyTypeError::new_err(text)
}

/// A value as a message repeats it, shortened.
fn shown(value: &Bound<'_, PyAny>) -> String {
    const MOST: usize = 60;
    let text = value.repr().map_or_else(|_| String::from("?"), |text| text.to_string());
    let start: String = text.chars().take(MOST).collect();
    if start.len() < text.len() { format!("{start}...") } else { text }
}
