//! Everything that the page shows about a run, in one answer, so that all of it is about the same run.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Response;
use serde::Serialize;

use super::answer;
use super::comparison::{Difference, differences};
use super::cycles::Cycles;
use super::fixes::{Fix, fixes};
use super::query::Query;
use super::rates::Rates;
use super::request::Request;
use crate::args::flags::command_line;
use crate::error::CliError;
use crate::export::chart_data::{ChartData, thinned};
use crate::export::{Export, Kind};
use crate::text::decimal;
use crate::text::run_end;

#[derive(Serialize)]
struct View<'a> {
    title: &'a str,
    chart: ChartData<'a>,
    schedules: Vec<Shown<'a>>,
    differences: Vec<Difference>,
    rates: Rates,
    command: String,
    /// A file of rates has a row for every this many steps.
    every: u64,
    steps_per_epoch: Option<u64>,
}

/// A schedule of the run.
#[derive(Serialize)]
struct Shown<'a> {
    label: &'a str,
    class: &'a str,
    parameters: Vec<(String, String)>,
    /// Where the run ends.
    end: String,
    fixes: Vec<Fix>,
    cycles: Option<Cycles>,
}

/// The width of the picture, in columns.
const COLUMNS: u64 = 400;
const MOST_COLUMNS: u64 = 2000;
/// The most rates in a file for the page.
const MOST_RATES: u64 = 1_000_000;

/// With the given number of `columns`, and as many again for the steps from `from` to `to`.
pub(super) fn answer(request: &Request, query: &Query) -> Result<Response<Body>, CliError> {
    let run = &request.run;
    let (end, units) = (run.steps.get(), run.units.as_ref());
    let columns = query.whole("columns", 1)?.unwrap_or(COLUMNS).min(MOST_COLUMNS);
    let mut steps: BTreeSet<u64> = thinned(run, 0..end, columns);
    if let (Some(from), Some(to)) = (query.whole("from", 0)?, query.whole("to", 0)?) {
        steps.extend(thinned(run, from.min(end)..to.min(end), columns));
    }
    let steps: Vec<u64> = steps.into_iter().collect();
    let schedules = run.curves.iter().map(|curve| Shown {
        label: &curve.label,
        class: curve.schedule.class(),
        parameters: curve.schedule.parameters().texts(),
        end: run_end::sentence(&curve.schedule, end, units),
        fixes: fixes(&curve.schedule, end, units),
        cycles: Cycles::new(&curve.schedule, end),
    });
    answer::json(&View {
        title: &run.title,
        chart: ChartData::new(run, &steps, request.log()),
        schedules: schedules.collect(),
        differences: differences(run),
        rates: Rates::new(run),
        command: command(request),
        every: end.div_ceil(most_rows(request)),
        steps_per_epoch: units.map(sgdr::Units::steps_per_epoch),
    })
}

fn most_rows(request: &Request) -> u64 {
    MOST_RATES / request.run.curves.len() as u64
}

/// The command that draws the same in the terminal. A schedule that was sent as text is a file there, with the plan
/// around it: what the page shows as JSON for Keras.
fn command(request: &Request) -> String {
    const BESIDE_A_FILE: [&str; 9] =
        ["steps", "epochs", "cycles", "log", "dataset-size", "batch-size", "accumulate", "processes", "drop-last"];
    if request.flags.iter().all(|(name, _)| name != "config") {
        return command_line("plot", &request.flags);
    }
    let file = (String::from("config"), String::from("schedule.json"));
    let others = request.flags.iter().filter(|(name, _)| BESIDE_A_FILE.contains(&name.as_str())).cloned();
    command_line("plot", &std::iter::once(file).chain(others).collect::<Vec<_>>())
}

/// The run as a file of the `format`; a format with rows has one for every `every` steps.
pub(super) fn download(request: &Request, query: &Query) -> Result<Response<Body>, CliError> {
    let format = query.text("format")?;
    let Some(kind) = Kind::named(format) else {
        return Err(CliError::usage(format!("there are no files of the format {}", decimal::shown(format))));
    };
    let export = Export { run: &request.run, every: query.whole("every", 1)?, log: request.log() && !kind.is_data() };
    Ok(answer::file(kind.media_type(), export.contents(kind, most_rows(request))?))
}
