//! `sgdr replan`: a change of plan during a run, as the JSON of the schedule to continue with.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use sgdr::Replan;

use crate::args::length::Length;
use crate::args::schedule::ScheduleArgs;
use crate::config_file::{ConfigFile, STANDARD_INPUT};
use crate::error::CliError;
use crate::schedule::Schedule;
use crate::text::decimal::{counted, grouped};
use crate::text::output;
use crate::text::run_end;

/// Change the plan during a run, without changing a rate already used
///
/// Prints the JSON of the new plan, which takes the schedule's place in the run, in its checkpoint, and as --config.
#[derive(Args)]
#[command(before_help = "\
Examples:
  sgdr replan -l 0.1 -s 1000 --after 5000 --skip-cycle > plan.json
  sgdr replan --config plan.json --after 6000 --then lower.json
")]
pub(crate) struct ReplanArgs {
    #[command(flatten)]
    schedule: ScheduleArgs,

    /// The number of steps of the run that are done, or epochs: 10ep
    #[arg(long, value_name = "STEPS", allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| Length::parse("after", 0, text))]
    after: Length,

    #[command(flatten)]
    change: Change,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct Change {
    /// Skip the rest of the cycle: the next step restarts
    #[arg(long)]
    skip_cycle: bool,

    /// Repeat the cycle when it is over
    #[arg(long)]
    repeat_cycle: bool,

    /// Continue with the schedule in a file when the cycle is over
    #[arg(long, value_name = "FILE")]
    then: Option<PathBuf>,
}

pub(crate) fn run(args: ReplanArgs) -> Result<ExitCode, CliError> {
    if args.schedule.reads_standard_input() && args.change.then.as_deref() == Some(Path::new(STANDARD_INPUT)) {
        return Err(CliError::usage("standard input cannot hold both the schedule and the one to continue with"));
    }
    let schedule = args.schedule.schedule()?;
    let dtype = schedule.dtype();
    let units = args.schedule.shape.units()?;
    let steps = args.after.steps("--after", units.as_ref())?;
    let replan = Replan::new(schedule.with_cycles_for("sgdr replan")?.core().clone(), steps)?;
    let chain = match args.change.then {
        Some(path) => replan.go_on_with(ConfigFile::open(&path)?.schedule(Some(dtype))?.core().clone()),
        None if args.change.skip_cycle => replan.skip_cycle(),
        None => replan.repeat_cycle(),
    };
    let chain = chain.map_err(|error| match error.parameter() {
        "steps" => CliError::usage(format!("--after must lie in a cycle that ends (received {steps})")),
        _ => error.into(),
    })?;
    let change = chain.pieces().last().map_or(0, |piece| piece.first_step);
    let plan = Schedule::new(chain, dtype);
    output::print(&format!("{}\n", plan.to_keras()))?;
    if steps > 0 {
        output::say(&run_end::sentence(&schedule, steps, units.as_ref()));
    }
    output::say(&words(&plan, change));
    Ok(ExitCode::SUCCESS)
}

/// Where the plan changes, and its next restarts.
fn words(plan: &Schedule, change: u64) -> String {
    const MOST: usize = 4;
    let next = |&step: &u64| sgdr_plot::next_restart(plan, step);
    let restarts = std::iter::successors(next(&change.saturating_sub(1)), next).take(MOST);
    let restarts = restarts.map(grouped).collect::<Vec<_>>();
    let same = format!("the plan is the same for {}", counted(change, "step"));
    if restarts.is_empty() { same } else { format!("{same}; the next restarts are at {}", restarts.join(", ")) }
}
