//! A schedule as data for compiled graphs: rows of numbers, of which a graph evaluates one cosine.
//!
//! ```text
//! near the start of a row   rate = peak - height * sin(pi/2 * (d + gap) / length)^2 + slope * d
//! near its end              rate = floor + height * sin(pi/2 * e / length)^2 - slope * e
//!
//! d = step - first          e = first + span - step + rest
//! ```
//!
//! A row is a cycle, a hold (height 0) or a linear warm-up (height 0, with a slope). Its first step is an integer, so
//! the row of a step is found by comparing integers; and a distance is counted from the nearer end, so nothing is lost
//! near the floor. The last row may be periodic: it is repeated every `period` steps, its peak `factor` times as high
//! above the floor (or in all).

mod row;

use numpy::{IntoPyArray, PyArray1};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use sgdr::{AnySchedule, CosineDecayRestarts, Cycle, LearningRateSchedule, WarmupPlace, WarmupShape};

use row::Row;

use crate::dtype::Dtype;
use crate::error::value_error;
use crate::schedule::{LearningRateSchedule as PySchedule, wrap};

/// The most rows that a table may have.
const MOST_ROWS: usize = 1 << 16;

/// The rows up to a step, and how the last one repeats itself.
#[derive(Default)]
struct Table {
    rows: Vec<Row>,
    period: Option<u64>,
    multiplier: f64,
    /// Whether the multiplier is that of the whole peak; else it is that of the height above the floor.
    whole_peak: bool,
}

impl Table {
    /// The rows of a schedule that begins at a step.
    fn add(&mut self, schedule: &AnySchedule, start: u64, last_step: u64) -> PyResult<()> {
        match schedule {
            AnySchedule::CosineDecayRestarts(cycles) => {
                let period = (cycles.t_mul() == 1.0).then(|| cycles.first_decay_steps());
                self.repeat(period, cycles.m_mul(), false);
                self.add_cycles(cycles, start, last_step, false, u64::MAX)
            }
            AnySchedule::CosineCycles(cycles) => {
                let period = (cycles.t_mul() == 1.0).then(|| cycles.first_decay_steps());
                self.repeat(period, cycles.peak_mul(), true);
                self.add_cycles(cycles, start, last_step, cycles.closed(), u64::MAX)
            }
            AnySchedule::CycleLimit(limit) => {
                let (inner, count) = (limit.schedule(), limit.limit());
                match inner {
                    AnySchedule::CosineDecayRestarts(_) => self.add_cycles(inner, start, last_step, false, count)?,
                    AnySchedule::CosineCycles(cycles) => {
                        self.add_cycles(inner, start, last_step, cycles.closed(), count)?
                    }
                    _ => return Err(unknown(schedule)),
                }
                self.rows.extend(limit.end().map(|end| Row::hold(start.saturating_add(end), limit.at(end))));
                Ok(())
            }
            AnySchedule::CosineDecay(decay) => {
                let floor = decay.at(u64::MAX);
                let (warmup, peak) = match decay.warmup_target() {
                    Some(target) => (decay.warmup_steps(), target),
                    None => (0, decay.initial_learning_rate()),
                };
                self.add_ramp(start, warmup, |steps| Row::linear(start, steps, decay.initial_learning_rate(), peak));
                let begin = start.saturating_add(warmup);
                self.rows.push(Row::cosine(begin, decay.decay_steps(), peak, floor));
                self.rows.push(Row::hold(begin.saturating_add(decay.decay_steps()), floor));
                Ok(())
            }
            AnySchedule::PiecewiseConstantDecay(pieces) => {
                let firsts = pieces.boundaries().iter().map(|&last| last.saturating_add(1));
                let firsts = std::iter::once(0).chain(firsts).map(|first| start.saturating_add(first));
                self.rows.extend(firsts.zip(pieces.values()).map(|(first, &rate)| Row::hold(first, rate)));
                Ok(())
            }
            AnySchedule::Warmup(warmup) if warmup.place() == WarmupPlace::Prefix => {
                let (from, to) = (warmup.start(), warmup.schedule().at(0));
                self.add_ramp(start, warmup.warmup_steps(), |steps| match warmup.shape() {
                    WarmupShape::Linear => Row::linear(start, steps, from, to),
                    WarmupShape::Cosine => Row::cosine(start, steps, from, to),
                });
                self.add(warmup.schedule(), start.saturating_add(warmup.warmup_steps()), last_step)
            }
            _ => Err(unknown(schedule)),
        }
    }

    fn repeat(&mut self, period: Option<u64>, multiplier: f64, whole_peak: bool) {
        (self.period, self.multiplier, self.whole_peak) = (period, multiplier, whole_peak);
    }

