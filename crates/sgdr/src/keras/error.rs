//! What is wrong with a text that should hold a schedule, and where.

use alloc::string::{String, ToString};
use core::fmt;

use super::json::excerpt;

/// Why a text holds no schedule: the place in it, and the problem there.
///
/// ```
/// use sgdr::{AnySchedule, keras};
///
/// let text = r#"{"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.1, "decay_steps": "1000"}}"#;
/// let error = keras::deserialize::<AnySchedule>(text).unwrap_err();
/// assert_eq!(error.path(), "config.decay_steps");
/// assert_eq!(error.to_string(), "config.decay_steps: must be a whole number >= 0 (received \"1000\")");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    path: String,
    problem: Problem,
}

/// What may be wrong with a text that should hold a schedule.
///
/// ```
/// use sgdr::{CosineDecay, keras};
///
/// let error = keras::deserialize::<CosineDecay>(r#"{"class_name": "CosineDecay", "config": {}}"#).unwrap_err();
/// assert_eq!(error.problem(), &keras::Problem::Missing("initial_learning_rate".into()));
/// ```
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// It is no JSON.
    #[error("no JSON: {message} at line {line}, column {column}")]
    Syntax {
        /// What the parser says.
        message: String,
        /// The line, counted from 1.
        line: usize,
        /// The column, counted from 1.
        column: usize,
    },
    /// A number is NaN or infinite, which Python writes and JSON does not have.
    #[error("must be a finite number (received {0})")]
    NotFinite(String),
    /// The text is longer than any that holds a schedule.
    #[error("the text must be at most {most} bytes long (received {received})")]
    TooLong {
        /// The longest text that is read.
        most: usize,
        /// The length of this one.
        received: usize,
    },
    /// Lists and objects lie in each other deeper than in any text that holds a schedule.
    #[error("lists and objects must lie in each other at most {0} deep")]
    TooDeep(usize),
    /// An object has a key twice.
    #[error("the key {} comes twice", excerpt(.0))]
    Twice(String),
    /// An object lacks a key.
    #[error("the key {} is missing", excerpt(.0))]
    Missing(String),
    /// An object has a key that does not belong there.
    #[error("unexpected key {} (the keys are {known})", excerpt(.key))]
    Unexpected {
        /// The key.
        key: String,
        /// The keys that belong there.
        known: String,
    },
    /// A value is of another kind.
    #[error("must be {expected} (received {received})")]
    Kind {
        /// The kind that it must be.
        expected: &'static str,
        /// The value received, in short.
        received: String,
    },
    /// A parameter breaks its rule.
    #[error(transparent)]
    Parameter(crate::Error),
    /// No schedule goes by this name.
    #[error("no schedule is known as {} (known: {known})", excerpt(.received))]
    UnknownClass {
        /// The name.
        received: String,
        /// The names that schedules go by.
        known: String,
    },
    /// The schedule is of another class than the one asked for.
    #[error("must be {expected} (received {})", excerpt(.received))]
    OtherClass {
        /// The class asked for.
        expected: String,
        /// The class of the schedule.
        received: String,
    },
    /// There is no schedule where one belongs.
    #[error("holds no schedule (received {0})")]
    NoSchedule(String),
    /// A class of the user's own says so.
    #[error("{0}")]
    Custom(String),
}

impl Error {
    pub(super) fn new(problem: Problem) -> Self {
        Self { path: String::new(), problem }
    }

    pub(super) fn kind(expected: &'static str, received: impl Into<String>) -> Self {
        Self::new(Problem::Kind { expected, received: received.into() })
    }

    /// An error of your own class about a key of its config.
    ///
    /// ```
    /// use sgdr::keras;
    ///
    /// let error = keras::Error::custom("every", "must be even (received 3)");
    /// assert_eq!(error.to_string(), "every: must be even (received 3)");
    /// ```
    pub fn custom(key: &str, message: impl Into<String>) -> Self {
        Self::new(Problem::Custom(message.into())).within(key)
    }

    /// The same error, seen from an object that has its place under a key.
    pub(super) fn within(mut self, key: &str) -> Self {
        let short = (1..=40).contains(&key.len());
        let plain = short && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let key = if plain { key.to_string() } else { alloc::format!("[{}]", excerpt(key)) };
        self.prepend(&key);
        self
    }

    /// The same error, seen from a list that has its place at an index.
    pub(super) fn at(mut self, index: usize) -> Self {
        self.prepend(&alloc::format!("[{index}]"));
        self
    }

    /// The same error, seen from the whole of which its place is at a path.
    pub(super) fn below(mut self, path: &str) -> Self {
        self.prepend(path);
        self
    }

    /// Of a very long path the end is kept, which tells most.
    fn prepend(&mut self, path: &str) {
        const LONGEST: usize = 400;
        const CUT: &str = "...";
        if self.path.starts_with(CUT) {
            return;
        }
        if self.path.len() + path.len() > LONGEST {
            self.path.insert_str(0, CUT);
            return;
        }
        let dot = if path.is_empty() || self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = alloc::format!("{path}{dot}{}", self.path);
    }

    /// Where in the text: keys joined by points, and indices in brackets; empty for the whole text.
    ///
    /// ```
    /// use sgdr::{AnySchedule, keras};
    ///
    /// let text = r#"{"class_name": "PiecewiseConstantDecay", "config": {"boundaries": [10, NaN]}}"#;
    /// assert_eq!(keras::deserialize::<AnySchedule>(text).unwrap_err().path(), "config.boundaries[1]");
    /// ```
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong there.
    ///
    /// ```
    /// use sgdr::{AnySchedule, keras};
    ///
    /// let error = keras::deserialize::<AnySchedule>("null").unwrap_err();
    /// assert_eq!(error.problem(), &keras::Problem::NoSchedule("null".into()));
    /// ```
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        match &self.problem {
            // The place ends with the parameter's name; the message begins with it.
            Problem::Parameter(error) if !self.path.is_empty() => {
                let message = error.to_string();
                f.write_str(message.strip_prefix(error.parameter()).map_or(&*message, str::trim_start))
            }
            problem => write!(f, "{problem}"),
        }
    }
}

impl core::error::Error for Error {}

/// A rule of a schedule's parameter; the place is the key of that name.
impl From<crate::Error> for Error {
    fn from(error: crate::Error) -> Self {
        let parameter = error.parameter();
        Self::new(Problem::Parameter(error)).within(parameter)
    }
}
