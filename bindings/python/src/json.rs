//! Keras' objects as Python's, and as the source code that makes them.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use sgdr::AnySchedule;
use sgdr::keras::{Json, Serializable as _};

/// The dictionary in which Keras saves a schedule.
pub(crate) fn object<'py>(py: Python<'py>, schedule: &AnySchedule) -> PyResult<Bound<'py, PyAny>> {
    value(py, &schedule.to_json())
}

/// The config of a schedule: its parameters by name.
pub(crate) fn config<'py>(py: Python<'py>, schedule: &AnySchedule) -> PyResult<Bound<'py, PyAny>> {
    value(py, entry(&schedule.to_json(), "config"))
}

/// One parameter of a schedule.
pub(crate) fn parameter<'py>(py: Python<'py>, schedule: &AnySchedule, name: &str) -> PyResult<Bound<'py, PyAny>> {
    value(py, entry(entry(&schedule.to_json(), "config"), name))
}

fn entry<'a>(json: &'a Json, key: &str) -> &'a Json {
    let Json::Object(entries) = json else { return &Json::Null };
    entries.iter().find(|(name, _)| name == key).map_or(&Json::Null, |(_, value)| value)
}

/// A JSON value as an object of Python.
fn value<'py>(py: Python<'py>, json: &Json) -> PyResult<Bound<'py, PyAny>> {
    Ok(match json {
        Json::Null => py.None().into_bound(py),
        Json::Bool(value) => value.into_pyobject(py)?.to_owned().into_any(),
        Json::Integer(value) => value.into_pyobject(py)?.into_any(),
        Json::Float(value) => value.into_pyobject(py)?.into_any(),
        Json::Text(text) => text.into_pyobject(py)?.into_any(),
        Json::List(values) => {
            let values: Vec<_> = values.iter().map(|json| value(py, json)).collect::<PyResult<_>>()?;
            PyList::new(py, values)?.into_any()
        }
        Json::Object(entries) => {
            let dictionary = PyDict::new(py);
            for (key, json) in entries {
                dictionary.set_item(key, value(py, json)?)?;
            }
            dictionary.into_any()
        }
    })
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
