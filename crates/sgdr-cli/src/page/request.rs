//! What a page asks about: the flags of a command line, sent as a form and read by the parser of the command line.

use clap::{Args, Command, FromArgMatches as _};

use crate::args::flags::Flags;
use crate::args::run::{Run, RunArgs};
use crate::args::schedule;
use crate::config_file::{ConfigFile, STANDARD_INPUT};
use crate::error::CliError;
use crate::text::decimal;

/// A run, and how it is drawn.
#[derive(Args)]
pub(crate) struct ViewArgs {
    #[command(flatten)]
    pub(crate) run: RunArgs,

    /// Use a logarithmic axis for the rates
    #[arg(long)]
    log: bool,
}

pub(super) struct Request {
    pub(super) args: ViewArgs,
    pub(super) run: Run,
    /// As sent; `config` is the content of the file.
    pub(super) flags: Flags,
}

/// The most flags of a request.
const MOST_FLAGS: usize = 64;
const CONFIG: &str = "config";

impl Request {
    /// Reads a form. Its `config` is the text of a file, never the name of one.
    pub(super) fn read(body: &[u8]) -> Result<Self, CliError> {
        let flags: Flags = form_urlencoded::parse(body)
            .take(MOST_FLAGS + 1)
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        if flags.len() > MOST_FLAGS {
            return Err(CliError::usage(format!("a request has at most {MOST_FLAGS} flags")));
        }
        let command = schedule::required(ViewArgs::augment_args(Command::new("sgdr").no_binary_name(true)));
        let line = flags.iter().map(|(name, value)| argument(&command, name, value)).collect::<Result<Vec<_>, _>>()?;
        let parsed = command.try_get_matches_from(line).and_then(|matches| ViewArgs::from_arg_matches(&matches));
        let mut args = parsed.map_err(|error| CliError::from(&error))?;
        if let Some((_, text)) = flags.iter().find(|(name, _)| name == CONFIG) {
            let file = ConfigFile::of_bytes("the configuration", text.clone().into_bytes())?;
            args.run.schedule.read_from(&file)?;
        }
        let run = args.run.run()?;
        Ok(Self { args, run, flags })
    }

    pub(super) fn log(&self) -> bool {
        self.args.log
    }
}

/// An error if the flags describe no run.
pub(crate) fn check(flags: &Flags) -> Result<(), CliError> {
    let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(flags).finish();
    Request::read(form.as_bytes()).map(drop)
}

/// The argument for a flag. It never names a file of this machine: `--config` means the text that was sent.
fn argument(command: &Command, name: &str, value: &str) -> Result<String, CliError> {
    let known = command.get_arguments().find(|argument| argument.get_long() == Some(name));
    let Some(known) = known else {
        return Err(CliError::usage(format!("there is no flag --{}", decimal::shown(name))));
    };
    if name == CONFIG {
        return Ok(format!("--{CONFIG}={STANDARD_INPUT}"));
    }
    // The parser refuses a switch with a value.
    let is_switch = !known.get_action().takes_values() && value.is_empty();
    Ok(if is_switch { format!("--{name}") } else { format!("--{name}={value}") })
}

#[cfg(test)]
mod tests {
    use sgdr::LearningRateSchedule as _;

    use super::*;

    fn error(form: &str) -> String {
        Request::read(form.as_bytes()).err().map_or_else(String::new, |error| error.to_string())
    }

    #[test]
    fn names_and_values_are_flags() {
        let form = "initial-learning-rate=0.1&first-decay-steps=1000&t-mul=1.5&steps=4e3&vs=m_mul%3D0.9&log=";
        let request = Request::read(form.as_bytes()).expect("legal");
        assert_eq!((request.run.steps.get(), request.run.curves.len(), request.log()), (4000, 2, true));
        assert_eq!(request.run.curves[0].schedule.at(0), 0.1);
    }

    #[test]
    fn what_is_wrong_is_told_as_on_the_command_line() {
        let start = "initial-learning-rate=0.1&first-decay-steps=1000";
        for (form, message) in [
            (
                "",
                "the following required arguments were not provided: --initial-learning-rate <RATE> --first-decay-steps <STEPS>",
            ),
            ("t-mul=-1&initial-learning-rate=0.1&first-decay-steps=1000", "t_mul must be finite and > 0 (received -1)"),
            (
                "initial-learning-rate=0.1&first-decay-steps=ten",
                "first_decay_steps must be a whole number >= 1 (received ten)",
            ),
            (&format!("{start}&output=run.csv"), "there is no flag --output"),
            (&format!("{start}&help="), "there is no flag --help"),
            (&format!("{start}&-l=0.1"), "there is no flag ---l"),
            (&format!("{start}&log=yes"), "unexpected value 'yes' for '--log' found; no more were expected"),
            (
                &format!("{start}&steps=1&cycles=1"),
                "the argument '--steps <STEPS>' cannot be used with '--cycles <COUNT>'",
            ),
            (
                &format!("{start}&config=%7B%7D"),
                "the argument '--initial-learning-rate <RATE>' cannot be used with '--config <FILE>'",
            ),
            (&"log=&".repeat(65), "a request has at most 64 flags"),
        ] {
            assert_eq!(error(form), message, "{form}");
        }
    }

    #[test]
    fn no_file_is_read() {
        for name in ["/etc/hostname", "-", "Cargo.toml", "/dev/zero"] {
            let form = form_urlencoded::Serializer::new(String::new()).append_pair("config", name).finish();
            assert!(error(&form).starts_with("the configuration: "), "{name}: {}", error(&form));
        }
    }
}
