//! Where a run stands among the cycles.

use pyo3::prelude::*;

use crate::cycle::Cycle;
use crate::schedule::LearningRateSchedule;

/// Where a run of so many steps stands, or ends, among the cycles of its schedule.
///
/// Attributes:
///     steps: How many steps are done.
///     cycle: The cycle of the last of them.
///     position: How much of that cycle is done, up to 1.
///     end_before: The longest run of at most so many steps that ends where a cycle ends, or None.
///     end_after: The shortest run of at least so many steps that does, or None.
///     is_end: Whether the run itself does.
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
    #[pyo3(get)]
    steps: u64,
    #[pyo3(get)]
    cycle: Py<Cycle>,
    #[pyo3(get)]
    position: f64,
    #[pyo3(get)]
    end_before: Option<u64>,
    #[pyo3(get)]
    end_after: Option<u64>,
    #[pyo3(get)]
    is_end: bool,
    sentence: String,
}

impl Standing {
    pub(crate) fn new(standing: &sgdr::Standing, schedule: &Bound<'_, LearningRateSchedule>) -> PyResult<Self> {
        let &sgdr::Standing { steps, cycle, position, end_before, end_after, .. } = standing;
        let cycle = Py::new(schedule.py(), Cycle::new(cycle, schedule))?;
        Ok(Self {
            steps,
            cycle,
            position,
            end_before,
            end_after,
            is_end: standing.is_end(),
            sentence: standing.to_string(),
        })
    }
}

#[pymethods]
impl Standing {
    fn __str__(&self) -> &str {
        &self.sentence
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let Self { steps, cycle, position, end_before, end_after, .. } = self;
        let shown = |step: &Option<u64>| step.map_or_else(|| String::from("None"), |step| step.to_string());
        let (before, after) = (shown(end_before), shown(end_after));
        let cycle = cycle.bind(py).repr()?;
        Ok(format!(
            "Standing(steps={steps}, cycle={cycle}, position={position:?}, end_before={before}, end_after={after})"
        ))
    }
}
