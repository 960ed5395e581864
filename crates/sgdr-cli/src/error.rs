//! The error of a verb: one line that says what is wrong, perhaps a hint, and an exit code.

use std::error::Error as _;
use std::fmt;

use clap::builder::styling::{AnsiColor, Style};
use serde::Serialize;

use crate::text::output;

/// Exit codes besides 3, which `convert` gives when something is lost.
const DONE: u8 = 0;
const FAILED: u8 = 1;
const USAGE: u8 = 2;

/// An error message for people.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CliError {
    message: String,
    hint: Option<String>,
    code: u8,
}

impl CliError {
    /// The command line is invalid.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None, code: USAGE }
    }

    /// The work itself failed.
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None, code: FAILED }
    }

    /// The work ended early, and nothing is wrong with that.
    pub(crate) fn quiet() -> Self {
        Self { message: String::new(), hint: None, code: DONE }
    }

    /// Adds a line that says what to do instead.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same error, saying first where it came up.
    pub(crate) fn within(mut self, place: &str) -> Self {
        self.message = format!("{place}: {}", self.message);
        self
    }

    /// Makes it an error of the work, not of the command line.
    pub(crate) fn into_failure(mut self) -> Self {
        self.code = FAILED;
        self
    }

    pub(crate) fn code(&self) -> u8 {
        self.code
    }

    /// Prints it on standard error, in colour where that is wanted.
    pub(crate) fn print(&self) {
        if self.code == DONE {
            return;
        }
        let label = |style: Style, text: &str| format!("{style}{text}:{style:#}");
        let error = label(AnsiColor::Red.on_default().bold(), "error");
        output::say(&format!("{error} {}", self.message));
        if let Some(hint) = &self.hint {
            let label = label(AnsiColor::Cyan.on_default().bold(), "hint");
            output::say(&format!("{label} {hint}"));
        }
    }
}

/// For a page: the lines without their labels.
impl Serialize for CliError {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([("error", Some(&self.message)), ("hint", self.hint.as_ref())])
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CliError {}

/// The message of the command line's parser, in one line.
impl From<&clap::Error> for CliError {
    fn from(error: &clap::Error) -> Self {
        if let Some(own) = error.source().and_then(|source| source.downcast_ref::<Self>()) {
            return own.clone();
        }
        let text = error.render().to_string();
        let message = text.split("\n\n").next().unwrap_or_default();
        let message = message.strip_prefix("error: ").unwrap_or(message);
        Self::usage(message.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// The core's message names the parameter and its rule; the hint names the flag.
impl From<sgdr::Error> for CliError {
    fn from(error: sgdr::Error) -> Self {
        let cli_error = Self::usage(error.to_string());
        match error.parameter() {
            "initial_learning_rate" => cli_error.hint("-l is the rate of step 0, for example -l 0.1"),
            "first_decay_steps" => cli_error.hint("-s is the length of the first cycle in steps, for example -s 1000"),
            "t_mul" => cli_error.hint("use --t-mul 1 for cycles of equal length"),
            "m_mul" => cli_error.hint("use --m-mul 1 for peaks of equal height"),
            "alpha" => cli_error.hint(
                "alpha is a fraction of the initial learning rate; for a floor of 0.001 with -l 0.1 use --alpha 0.01",
            ),
            "eta_min" => cli_error.hint("--eta-min is a rate, not a fraction as --alpha is"),
            "warmup_steps" => {
                cli_error.hint("use fewer --warmup-steps, a longer first cycle, or --warmup-place prefix")
            }
            _ => cli_error,
        }
    }
}
