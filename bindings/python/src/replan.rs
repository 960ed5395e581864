//! A change of plan during a run.

use pyo3::prelude::*;
use sgdr::AnySchedule;

use crate::error::value_error;
use crate::schedule::{LearningRateSchedule, wrap};

/// A change of plan after some steps of a run: another schedule from then on. It never changes a rate already used.
///
/// Example:
///
/// >>> schedule = CosineDecayRestarts(0.1, 1000)
/// >>> longer = schedule.replan(5000).repeat_cycle()
/// >>> from itertools import islice
/// >>> list(islice(longer.restarts(), 4))
/// [1000, 3000, 7000, 11000]
#[pyclass(frozen, module = "sgdr")]
pub(crate) struct Replan(sgdr::Replan<AnySchedule>);

impl Replan {
    pub(crate) fn new(schedule: AnySchedule, steps: u64) -> PyResult<Self> {
        sgdr::Replan::new(schedule, steps).map(Self).map_err(value_error)
    }
}

#[pymethods]
impl Replan {
    /// The first step after the cycle that the next step belongs to.
    #[getter]
    fn end_of_cycle(&self) -> PyResult<u64> {
        self.0.end_of_cycle().map_err(value_error)
    }

    /// Skips the rest of the cycle: the next step restarts.
    fn skip_cycle<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        wrap(py, self.0.clone().skip_cycle().map_err(value_error)?)
    }

    /// Adds a cycle: the current one runs once more when it is over, and then the plan continues.
    fn repeat_cycle<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        wrap(py, self.0.clone().repeat_cycle().map_err(value_error)?)
    }

    /// Continues with another schedule when the cycle is over.
    fn go_on_with<'py>(&self, schedule: &Bound<'py, LearningRateSchedule>) -> PyResult<Bound<'py, PyAny>> {
        let next = schedule.get().core.clone();
        wrap(schedule.py(), self.0.clone().go_on_with(next).map_err(value_error)?)
    }
}
