//! What is wrong with a parameter.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use core::fmt::{self, Display};

/// An invalid parameter: its name, the rule that it violates, and the value received.
///
/// ```
/// use sgdr::CosineDecayRestarts;
///
/// let error = CosineDecayRestarts::new(-0.1, 1000).unwrap_err();
/// assert_eq!(error.parameter(), "initial_learning_rate");
/// assert_eq!(error.rule(), "must be finite and >= 0");
/// assert_eq!(error.received(), "-0.1");
/// assert_eq!(error.to_string(), "initial_learning_rate must be finite and >= 0 (received -0.1)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    parameter: &'static str,
    index: Option<usize>,
    rule: Cow<'static, str>,
    received: String,
}

impl Error {
    /// An error about a parameter of a schedule of your own. The rule begins with "must".
    ///
    /// ```
    /// let error = sgdr::Error::new("every", "must be >= 1", 0);
    /// assert_eq!(error.to_string(), "every must be >= 1 (received 0)");
    /// ```
    pub fn new(parameter: &'static str, rule: impl Into<Cow<'static, str>>, received: impl Display) -> Self {
        Self { parameter, index: None, rule: rule.into(), received: received.to_string() }
    }

    /// The same error about one element of a list.
    pub(crate) fn at_index(self, index: usize) -> Self {
        Self { index: Some(index), ..self }
    }

    /// The name of the parameter that the error is about.
    #[must_use]
    pub fn parameter(&self) -> &'static str {
        self.parameter
    }

    /// Which element of the parameter is wrong, counted from 0, where it is a list.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        self.index
    }

    /// The rule that the value violates: "must be" and so on.
    #[must_use]
    pub fn rule(&self) -> &str {
        &self.rule
    }

    /// The value received.
    #[must_use]
    pub fn received(&self) -> &str {
        &self.received
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { parameter, index, rule, received } = self;
        write!(f, "{parameter} {rule} (received {received}")?;
        if let Some(index) = index {
            write!(f, ", at index {index}")?;
        }
        f.write_str(")")
    }
}

impl core::error::Error for Error {}

/// The error for steps and rates that are not equally many.
pub(crate) fn same_length(steps: &[u64], out: &[f64]) -> Result<(), Error> {
    if steps.len() == out.len() {
        return Ok(());
    }
    Err(Error::new("out", alloc::format!("must be as long as steps, {}", steps.len()), out.len()))
}

/// The error for amounts that do not fit in 64 bits.
pub(crate) fn too_many(unit: &'static str, received: u64) -> Error {
    Error::new(unit, "must be at most 18446744073709551615 in all", received)
}

/// The error for a schedule without cycles where cycles are needed.
pub(crate) fn no_cycles() -> Error {
    Error::new("schedule", "must have cycles, as CosineDecayRestarts does", "a schedule without cycles")
}

/// The error for a boundary that is not above the one before.
pub(crate) fn not_increasing(boundary: u64, before: u64) -> Error {
    Error::new("boundaries", "must increase strictly", alloc::format!("{boundary} after {before}"))
}
