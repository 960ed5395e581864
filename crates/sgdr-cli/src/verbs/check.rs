//! `sgdr check`: what schedule a file holds, if it holds a valid one.

mod course;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use clap::builder::styling::{AnsiColor, Style};

use super::cycles;
use crate::config_file::ConfigFile;
use crate::error::CliError;
use crate::text::output;

/// Say whether a file holds a valid schedule, and which one
///
/// The file is the JSON of a schedule as Keras or sgdr writes it, that of an optimizer or a model, or a .keras or .h5 file. If it
/// is not valid, standard error says what is wrong and where, and the exit code is 1. What is valid but hardly intended, such as a
/// decay that rises, is a warning.
#[derive(Args)]
#[command(before_help = "\
Examples:
  sgdr check model.keras
  sgdr convert --to keras -l 0.1 -s 1000 | sgdr check -
")]
pub(crate) struct CheckArgs {
    /// The file; - is standard input
    file: PathBuf,
}

pub(crate) fn run(args: CheckArgs) -> Result<ExitCode, CliError> {
    let file = ConfigFile::open(&args.file)?;
    let schedule = file.schedule(None)?;
    let (bold, green) = (Style::new().bold(), AnsiColor::Green.on_default().bold());
    let mut text = format!("{}: {green}valid{green:#}\n\n", file.name());

    let mut lines = vec![(String::from("class"), schedule.class().to_string())];
    if !file.place().is_empty() {
        lines.push((String::from("found at"), file.place().to_string()));
    }
    let dtype = schedule.dtype().name();
    let dtype = if file.has_dtype() { dtype.to_string() } else { format!("{dtype} (the file names none)") };
    lines.push((String::from("dtype"), dtype));
    lines.extend(schedule.parameters().texts());
    let width = lines.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (name, value) in lines {
        text += &format!("{bold}{name:<width$}{bold:#}  {value}\n");
    }
    let course = if schedule.has_cycles() { cycles::first(&schedule) } else { course::course(&schedule) };
    if !course.is_empty() {
        text += &format!("\n{}\n", course.trim_end_matches('\n'));
    }
    output::print(&text)?;
    output::warn(&file.warnings(&schedule));
    Ok(ExitCode::SUCCESS)
}
