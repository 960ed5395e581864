//! Schedules of schedules.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use sgdr::{AnySchedule, ScheduleExt as _};

use crate::argument::{each, number, optional, whole};
use crate::class::class;
use crate::error::value_error;
use crate::schedule::{LearningRateSchedule, wrap};

/// The argument of each of them.
pub(crate) type Inner<'a, 'py> = &'a Bound<'py, LearningRateSchedule>;

pub(crate) fn core(schedule: Inner<'_, '_>) -> AnySchedule {
    schedule.get().core.clone()
}

fn length(name: &str, received: usize, expected: usize) -> PyResult<()> {
    if received == expected {
        return Ok(());
    }
    Err(PyValueError::new_err(format!("Argument `{name}` must have length {expected}. Received: length {received}")))
}

/// The schedule inside.
pub(crate) fn inner<'py>(py: Python<'py>, schedule: &AnySchedule) -> PyResult<Bound<'py, PyAny>> {
    wrap(py, schedule.schedules().first().map_or_else(|| schedule.clone(), |&inner| inner.clone()))
}

class! {
    /// A number of cycles of another schedule, and the floor from then on.
    ///
    /// Args:
    ///     schedule: A schedule with cycles.
    ///     cycles: The number of cycles; a whole number >= 1.
    ///
    /// Example:
    ///
    /// >>> list(CosineDecayRestarts(0.1, 1000).cycle_limit(3).restarts())
    /// [1000, 3000]
    CycleLimit []

    #[new]
    fn new(schedule: Inner<'_, '_>, cycles: &Bound<'_, PyAny>) -> PyResult<PyClassInitializer<Self>> {
        let limit = core(schedule).cycle_limit(whole("cycles", cycles)?);
        Ok(Self::initializer(limit.map_err(value_error)?))
    }

    /// The schedule whose cycles are counted.
    #[getter]
    fn schedule(slf: PyRef<'_, Self>) -> PyResult<Bound<'_, PyAny>> {
        inner(slf.py(), &slf.as_super().core)
    }

    /// The number of cycles.
    #[getter]
    fn limit(slf: PyRef<'_, Self>) -> PyResult<Bound<'_, PyAny>> {
        slf.as_super().parameter(slf.py(), "cycles")
    }

    /// The first step after the cycles, with the floor; None if there is none.
    #[getter]
    fn end(slf: PyRef<'_, Self>) -> Option<u64> {
        match &slf.as_super().core {
            AnySchedule::CycleLimit(limit) => limit.end(),
            _ => None,
        }
    }
}

class! {
    /// Schedules one after the other.
    ///
    /// Args:
    ///     schedules: The schedules, in order.
    ///     boundaries: The first step of each but the first.
    ///     starts: The step at which each schedule begins; 0 if not given.
    ///
    /// Example:
    ///
    /// >>> Chain([CosineDecay(0.1, 10), CosineDecay(0.5, 20)], [10])([0, 10, 20])
    /// array([0.1 , 0.5 , 0.25])
    Chain [boundaries starts]

    #[new]
    #[pyo3(signature = (schedules, boundaries, starts=None))]
    fn new(
        schedules: Vec<Bound<'_, LearningRateSchedule>>,
        boundaries: &Bound<'_, PyAny>,
        starts: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let boundaries = each("boundaries", boundaries, whole)?;
        let starts = starts.map_or_else(|| Ok(vec![0; schedules.len()]), |starts| each("starts", starts, whole))?;
        let Some((first, later)) = schedules.split_first() else {
            let text = "Argument `schedules` must have at least one element. Received: schedules=[]";
            return Err(PyValueError::new_err(text));
        };
        length("boundaries", boundaries.len(), later.len())?;
        length("starts", starts.len(), schedules.len())?;
        let chain = sgdr::Chain::new_from(core(first), starts[0]);
        let pieces = later.iter().zip(boundaries).zip(&starts[1..]);
        let chain = pieces.into_iter().try_fold(chain, |chain, ((schedule, boundary), &start)| {
            chain.then_from(boundary, core(schedule), start)
        });
        Ok(Self::initializer(chain.map_err(value_error)?))
    }

    /// The schedules, in order.
    #[getter]
    fn schedules(slf: PyRef<'_, Self>) -> PyResult<Vec<Bound<'_, PyAny>>> {
        slf.as_super().core.schedules().into_iter().map(|inner| wrap(slf.py(), inner.clone())).collect()
    }
}

class! {
    /// The rates of another schedule times a factor.
    ///
    /// Args:
    ///     schedule: The schedule.
    ///     factor: Finite, >= 0.
    Scale [factor]

    #[new]
    fn new(schedule: Inner<'_, '_>, factor: &Bound<'_, PyAny>) -> PyResult<PyClassInitializer<Self>> {
        let scaled = core(schedule).scale(number("factor", factor)?);
        Ok(Self::initializer(scaled.map_err(value_error)?))
    }

    /// The schedule that is scaled.
    #[getter]
    fn schedule(slf: PyRef<'_, Self>) -> PyResult<Bound<'_, PyAny>> {
        inner(slf.py(), &slf.as_super().core)
    }
}

class! {
    /// The rates of another schedule, but none below one limit or above another.
    ///
    /// Args:
    ///     schedule: The schedule.
    ///     min: The lowest rate, or None.
    ///     max: The highest rate, or None.
    Clamp [min max]

    #[new]
    #[pyo3(signature = (schedule, min=None, max=None))]
    fn new(
        schedule: Inner<'_, '_>,
        min: Option<&Bound<'_, PyAny>>,
        max: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let clamped = core(schedule).clamp(optional("min", min)?, optional("max", max)?);
        Ok(Self::initializer(clamped.map_err(value_error)?))
    }

    /// The schedule that is kept within limits.
    #[getter]
    fn schedule(slf: PyRef<'_, Self>) -> PyResult<Bound<'_, PyAny>> {
        inner(slf.py(), &slf.as_super().core)
    }
}
