//! A schedule as data for compiled graphs: rows of numbers, of which a graph evaluates one cosine.
//!
//! ```text
//! near the start of a row   rate = peak - height * sin(pi/2 * (d + gap) / length)^2 + slope * d
//! near its end              rate = floor + height * sin(pi/2 * e / length)^2 - slope * e
//!
//! d = step - first          e = first + span - step + rest
//! ```
//!
//! A row is a cycle, a constant tail (height 0) or a linear warm-up (height 0, with a slope). Its first step is an integer, so
//! the row of a whole step is found by comparing integers; the row of `n + f` may begin between n and n + 1, which is
//! found by comparing f with a double. A distance is counted from the nearer end, so nothing is lost near the floor.
//! The last row may be periodic: it is repeated every `period` steps, its peak `factor` times as high above the floor
//! (or in all).

mod row;

use numpy::{IntoPyArray, PyArray1};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use sgdr::{AnySchedule, CosineDecayRestarts, Cycle, LearningRateSchedule, ScheduleExt as _, WarmupPlace, WarmupShape};

use row::Row;

use crate::error::value_error;
use crate::schedule::LearningRateSchedule as PySchedule;

/// The most rows that a table may have.
const MOST_ROWS: usize = 1 << 16;

/// The last step of a counter of 32 bits, which every table reaches.
const LEAST_END: u64 = (1 << 31) - 1;

/// The rows up to a step, and how the last one repeats itself.
#[derive(Default)]
struct Table {
    rows: Vec<Row>,
    period: Option<u64>,
    multiplier: f64,
    /// Whether the multiplier is that of the whole peak; else it is that of the height above the floor.
    whole_peak: bool,
    /// The last step, where there would be too many rows.
    end: Option<u64>,
}

impl Table {
    /// The rows of a schedule that begins at a step; None if its class has no rows.
    fn add(&mut self, schedule: &AnySchedule, start: u64, last_step: u64) -> Option<()> {
        match schedule {
            AnySchedule::CosineDecayRestarts(cycles) => {
                let period = (cycles.t_mul() == 1.0).then(|| cycles.first_decay_steps());
                self.repeat(period, cycles.m_mul(), false);
                self.add_cycles(cycles, start, last_step, false, u64::MAX);
            }
            AnySchedule::CosineCycles(cycles) => {
                let period = (cycles.t_mul() == 1.0).then(|| cycles.first_decay_steps());
                self.repeat(period, cycles.peak_mul(), true);
                self.add_cycles(cycles, start, last_step, cycles.closed(), u64::MAX);
            }
            AnySchedule::CycleLimit(limit) => {
                let (inner, count) = (limit.schedule(), limit.limit());
                let closed = match inner {
                    AnySchedule::CosineDecayRestarts(cycles) if cycles.t_mul() != 1.0 => false,
                    AnySchedule::CosineCycles(cycles) if cycles.t_mul() != 1.0 => cycles.closed(),
                    // There may be more equal cycles than rows, so the graph ends them itself.
                    _ => return None,
                };
                self.add_cycles(inner, start, last_step, closed, count);
                if let (Some(end), None) = (limit.end(), self.end) {
                    let last = inner.cycle_of(end - 1);
                    let hold = Row::hold(start.saturating_add(end), limit.at(end));
                    self.rows.push(hold.beginning(last.map_or(1.0, |last| last.end_fraction())));
                }
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
            }
            AnySchedule::ConstantRate(constant) => self.rows.push(Row::hold(start, constant.learning_rate())),
            AnySchedule::PiecewiseConstantDecay(pieces) => {
                let (first, later) = pieces.values().split_first()?;
                self.rows.push(Row::hold(start, *first));
                // After a boundary, however little, comes the next value; less than this counts as 0 on some devices.
                let after = pieces.boundaries().iter().map(|&last| start.saturating_add(last).saturating_add(1));
                self.rows
                    .extend(after.zip(later).map(|(first, &rate)| Row::hold(first, rate).beginning(f64::MIN_POSITIVE)));
            }
            AnySchedule::Warmup(warmup) if warmup.place() == WarmupPlace::Prefix => {
                let (from, to) = (warmup.start(), warmup.schedule().at(0).min(f64::MAX));
                self.add_ramp(start, warmup.warmup_steps(), |steps| match warmup.shape() {
                    WarmupShape::Linear => Row::linear(start, steps, from, to),
                    WarmupShape::Cosine => Row::cosine(start, steps, from, to),
                });
                self.add(warmup.schedule(), start.saturating_add(warmup.warmup_steps()), last_step)?;
            }
            AnySchedule::NormalizedWeightDecay(decay) => match decay.schedule() {
                AnySchedule::CosineDecayRestarts(cycles) if cycles.t_mul() == 1.0 => {
                    self.rows.push(Row::hold(start, decay.at(0)));
                }
                AnySchedule::CosineCycles(cycles) if cycles.t_mul() == 1.0 => {
                    self.rows.push(Row::hold(start, decay.at(0)));
                }
                _ => self.add_rows(decay, start, last_step, u64::MAX, |cycle, _| {
                    Row::hold(cycle.first_step, decay.at(cycle.first_step))
                }),
            },
            _ => return None,
        }
        Some(())
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
        schedule: &impl LearningRateSchedule,
        start: u64,
        last_step: u64,
        closed: bool,
        count: u64,
    ) {
        let count = if self.period.is_some() { 1 } else { count };
        self.add_rows(schedule, start, last_step, count, |cycle, next| Row::cycle(cycle, next, closed));
    }

