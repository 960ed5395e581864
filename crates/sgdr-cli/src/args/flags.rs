//! Flags as names and values, the form in which they are kept in a link and sent by a page.

use clap::error::Error;
use clap::{ArgMatches, Args, Command, FromArgMatches};
use sgdr::{CosineDecayRestarts, Parameters as _, Value};

use crate::dtype::Dtype;
use crate::text::decimal;

/// Long flags without their hyphens, each with its value; a switch has an empty one.
pub(crate) type Flags = Vec<(String, String)>;

/// Arguments, and the flags that they were given as.
pub(crate) struct WithFlags<T> {
    pub(crate) args: T,
    pub(crate) flags: Flags,
}

impl<T: Args> Args for WithFlags<T> {
    fn augment_args(command: Command) -> Command {
        T::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        T::augment_args_for_update(command)
    }
}

impl<T: Args> FromArgMatches for WithFlags<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        Ok(Self { flags: given::<T>(matches), args: T::from_arg_matches(matches)? })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.flags = given::<T>(matches);
        self.args.update_from_arg_matches(matches)
    }
}

/// The flags given on the command line.
fn given<T: Args>(matches: &ArgMatches) -> Flags {
    let mut flags = Flags::new();
    for argument in T::augment_args(Command::new("")).get_arguments() {
        let (Some(name), id) = (argument.get_long(), argument.get_id().as_str()) else { continue };
        if matches.value_source(id) != Some(clap::parser::ValueSource::CommandLine) {
            continue;
        }
        if argument.get_action().takes_values() {
            let values = matches.get_raw(id).into_iter().flatten();
            flags.extend(values.map(|value| (name.to_string(), value.to_string_lossy().into_owned())));
        } else {
            flags.push((name.to_string(), String::new()));
        }
    }
    flags
}

/// The flags for a schedule with warm restarts; what has its default is left out.
pub(crate) fn of_restarts(core: &CosineDecayRestarts, dtype: Dtype) -> Flags {
    let mut flags = Flags::new();
    for (parameter, (name, value)) in CosineDecayRestarts::PARAMETERS.iter().zip(core.parameters()) {
        if parameter.default.as_ref() != Some(&value) {
            let text = match value {
                Value::Number(number) => decimal::text(number),
                Value::Text(text) => text.into_owned(),
                other => other.to_string(),
            };
            flags.push((name.replace('_', "-"), text));
        }
    }
    if dtype != Dtype::F64 {
        flags.push((String::from("dtype"), dtype.name().to_string()));
    }
    flags
}

/// A command line to paste into a shell.
pub(crate) fn command_line(verb: &str, flags: &[(String, String)]) -> String {
    format!("sgdr {verb}{}", as_typed(flags))
}

/// Flags as they are typed after a verb, each after a space.
pub(crate) fn as_typed(flags: &[(String, String)]) -> String {
    let mut line = String::new();
    for (name, value) in flags {
        line += &match name.as_str() {
            "initial-learning-rate" => String::from(" -l"),
            "first-decay-steps" => String::from(" -s"),
            name => format!(" --{name}"),
        };
        if !value.is_empty() {
            line += &format!(" {}", quoted(value));
        }
    }
    line
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.,:=+/%@".contains(&byte);
    if word.bytes().all(is_plain) { word.to_string() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::args::run::RunArgs;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        run: WithFlags<RunArgs>,
    }

    fn flags(line: &str) -> Flags {
        Line::try_parse_from(line.split(' ')).expect("a command line").run.flags
    }

    #[test]
    fn what_was_given_is_remembered_under_its_long_name() {
        let line = "sgdr plot -l 0.1 -s 9ep --t-mul 1.5 --drop-last --dataset-size 100 --batch-size 10 --steps 50";
        let line = format!("{line} --vs t_mul=1 --vs alpha=0.1,m_mul=0.9");
        let flags = flags(line.strip_prefix("sgdr ").expect("written so"));
        let value = |wanted: &str| flags.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        assert_eq!((value("initial-learning-rate"), value("first-decay-steps")), (Some("0.1"), Some("9ep")));
        assert_eq!((value("drop-last"), value("m-mul")), (Some(""), None));
        assert_eq!(flags.iter().filter(|(name, _)| name == "vs").count(), 2);
    }

    #[test]
    fn a_command_line_reads_back() {
        let given = flags("plot -l 0.1 -s 1000 --closed --eta-min 0.001 --vs t_mul=1.5 --vs m_mul=0.9,alpha=0");
        let line = command_line("plot", &given);
        assert_eq!(flags(line.strip_prefix("sgdr ").expect("written so")), given);
        let name = [(String::from("name"), String::from("it's `here`"))];
        assert_eq!(command_line("plot", &name), r"sgdr plot --name 'it'\''s `here`'");
    }
}
