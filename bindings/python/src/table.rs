//! The segments of a schedule as arrays, for compiled graphs.

use numpy::{IntoPyArray, PyArray1};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use sgdr::{LearningRateSchedule as _, ScheduleExt as _, Segment};

use crate::schedule::LearningRateSchedule as PySchedule;

/// The last step of a counter of 32 bits, which every table reaches.
const LEAST_END: u64 = (1 << 31) - 1;

/// The last step of a graph, which counts in 64 bits with a sign.
const MOST: u64 = i64::MAX.unsigned_abs();

/// The distance from a step, which is the last one of a cycle, to the end of the cycle. For `sgdr._form`.
#[pyfunction]
pub(crate) fn _end_fraction(schedule: &Bound<'_, PySchedule>, step: u64) -> f64 {
    schedule.get().core.cycle_of(step).map_or(1.0, |cycle| cycle.end_fraction())
}

/// The segments of a schedule up to a step; None if its class has none. For `sgdr._form`.
#[pyfunction]
pub(crate) fn _table<'py>(
    py: Python<'py>,
    schedule: &Bound<'py, PySchedule>,
    last_step: u64,
) -> PyResult<Option<Bound<'py, PyDict>>> {
    let Some(segments) = schedule.get().core.segments(last_step) else { return Ok(None) };
    let end = segments.last_step();
    if end < last_step.min(LEAST_END) {
        return Err(PyValueError::new_err(format!(
            "the schedule has more than {} different cycles up to step {}; give `steps`, the length of the run",
            segments.iter().count(),
            last_step.min(LEAST_END)
        )));
    }
    let rows: Vec<&Segment> = segments.iter().filter(|segment| segment.first_step <= MOST).collect();

    let result = PyDict::new(py);
    // Where a span is larger, the segment does not end, and the span is not used.
    #[expect(clippy::cast_possible_wrap, reason = "see above")]
    let ints = |value: fn(&Segment) -> u64| -> Bound<'py, PyArray1<i64>> {
        rows.iter().map(|row| value(row) as i64).collect::<Vec<_>>().into_pyarray(py)
    };
    let floats = |value: fn(&Segment) -> f64| -> Bound<'py, PyArray1<f64>> {
        rows.iter().map(|row| value(row)).collect::<Vec<_>>().into_pyarray(py)
    };
    let flags = rows.iter().map(|row| row.is_cycle).collect::<Vec<_>>().into_pyarray(py);
    result.set_item("first", ints(|row| row.first_step))?;
    result.set_item("early", floats(|row| row.early))?;
    result.set_item("is_cycle", flags)?;
    result.set_item("end", end)?;
    result.set_item("span", ints(|row| row.span))?;
    result.set_item("middle", ints(|row| row.middle.min(MOST)))?;
    result.set_item("gap", floats(|row| row.gap))?;
    result.set_item("rest", floats(|row| row.rest))?;
    result.set_item("length", floats(|row| row.length))?;
    result.set_item("peak", floats(|row| row.peak))?;
    result.set_item("floor", floats(|row| row.floor))?;
    result.set_item("height", floats(|row| row.height))?;
    result.set_item("slope", floats(|row| row.slope))?;
    result.set_item("last", floats(|row| row.last))?;
    result.set_item("period", segments.period())?;
    result.set_item("whole_peak", segments.multiplies_peak())?;
    result.set_item("factors", segments.factors().into_pyarray(py))?;
    Ok(Some(result))
}
