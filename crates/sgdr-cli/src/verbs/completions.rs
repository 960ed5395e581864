//! `sgdr completions`: a completion script for a shell, made from the same definitions as the parser.

use std::process::ExitCode;

use clap::Args;
use clap_complete::Shell;

use crate::error::CliError;
use crate::text::output;

/// Print a completion script for a shell
#[derive(Args)]
#[command(before_help = "\
Examples:
  sgdr completions bash > ~/.local/share/bash-completion/completions/sgdr
  sgdr completions zsh > ~/.zfunc/_sgdr
")]
pub(crate) struct CompletionsArgs {
    /// The shell to print the script for
    shell: Shell,
}

pub(crate) fn run(args: CompletionsArgs) -> Result<ExitCode, CliError> {
    // Written into memory first: the generator panics where a write fails, as on a closed pipe.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut crate::command(), "sgdr", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::SUCCESS)
}
