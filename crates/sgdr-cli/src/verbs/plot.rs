//! `sgdr plot`: the curve in the terminal.

use std::io::{self, IsTerminal as _};
use std::process::ExitCode;

use anstream::AutoStream;
use clap::Args;
use sgdr_plot::TextStyle;
use terminal_size::{Height, Width, terminal_size};

use crate::args::run::RunArgs;
use crate::error::CliError;
use crate::text::decimal;
use crate::text::output;

/// Draw the curve in the terminal
///
/// Restarts are marked under the axis, and the last lines say where the run ends among the cycles. The picture is as
/// wide as the terminal.
#[derive(Args)]
#[command(before_help = "\
Examples:
  sgdr plot -l 0.1 -s 1000 --steps 10000
  sgdr plot -l 0.1 -s 1000 --m-mul 0.8 --vs t_mul=1.5 --log
")]
pub(crate) struct PlotArgs {
    #[command(flatten)]
    run: RunArgs,

    /// Use a logarithmic axis for the rates
    #[arg(long)]
    log: bool,

    /// The width in characters; that of the terminal unless given, 80 where there is none
    #[arg(long, value_name = "COLUMNS", allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| size("width", 40, text))]
    width: Option<usize>,

    /// The height in lines; a quarter of the width unless given, and no more than the terminal has
    #[arg(long, value_name = "LINES", allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| size("height", 8, text))]
    height: Option<usize>,

    /// Use only ASCII characters
    #[arg(long)]
    ascii: bool,
}

/// A number of characters or lines.
fn size(name: &str, least: u64, text: &str) -> Result<usize, CliError> {
    const MOST: usize = 1000;
    let value = decimal::whole(name, least, text)?;
    usize::try_from(value)
        .ok()
        .filter(|&value| value <= MOST)
        .ok_or_else(|| CliError::usage(format!("{name} must be at most {MOST} (received {})", decimal::shown(text))))
}

pub(crate) fn run(args: PlotArgs) -> Result<ExitCode, CliError> {
    let run = args.run.run()?;
    let terminal = terminal_size().filter(|_| io::stdout().is_terminal());
    let width = args.width.or(terminal.map(|(Width(width), _)| width.into())).unwrap_or(80);
    // Room for the prompt that follows.
    let most = terminal.map_or(usize::MAX, |(_, Height(height))| usize::from(height).saturating_sub(2));
    // Each schedule to compare with takes a line for its restarts, one for its end and perhaps one for its name.
    let height = args.height.unwrap_or_else(|| ((width / 4).clamp(16, 32) + 3 * (run.curves.len() - 1)).min(most));
    let color = AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
    let style = TextStyle::new(width, height).color(color).ascii(args.ascii);
    let text = run.chart(args.log).to_text(&style);
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}
