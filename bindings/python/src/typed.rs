//! One schedule for each type of rate.

use std::sync::OnceLock;

use half::{bf16, f16};
use pyo3::prelude::*;
use sgdr::keras::{self, Error};
use sgdr::{AnySchedule, LearningRateSchedule as _, Rate};

use crate::dtype::Dtype;
use crate::error::{text_error, value_error};

type Lazy<T> = OnceLock<Result<AnySchedule<T>, Error>>;

/// A schedule in `f64`, and the same parameters in narrower types as soon as these are asked for.
///
/// A plan rounds the rates of the schedule inside to the type before it goes on with them, so rounding those of the
/// schedule in `f64` at the end would not do.
pub(crate) struct Typed {
    pub(crate) f64: AnySchedule,
    f32: Lazy<f32>,
    f16: Lazy<f16>,
    bf16: Lazy<bf16>,
}

impl Typed {
    pub(crate) fn new(schedule: AnySchedule) -> Self {
        Self { f64: schedule, f32: OnceLock::new(), f16: OnceLock::new(), bf16: OnceLock::new() }
    }

    fn narrow<'a, T: Rate>(&self, lazy: &'a Lazy<T>) -> PyResult<&'a AnySchedule<T>> {
        lazy.get_or_init(|| keras::deserialize(&keras::serialize(&self.f64)))
            .as_ref()
            .map_err(|error| text_error(error.clone()))
    }

    pub(crate) fn f32(&self) -> PyResult<&AnySchedule<f32>> {
        self.narrow(&self.f32)
    }

    pub(crate) fn f16(&self) -> PyResult<&AnySchedule<f16>> {
        self.narrow(&self.f16)
    }

    pub(crate) fn bf16(&self) -> PyResult<&AnySchedule<bf16>> {
        self.narrow(&self.bf16)
    }

    /// A rate of a type.
    pub(crate) fn at(&self, step: u64, dtype: Dtype) -> PyResult<f64> {
        Ok(match dtype {
            Dtype::F64 => self.f64.at(step),
            Dtype::F32 => self.f32()?.at(step).to_f64(),
            Dtype::F16 => self.f16()?.at(step).to_f64(),
            Dtype::Bf16 => self.bf16()?.at(step).to_f64(),
        })
    }

    /// A rate of a type at a real step.
    pub(crate) fn at_real(&self, step: f64, dtype: Dtype) -> PyResult<f64> {
        let rate = match dtype {
            Dtype::F64 => self.f64.at_real(step),
            Dtype::F32 => self.f32()?.at_real(step).map(Rate::to_f64),
            Dtype::F16 => self.f16()?.at_real(step).map(Rate::to_f64),
            Dtype::Bf16 => self.bf16()?.at_real(step).map(Rate::to_f64),
        };
        rate.map_err(value_error)
    }

    /// The schedule in `f64` whose parameters are those that a type holds.
    pub(crate) fn widened(&self, dtype: Dtype) -> PyResult<AnySchedule> {
        fn widen<T: Rate>(narrow: &AnySchedule<T>) -> PyResult<AnySchedule> {
            // The texts of narrow schedules name their type, in each object; no parameter has that name.
            let text = keras::serialize(narrow).replace(&format!(", \"dtype\": \"{}\"", T::DTYPE), "");
            keras::deserialize(&text).map_err(text_error)
        }
        match dtype {
            Dtype::F64 => Ok(self.f64.clone()),
            Dtype::F32 => widen(self.f32()?),
            Dtype::F16 => widen(self.f16()?),
            Dtype::Bf16 => widen(self.bf16()?),
        }
    }
}
