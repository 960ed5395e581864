//! `sgdr cycles`: the cycles one by one, and where a run ends among them.

mod report;
mod table;

use std::process::ExitCode;

use clap::{Args, ValueEnum};
use sgdr::Cycle;

use crate::decimal::{self, counted};
use crate::error::CliError;
use crate::output;
use crate::restarts::Restarts;
use crate::run_end::RunEnd;
use crate::schedule_args::ScheduleArgs;

/// List the cycles, and say where a run ends
///
/// Without --steps or --cycles the first four cycles are listed, and all of them where they shrink. The table shows six
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

    /// How many cycles to list
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

/// How many cycles are listed unless it is said.
const USUAL: u64 = 4;
/// More cycles than this are no list that anyone reads.
const MOST: u64 = 100_000;

pub(crate) fn run(args: CyclesArgs) -> Result<ExitCode, CliError> {
    let schedule = args.schedule.schedule()?.restarts_for("sgdr cycles")?;
    let rows = rows(&schedule, count(&args, &schedule)?);
    let run_end = args.steps.map(|steps| RunEnd::new(&schedule, steps));
    let sentence = run_end.as_ref().map_or_else(|| total(&rows), RunEnd::sentence);
    match args.format {
        Format::Table => {
            output::print(&table::table(&schedule, &rows))?;
            output::print(&format!("\n{sentence}\n"))?;
        }
        Format::Csv => {
            output::print(&report::csv(&schedule, &rows))?;
            output::say(&sentence);
        }
        Format::Json => output::print(&report::json(&schedule, &rows, run_end.as_ref(), &sentence)?)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// How many cycles to list.
fn count(args: &CyclesArgs, schedule: &Restarts) -> Result<u64, CliError> {
    let count = match (args.steps, args.cycles) {
        (Some(steps), _) => schedule.cycle_at(steps - 1).index.saturating_add(1),
        (None, Some(cycles)) => cycles.min(schedule.cycle_at(u64::MAX).index.saturating_add(1)),
        (None, None) if schedule.core().t_mul() < 1.0 => schedule.cycle_at(u64::MAX).index.saturating_add(1),
        (None, None) => USUAL,
    };
    if count > MOST {
        let (count, most) = (decimal::grouped(count), decimal::grouped(MOST));
        let error = CliError::usage(format!("{count} cycles are too many to list: at most {most}"));
        return Err(error.hint("list the first ones with --cycles, or draw them with `sgdr plot`"));
    }
    Ok(count)
}

/// The first cycles as a table, and what they add up to.
pub(super) fn first(schedule: &Restarts) -> String {
    let rows = rows(schedule, USUAL);
    format!("{}\n{}\n", table::table(schedule, &rows), total(&rows))
}

fn rows(schedule: &Restarts, count: u64) -> Vec<Row> {
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
            None => format!("{cycles} more than {}", counted(u64::MAX, "step")),
        },
    }
}

/// A line of the list.
struct Row {
    cycle: Cycle,
    /// The rate at the last step; none where the cycle goes on past the last step there is.
    last_rate: Option<f64>,
}

impl Row {
    fn new(schedule: &Restarts, cycle: Cycle) -> Self {
        Self { cycle, last_rate: cycle.last_step.map(|step| schedule.rate(step)) }
    }
}
