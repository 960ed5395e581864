//! What every schedule can do.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyFloat, PyInt, PyType};
use sgdr::{AnySchedule, LearningRateSchedule as _, ScheduleExt as _, keras};
use sgdr_plot::{Curve, Outline};

use crate::argument::{number, optional, whole};
use crate::classes::{
    ConstantRate, CosineCycles, CosineDecay, CosineDecayRestarts, ExponentialDecay, InverseTimeDecay,
    PiecewiseConstantDecay, PolynomialDecay,
};
use crate::cycle::{Cycle, Cycles, Wanted};
use crate::error::value_error;
use crate::plans::{Chain, Clamp, CycleLimit, Scale};
use crate::replan::Replan;
use crate::standing::Standing;
use crate::warmup::{self, Warmup};
use crate::weight_decay::NormalizedWeightDecay;
use crate::{framework, json, rates, steps, svg};

/// A learning rate for every optimizer step: a pure function of the step, and a plain value.
///
/// Steps are 0-based optimizer steps. A schedule is called with one of them, or with an array, which gives an array of
/// the same shape. It has no counter, so a run resumes from nothing but its step. This is the base class of all schedules;
/// two are equal, and have the same hash, when their classes and parameters are equal.
///
/// Example:
///
/// >>> schedule = CosineDecayRestarts(0.1, 1000)
/// >>> schedule(500)
/// 0.05
/// >>> schedule([0, 500, 1000])
/// array([0.1 , 0.05, 0.1 ])
/// >>> schedule([0, 500, 1000], dtype="float32")
/// array([0.1 , 0.05, 0.1 ], dtype=float32)
#[pyclass(frozen, subclass, weakref, module = "sgdr")]
pub(crate) struct LearningRateSchedule {
    pub(crate) core: AnySchedule,
}

/// The columns of a figure, and more.
const COLUMNS: u64 = 2000;

impl LearningRateSchedule {
    pub(crate) fn new(schedule: impl Into<AnySchedule>) -> Self {
        Self { core: schedule.into() }
    }

    fn text(&self) -> String {
        keras::serialize(&self.core)
    }

    pub(crate) fn parameter<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        json::parameter(py, &self.core, name)
    }
}

