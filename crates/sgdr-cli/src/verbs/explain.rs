//! `sgdr explain`: how the rate of a step comes about, line by line with the numbers.

mod derivation;
mod exact;
mod usual;

use std::process::ExitCode;

use clap::Args;
use clap::builder::styling::Style;

use crate::args::schedule::ScheduleArgs;
use crate::error::CliError;
use crate::text::decimal;
use crate::text::output;

/// Derive the rate of a step line by line
///
/// Lengths and positions after = are exact, and those after ~ are rounded. Below the derivation is the result of the usual
/// formula, which finds the cycle by a logarithm in floating point.
#[derive(Args)]
#[command(before_help = "\
Examples:
  sgdr explain -l 0.1 -s 1000 3500
  sgdr explain -l 0.1 -s 10 --t-mul 3 1210
")]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    schedule: ScheduleArgs,

    /// The step, counted from 0
    #[arg(allow_negative_numbers = true, value_parser = |text: &str| decimal::whole("step", 0, text))]
    step: u64,
}

pub(crate) fn run(args: ExplainArgs) -> Result<ExitCode, CliError> {
    args.schedule
        .shape
        .plan
        .none_for("sgdr explain")
        .map_err(|error| error.hint("`sgdr lr` prints the rates of a plan"))?;
    let schedule = args.schedule.schedule()?;
    let core = schedule.restarts_for("sgdr explain")?;
    let derivation = derivation::lines(core, schedule.dtype(), args.step);
    let usual = usual::lines(core, args.step);
    let text = |lines: Vec<Line>| lines.iter().map(Line::to_text).collect::<String>();
    output::print(&format!("{}\n{}", text(derivation), text(usual)))?;
    Ok(ExitCode::SUCCESS)
}

struct Line {
    label: &'static str,
    text: String,
}

impl Line {
    fn new(label: &'static str, text: impl Into<String>) -> Self {
        Self { label, text: text.into() }
    }

    fn to_text(&self) -> String {
        let bold = Style::new().bold();
        format!("{bold}{:<9}{bold:#} {}\n", self.label, self.text)
    }
}
