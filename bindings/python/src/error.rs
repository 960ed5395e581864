//! Errors of the core as Python's, worded as Keras words its own.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

/// What the core says of a parameter: "Argument `alpha` must be between 0 and 1. Received: alpha=2".
pub(crate) fn value_error(error: sgdr::Error) -> PyErr {
    let (name, text) = (error.parameter(), error.to_string());
    let parts =
        text.strip_prefix(name).and_then(|rest| rest.strip_suffix(')')).and_then(|rest| rest.split_once(" (received "));
    match parts {
        Some((rule, received)) => {
            PyValueError::new_err(format!("Argument `{name}`{rule}. Received: {name}={received}"))
        }
        None => PyValueError::new_err(text),
    }
}

/// What the core says of a text of Keras.
pub(crate) fn text_error(error: sgdr::keras::Error) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// A value that breaks a rule.
pub(crate) fn broken(name: &str, rule: &str, value: &Bound<'_, PyAny>) -> PyErr {
    PyValueError::new_err(format!("Argument `{name}` {rule}. Received: {name}={}", shown(value)))
}

/// A value of a type that cannot be.
pub(crate) fn wrong_type(name: &str, rule: &str, value: &Bound<'_, PyAny>) -> PyErr {
    let text = format!("Argument `{name}` {rule}. Received: {name}={} (of type {})", shown(value), value.get_type());
    PyTypeError::new_err(text)
}

/// A value as a message may repeat it: not endless.
fn shown(value: &Bound<'_, PyAny>) -> String {
    const MOST: usize = 60;
    let text = value.repr().map_or_else(|_| String::from("?"), |text| text.to_string());
    let start: String = text.chars().take(MOST).collect();
    if start.len() < text.len() { format!("{start}...") } else { text }
}
