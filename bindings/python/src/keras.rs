//! The objects in which Keras saves schedules.

use pyo3::prelude::*;
use pyo3::types::{IntoPyDict as _, PyDict, PyList, PyString};
use sgdr::AnySchedule;
use sgdr::keras;

use crate::error::{config_error, wrong_type};
use crate::json;
use crate::schedule::{LearningRateSchedule, wrap};

/// The dictionary in which Keras saves a schedule; the same as `keras.optimizers.schedules.serialize` makes.
///
/// Args:
///     schedule: A schedule.
///
/// Example:
///
/// >>> serialize(CosineDecayRestarts(0.1, 1000))["class_name"]
/// 'CosineDecayRestarts'
#[pyfunction]
pub(crate) fn serialize<'py>(
    py: Python<'py>,
    schedule: &Bound<'py, LearningRateSchedule>,
) -> PyResult<Bound<'py, PyAny>> {
    json::object(py, &schedule.get().core)
}

/// The schedule in a dictionary or a JSON text: one that Keras or `serialize` made, or an optimizer's or a model's with a
/// schedule in it.
///
/// A key "dtype", which the command `sgdr` writes, is checked and otherwise not used: the caller chooses the type of the
/// rates.
///
/// Args:
///     config: The dictionary, or its text.
///
/// Example:
///
/// >>> deserialize(serialize(CosineDecayRestarts(0.1, 1000)))
/// CosineDecayRestarts(initial_learning_rate=0.1, first_decay_steps=1000, t_mul=2.0, m_mul=1.0, alpha=0.0, name='SGDRDecay')
#[pyfunction]
pub(crate) fn deserialize<'py>(config: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = config.py();
    let text: String = match config.cast::<PyString>() {
        Ok(text) => text.extract()?,
        Err(_) => {
            let default = [("default", wrap_pyfunction!(plain, py)?)].into_py_dict(py)?;
            py.import("json")?.call_method("dumps", (config,), Some(&default))?.extract()?
        }
    };
    let schedule: AnySchedule = keras::deserialize(&text).map_err(config_error)?;
    wrap(py, schedule)
}

/// A number or an array of NumPy or of a framework as numbers of Python.
#[pyfunction]
fn plain<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let numbers = value.call_method0("tolist").or_else(|_| value.call_method0("numpy")?.call_method0("tolist"));
    numbers.map_err(|_| wrong_type("config", "must consist of numbers, texts, lists and dictionaries", value))
}

/// A value of a config as an argument: the schedules in it made, all else as it is.
pub(crate) fn argument<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    if value.is_instance_of::<PyDict>() {
        return deserialize(value);
    }
    match value.cast::<PyList>() {
        Ok(values) => {
            let values: Vec<_> = values.iter().map(|value| argument(&value)).collect::<PyResult<_>>()?;
            Ok(PyList::new(value.py(), values)?.into_any())
        }
        Err(_) => Ok(value.clone()),
    }
}
