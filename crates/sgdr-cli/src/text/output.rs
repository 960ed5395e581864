//! The two outputs: data on standard output, everything else on standard error.
//!
//! Neither is written by `print!` or `eprint!`, which panic when the reader has gone. Colours reach a terminal and nothing
//! else, and not there if NO_COLOR is set.

use std::io::{self, Write as _};

use clap::builder::styling::AnsiColor;

use crate::error::CliError;

/// Prints a whole text and makes sure that it has arrived.
pub(crate) fn print(text: &str) -> Result<(), CliError> {
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    Ok(stdout.flush()?)
}

/// Prints a line on standard error. If that is closed, the line is dropped.
pub(crate) fn say(line: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

/// Prints warnings, one a line, in colour where that is wanted.
pub(crate) fn warn(warnings: &[String]) {
    let yellow = AnsiColor::Yellow.on_default().bold();
    warnings.iter().for_each(|warning| say(&format!("{yellow}warning:{yellow:#} {warning}")));
}

/// Writing the output failed. A reader that has seen enough and closed the pipe is no failure.
impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::quiet(),
            _ => Self::failed(format!("cannot write the output: {error}")),
        }
    }
}