    fn add_ramp(&mut self, start: u64, steps: u64, row: impl FnOnce(u64) -> Row) {
        if steps > 0 && start < u64::MAX {
            self.rows.push(row(steps));
        }
    }

    fn add_cycles(
        &mut self,
        schedule: &impl LearningRateSchedule<Rate = f64>,
        start: u64,
        last_step: u64,
        closed: bool,
        count: u64,
    ) -> PyResult<()> {
        let count = if self.period.is_some() { 1 } else { count };
        let within = |cycle: &Cycle| cycle.index < count && start.saturating_add(cycle.first_step) <= last_step;
        let mut cycles = schedule.cycles().peekable();
        while let Some(cycle) = cycles.next_if(within) {
            if self.rows.len() >= MOST_ROWS {
                return Err(PyValueError::new_err(format!(
                    "the schedule has more than {MOST_ROWS} different cycles up to step {last_step}; \
                     give `steps`, the length of the run"
                )));
            }
            let row = Row::cycle(&cycle, cycles.peek(), closed);
            self.rows.push(Row { first: start.saturating_add(row.first), ..row });
        }
        Ok(())
    }

    /// The multipliers after 1, 2, 4, ... periods, as many as lie within the steps.
    fn factors(&self, last_step: u64) -> PyResult<Vec<f64>> {
        let Some(period) = self.period.filter(|_| self.multiplier != 1.0) else { return Ok(Vec::new()) };
        let powers = CosineDecayRestarts::<f64>::builder(1.0, 1).t_mul(1.0).m_mul(self.multiplier).build();
        let powers = powers.map_err(value_error)?;
        let cycles = last_step / period;
        Ok((0..64)
            .map(|bit| 1_u64 << bit)
            .take_while(|&power| power <= cycles)
            .map(|power| powers.cycle_at(power).peak.min(f64::MAX))
            .collect())
    }
}

fn unknown(schedule: &AnySchedule) -> PyErr {
    let text = schedule.to_string();
    let name = text.split('(').next().unwrap_or_default();
    PyValueError::new_err(format!(
        "{name} has no form for graphs but the list of its rates; give `steps`, the length of the run"
    ))
}

/// The schedule whose parameters are those that a type holds. For `sgdr._decay`.
#[pyfunction]
pub(crate) fn _widened<'py>(
    schedule: &Bound<'py, PySchedule>,
    dtype: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    wrap(schedule.py(), schedule.get().typed.widened(Dtype::read(dtype)?)?)
}

/// The table of a schedule for the steps up to one, of rates of a type. For `sgdr._graph`.
#[pyfunction]
pub(crate) fn _table<'py>(
    py: Python<'py>,
    schedule: &Bound<'py, PySchedule>,
    dtype: &Bound<'py, PyAny>,
    last_step: u64,
) -> PyResult<Bound<'py, PyDict>> {
    let widened = schedule.get().typed.widened(Dtype::read(dtype)?)?;
    let mut table = Table::default();
    table.add(&widened, 0, last_step)?;
    table.rows.retain(|row| row.first <= last_step);
    let period = table.period.filter(|&period| period <= last_step);
    let ended = table.rows.len() - usize::from(period.is_some());
    for row in &mut table.rows[..ended] {
        if row.span < u64::MAX {
            row.last = widened.at(row.first.saturating_add(row.span));
        }
    }

    let result = PyDict::new(py);
    // Both wrap where the value is too large to be used.
    #[expect(clippy::cast_possible_wrap, reason = "see above")]
    let ints = |value: fn(&Row) -> u64| -> Bound<'py, PyArray1<i64>> {
        table.rows.iter().map(|row| value(row) as i64).collect::<Vec<_>>().into_pyarray(py)
    };
    let floats = |value: fn(&Row) -> f64| -> Bound<'py, PyArray1<f64>> {
        table.rows.iter().map(value).collect::<Vec<_>>().into_pyarray(py)
    };
    result.set_item("first", ints(|row| row.first))?;
    result.set_item("span", ints(|row| row.span))?;
    result.set_item("middle", ints(|row| row.middle.min(i64::MAX.unsigned_abs())))?;
    result.set_item("gap", floats(|row| row.gap))?;
    result.set_item("rest", floats(|row| row.rest))?;
    result.set_item("length", floats(|row| row.length))?;
    result.set_item("peak", floats(|row| row.peak))?;
    result.set_item("floor", floats(|row| row.floor))?;
    result.set_item("height", floats(|row| row.height))?;
    result.set_item("slope", floats(|row| row.slope))?;
    result.set_item("last", floats(|row| row.last))?;
    result.set_item("period", period)?;
    result.set_item("whole_peak", table.whole_peak)?;
    result.set_item("factors", table.factors(last_step)?.into_pyarray(py))?;
    Ok(result)
}
