//! `sgdr cycles`: the cycles one by one, and where a run ends among them.

mod report;
pub(crate) mod table;

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use sgdr::{Cycle, LearningRateSchedule as _, ScheduleExt as _};
use sgdr_plot::Outline;

use crate::args::length;
use crate::args::schedule::ScheduleArgs;
use crate::error::CliError;
use crate::schedule::Schedule;
use crate::text::decimal::{self, counted};
use crate::text::output;
use crate::text::run_end::RunEnd;

/// List the cycles, and say where a run ends
///
/// Without --steps or --cycles the first four cycles are listed, or all of them where they come to an end. The table shows six
/// digits; csv and json show all.
#[derive(Args)]
#[command(before_help = "\
Examples:
  sgdr cycles -l 0.1 -s 1000 --steps 10000
  sgdr cycles -l 0.1 -s 1000 --cycles 6 --format csv
")]
pub(crate) struct CyclesArgs {
    #[command(flatten)]
    schedule: ScheduleArgs,

    /// The length of the run: lists the cycles that it reaches
    #[arg(long, value_name = "STEPS", allow_negative_numbers = true, conflicts_with = "cycles")]
    #[arg(value_parser = |text: &str| decimal::whole("steps", 1, text))]
    steps: Option<u64>,

    /// The same in epochs
    #[arg(long, value_name = "EPOCHS", allow_negative_numbers = true, conflicts_with_all = ["steps", "cycles"])]
    #[arg(value_parser = |text: &str| decimal::whole("epochs", 1, text))]
    epochs: Option<u64>,

    /// The number of cycles to list
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| decimal::whole("cycles", 1, text))]
    cycles: Option<u64>,

    /// How to print them
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Csv,
    Json,
}

/// The most cycles that `sgdr check` lists.
const USUAL: u64 = 8;
/// The most cycles of a list.
const MOST: u64 = 100_000;

pub(crate) fn run(args: CyclesArgs) -> Result<ExitCode, CliError> {
    let schedule = args.schedule.schedule()?;
    let schedule = schedule.with_cycles_for("sgdr cycles")?;
    let units = args.schedule.shape.units()?;
    let steps = length::of_run(args.steps, args.epochs, units.as_ref())?;
    let rows = rows(schedule, count(steps, args.cycles, schedule)?);
    let run_end = steps.and_then(|steps| RunEnd::new(schedule, steps, units));
    let sentence = run_end.as_ref().map_or_else(|| total(&rows), RunEnd::sentence);
    match args.format {
        Format::Table => {
            output::print(&table::table(schedule, &rows))?;
            output::print(&format!("\n{sentence}\n"))?;
        }
        Format::Csv => {
            output::print(&report::csv(schedule, &rows))?;
            output::say(&sentence);
        }
        Format::Json => output::print(&report::json(schedule, &rows, run_end.as_ref(), &sentence)?)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The number of cycles to list.
fn count(steps: Option<u64>, cycles: Option<u64>, schedule: &Schedule) -> Result<u64, CliError> {
    let count_to = |step| schedule.cycle_of(step).map_or(0, |cycle| cycle.index.saturating_add(1));
    let count = match (steps, cycles) {
        (Some(steps), _) => count_to(steps - 1),
        (None, Some(cycles)) => cycles.min(count_to(u64::MAX)),
        (None, None) => usual_count(schedule),
    };
    if count > MOST {
        let (count, most) = (decimal::grouped(count), decimal::grouped(MOST));
        let error = CliError::usage(format!("{count} cycles are too many to list: at most {most}"));
        return Err(error.hint("list the first ones with --cycles, or draw them with `sgdr plot`"));
    }
    Ok(count)
}

/// All cycles before a constant tail, and the tail; where there is no tail, enough to show what the plan is.
fn usual_count(schedule: &Schedule) -> u64 {
    let last = schedule.cycle_of(u64::MAX).filter(Cycle::is_hold);
    let last = last.or_else(|| schedule.cycle_of(Outline::new(schedule.core()).usual_steps().get() - 1));
    last.map_or(0, |cycle| cycle.index.saturating_add(1))
}

/// The first cycles as a table, and what they add up to.
pub(super) fn first(schedule: &Schedule) -> String {
    let rows = rows(schedule, usual_count(schedule).min(USUAL));
    format!("{}\n{}\n", table::table(schedule, &rows), total(&rows))
}

fn rows(schedule: &Schedule, count: u64) -> Vec<Row> {
    schedule.cycles().zip(0..count).map(|(cycle, _)| Row::new(schedule, cycle)).collect()
}

/// What the cycles listed add up to.
fn total(rows: &[Row]) -> String {
    let count = rows.iter().filter(|row| !row.cycle.is_hold()).count() as u64;
    let cycles = format!("{} {}", counted(count, "cycle"), if count == 1 { "takes" } else { "take" });
    match rows.last().map(|row| row.cycle) {
        Some(cycle) if cycle.is_hold() => {
            format!("{cycles} {}, then the floor is held", counted(cycle.first_step, "step"))
        }
        last => match last.and_then(|cycle| cycle.last_step?.checked_add(1)) {
            Some(end) => format!("{cycles} {}", counted(end, "step")),
            None if last.is_some_and(|cycle| cycle.length.is_infinite()) => {
                format!("{}, the last of which has no end", counted(count, "cycle"))
            }
            None => format!("{cycles} more than {}", counted(u64::MAX, "step")),
        },
    }
}

/// A line of the list.
struct Row {
    cycle: Cycle,
    /// The rate at the last step; `None` where the cycle goes past step 2^64 - 1.
    last_rate: Option<f64>,
}

impl Row {
    fn new(schedule: &Schedule, cycle: Cycle) -> Self {
        Self { cycle, last_rate: cycle.last_step.map(|step| schedule.at(step)) }
    }
}
