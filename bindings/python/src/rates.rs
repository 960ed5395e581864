//! Rates for steps: a float for one, an array for an array.

use half::{bf16, f16};
use numpy::{Element, PyArrayDyn, PyArrayMethods, PyReadonlyArrayDyn, PyUntypedArrayMethods};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use sgdr::{AnySchedule, LearningRateSchedule as _, Rate, ScheduleExt as _};

use crate::dtype::Dtype;
use crate::error::value_error;
use crate::steps::{Array, Steps};

/// The number of steps processed together. They stay in a cache until their rates are written, and a run of them is long
/// enough to be worth a call of `fill`.
const CHUNK: usize = 65_536;

/// From this number of rates on, other threads may run meanwhile.
const BIG: usize = 4096;

/// The rates of one step or several.
pub(crate) fn rates<'py>(
    schedule: &AnySchedule,
    step: &Bound<'py, PyAny>,
    dtype: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = step.py();
    let dtype = dtype.map(Dtype::read).transpose()?;
    let steps = match Steps::read(step)? {
        Steps::One(step) => return one(py, schedule.at(step), dtype),
        Steps::Real(step) => return one(py, schedule.at_real(step).map_err(value_error)?, dtype),
        Steps::Many(steps) => steps,
    };
    match dtype {
        None | Some(Dtype::F64) => many(py, &Filling { schedule, fill: AnySchedule::fill }, &steps),
        Some(Dtype::F32) => many(py, &Filling { schedule, fill: AnySchedule::fill_as::<f32> }, &steps),
        Some(Dtype::F16) => many(py, &Filling { schedule, fill: AnySchedule::fill_as::<f16> }, &steps),
        Some(Dtype::Bf16) => {
            // NumPy has this type from there.
            py.import("ml_dtypes")?;
            many(py, &Filling { schedule, fill: AnySchedule::fill_as::<bf16> }, &steps)
        }
    }
}

/// A schedule, and how it fills an array of a type with the rates of a run of steps.
struct Filling<'a, T> {
    schedule: &'a AnySchedule,
    fill: fn(&AnySchedule, u64, &mut [T]),
}

/// A rate: a float, or a NumPy number if the caller gave a type.
fn one(py: Python<'_>, rate: f64, dtype: Option<Dtype>) -> PyResult<Bound<'_, PyAny>> {
    match dtype {
        Some(dtype) => dtype.scalar(py, rate),
        None => Ok(rate.into_pyobject(py)?.into_any()),
    }
}

fn many<'py, T: Rate + Element>(
    py: Python<'py>,
    filling: &Filling<'_, T>,
    steps: &Array<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    match steps {
        Array::I64(steps) => filled(py, filling, steps),
        Array::I32(steps) => filled(py, filling, steps),
        Array::U64(steps) => filled(py, filling, steps),
        Array::U32(steps) => filled(py, filling, steps),
        Array::F64(steps) => filled(py, filling, steps),
    }
}

/// An array of the same shape as that of the steps, with their rates.
fn filled<'py, T: Rate + Element, S: Step>(
    py: Python<'py>,
    filling: &Filling<'_, T>,
    steps: &PyReadonlyArrayDyn<'py, S>,
) -> PyResult<Bound<'py, PyAny>> {
    // NumPy's own, which leaves out the zeros.
    let array = py.import("numpy")?.call_method1("empty", (PyTuple::new(py, steps.shape())?, T::get_dtype(py)))?;
    let array = array.cast_into::<PyArrayDyn<T>>()?;
    {
        let mut rates = array.readwrite();
        let (steps, rates) = (steps.as_slice()?, rates.as_slice_mut()?);
        let mut write = || {
            let chunks = steps.chunks(CHUNK).zip(rates.chunks_mut(CHUNK));
            chunks.enumerate().try_for_each(|(index, (steps, rates))| {
                write(filling, steps, rates).map_err(|offset| index * CHUNK + offset)
            })
        };
        let written = if steps.len() >= BIG { py.detach(write) } else { write() };
        written.map_err(|index| {
            let (rule, step) = (S::RULE, steps[index]);
            PyValueError::new_err(format!("Argument `step` {rule}. Received: step={step} at index {index}"))
        })?;
    }
    Ok(array.into_any())
}

/// Writes the rates of some steps; the error is the index of what is no step.
fn write<T: Rate, S: Step>(filling: &Filling<'_, T>, steps: &[S], rates: &mut [T]) -> Result<(), usize> {
    if let Some(first) = first_of_run(steps) {
        (filling.fill)(filling.schedule, first, rates);
        return Ok(());
    }
    for (index, (step, rate)) in steps.iter().zip(rates).enumerate() {
        *rate = T::from_f64(step.rate(filling.schedule).ok_or(index)?);
    }
    Ok(())
}

/// The first step if each one is the next one of the one before.
fn first_of_run<S: Step>(steps: &[S]) -> Option<u64> {
    let first = steps.first()?.get()?;
    steps.last()?.get()?.checked_sub(first).filter(|&count| count == steps.len() as u64 - 1)?;
    S::count_by_one(steps).then_some(first)
}

/// A step in one of the types of NumPy.
trait Step: Element + Copy + std::fmt::Display {
    /// What a step must be.
    const RULE: &'static str = "must be >= 0";
    /// None where it is no whole step.
    fn get(self) -> Option<u64>;
    /// The rate of the step, if it is one.
    fn rate(self, schedule: &AnySchedule) -> Option<f64> {
        self.get().map(|step| schedule.at(step))
    }
    /// Whether each is one more than the one before. After the largest number comes the smallest.
    fn count_by_one(steps: &[Self]) -> bool;
}

macro_rules! step {
    ($($int:ident)*) => {$(
        impl Step for $int {
            fn get(self) -> Option<u64> {
                u64::try_from(self).ok()
            }

            fn count_by_one(steps: &[Self]) -> bool {
                // Without a branch, so that many are compared at once.
                let pairs = steps.iter().zip(steps.get(1..).unwrap_or_default());
                pairs.fold(0, |wrong, (before, after)| wrong | (after.wrapping_sub(*before) ^ 1)) == 0
            }
        }
    )*};
}

step! { i64 i32 u64 u32 }

impl Step for f64 {
    const RULE: &'static str = "must be a number from 0 to 18446744073709551615";

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, and below 2^53")]
    fn get(self) -> Option<u64> {
        // From 2^53 on, one more is not the next double.
        ((0.0..9_007_199_254_740_992.0).contains(&self) && self.fract() == 0.0).then_some(self as u64)
    }

    fn rate(self, schedule: &AnySchedule) -> Option<f64> {
        schedule.at_real(self).ok()
    }

    #[expect(clippy::float_cmp, reason = "whole numbers below 2^53")]
    fn count_by_one(steps: &[Self]) -> bool {
        steps
            .iter()
            .zip(steps.get(1..).unwrap_or_default())
            .fold(true, |counted, (before, after)| counted & (after - before == 1.0))
    }
}
