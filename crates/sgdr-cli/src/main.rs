//! `sgdr`: see, check and plan a learning-rate schedule with warm restarts before paying for it.
//!
//! Data goes to standard output, words about it to standard error. Exit codes: 0 done, 1 failed, 2 usage, 3 lossy.

mod args;
mod config_file;
mod convert;
mod dtype;
mod emulation;
mod error;
mod export;
mod page;
mod schedule;
mod text;
mod verbs;

use std::error::Error as _;
use std::process::ExitCode;

use clap::{Command, CommandFactory as _, FromArgMatches as _, Parser};

use crate::error::CliError;
use crate::verbs::Verb;

/// See, check and plan a learning-rate schedule with warm restarts (SGDR) before paying for it.
#[derive(Parser)]
#[command(name = "sgdr", version, arg_required_else_help = true)]
#[command(before_help = "\
Examples:
  sgdr plot -l 0.1 -s 1000 --steps 10000
  sgdr lr -l 0.1 -s 1000 --t-mul 1.5 0 500 1000
")]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

/// The parser.
fn command() -> Command {
    let adapted = |command: Command| match command.get_name() {
        // The designer has a schedule to begin with.
        "design" => command,
        "fit" => args::plan::only_prefix(command),
        _ => args::schedule::required(command),
    };
    page(Cli::command()).mut_subcommands(|command| adapted(page(command)))
}

/// Lets the help of a command open with the examples that its `before_help` gives.
fn page(command: Command) -> Command {
    const TEMPLATE: &str = "{about-with-newline}\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";
    let header = *command.get_styles().get_header();
    let examples = command.get_before_help().map(ToString::to_string).unwrap_or_default();
    let examples = examples.replacen("Examples:", &format!("{header}Examples:{header:#}"), 1);
    command.help_template(TEMPLATE).before_help(examples)
}

fn main() -> ExitCode {
    let parsed = command().try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches));
    match parsed {
        Ok(cli) => cli.verb.run().unwrap_or_else(|error| failure(&error)),
        // An error of our own, from reading a value, is shown our way.
        Err(error) => match error.source().and_then(|source| source.downcast_ref::<CliError>()) {
            Some(error) => failure(error),
            None => error.exit(),
        },
    }
}

fn failure(error: &CliError) -> ExitCode {
    error.print();
    ExitCode::from(error.code())
}
