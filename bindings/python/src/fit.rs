//! The first cycle for which a run ends where a cycle ends.

use pyo3::prelude::*;

use crate::argument::{Argument, whole};
use crate::error::value_error;

/// A length of the first cycle, and the number of steps that the cycles of a `Fit` then take.
///
/// Attributes:
///     first_decay_steps: The length of the first cycle.
///     steps: The number of steps that the cycles take.
///     is_whole: Whether their exact length is a whole number.
#[pyclass(frozen, get_all, eq, hash, module = "sgdr")]
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct FirstCycle {
    first_decay_steps: u64,
    steps: u64,
    is_whole: bool,
}

#[pymethods]
impl FirstCycle {
    fn __repr__(&self) -> String {
        let Self { first_decay_steps, steps, is_whole } = self;
        let is_whole = if *is_whole { "True" } else { "False" };
        format!("FirstCycle(first_decay_steps={first_decay_steps}, steps={steps}, is_whole={is_whole})")
    }
}

impl From<sgdr::FirstCycle> for FirstCycle {
    fn from(first: sgdr::FirstCycle) -> Self {
        Self { first_decay_steps: first.first_decay_steps, steps: first.steps, is_whole: first.is_whole }
    }
}

/// What `fit` finds.
///
/// Attributes:
///     exact: The first cycle with which the run ends where a cycle ends; None if it is not a whole number of steps.
///     below: The longest first cycle whose cycles take no more steps than the run.
///     above: The shortest one whose cycles take no fewer; None if they take more than 2**64 - 1.
#[pyclass(frozen, get_all, eq, hash, module = "sgdr")]
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Fit {
    exact: Option<FirstCycle>,
    below: FirstCycle,
    above: Option<FirstCycle>,
}

#[pymethods]
impl Fit {
    fn __repr__(&self) -> String {
        let shown = |first: Option<FirstCycle>| first.map_or_else(|| String::from("None"), |first| first.__repr__());
        format!("Fit(exact={}, below={}, above={})", shown(self.exact), shown(Some(self.below)), shown(self.above))
    }
}

/// Finds the `first_decay_steps` for which `cycles` cycles take `steps` steps.
///
/// Args:
///     steps: The length of the run.
///     cycles: The number of cycles.
///     t_mul: Each cycle is this many times longer.
///
/// Example:
///
/// >>> fit(7000, 3).exact
/// FirstCycle(first_decay_steps=1000, steps=7000, is_whole=True)
/// >>> fit(10_000, 3).below
/// FirstCycle(first_decay_steps=1428, steps=9996, is_whole=True)
#[pyfunction]
#[pyo3(signature = (steps, cycles, t_mul=Argument::Default), text_signature = "(steps, cycles, t_mul=2.0)")]
pub(crate) fn fit(steps: &Bound<'_, PyAny>, cycles: &Bound<'_, PyAny>, t_mul: Argument<'_>) -> PyResult<Fit> {
    let fit = sgdr::fit(whole("steps", steps)?, whole("cycles", cycles)?, t_mul.number_or(2.0, "t_mul")?);
    Ok(match fit.map_err(value_error)? {
        sgdr::Fit::Exact(first) => {
            let first = FirstCycle::from(first);
            Fit { exact: Some(first), below: first, above: Some(first) }
        }
        sgdr::Fit::Nearest { below, above } => {
            Fit { exact: None, below: below.into(), above: above.map(FirstCycle::from) }
        }
    })
}
