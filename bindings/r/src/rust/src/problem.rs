//! What is wrong with an argument, in R's terms: its name in backticks, and elements counted from 1.

use sgdr::Error;
use sgdr::keras::{self, Problem};

use crate::numbers::double;

/// An error about one of the arguments that became a config.
pub(crate) fn of_argument(error: &keras::Error) -> String {
    if let Problem::Parameter(error) = error.problem() {
        return of_parameter(*error);
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
pub(crate) fn of_parameter(error: Error) -> String {
    match error {
        Error::Boundaries { index, boundary, before } => {
            format!("`boundaries` must increase strictly (received {boundary} after {before}, element {})", index + 1)
        }
        Error::Values { index, value } => {
            format!("`values` must be finite and >= 0 (received {value}, element {})", index + 1)
        }
        Error::Endless(steps) => {
            format!("`steps` must lie in a cycle that ends (received {})", crate::numbers::number(double(steps)))
        }
        error => {
            let message = error.to_string();
            let name = error.parameter();
            message.strip_prefix(name).map_or_else(|| message.clone(), |rule| format!("`{name}`{rule}"))
        }
    }
}

/// The error for a schedule without cycles.
pub(crate) fn no_cycles() -> String {
    of_parameter(Error::NoCycles)
}

/// The error for a table that memory has no room for.
pub(crate) fn of_memory(error: std::collections::TryReserveError) -> String {
    format!("there is not enough memory: {error}")
}
