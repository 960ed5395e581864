//! Arguments of constructors: numbers, and whole numbers of steps.

use std::convert::Infallible;

use pyo3::prelude::*;
use pyo3::types::PyBool;

use crate::error::{broken, wrong_type};

/// 2^64: every double below it that is whole is a `u64`.
const END: f64 = 18_446_744_073_709_551_616.0;

/// An optional argument, which is read where its name is known, so that errors can name it.
pub(crate) enum Argument<'py> {
    /// Left out.
    Default,
    Given(Bound<'py, PyAny>),
}

impl<'py> FromPyObject<'_, 'py> for Argument<'py> {
    type Error = Infallible;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> Result<Self, Infallible> {
        Ok(Self::Given(object.to_owned()))
    }
}

impl<'py> Argument<'py> {
    pub(crate) fn given(&self) -> Option<&Bound<'py, PyAny>> {
        match self {
            Self::Default => None,
            Self::Given(value) => Some(value),
        }
    }

    /// A number, or a default.
    pub(crate) fn number_or(&self, default: f64, name: &str) -> PyResult<f64> {
        self.given().map_or(Ok(default), |value| number(name, value))
    }
}

/// Whether a value is a bool, of Python or of NumPy, whose own were integers up to version 2.2.
pub(crate) fn is_bool(value: &Bound<'_, PyAny>) -> bool {
    let kind = value.getattr("dtype").and_then(|dtype| dtype.getattr("kind"));
    value.is_instance_of::<PyBool>() || kind.is_ok_and(|kind| kind.eq("b").unwrap_or(false))
}

/// A number: an `int`, a `float`, or anything that converts to one.
pub(crate) fn number(name: &str, value: &Bound<'_, PyAny>) -> PyResult<f64> {
    if !is_bool(value) {
        if let Ok(number) = value.extract::<f64>() {
            // -0.0 becomes 0.0, or equal schedules would differ in their configs.
            return Ok(number + 0.0);
        }
    }
    Err(wrong_type(name, "must be a number", value))
}

/// A number, or `None`.
pub(crate) fn optional(name: &str, value: Option<&Bound<'_, PyAny>>) -> PyResult<Option<f64>> {
    value.map(|value| number(name, value)).transpose()
}

/// True or false.
pub(crate) fn flag(name: &str, value: &Bound<'_, PyAny>) -> PyResult<bool> {
    value.extract().map_err(|_| wrong_type(name, "must be True or False", value))
}

/// Text.
pub(crate) fn text(name: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    value.extract().map_err(|_| wrong_type(name, "must be text", value))
}

/// A whole number: 1000, or 1000.0.
pub(crate) fn whole(name: &str, value: &Bound<'_, PyAny>) -> PyResult<u64> {
    const RULE: &str = "must be a whole number";
    if is_bool(value) {
        return Err(wrong_type(name, RULE, value));
    }
    if let Ok(index) = value.call_method0("__index__") {
        return index.extract().or_else(|_| Err(out_of_range(name, index.lt(0)?, value)));
    }
    let number = value.extract::<f64>().map_err(|_| wrong_type(name, RULE, value))?;
    if number.fract() != 0.0 {
        return Err(broken(name, RULE, value));
    }
    if !(0.0..END).contains(&number) {
        return Err(out_of_range(name, number < 0.0, value));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and in range")]
    Ok(number as u64)
}

pub(crate) fn out_of_range(name: &str, is_negative: bool, value: &Bound<'_, PyAny>) -> PyErr {
    broken(name, if is_negative { "must be >= 0" } else { "must be <= 18446744073709551615" }, value)
}

/// Several of them.
pub(crate) fn each<'py, V>(
    name: &str,
    values: &Bound<'py, PyAny>,
    read: impl Fn(&str, &Bound<'py, PyAny>) -> PyResult<V>,
) -> PyResult<Vec<V>> {
    let values = values.try_iter().map_err(|_| wrong_type(name, "must be a sequence", values))?;
    values.map(|value| read(name, &value?)).collect()
}
