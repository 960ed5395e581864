//! `sgdr fit`: the first cycle for which a run ends where a cycle ends, as flags to paste.

use std::cmp::Ordering;
use std::process::ExitCode;

use clap::Args;
use sgdr::{Cycle, FirstCycle, Fit};

use crate::decimal::{self, counted, grouped};
use crate::error::CliError;
use crate::output;
use crate::schedule::Schedule;
use crate::schedule_args::{ScheduleArgs, ShapeArgs};

/// Find the first_decay_steps for which so many cycles end on the last step of a run
///
/// Prints the flags of the schedule on standard output, and what they do on standard error. Where no whole number of
/// steps does it, the nearest one below and the nearest one above are printed.
#[derive(Args)]
#[command(before_help = "\
Examples:
  sgdr fit --steps 7000 --cycles 3
  sgdr fit --steps 10000 --cycles 5 --t-mul 1.5
")]
pub(crate) struct FitArgs {
    /// The length of the run
    #[arg(long, value_name = "STEPS", allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| decimal::whole("steps", 1, text))]
    steps: u64,

    /// How many cycles it shall have
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| decimal::whole("cycles", 1, text))]
    cycles: u64,

    /// The rate of step 0, to be among the flags printed
    #[arg(short = 'l', long, value_name = "RATE", allow_negative_numbers = true, help_heading = "Schedule")]
    initial_learning_rate: Option<String>,

    #[command(flatten)]
    shape: ShapeArgs,
}

pub(crate) fn run(args: FitArgs) -> Result<ExitCode, CliError> {
    // A wrong rate or alpha is told before the search.
    args.schedule(1)?;
    let FitArgs { steps, cycles, .. } = args;
    let count = counted(cycles, "cycle");
    match sgdr::fit(steps, cycles, args.shape.t_mul)? {
        Fit::Exact(first) => {
            output::say(&format!("{count} in {}:", counted(steps, "step")));
            print(&args, first)?;
        }
        Fit::Nearest { below, above } => {
            let run = counted(steps, "step");
            output::say(&format!("no first_decay_steps makes {count} end after {run}; nearest:"));
            for first in [Some(below), above].into_iter().flatten() {
                print(&args, first)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

impl FitArgs {
    fn schedule(&self, first_decay_steps: u64) -> Result<Schedule, CliError> {
        let initial_learning_rate = self.initial_learning_rate.clone().unwrap_or_else(|| String::from("1"));
        ScheduleArgs { initial_learning_rate, first_decay_steps, shape: self.shape.clone() }.schedule()
    }
}

/// The flags as data, and below them in words where the cycles end.
fn print(args: &FitArgs, first: FirstCycle) -> Result<(), CliError> {
    let rate = args.initial_learning_rate.iter().map(|rate| format!("-l {rate} ")).collect::<String>();
    output::print(&format!("{rate}-s {} {}\n", first.first_decay_steps, args.shape.flags()))?;
    let end = match first.steps.cmp(&args.steps) {
        Ordering::Less => format!("{}, {} fewer: ", counted(first.steps, "step"), grouped(args.steps - first.steps)),
        Ordering::Equal => String::new(),
        Ordering::Greater => format!("{}, {} more: ", counted(first.steps, "step"), grouped(first.steps - args.steps)),
    };
    let cycles = lengths(&args.schedule(first.first_decay_steps)?, args.cycles);
    let rounded = if first.is_whole {
        String::new()
    } else {
        format!("; exactly, they end between steps {} and {}", grouped(first.steps - 1), grouped(first.steps))
    };
    output::say(&format!("  {end}{cycles}{rounded}"));
    Ok(())
}

/// The steps that the cycles hold: "1,000 + 2,000 + 4,000 steps".
fn lengths(schedule: &Schedule, count: u64) -> String {
    const MOST: usize = 6;
    let length = |cycle: Cycle| cycle.last_step.map_or(0, |last| last - cycle.first_step + 1);
    let mut lengths: Vec<String> =
        (0..count).zip(schedule.cycles()).take(MOST).map(|(_, cycle)| grouped(length(cycle))).collect();
    if lengths.len() as u64 != count {
        lengths.push(String::from("..."));
    }
    format!("{} steps", lengths.join(" + "))
}
