//! What a call is compared with: nothing, and the core alone. For `bench.py`.

use std::hint::black_box;
use std::time::Instant;

use pyo3::prelude::*;
use sgdr::LearningRateSchedule as _;

use crate::schedule::LearningRateSchedule;

/// A callable that does nothing with its argument.
#[pyclass(frozen, name = "_empty", module = "sgdr._sgdr")]
pub(crate) struct Empty;

#[pymethods]
impl Empty {
    #[new]
    fn new() -> Self {
        Self
    }

    fn __call__(&self, step: &Bound<'_, PyAny>) -> f64 {
        black_box(step);
        0.0
    }
}

/// How long it takes to allocate `count` rates and fill them, in seconds.
#[pyfunction]
pub(crate) fn _fill_seconds(schedule: &Bound<'_, LearningRateSchedule>, steps: usize) -> f64 {
    let schedule = &schedule.get().core;
    let begin = Instant::now();
    let mut rates = vec![0.0; steps];
    schedule.fill(0, &mut rates);
    black_box(&mut rates);
    begin.elapsed().as_secs_f64()
}
