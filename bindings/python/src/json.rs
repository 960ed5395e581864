//! Keras' objects as Python's, and as the source that makes them.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use sgdr::{AnySchedule, keras};

/// The dictionary that Keras saves of a schedule.
pub(crate) fn object<'py>(py: Python<'py>, schedule: &AnySchedule) -> PyResult<Bound<'py, PyAny>> {
    py.import("json")?.call_method1("loads", (keras::serialize(schedule),))
}

/// The config in it.
pub(crate) fn config<'py>(py: Python<'py>, schedule: &AnySchedule) -> PyResult<Bound<'py, PyAny>> {
    object(py, schedule)?.get_item("config")
}

/// Python source of a value; a schedule in it is the call that makes it.
pub(crate) fn source(value: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(values) = value.cast::<PyList>() {
        let values: Vec<_> = values.iter().map(|value| source(&value)).collect::<PyResult<_>>()?;
        return Ok(format!("[{}]", values.join(", ")));
    }
    let Ok(object) = value.cast::<PyDict>() else { return Ok(value.repr()?.to_string()) };
    let config = object.as_any().get_item("config")?;
    let argument = |(key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>)| Ok(format!("{key}={}", source(&value)?));
    let arguments: Vec<_> = config.cast::<PyDict>()?.iter().map(argument).collect::<PyResult<_>>()?;
    Ok(format!("{}({})", object.as_any().get_item("class_name")?, arguments.join(", ")))
}
