//! A length of training as it is asked for: in optimizer steps, or in epochs.

use std::fmt;

use sgdr::Units;

use crate::error::CliError;
use crate::text::decimal;

/// A number of steps, or of epochs, which are written as in `10ep`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Length {
    Steps(u64),
    Epochs(u64),
}

impl Length {
    /// Reads a whole number of at least `least`.
    pub(crate) fn parse(name: &str, least: u64, text: &str) -> Result<Self, CliError> {
        match text.strip_suffix("ep") {
            Some(epochs) => Ok(Self::Epochs(decimal::whole(&format!("{name} in epochs"), least, epochs)?)),
            None => decimal::whole(name, least, text).map(Self::Steps),
        }
    }

    /// The same in steps; `flag` is where it was asked for.
    pub(crate) fn steps(self, flag: &str, units: Option<&Units>) -> Result<u64, CliError> {
        match (self, units) {
            (Self::Steps(steps), _) => Ok(steps),
            (Self::Epochs(epochs), Some(units)) => units.epochs(epochs).map_err(|error| {
                let error = CliError::from(error).within(flag);
                error.hint(format!("an epoch has {}", decimal::counted(units.steps_per_epoch(), "step")))
            }),
            (Self::Epochs(_), None) => {
                let error = CliError::usage(format!("{flag}: the number of steps in an epoch is not known"));
                Err(error.hint("give --dataset-size and --batch-size, or the length in steps"))
            }
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Steps(steps) => write!(f, "{steps}"),
            Self::Epochs(epochs) => write!(f, "{epochs}ep"),
        }
    }
}

/// The length of a run, if it is given in steps or in epochs.
pub(crate) fn of_run(steps: Option<u64>, epochs: Option<u64>, units: Option<&Units>) -> Result<Option<u64>, CliError> {
    match epochs {
        Some(epochs) => Length::Epochs(epochs).steps("--epochs", units).map(Some),
        None => Ok(steps),
    }
}

/// A number of steps as epochs, to the nearest double.
#[expect(clippy::cast_precision_loss, reason = "to the nearest")]
pub(crate) fn in_epochs(steps: u64, units: &Units) -> f64 {
    steps as f64 / units.steps_per_epoch() as f64
}

#[cfg(test)]
mod tests {
    use super::Length::{self, Epochs, Steps};

    #[test]
    fn lengths_are_in_steps_or_in_epochs() {
        for (text, length) in
            [("1000", Steps(1000)), ("1e3", Steps(1000)), ("10ep", Epochs(10)), ("1_000ep", Epochs(1000))]
        {
            assert_eq!(Length::parse("steps", 1, text), Ok(length));
        }
        for (text, message) in [
            ("ep", "steps in epochs must be a whole number >= 1 (received nothing)"),
            ("0ep", "steps in epochs must be a whole number >= 1 (received 0)"),
            ("0.5ep", "steps in epochs must be a whole number >= 1 (received 0.5)"),
            ("10 ep", "steps in epochs must be a whole number >= 1 (received 10 )"),
            ("10e", "steps must be a whole number >= 1 (received 10e)"),
        ] {
            assert_eq!(Length::parse("steps", 1, text).expect_err(text).to_string(), message);
        }
    }
}
