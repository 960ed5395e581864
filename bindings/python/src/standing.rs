//! The progress of a run through the cycles.

use pyo3::prelude::*;

use crate::cycle::Cycle;
use crate::schedule::LearningRateSchedule;

/// The progress of a run through the cycles of its schedule: where it is, or ends, after a number of steps.
///
/// Attributes:
///     steps: The number of steps that are done.
///     cycle: The cycle of the last of them.
///     position: The part of that cycle that is done, up to 1.
///     end_before: The longest run of at most `steps` steps that ends where a cycle ends, or None.
///     end_after: The shortest run of at least `steps` steps that ends where a cycle ends, or None.
///     is_end: Whether the run itself ends where a cycle ends.
///
/// Example:
///
/// >>> standing = CosineDecayRestarts(0.1, 1000).standing(10_000)
/// >>> standing.position, standing.end_before, standing.end_after
/// (0.375, 7000, 15000)
/// >>> print(standing)
/// 10,000 steps end 38 % into cycle 3; 7,000 or 15,000 steps end on a cycle's end
#[pyclass(frozen, module = "sgdr")]
pub(crate) struct Standing {
    core: sgdr::Standing,
    #[pyo3(get)]
    cycle: Py<Cycle>,
}

impl Standing {
    pub(crate) fn new(standing: &sgdr::Standing, schedule: &Bound<'_, LearningRateSchedule>) -> PyResult<Self> {
        let cycle = Py::new(schedule.py(), Cycle::new(standing.cycle, schedule))?;
        Ok(Self { core: *standing, cycle })
    }
}

#[pymethods]
impl Standing {
    #[getter]
    fn steps(&self) -> u64 {
        self.core.steps
    }

    #[getter]
    fn position(&self) -> f64 {
        self.core.position
    }

    #[getter]
    fn end_before(&self) -> Option<u64> {
        self.core.end_before
    }

    #[getter]
    fn end_after(&self) -> Option<u64> {
        self.core.end_after
    }

    #[getter]
    fn is_end(&self) -> bool {
        self.core.is_end()
    }

    fn __str__(&self) -> String {
        self.core.to_string()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let sgdr::Standing { steps, position, end_before, end_after, .. } = self.core;
        let shown = |step: Option<u64>| step.map_or_else(|| String::from("None"), |step| step.to_string());
        let (before, after) = (shown(end_before), shown(end_after));
        let cycle = self.cycle.bind(py).repr()?;
        Ok(format!(
            "Standing(steps={steps}, cycle={cycle}, position={position:?}, end_before={before}, end_after={after})"
        ))
    }
}
