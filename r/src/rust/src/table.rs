//! Cycles as the columns of a table.

use extendr_api::prelude::*;
use sgdr::{AnySchedule, Cycle, LearningRateSchedule as _};

use crate::numbers::double;
use crate::{Answer, problem};

/// The most cycles in a table.
const MOST: usize = 10_000_000;

/// All cycles that begin before a step.
pub(crate) fn cycles_until(schedule: &AnySchedule, steps: u64) -> Answer<Vec<Cycle>> {
    schedule.cycle_of(0).ok_or_else(problem::no_cycles)?;
    let cycles: Vec<Cycle> = schedule.cycles().take_while(|cycle| cycle.first_step < steps).take(MOST + 1).collect();
    if cycles.len() > MOST {
        return Err(format!("`steps` must have at most {MOST} cycles in them (received {steps}, with more)"));
    }
    Ok(cycles)
}

/// One column for each thing that is known of a cycle, and more. Where a cycle does not end, its last step is infinite.
pub(crate) fn cycle_columns(schedule: &AnySchedule, cycles: &[Cycle], more: &[(&str, Vec<f64>)]) -> List {
    let column = |value: &dyn Fn(&Cycle) -> f64| cycles.iter().map(value).collect::<Vec<f64>>();
    let mut columns = vec![
        ("cycle", column(&|cycle| double(cycle.index))),
        ("first_step", column(&|cycle| double(cycle.first_step))),
        ("last_step", column(&|cycle| cycle.last_step.map_or(f64::INFINITY, double))),
        ("length", column(&|cycle| cycle.length)),
        ("peak", column(&|cycle| cycle.peak)),
        ("floor", column(&|cycle| cycle.floor)),
        ("last_rate", column(&|cycle| cycle.last_step.map_or(cycle.floor, |last| schedule.at(last)))),
    ];
    columns.extend_from_slice(more);
    List::from_pairs(columns.into_iter().map(|(name, values)| (name, Robj::from(values))).collect::<Vec<_>>())
}
