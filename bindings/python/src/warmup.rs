//! A warm-up.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use sgdr::{AnySchedule, ScheduleExt as _, WarmupPlace, WarmupShape};

use crate::argument::{Argument, whole};
use crate::class::class;
use crate::error::value_error;
use crate::plans::{Inner, core, inner};
use crate::schedule::LearningRateSchedule;

/// A warm-up, with its choices as text.
pub(crate) fn warmup(
    schedule: AnySchedule,
    warmup_steps: u64,
    start: f64,
    shape: &str,
    place: &str,
    to_peak: bool,
) -> PyResult<sgdr::Warmup<AnySchedule>> {
    let shape = choice("shape", shape, &[WarmupShape::Linear, WarmupShape::Cosine])?;
    let places = [WarmupPlace::Prefix, WarmupPlace::Inside, WarmupPlace::EveryCycle];
    let builder = schedule.warmup_builder(warmup_steps).start(start).shape(shape).to_peak(to_peak);
    builder.place(choice("place", place, &places)?).build().map_err(value_error)
}

fn choice<V: Copy + ToString>(name: &str, word: &str, choices: &[V]) -> PyResult<V> {
    choices.iter().copied().find(|choice| choice.to_string() == word).ok_or_else(|| {
        let words: Vec<_> = choices.iter().map(|choice| format!("\"{}\"", choice.to_string())).collect();
        let words = words.join(", ");
        let text = format!("Argument `{name}` must be one of {words}. Received: {name}={word:?}");
        PyValueError::new_err(text)
    })
}

class! {
    /// A warm-up before another schedule, or inside it.
    ///
    /// Args:
    ///     schedule: The schedule.
    ///     warmup_steps: The length of the warm-up.
    ///     start: The rate that it starts from; finite, >= 0.
    ///     shape: "linear" or "cosine".
    ///     place: "prefix" (before the schedule, which begins when the warm-up is over), "inside" (instead of its first
    ///         steps), or "every_cycle" (instead of the first steps of every cycle).
    ///     to_peak: Whether a warm-up inside rises to the peak instead of the rate at which it joins the schedule.
    ///
    /// Example:
    ///
    /// >>> CosineDecayRestarts(0.5, 1000).warmup(100)([0, 50, 100, 600, 1100])
    /// array([0.  , 0.25, 0.5 , 0.25, 0.5 ])
    Warmup [warmup_steps start shape place to_peak]

    #[new]
    #[pyo3(signature = (
        schedule, warmup_steps, start=Argument::Default, shape="linear", place="prefix", to_peak=false
    ))]
    #[pyo3(text_signature = "(schedule, warmup_steps, start=0.0, shape='linear', place='prefix', to_peak=False)")]
    fn new(
        schedule: Inner<'_, '_>,
        warmup_steps: &Bound<'_, PyAny>,
        start: Argument<'_>,
        shape: &str,
        place: &str,
        to_peak: bool,
    ) -> PyResult<PyClassInitializer<Self>> {
        let warmup_steps = whole("warmup_steps", warmup_steps)?;
        Ok(Self::initializer(warmup(core(schedule), warmup_steps, start.number_or(0.0, "start")?, shape, place, to_peak)?))
    }

    /// The schedule after the warm-up.
    #[getter]
    fn schedule(slf: PyRef<'_, Self>) -> PyResult<Bound<'_, PyAny>> {
        inner(slf.py(), &slf.as_super().core)
    }
}
