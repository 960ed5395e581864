//! What the page has to know about the flags. The parser is asked, so that the page cannot differ from it.

use std::collections::{BTreeMap, BTreeSet};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Args as _, Command};
use serde::Serialize;

use super::request::ViewArgs;
use crate::args::{comparison, plan, units};
use crate::dtype::Dtype;

/// Flags that the page has no field for.
const ABSENT: [&str; 2] = ["for-accelerate", "for-keras"];

/// The rules for the flags, by their long names.
#[derive(Serialize)]
pub(super) struct Rules {
    defaults: BTreeMap<String, String>,
    choices: BTreeMap<String, Vec<String>>,
    /// The flags without which a flag is an error.
    needs: BTreeMap<String, BTreeSet<String>>,
    /// The parameters of the schedule and the lengths in the plan, which `--vs` can change.
    shape: Vec<String>,
    plan: Vec<String>,
    /// How much training a step is.
    units: Vec<String>,
}

impl Rules {
    pub(super) fn new() -> Self {
        let command = ViewArgs::augment_args(Command::new("sgdr").no_binary_name(true));
        let flags = command.get_arguments().filter_map(|argument| argument.get_long().map(|name| (name, argument)));
        let flags: Vec<(&str, &Arg)> = flags.filter(|(name, _)| !ABSENT.contains(name)).collect();
        let default = |&(name, argument): &(&str, &Arg)| {
            let default = argument.get_default_values().first().filter(|_| argument.get_action().takes_values())?;
            Some((name.to_string(), default.to_string_lossy().into_owned()))
        };
        let choices = |&(name, argument): &(&str, &Arg)| {
            let choices = argument.get_possible_values();
            let choices: Vec<String> = choices.iter().map(|choice| choice.get_name().to_string()).collect();
            (argument.get_action().takes_values() && !choices.is_empty()).then(|| (name.to_string(), choices))
        };
        let mut defaults: BTreeMap<String, String> = flags.iter().filter_map(default).collect();
        // The parser has no default: where there is a file, its dtype counts.
        defaults.insert(String::from("dtype"), Dtype::F64.name().to_string());
        let in_units = flags.iter().filter(|(_, argument)| argument.get_help_heading() == Some(units::HEADING));
        Self {
            defaults,
            choices: flags.iter().filter_map(choices).collect(),
            needs: closed(flags.iter().map(|(name, argument)| (name.to_string(), needs(&command, argument))).collect()),
            shape: comparison::shape().map(|name| name.replace('_', "-")).collect(),
            plan: plan::LENGTHS.map(|name| name.replace('_', "-")).to_vec(),
            units: in_units.map(|(name, _)| name.to_string()).collect(),
        }
    }
}

/// The flags that the parser reports as missing when an argument is given alone.
fn needs(command: &Command, argument: &Arg) -> BTreeSet<String> {
    let name = argument.get_long().unwrap_or_default();
    let choice = argument.get_possible_values().first().map(|choice| choice.get_name().to_string());
    let default = argument.get_default_values().first().map(|default| default.to_string_lossy().into_owned());
    let line = if argument.get_action().takes_values() {
        format!("--{name}={}", choice.or(default).as_deref().unwrap_or("1"))
    } else {
        format!("--{name}")
    };
    let Err(error) = command.clone().try_get_matches_from([line]) else { return BTreeSet::new() };
    match (error.kind(), error.get(ContextKind::InvalidArg)) {
        (ErrorKind::MissingRequiredArgument, Some(ContextValue::Strings(missing))) => {
            let long = |text: &String| text.split(' ').next()?.strip_prefix("--").map(String::from);
            missing.iter().filter_map(long).collect()
        }
        _ => BTreeSet::new(),
    }
}

/// Adds the needs of what is needed.
fn closed(needs: BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, BTreeSet<String>> {
    let all = |name: &String| {
        let mut found = BTreeSet::new();
        let mut open = vec![name];
        while let Some(next) = open.pop() {
            open.extend(needs.get(next).into_iter().flatten().filter(|&needed| found.insert(needed.clone())));
        }
        found.remove(name);
        found
    };
    needs.keys().map(|name| (name.clone(), all(name))).filter(|(_, needed)| !needed.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rules_are_those_of_the_parser() {
        let rules = Rules::new();
        let needed = |name: &str| rules.needs.get(name).map(|it| it.iter().map(String::as_str).collect::<Vec<_>>());
        for name in ["warmup-start", "warmup-shape", "warmup-place", "warmup-to-peak"] {
            assert_eq!(needed(name), Some(vec!["warmup-steps"]), "{name}");
        }
        for name in ["accumulate", "processes", "drop-last"] {
            assert_eq!(needed(name), Some(vec!["batch-size", "dataset-size"]), "{name}");
        }
        assert_eq!(
            (needed("dataset-size"), needed("batch-size")),
            (Some(vec!["batch-size"]), Some(vec!["dataset-size"]))
        );
        assert_eq!((needed("t-mul"), needed("warmup-steps"), needed("log")), (None, None, None));
        let defaults = [
            ("t-mul", "2"),
            ("m-mul", "1"),
            ("alpha", "0"),
            ("name", "SGDRDecay"),
            ("warmup-place", "prefix"),
            ("processes", "1"),
        ];
        for (name, default) in defaults {
            assert_eq!(rules.defaults.get(name).map(String::as_str), Some(default), "{name}");
        }
        assert_eq!(rules.choices["warmup-shape"], ["linear", "cosine"]);
        assert_eq!(rules.shape, ["initial-learning-rate", "first-decay-steps", "t-mul", "m-mul", "alpha"]);
    }
}
