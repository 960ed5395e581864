//! The argument `step`: one step, or an array of them.

use numpy::{Element, PyArrayDyn, PyArrayMethods, PyReadonlyArrayDyn};
use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyInt};

use crate::argument::{is_bool, out_of_range};
use crate::error::wrong_type;

const RULE: &str = "must be a number or an array of numbers";

/// One step or several.
pub(crate) enum Steps<'py> {
    One(u64),
    /// A real step, of any value.
    Real(f64),
    Many(Array<'py>),
}

/// Steps in contiguous memory, in one of the types that are read without a copy.
pub(crate) enum Array<'py> {
    I64(PyReadonlyArrayDyn<'py, i64>),
    I32(PyReadonlyArrayDyn<'py, i32>),
    U64(PyReadonlyArrayDyn<'py, u64>),
    U32(PyReadonlyArrayDyn<'py, u32>),
    F64(PyReadonlyArrayDyn<'py, f64>),
}

impl<'py> Steps<'py> {
    pub(crate) fn read(value: &Bound<'py, PyAny>) -> PyResult<Self> {
        if let Ok(step) = value.cast_exact::<PyInt>() {
            return one(step).map(Self::One);
        }
        if let Ok(step) = value.cast_exact::<PyFloat>() {
            return Ok(Self::Real(step.value()));
        }
        if is_bool(value) {
            return Err(wrong_type("step", RULE, value));
        }
        // An array of one dimension or more stays an array, even if it converts to a Python integer.
        let is_array = value.getattr("ndim").is_ok_and(|ndim| ndim.ne(0).unwrap_or(true));
        if !is_array {
            if let Ok(index) = value.call_method0("__index__") {
                return one(index.cast::<PyInt>()?).map(Self::One);
            }
        }
        Array::read(value)
    }
}

pub(crate) fn one(step: &Bound<'_, PyInt>) -> PyResult<u64> {
    step.extract().or_else(|_| Err(out_of_range("step", step.lt(0)?, step)))
}

impl<'py> Array<'py> {
    fn read(value: &Bound<'py, PyAny>) -> PyResult<Steps<'py>> {
        let py = value.py();
        let numpy = py.import("numpy")?;
        let array = numpy.call_method1("asarray", (value,))?;
        let dtype = array.getattr("dtype")?;
        let kind: String = dtype.getattr("kind")?.extract()?;
        // A type that NumPy does not know, such as bfloat16, is one of floats if it converts to float64.
        let is_real = kind == "f" || kind == "V" && numpy.call_method1("can_cast", (&dtype, "float64"))?.is_truthy()?;
        if !(kind == "i" || kind == "u" || is_real) {
            return Err(wrong_type("step", RULE, value));
        }
        if array.getattr("ndim")?.eq(0)? {
            if is_real {
                return array.call_method0("item")?.extract().map(Steps::Real);
            }
            return one(array.call_method0("item")?.cast::<PyInt>()?).map(Steps::One);
        }
        let array = numpy.call_method1("ascontiguousarray", (array,))?;
        if let Some(array) = Self::of(&array) {
            return Ok(Steps::Many(array));
        }
        let wide = match kind.as_str() {
            "u" => "uint64",
            "i" => "int64",
            _ => "float64",
        };
        let array = numpy.call_method1("ascontiguousarray", (array, wide))?;
        Self::of(&array).map(Steps::Many).ok_or_else(|| wrong_type("step", RULE, value))
    }

    fn of(array: &Bound<'py, PyAny>) -> Option<Self> {
        fn cast<'py, S: Element>(array: &Bound<'py, PyAny>) -> Option<PyReadonlyArrayDyn<'py, S>> {
            array.cast::<PyArrayDyn<S>>().ok().map(PyArrayMethods::readonly)
        }
        cast(array)
            .map(Self::I64)
            .or_else(|| cast(array).map(Self::I32))
            .or_else(|| cast(array).map(Self::U64))
            .or_else(|| cast(array).map(Self::U32))
            .or_else(|| cast(array).map(Self::F64))
    }
}
