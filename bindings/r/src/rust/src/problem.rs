//! What is wrong with an argument, in R's terms: its name in backticks, and elements counted from 1.

use sgdr::Error;
use sgdr::keras::{self, Problem};

/// An error about one of the arguments that became a config.
pub(crate) fn of_argument(error: &keras::Error) -> String {
    if let Problem::Parameter(error) = error.problem() {
        return of_parameter(error);
    }
    let (path, message) = (error.path(), error.to_string());
    let argument = path.strip_prefix("config.").unwrap_or(path);
    let rule = message.strip_prefix(path).map_or(&*message, |rule| rule.trim_start_matches([':', ' ']));
    match argument.strip_suffix(']').and_then(|element| element.rsplit_once('[')) {
        Some((name, index)) => {
            let element = index.parse::<u64>().map_or_else(|_| index.into(), |index| (index + 1).to_string());
            format!("`{name}[{element}]` {rule}")
        }
        None => format!("`{argument}` {rule}"),
    }
}

/// An error about a parameter.
pub(crate) fn of_parameter(error: &Error) -> String {
    let (name, rule, received) = (error.parameter(), error.rule(), error.received());
    let element = error.index().map_or_else(String::new, |index| format!(", element {}", index + 1));
    format!("`{name}` {rule} (received {received}{element})")
}

/// The error for a schedule without cycles.
pub(crate) fn no_cycles() -> String {
    of_parameter(&Error::new("schedule", "must have cycles, as CosineDecayRestarts does", "a schedule without cycles"))
}

/// The error for a table that memory has no room for.
pub(crate) fn of_memory(error: std::collections::TryReserveError) -> String {
    format!("there is not enough memory: {error}")
}
