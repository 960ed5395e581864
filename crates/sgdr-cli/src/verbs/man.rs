//! `sgdr man`: the manual pages, made from the same definitions as the parser.

use std::process::ExitCode;

use clap::{Args, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use crate::error::CliError;
use crate::text::output;

/// Print the manual page, or that of a verb (roff)
#[derive(Args)]
#[command(before_help = "\
Examples:
  sgdr man > sgdr.1 && man ./sgdr.1
  sgdr man lr > sgdr-lr.1
")]
pub(crate) struct ManArgs {
    /// The verb whose page to print
    verb: Option<String>,
}

pub(crate) fn run(args: ManArgs) -> Result<ExitCode, CliError> {
    let mut all = crate::command();
    all.build();
    let command = match &args.verb {
        None => all,
        Some(verb) => {
            let command = all.find_subcommand(verb).cloned();
            command
                .ok_or_else(|| CliError::usage(format!("no verb is named {verb}")).hint("`sgdr --help` lists them"))?
        }
    };
    let mut page = Vec::new();
    let examples = examples(&command);
    Man::new(command).source(concat!("sgdr ", env!("CARGO_PKG_VERSION"))).render(&mut page)?;
    output::print(&(String::from_utf8_lossy(&page) + examples.to_roff().as_str()))?;
    Ok(ExitCode::SUCCESS)
}

/// The examples that open the help, as a section.
fn examples(command: &Command) -> Roff {
    let mut section = Roff::new();
    let text = command.get_before_help().map(ToString::to_string).unwrap_or_default();
    let lines: Vec<&str> = text.lines().skip(1).filter(|line| !line.is_empty()).collect();
    if !lines.is_empty() {
        section.control("SH", ["EXAMPLES"]).control("nf", []);
        section.text(lines.iter().map(|line| roman(format!("{line}\n"))).collect::<Vec<_>>());
        section.control("fi", []);
    }
    section
}
