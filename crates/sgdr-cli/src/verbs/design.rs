//! `sgdr design`: the page on which a schedule is shaped.

use std::process::ExitCode;

use clap::Args;

use crate::args::flags::{Flags, WithFlags};
use crate::error::CliError;
use crate::page::{Server, ViewArgs, check, flags_of};
use crate::text::decimal;
use crate::text::output;

/// Open a page on which to shape a schedule by hand
///
/// Prints the address of the page, which is for the browsers of this machine, and serves it until Ctrl-C is pressed. The
/// flags are what the page begins with. What is set on the page is kept in its address, so that a link shows the same.
#[derive(Args)]
#[command(before_help = "\
Examples:
  sgdr design --open
  sgdr design -l 0.1 -s 1000 --m-mul 0.8 --steps 10000 --vs t_mul=1.5
")]
pub(crate) struct DesignArgs {
    #[command(flatten)]
    view: WithFlags<ViewArgs>,

    /// The port; a free one unless given
    #[arg(long, value_name = "PORT", default_value = "0", hide_default_value = true, allow_negative_numbers = true)]
    #[arg(value_parser = port)]
    port: u16,

    /// Open the page in the browser
    #[arg(long)]
    open: bool,
}

fn port(text: &str) -> Result<u16, CliError> {
    let rule = || CliError::usage(format!("port must be at most {} (received {})", u16::MAX, decimal::shown(text)));
    decimal::whole("port", 0, text).and_then(|port| u16::try_from(port).map_err(|_| rule()))
}

pub(crate) fn run(args: DesignArgs) -> Result<ExitCode, CliError> {
    let flags = start(args.view)?;
    Server::listen(args.port)?.run(&flags, |url| {
        output::print(&format!("{url}\n"))?;
        output::say("Ctrl-C ends it");
        if args.open {
            open::that_detached(url).unwrap_or_else(|error| {
                output::say(&format!("no browser could be opened ({error}): open the address in one"));
            });
        }
        Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}

/// What the page begins with: the flags given, with those that it needs, and the schedule of a file in place of its name.
fn start(view: WithFlags<ViewArgs>) -> Result<Flags, CliError> {
    let mut flags = view.flags;
    let is_given = |flags: &Flags, wanted: &str| flags.iter().any(|(name, _)| name == wanted);
    if is_given(&flags, "config") {
        view.args.run.run()?;
        flags.retain(|(name, _)| !["config", "dtype"].contains(&name.as_str()));
        return Ok(flags_of(&view.args.run.schedule.inner()?).into_iter().chain(flags).collect());
    }
    let is_empty = flags.is_empty();
    let usual = [("initial-learning-rate", "0.1"), ("first-decay-steps", "1000")];
    let usual = usual.into_iter().chain(is_empty.then_some(("steps", "10000")));
    for (name, value) in usual {
        if !is_given(&flags, name) {
            flags.push((name.to_string(), value.to_string()));
        }
    }
    check(&flags)?;
    Ok(flags)
}
