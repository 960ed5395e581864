//! Flags as names and values, the form in which they are kept in a link and sent by a page.

use clap::error::Error;
use clap::{ArgMatches, Args, Command, FromArgMatches};
use sgdr::CosineDecayRestarts;

use crate::decimal;
use crate::dtype::Dtype;
use crate::schedule_args::DEFAULT_NAME;

/// Long flags without their hyphens, each with its value; a switch has an empty one.
pub(crate) type Words = Vec<(String, String)>;

/// Arguments, and the words that they were given as.
pub(crate) struct Worded<T> {
    pub(crate) args: T,
    pub(crate) words: Words,
}

impl<T: Args> Args for Worded<T> {
    fn augment_args(command: Command) -> Command {
        T::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        T::augment_args_for_update(command)
    }
}

impl<T: Args> FromArgMatches for Worded<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        Ok(Self { words: given::<T>(matches), args: T::from_arg_matches(matches)? })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.words = given::<T>(matches);
        self.args.update_from_arg_matches(matches)
    }
}

/// What stands on the command line, without what has its default.
fn given<T: Args>(matches: &ArgMatches) -> Words {
    let mut words = Words::new();
    for argument in T::augment_args(Command::new("")).get_arguments() {
        let (Some(name), id) = (argument.get_long(), argument.get_id().as_str()) else { continue };
        if matches.value_source(id) != Some(clap::parser::ValueSource::CommandLine) {
            continue;
        }
        if argument.get_action().takes_values() {
            let values = matches.get_raw(id).into_iter().flatten();
            words.extend(values.map(|value| (name.to_string(), value.to_string_lossy().into_owned())));
        } else {
            words.push((name.to_string(), String::new()));
        }
    }
    words
}

/// The words for a schedule with warm restarts; what has its default is left out.
pub(crate) fn of_restarts(core: &CosineDecayRestarts, dtype: Dtype) -> Words {
    let mut words = vec![
        ("initial-learning-rate", decimal::text(core.initial_learning_rate())),
        ("first-decay-steps", core.first_decay_steps().to_string()),
    ];
    for (name, value, default) in
        [("t-mul", core.t_mul(), 2.0), ("m-mul", core.m_mul(), 1.0), ("alpha", core.alpha(), 0.0)]
    {
        if value != default {
            words.push((name, decimal::text(value)));
        }
    }
    if core.name() != DEFAULT_NAME {
        words.push(("name", core.name().to_string()));
    }
    if dtype != Dtype::F64 {
        words.push(("dtype", dtype.name().to_string()));
    }
    words.into_iter().map(|(name, value)| (name.to_string(), value)).collect()
}

/// A command line to paste into a shell.
pub(crate) fn command_line(verb: &str, words: &[(String, String)]) -> String {
    let mut line = format!("sgdr {verb}");
    for (name, value) in words {
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
    use crate::run::RunArgs;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        run: Worded<RunArgs>,
    }

    fn words(line: &str) -> Words {
        Line::try_parse_from(line.split(' ')).expect("a command line").run.words
    }

    #[test]
    fn what_was_given_is_remembered_under_its_long_name() {
        let line = "sgdr plot -l 0.1 -s 9ep --t-mul 1.5 --drop-last --dataset-size 100 --batch-size 10 --steps 50";
        let line = format!("{line} --vs t_mul=1 --vs alpha=0.1,m_mul=0.9");
        let words = words(line.strip_prefix("sgdr ").expect("written so"));
        let value = |wanted: &str| words.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        assert_eq!((value("initial-learning-rate"), value("first-decay-steps")), (Some("0.1"), Some("9ep")));
        assert_eq!((value("drop-last"), value("m-mul")), (Some(""), None));
        assert_eq!(words.iter().filter(|(name, _)| name == "vs").count(), 2);
    }

    #[test]
    fn a_command_line_reads_back() {
        let given = words("plot -l 0.1 -s 1000 --closed --eta-min 0.001 --vs t_mul=1.5 --vs m_mul=0.9,alpha=0");
        let line = command_line("plot", &given);
        assert_eq!(words(line.strip_prefix("sgdr ").expect("written so")), given);
        let name = [(String::from("name"), String::from("it's `here`"))];
        assert_eq!(command_line("plot", &name), r"sgdr plot --name 'it'\''s `here`'");
    }
}
