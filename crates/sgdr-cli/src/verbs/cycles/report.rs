//! The cycles as data, with all digits.

use serde::Serialize;

use super::Row;
use crate::error::CliError;
use crate::schedule::Schedule;
use crate::text::decimal;
use crate::text::parameters::Parameters;
use crate::text::run_end::RunEnd;

/// One line for each cycle. What lies beyond step 2^64 - 1 is empty.
pub(super) fn csv(schedule: &Schedule, rows: &[Row]) -> String {
    let mut csv = String::from("cycle,first_step,last_step,length,peak,floor,last_rate\n");
    for Row { cycle, last_rate } in rows {
        let last_step = cycle.last_step.map(|step| step.to_string()).unwrap_or_default();
        let last_rate = last_rate.map(|rate| schedule.dtype().text(rate)).unwrap_or_default();
        let (length, peak, floor) =
            (decimal::text(cycle.length), schedule.dtype().text(cycle.peak), schedule.dtype().text(cycle.floor));
        csv += &format!("{},{},{last_step},{length},{peak},{floor},{last_rate}\n", cycle.index, cycle.first_step);
    }
    csv
}

#[derive(Serialize)]
struct Report<'a> {
    class: &'a str,
    schedule: Parameters,
    cycles: Vec<CycleRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<&'a RunEnd>,
    summary: &'a str,
}

/// Null means beyond step 2^64 - 1, or infinite, which JSON cannot write.
#[derive(Serialize)]
struct CycleRow {
    cycle: u64,
    first_step: u64,
    last_step: Option<u64>,
    length: f64,
    peak: f64,
    floor: f64,
    last_rate: Option<f64>,
    hold: bool,
}

pub(super) fn json(schedule: &Schedule, rows: &[Row], run: Option<&RunEnd>, summary: &str) -> Result<String, CliError> {
    let shortest = |rate| schedule.dtype().shortest(rate);
    let cycles = rows.iter().map(|Row { cycle, last_rate }| CycleRow {
        cycle: cycle.index,
        first_step: cycle.first_step,
        last_step: cycle.last_step,
        length: cycle.length,
        peak: shortest(cycle.peak),
        floor: shortest(cycle.floor),
        last_rate: last_rate.map(shortest),
        hold: cycle.is_hold(),
    });
    let (class, parameters) = (schedule.class(), schedule.parameters());
    let report = Report { class, schedule: parameters, cycles: cycles.collect(), run, summary };
    let json = serde_json::to_string_pretty(&report).map_err(|error| CliError::failed(error.to_string()))?;
    Ok(json + "\n")
}
