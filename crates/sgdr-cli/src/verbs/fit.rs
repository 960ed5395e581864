//! `sgdr fit`: the first cycle for which a run ends where a cycle ends, as flags to paste.

use std::cmp::Ordering;
use std::process::ExitCode;

use clap::Args;
use sgdr::{CosineDecayRestarts, Cycle, FirstCycle, Fit, ScheduleExt as _};

use crate::args::length;
use crate::args::schedule::{ScheduleArgs, ShapeArgs, default_name};
use crate::dtype::Dtype;
use crate::error::CliError;
use crate::text::decimal::{self, counted, grouped};
use crate::text::output;

/// Find the first_decay_steps for which n cycles end on the last step of a run
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
    #[arg(long, value_name = "STEPS", allow_negative_numbers = true, required_unless_present = "epochs")]
    #[arg(value_parser = |text: &str| decimal::whole("steps", 1, text))]
    steps: Option<u64>,

    /// The length of the run in epochs; see Units
    #[arg(long, value_name = "EPOCHS", allow_negative_numbers = true, conflicts_with = "steps")]
    #[arg(value_parser = |text: &str| decimal::whole("epochs", 1, text))]
    epochs: Option<u64>,

    /// The number of cycles
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| decimal::whole("cycles", 1, text))]
    cycles: u64,

    /// The rate of step 0, to be among the flags printed
    #[arg(short = 'l', long, value_name = "RATE", allow_negative_numbers = true, help_heading = "Schedule")]
    #[arg(conflicts_with = "config")]
    initial_learning_rate: Option<String>,

    #[command(flatten)]
    shape: ShapeArgs,
}

pub(crate) fn run(args: FitArgs) -> Result<ExitCode, CliError> {
    let FitArgs { steps, epochs, cycles, initial_learning_rate, shape } = args;
    let units = shape.units()?;
    let steps = length::of_run(steps, epochs, units.as_ref())?.unwrap_or_default();
    let (warmup_steps, warmup_flags) = shape.plan.prefix_for("sgdr fit", units.as_ref())?;
    if warmup_steps >= steps {
        let (warmup, steps) = (counted(warmup_steps, "step"), grouped(steps));
        let error = CliError::usage(format!("--warmup-steps: a warm-up of {warmup} leaves none of {steps} for cycles"));
        return Err(error.hint("use fewer --warmup-steps, or a longer run"));
    }
    let has_rate = initial_learning_rate.is_some() || shape.is_in_file();
    let schedule = ScheduleArgs { initial_learning_rate, first_decay_steps: None, shape }.inner()?;
    let dtype = schedule.dtype();
    let schedule = schedule.restarts_for("sgdr fit")?.clone();
    let wanted = Wanted { steps, cycles, schedule, dtype, has_rate, warmup_steps, warmup_flags };
    let count = match warmup_steps {
        0 => counted(cycles, "cycle"),
        _ => format!("{} after a warm-up of {}", counted(cycles, "cycle"), counted(warmup_steps, "step")),
    };
    let found = sgdr::fit(steps - warmup_steps, cycles, wanted.schedule.t_mul()).map_err(|error| {
        let too_many = error.parameter() == "cycles";
        let error = CliError::from(error);
        if too_many { error.hint("use fewer --cycles, or a longer run") } else { error }
    })?;
    match found {
        Fit::Exact(first) => {
            output::say(&format!("{count} in {}:", counted(steps, "step")));
            wanted.print(first)?;
        }
        Fit::Nearest { below, above } => {
            let run = counted(steps, "step");
            output::say(&format!("no first_decay_steps makes {count} end after {run}; nearest:"));
            for first in [Some(below), above].into_iter().flatten() {
                wanted.print(first)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What is wanted.
struct Wanted {
    steps: u64,
    cycles: u64,
    /// Its first cycle does not matter.
    schedule: CosineDecayRestarts,
    dtype: Dtype,
    has_rate: bool,
    /// Those before the first cycle, and the flags for them.
    warmup_steps: u64,
    warmup_flags: String,
}

impl Wanted {
    /// The flags as data, and below them a line that says where the cycles end.
    fn print(&self, first: FirstCycle) -> Result<(), CliError> {
        output::print(&format!("{}\n", self.flags(first.first_decay_steps)))?;
        let run = first.steps.saturating_add(self.warmup_steps);
        let steps = counted(run, "step");
        let end = match run.cmp(&self.steps) {
            Ordering::Less => format!("{steps}, {} fewer: ", grouped(self.steps - run)),
            Ordering::Equal => String::new(),
            Ordering::Greater => format!("{steps}, {} more: ", grouped(run - self.steps)),
        };
        let core = &self.schedule;
        let found = CosineDecayRestarts::builder(core.initial_learning_rate(), first.first_decay_steps);
        let found = found.t_mul(core.t_mul()).build()?;
        let cycles = lengths(&found, self.cycles);
        let cycles = if self.warmup_steps == 0 { cycles } else { format!("{} + {cycles}", grouped(self.warmup_steps)) };
        let rounded = if first.is_whole {
            String::new()
        } else {
            format!("; exactly, they end between steps {} and {}", grouped(run - 1), grouped(run))
        };
        output::say(&format!("  {end}{cycles}{rounded}"));
        Ok(())
    }

    /// The flags that give the schedule: -s, --t-mul, and what differs from its default.
    fn flags(&self, first_decay_steps: u64) -> String {
        let (core, dtype) = (&self.schedule, self.dtype);
        let rate =
            if self.has_rate { format!("-l {} ", decimal::text(core.initial_learning_rate())) } else { String::new() };
        let mut flags = format!("{rate}-s {first_decay_steps} --t-mul {}", decimal::text(core.t_mul()));
        if core.m_mul() != 1.0 {
            flags += &format!(" --m-mul {}", decimal::text(core.m_mul()));
        }
        if core.alpha() != 0.0 {
            flags += &format!(" --alpha {}", decimal::text(core.alpha()));
        }
        if core.name() != default_name() {
            flags += &format!(" --name '{}'", core.name().replace('\'', "'\\''"));
        }
        if dtype != Dtype::F64 {
            flags += &format!(" --dtype {}", dtype.name());
        }
        flags + &self.warmup_flags
    }
}

/// The lengths of the cycles: "1,000 + 2,000 + 4,000 steps".
fn lengths(schedule: &CosineDecayRestarts, count: u64) -> String {
    const MOST: usize = 6;
    let length = |cycle: Cycle| cycle.last_step.map_or(0, |last| last - cycle.first_step + 1);
    let mut lengths: Vec<String> =
        (0..count).zip(schedule.cycles()).take(MOST).map(|(_, cycle)| grouped(length(cycle))).collect();
    if lengths.len() as u64 != count {
        lengths.push(String::from("..."));
    }
    format!("{} steps", lengths.join(" + "))
}
