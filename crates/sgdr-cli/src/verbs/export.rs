//! `sgdr export`: the run as a file.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::args::length::Length;
use crate::args::run::RunArgs;
use crate::error::CliError;
use crate::export::Export;
use crate::text::output;

/// Write the run to a file: csv, json, npy, svg, png or html
///
/// The ending of the name says which. csv has the columns step and learning_rate, json the same as arrays, npy the
/// rates as an array of their type; svg and png are pictures, and html is a page of its own in which to hover and zoom.
/// With --vs there is a column, an array or a curve for each schedule. The file is written whole or not at all.
#[derive(Args)]
#[command(before_help = "\
Examples:
  sgdr export -l 0.1 -s 1000 --steps 10000 -o run.svg
  sgdr export --config model.keras --every 100 -o run.csv
")]
pub(crate) struct ExportArgs {
    /// The file, ending in .csv, .json, .npy, .svg, .png or .html
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    #[command(flatten)]
    run: RunArgs,

    /// For csv, json, npy and html: only one row for every STEPS steps, or epochs, from step 0 on
    #[arg(long, value_name = "STEPS", allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| Length::parse("every", 1, text))]
    every: Option<Length>,

    /// For svg, png and html: use a logarithmic axis for the rates
    #[arg(long)]
    log: bool,
}

pub(crate) fn run(args: ExportArgs) -> Result<ExitCode, CliError> {
    let run = args.run.run()?;
    let every = args.every.map(|every| every.steps("--every", run.units.as_ref())).transpose()?;
    let export = Export { run: &run, every, log: args.log };
    let what = export.write(&args.output)?;
    output::say(&format!("{}: {what}", args.output.display()));
    Ok(ExitCode::SUCCESS)
}
