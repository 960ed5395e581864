//! The types of rates, by the names that NumPy gives them.

use half::{bf16, f16};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;
use sgdr::Rate;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dtype {
    F64,
    F32,
    F16,
    Bf16,
}

impl Dtype {
    /// Reads a name, or what NumPy takes for a type.
    pub(crate) fn read(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let name = match value.cast::<PyString>() {
            Ok(name) => name.to_string(),
            Err(_) => value.py().import("numpy")?.getattr("dtype")?.call1((value,))?.getattr("name")?.extract()?,
        };
        match name.as_str() {
            "float64" => Ok(Self::F64),
            "float32" => Ok(Self::F32),
            "float16" => Ok(Self::F16),
            "bfloat16" => Ok(Self::Bf16),
            _ => {
                let rule = "must be one of \"float64\", \"float32\", \"float16\", \"bfloat16\"";
                Err(PyValueError::new_err(format!("Argument `dtype` {rule}. Received: dtype={name:?}")))
            }
        }
    }

    /// A rate as a NumPy number of the type, rounded once.
    pub(crate) fn scalar<'py>(self, py: Python<'py>, rate: f64) -> PyResult<Bound<'py, PyAny>> {
        // Rounded here: the constructor of ml_dtypes rounds twice, by way of float32.
        let (module, name, rate) = match self {
            Self::F64 => ("numpy", f64::DTYPE, rate),
            Self::F32 => ("numpy", f32::DTYPE, f32::from_f64(rate).to_f64()),
            Self::F16 => ("numpy", f16::DTYPE, Rate::to_f64(<f16 as Rate>::from_f64(rate))),
            Self::Bf16 => ("ml_dtypes", bf16::DTYPE, Rate::to_f64(<bf16 as Rate>::from_f64(rate))),
        };
        py.import(module)?.getattr(name)?.call1((rate,))
    }
}
