//! `sgdr convert`: the schedule for another library, and what is lost on the way.

use std::process::ExitCode;

use clap::Args;
use clap::builder::styling::{AnsiColor, Style};

use crate::args::length;
use crate::args::schedule::ScheduleArgs;
use crate::convert::{Extent, Target};
use crate::error::CliError;
use crate::text::decimal;
use crate::text::output;

/// Print the schedule for another library: code to paste, or the JSON that Keras loads
///
/// `--to keras` prints JSON; the others print code. One with warm restarts becomes the library's own wherever it has them; a
/// plan, or another class, a schedule of the package sgdr in Python, R or Rust, where the library can take one. What is to be
/// known about it, and whatever the library cannot express, goes to standard error. The exit code is 3 if anything is lost.
#[derive(Args)]
#[command(before_help = "\
Examples:
  sgdr convert --to pytorch -l 0.1 -s 1000 --t-mul 1.5
  sgdr convert --to keras -l 0.1 -s 1000 > schedule.json
")]
pub(crate) struct ConvertArgs {
    #[command(flatten)]
    schedule: ScheduleArgs,

    /// The library
    #[arg(long, value_name = "LIBRARY", ignore_case = true)]
    to: Target,

    /// The number of cycles that the code covers, where it cannot cover all; by default 10, or all cycles that shrink
    #[arg(long, value_name = "K", allow_negative_numbers = true, conflicts_with = "steps")]
    #[arg(value_parser = |text: &str| decimal::whole("cycles", 1, text))]
    cycles: Option<u64>,

    /// The same in steps
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| decimal::whole("steps", 1, text))]
    steps: Option<u64>,

    /// The same in epochs
    #[arg(long, value_name = "EPOCHS", allow_negative_numbers = true, conflicts_with_all = ["steps", "cycles"])]
    #[arg(value_parser = |text: &str| decimal::whole("epochs", 1, text))]
    epochs: Option<u64>,

    /// Exit with 0 even if something is lost
    #[arg(long)]
    allow_loss: bool,
}

const LOSSY: u8 = 3;

pub(crate) fn run(args: ConvertArgs) -> Result<ExitCode, CliError> {
    let schedule = args.schedule.schedule()?;
    let steps = length::of_run(args.steps, args.epochs, args.schedule.shape.units()?.as_ref())?;
    let extent = args.cycles.map(Extent::Cycles).or(steps.map(Extent::Steps));
    let conversion = args.to.convert(&schedule, extent)?;
    output::print(&conversion.code)?;

    let (cyan, yellow) = (AnsiColor::Cyan.on_default().bold(), AnsiColor::Yellow.on_default().bold());
    let label = |style: Style, text: &str| format!("{style}{text}:{style:#}");
    for note in &conversion.notes {
        anstream::eprintln!("{} {note}", label(cyan, "note"));
    }
    for loss in &conversion.losses {
        anstream::eprintln!("{} {loss}", label(yellow, "loss"));
    }
    let lossy = !conversion.losses.is_empty() && !args.allow_loss;
    Ok(if lossy { ExitCode::from(LOSSY) } else { ExitCode::SUCCESS })
}