#[pymethods]
impl LearningRateSchedule {
    /// The rate of a step, a float; or of an array of steps, an array of the same shape.
    ///
    /// Args:
    ///     step: A number from 0 to 2**64 - 1, or numbers in an array, a list or a range. Between two whole steps the rate
    ///         is that of the formula; a schedule that is defined on whole steps only keeps the rate of the step before.
    ///     dtype: The type of the rates, "float64" if not given; or "float32", "float16" or "bfloat16" (which needs
    ///         ml_dtypes). The schedule is computed in float64, and each rate is rounded once.
    #[pyo3(signature = (step=None, *, dtype=None))]
    fn __call__<'py>(
        &self,
        py: Python<'py>,
        step: Option<&Bound<'py, PyAny>>,
        dtype: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let Some(step) = step else { return Err(framework::without_step()) };
        // The usual call in a training loop.
        if let (Ok(step), None) = (step.cast_exact::<PyInt>(), dtype) {
            return Ok(PyFloat::new(py, self.core.at(steps::one(step)?)).into_any());
        }
        rates::rates(&self.core, step, dtype).map_err(|error| framework::explained(error, step))
    }

    /// The cycle of a step; None if the schedule has no cycles.
    fn cycle_at(slf: &Bound<'_, Self>, step: &Bound<'_, PyAny>) -> PyResult<Option<Cycle>> {
        let step = whole("step", step)?;
        Ok(slf.get().core.cycle_of(step).map(|cycle| Cycle::new(cycle, slf)))
    }

    /// An iterator over all cycles in order.
    fn cycles(slf: &Bound<'_, Self>) -> Cycles {
        Cycles::new(slf, Wanted::Cycles)
    }

    /// The first steps of all cycles but the first, in order.
    ///
    /// Example:
    ///
    /// >>> from itertools import islice
    /// >>> list(islice(CosineDecayRestarts(0.1, 1000).restarts(), 3))
    /// [1000, 3000, 7000]
    fn restarts(slf: &Bound<'_, Self>) -> Cycles {
        Cycles::new(slf, Wanted::Restarts)
    }

    /// The last steps of all cycles, in order: after the update of such a step the weights are worth a snapshot.
    fn snapshots(slf: &Bound<'_, Self>) -> Cycles {
        Cycles::new(slf, Wanted::Snapshots)
    }

    /// Whether the next step restarts, or begins a constant tail.
    fn is_last_step_of_cycle(&self, step: &Bound<'_, PyAny>) -> PyResult<bool> {
        Ok(self.core.is_last_step_of_cycle(whole("step", step)?))
    }

    /// The progress of a run after a number of steps; None after 0 steps, or if there are no cycles.
    fn standing(slf: &Bound<'_, Self>, steps: &Bound<'_, PyAny>) -> PyResult<Option<Standing>> {
        let standing = sgdr::Standing::after(whole("steps", steps)?, &slf.get().core);
        standing.map(|standing| Standing::new(&standing, slf)).transpose()
    }

    /// Changes the plan after a number of steps; see `Replan`.
    fn replan(&self, steps: &Bound<'_, PyAny>) -> PyResult<Replan> {
        Replan::new(self.core.clone(), whole("steps", steps)?)
    }

    /// A warm-up before the schedule, or inside it; see `Warmup`.
    #[pyo3(signature = (warmup_steps, start=None, shape="linear", place="prefix", to_peak=false))]
    #[pyo3(text_signature = "($self, warmup_steps, start=0.0, shape='linear', place='prefix', to_peak=False)")]
    fn warmup<'py>(
        &self,
        py: Python<'py>,
        warmup_steps: &Bound<'py, PyAny>,
        start: Option<&Bound<'py, PyAny>>,
        shape: &str,
        place: &str,
        to_peak: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let start = optional("start", start)?.unwrap_or(0.0);
        wrap(py, warmup::warmup(self.core.clone(), whole("warmup_steps", warmup_steps)?, start, shape, place, to_peak)?)
    }

    /// A number of cycles, and the floor from then on.
    fn cycle_limit<'py>(&self, py: Python<'py>, cycles: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let limit = self.core.clone().cycle_limit(whole("cycles", cycles)?);
        wrap(py, limit.map_err(value_error)?)
    }

    /// The schedule up to a step, and from there on another one, which begins with its step `start`.
    #[pyo3(signature = (first_step, schedule, start=None), text_signature = "($self, first_step, schedule, start=0)")]
    fn then<'py>(
        &self,
        first_step: &Bound<'py, PyAny>,
        schedule: &Bound<'py, Self>,
        start: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let start = start.map_or(Ok(0), |start| whole("start", start))?;
        let chain = match self.core.clone() {
            AnySchedule::Chain(chain) => chain,
            other => sgdr::Chain::new(other),
        };
        let chain = chain.then_from(whole("first_step", first_step)?, schedule.get().core.clone(), start);
        wrap(schedule.py(), chain.map_err(value_error)?)
    }

    /// The same schedule from one of its steps on: its step `start` becomes step 0.
    ///
    /// For a trainer that counts from 0 again when it continues a run: LightGBM with `init_model`, XGBoost with `xgb_model`.
    ///
    /// Args:
    ///     start: A whole number >= 0.
    ///
    /// Example:
    ///
    /// >>> schedule = CosineDecayRestarts(0.1, 10)
    /// >>> schedule.from_step(12)(3) == schedule(15)
    /// True
    #[expect(clippy::wrong_self_convention, reason = "it is named for its argument")]
    fn from_step<'py>(&self, py: Python<'py>, start: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        wrap(py, self.core.clone().from_step(whole("start", start)?))
    }

    /// The same rates times a factor.
    fn scale<'py>(&self, py: Python<'py>, factor: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        wrap(py, self.core.clone().scale(number("factor", factor)?).map_err(value_error)?)
    }

    /// The same rates, but none below `min` or above `max`.
    #[pyo3(signature = (min=None, max=None))]
    fn clamp<'py>(
        &self,
        py: Python<'py>,
        min: Option<&Bound<'py, PyAny>>,
        max: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        wrap(py, self.core.clone().clamp(optional("min", min)?, optional("max", max)?).map_err(value_error)?)
    }

    /// The parameters by name, as Keras has them.
    fn get_config<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::config(py, &self.core)
    }

    /// The schedule with these parameters.
    #[classmethod]
    fn from_config<'py>(class: &Bound<'py, PyType>, config: &Bound<'py, PyDict>) -> PyResult<Bound<'py, PyAny>> {
        let arguments = PyDict::new(class.py());
        for (key, value) in config {
            arguments.set_item(key, crate::keras::argument(&value)?)?;
        }
        class.call((), Some(&arguments))
    }

    /// Draws the rates with matplotlib and returns the axes.
    ///
    /// Args:
    ///     ax: The axes to draw into; new ones if not given.
    ///     steps: The length of the run; a good part of the curve if not given.
    ///     **kwargs: What `Axes.plot` takes: label, color, ...
    #[pyo3(signature = (ax=None, steps=None, **kwargs))]
    fn plot<'py>(
        slf: &Bound<'py, Self>,
        ax: Option<&Bound<'py, PyAny>>,
        steps: Option<&Bound<'py, PyAny>>,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let schedule = &slf.get().core;
        let outline = Outline::new(schedule);
        let steps = steps.map_or_else(|| Ok(outline.usual_steps().get()), |steps| whole("steps", steps))?;
        if steps == 0 {
            return Err(PyValueError::new_err("Argument `steps` must be >= 1. Received: steps=0"));
        }
        let shown = Curve::new("", schedule).outline(outline).steps_to_draw(0..steps, COLUMNS);
        let shown = py.import("numpy")?.call_method1("array", (shown, "uint64"))?;
        py.import("sgdr._plot")?.getattr("plot")?.call((slf, shown, ax), kwargs)
    }

    fn _repr_svg_(&self) -> String {
        svg::draw(&self.core)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        json::source(&json::object(py, &self.core)?)
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| self.text() == other.get().text())
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.text().hash(&mut hasher);
        hasher.finish()
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((py.import("sgdr")?.getattr("deserialize")?, (self.text(),)))
    }

    fn __copy__<'py>(slf: &Bound<'py, Self>) -> Bound<'py, Self> {
        slf.clone()
    }

    fn __deepcopy__<'py>(slf: &Bound<'py, Self>, _memo: &Bound<'py, PyAny>) -> Bound<'py, Self> {
        slf.clone()
    }
}

/// A schedule as an object of its class.
pub(crate) fn wrap(py: Python<'_>, schedule: impl Into<AnySchedule>) -> PyResult<Bound<'_, PyAny>> {
    let schedule = schedule.into();
    macro_rules! object {
        ($($class:ident)*) => {
            match schedule {
                $(AnySchedule::$class(_) => Ok(Bound::new(py, $class::initializer(schedule))?.into_any()),)*
                _ => Err(PyTypeError::new_err("no class of this package")),
            }
        };
    }
    object! {
        CosineDecayRestarts CosineDecay ExponentialDecay InverseTimeDecay PiecewiseConstantDecay PolynomialDecay
        CosineCycles ConstantRate Warmup CycleLimit Chain Scale Clamp NormalizedWeightDecay
    }
}
