//! A cycle of a schedule, and all of them in order.

use std::sync::Mutex;

use pyo3::prelude::*;
use sgdr::LearningRateSchedule as _;

use crate::argument::whole;
use crate::schedule::LearningRateSchedule;

/// One cycle of a schedule: from a restart to the step before the next.
///
/// A schedule may end in a constant tail: a last cycle of infinite length whose peak and floor are the same.
///
/// Attributes:
///     index: The number of restarts before it.
///     first_step: The start of the cycle, rounded up.
///     last_step: None when it lies beyond step 2**64 - 1.
///     length: The length in steps, a real number; without a warm-up before it.
///     peak: The rate at its start.
///     floor: The rate that the cycle falls towards.
///     is_hold: Whether this is the constant tail.
#[pyclass(frozen, module = "sgdr")]
pub(crate) struct Cycle {
    cycle: sgdr::Cycle,
    /// From which an unpickled cycle is made again.
    schedule: Py<LearningRateSchedule>,
}

impl Cycle {
    pub(crate) fn new(cycle: sgdr::Cycle, schedule: &Bound<'_, LearningRateSchedule>) -> Self {
        Self { cycle, schedule: schedule.clone().unbind() }
    }
}

#[pymethods]
impl Cycle {
    #[getter]
    fn index(&self) -> u64 {
        self.cycle.index
    }

    #[getter]
    fn first_step(&self) -> u64 {
        self.cycle.first_step
    }

    #[getter]
    fn last_step(&self) -> Option<u64> {
        self.cycle.last_step
    }

    #[getter]
    fn length(&self) -> f64 {
        self.cycle.length
    }

    #[getter]
    fn peak(&self) -> f64 {
        self.cycle.peak
    }

    #[getter]
    fn floor(&self) -> f64 {
        self.cycle.floor
    }

    #[getter]
    fn is_hold(&self) -> bool {
        self.cycle.is_hold()
    }

    /// How much of the cycle has passed at one of its steps: from 0 at its start to 1 at its end.
    fn position(&self, step: &Bound<'_, PyAny>) -> PyResult<f64> {
        Ok(self.cycle.position(whole("step", step)?))
    }

    fn __repr__(&self) -> String {
        let sgdr::Cycle { index, first_step, last_step, length, peak, floor, .. } = self.cycle;
        let last_step = last_step.map_or_else(|| String::from("None"), |step| step.to_string());
        format!(
            "Cycle(index={index}, first_step={first_step}, last_step={last_step}, length={length:?}, peak={peak:?}, \
             floor={floor:?})"
        )
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| self.cycle == other.get().cycle)
    }

    fn __hash__(&self) -> u64 {
        self.cycle.index ^ self.cycle.first_step.rotate_left(32)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (u64,))> {
        Ok((self.schedule.bind(py).getattr("cycle_at")?, (self.cycle.first_step,)))
    }
}

/// What an iterator gives of each cycle.
#[derive(Clone, Copy)]
pub(crate) enum Wanted {
    Cycles,
    /// Its first step; not of the first cycle, nor of a constant tail.
    Restarts,
    /// Its last step.
    Snapshots,
}

/// The cycles of a schedule in order, or their first or their last steps.
#[pyclass(frozen, module = "sgdr")]
pub(crate) struct Cycles {
    schedule: Py<LearningRateSchedule>,
    wanted: Wanted,
    next_step: Mutex<Option<u64>>,
}

impl Cycles {
    pub(crate) fn new(schedule: &Bound<'_, LearningRateSchedule>, wanted: Wanted) -> Self {
        Self { schedule: schedule.clone().unbind(), wanted, next_step: Mutex::new(Some(0)) }
    }

    fn next_cycle(&self) -> Option<sgdr::Cycle> {
        let mut next_step = self.next_step.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let cycle = self.schedule.get().core.cycle_of((*next_step)?);
        *next_step = cycle.and_then(|cycle| cycle.last_step?.checked_add(1));
        cycle
    }
}

#[pymethods]
impl Cycles {
    fn __iter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let step = |step: Option<u64>| step.map(|step| Ok(step.into_pyobject(py)?.into_any())).transpose();
        match self.wanted {
            Wanted::Cycles => {
                let cycle = self.next_cycle().map(|cycle| Cycle::new(cycle, self.schedule.bind(py)));
                cycle.map(|cycle| Ok(Bound::new(py, cycle)?.into_any())).transpose()
            }
            Wanted::Restarts => {
                let mut cycles = std::iter::from_fn(|| self.next_cycle());
                step(cycles.find(|cycle| cycle.index > 0 && !cycle.is_hold()).map(|cycle| cycle.first_step))
            }
            Wanted::Snapshots => step(self.next_cycle().and_then(|cycle| cycle.last_step)),
        }
    }
}
