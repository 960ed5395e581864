//! Cycles as the columns of a table.

use extendr_api::prelude::*;
use sgdr::{AnySchedule, Cycle, LearningRateSchedule as _, ScheduleExt as _};

use crate::numbers::double;
use crate::{Answer, problem};

/// The most cycles in a table.
const MOST: usize = 10_000_000;

/// All cycles that begin before a step.
pub(crate) fn cycles_until(schedule: &AnySchedule, steps: u64) -> Answer<Vec<Cycle>> {
    schedule.cycle_of(0).ok_or_else(problem::no_cycles)?;
    let mut cycles = Vec::new();
    for cycle in schedule.cycles().take_while(|cycle| cycle.first_step < steps) {
        if cycles.len() == MOST {
            return Err(format!("`steps` must have at most {MOST} cycles in them (received {steps}, with more)"));
        }
        cycles.try_reserve(1).map_err(problem::of_memory)?;
        cycles.push(cycle);
    }
    Ok(cycles)
}

/// One number of each cycle.
pub(crate) fn column(cycles: &[Cycle], value: impl Fn(&Cycle) -> f64) -> Answer<Vec<f64>> {
    let mut column = Vec::new();
    column.try_reserve_exact(cycles.len()).map_err(problem::of_memory)?;
    column.extend(cycles.iter().map(value));
    Ok(column)
}

/// One column for each thing that is known of a cycle, and more. Where a cycle does not end, its last step is infinite.
pub(crate) fn cycle_columns(schedule: &AnySchedule, cycles: &[Cycle], more: &[(&str, Vec<f64>)]) -> Answer<List> {
    let known = [
        ("cycle", column(cycles, |cycle| double(cycle.index))?),
        ("first_step", column(cycles, |cycle| double(cycle.first_step))?),
        ("last_step", column(cycles, |cycle| cycle.last_step.map_or(f64::INFINITY, double))?),
        ("length", column(cycles, |cycle| cycle.length)?),
        ("peak", column(cycles, |cycle| cycle.peak)?),
        ("floor", column(cycles, |cycle| cycle.floor)?),
        ("last_rate", column(cycles, |cycle| cycle.last_step.map_or(cycle.floor, |last| schedule.at(last)))?),
    ];
    let columns = known.iter().chain(more).map(|(name, values)| (*name, Robj::from(values.as_slice())));
    Ok(List::from_pairs(columns.collect::<Vec<_>>()))
}