    /// A row for each cycle, which is also given the next one.
    fn add_rows(
        &mut self,
        schedule: &impl LearningRateSchedule,
        start: u64,
        last_step: u64,
        count: u64,
        row: impl Fn(&Cycle, Option<&Cycle>) -> Row,
    ) {
        let first_of = |cycle: &Cycle| start.saturating_add(cycle.first_step);
        // A row that begins between the last step and the one after it is one of them.
        let within = |cycle: &Cycle| cycle.index < count && first_of(cycle) <= last_step.saturating_add(1);
        let mut cycles = schedule.cycles().peekable();
        let mut early = 1.0;
        while let Some(cycle) = cycles.next_if(within) {
            if self.rows.len() >= MOST_ROWS {
                self.end = Some(first_of(&cycle) - 1);
                return;
            }
            let row = row(&cycle, cycles.peek());
            self.rows.push(Row { first: first_of(&cycle), ..row }.beginning(early));
            early = cycle.end_fraction();
        }
    }

    /// The multipliers after 1, 2, 4, ... periods, as many as lie within the steps.
    fn factors(&self, last_step: u64) -> PyResult<Vec<f64>> {
        let Some(period) = self.period.filter(|_| self.multiplier != 1.0) else { return Ok(Vec::new()) };
        let powers = CosineDecayRestarts::builder(1.0, 1).t_mul(1.0).m_mul(self.multiplier).build();
        let powers = powers.map_err(value_error)?;
        let cycles = last_step / period;
        Ok((0..64)
            .map(|bit| 1_u64 << bit)
            .take_while(|&power| power <= cycles)
            .map(|power| powers.cycle_at(power).peak.min(f64::MAX))
            .collect())
    }
}

/// The distance from a step, which is the last one of a cycle, to the end of the cycle. For `sgdr._form`.
#[pyfunction]
pub(crate) fn _end_fraction(schedule: &Bound<'_, PySchedule>, step: u64) -> f64 {
    schedule.get().core.cycle_of(step).map_or(1.0, |cycle| cycle.end_fraction())
}

/// The table of a schedule for the steps up to one; None if its class has no rows. For `sgdr._form`.
#[pyfunction]
pub(crate) fn _table<'py>(
    py: Python<'py>,
    schedule: &Bound<'py, PySchedule>,
    last_step: u64,
) -> PyResult<Option<Bound<'py, PyDict>>> {
    let schedule = &schedule.get().core;
    let mut table = Table::default();
    if table.add(schedule, 0, last_step).is_none() {
        return Ok(None);
    }
    let end = table.end.unwrap_or(last_step);
    if end < last_step.min(LEAST_END) {
        return Err(PyValueError::new_err(format!(
            "the schedule has more than {MOST_ROWS} different cycles up to step {}; give `steps`, the length of the run",
            last_step.min(LEAST_END)
        )));
    }
    // A graph counts to 2^63 - 1.
    table.rows.retain(|row| row.first <= end.saturating_add(1).min(i64::MAX.unsigned_abs()));
    let period = table.period.filter(|&period| period <= end);
    let ended = table.rows.len() - usize::from(period.is_some());
    for row in &mut table.rows[..ended] {
        if row.span < u64::MAX {
            row.last = schedule.at(row.first.saturating_add(row.span));
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
    let flags = table.rows.iter().map(|row| row.is_cycle).collect::<Vec<_>>().into_pyarray(py);
    result.set_item("first", ints(|row| row.first))?;
    result.set_item("early", floats(|row| row.early))?;
    result.set_item("is_cycle", flags)?;
    result.set_item("end", end)?;
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
    result.set_item("factors", table.factors(end)?.into_pyarray(py))?;
    Ok(Some(result))
}
