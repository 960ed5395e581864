//! The parameters of a schedule as data: each class declares them once.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Display};

use crate::Error;

/// A parameter of a class of schedules.
///
/// ```
/// use sgdr::{CosineDecayRestarts, Parameters, Rule, Value};
///
/// let t_mul = CosineDecayRestarts::PARAMETERS.iter().find(|parameter| parameter.name == "t_mul").expect("declared");
/// assert_eq!(t_mul.default, Some(Value::Number(2.0)));
/// assert_eq!(t_mul.rule.to_string(), "must be finite and > 0");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Parameter {
    /// The name, the same in every language and in Keras' config.
    pub name: &'static str,
    /// What its values are.
    pub kind: Kind,
    /// The value that it has unless set; `None` where it must be given.
    pub default: Option<Value<'static>>,
    /// Which values are legal.
    pub rule: Rule,
}

impl Parameter {
    pub(crate) const fn required(name: &'static str, kind: Kind, rule: Rule) -> Self {
        Self { name, kind, default: None, rule }
    }

    pub(crate) const fn optional(name: &'static str, kind: Kind, rule: Rule, default: Value<'static>) -> Self {
        Self { name, kind, default: Some(default), rule }
    }
}

/// What the values of a parameter are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A real number.
    Number,
    /// A real number, or nothing.
    OptionalNumber,
    /// A number of steps.
    Count,
    /// True or false.
    Flag,
    /// Text.
    Text,
    /// A list of real numbers.
    Numbers,
    /// A list of steps.
    Counts,
}

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value<'a> {
    /// Nothing.
    None,
    /// A real number.
    Number(f64),
    /// A number of steps.
    Count(u64),
    /// True or false.
    Flag(bool),
    /// Text.
    Text(Cow<'a, str>),
    /// A list of real numbers.
    Numbers(Cow<'a, [f64]>),
    /// A list of steps.
    Counts(Cow<'a, [u64]>),
}

/// Text in quotes, a list in brackets, and nothing as `None`.
impl Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Number(value) => value.fmt(f),
            Self::Count(value) => value.fmt(f),
            Self::Flag(value) => value.fmt(f),
            Self::Text(value) => write!(f, "{value:?}"),
            Self::Numbers(values) => list(f, values),
            Self::Counts(values) => list(f, values),
        }
    }
}

fn list(f: &mut fmt::Formatter<'_>, values: &[impl Display]) -> fmt::Result {
    f.write_str("[")?;
    for (index, value) in values.iter().enumerate() {
        write!(f, "{}{value}", if index == 0 { "" } else { ", " })?;
    }
    f.write_str("]")
}

/// Which values of a parameter are legal. `Display` writes it as a sentence's end: "must be finite and >= 0".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// All.
    Any,
    /// A number that is finite and at least 0.
    NonNegative,
    /// A number that is finite and above 0.
    Positive,
    /// A number from 0 to 1.
    Fraction,
    /// A number of steps of at least 1.
    AtLeastOne,
    /// A rate from 0 to the initial learning rate.
    UpToInitialLearningRate,
    /// At least one step, each above the one before.
    Increasing,
    /// One number more than boundaries, each finite and at least 0.
    OneMoreThanBoundaries,
}

impl Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Any => "may be anything",
            Self::NonNegative => "must be finite and >= 0",
            Self::Positive => "must be finite and > 0",
            Self::Fraction => "must be between 0 and 1",
            Self::AtLeastOne => "must be >= 1",
            Self::UpToInitialLearningRate => "must be between 0 and the initial learning rate",
            Self::Increasing => "must increase strictly",
            Self::OneMoreThanBoundaries => "must have one element more than boundaries, each finite and >= 0",
        })
    }
}

impl Rule {
    /// The error for a number that violates the rule. Rules that look at other parameters are checked where these are.
    pub(crate) fn number(self, parameter: &'static str, value: f64) -> Result<(), Error> {
        let is_legal = match self {
            Self::NonNegative => value.is_finite() && value >= 0.0,
            Self::Positive => value.is_finite() && value > 0.0,
            Self::Fraction => (0.0..=1.0).contains(&value),
            _ => true,
        };
        if is_legal { Ok(()) } else { Err(Error::new(parameter, self.to_string(), value)) }
    }

    /// The error for a count that violates the rule.
    pub(crate) fn count(self, parameter: &'static str, value: u64) -> Result<(), Error> {
        let is_legal = self != Self::AtLeastOne || value >= 1;
        if is_legal { Ok(()) } else { Err(Error::new(parameter, self.to_string(), value)) }
    }

    /// The same for a value of whatever kind.
    pub(crate) fn check(self, parameter: &'static str, value: &Value<'_>) -> Result<(), Error> {
        match *value {
            Value::Number(value) => self.number(parameter, value),
            Value::Count(value) => self.count(parameter, value),
            _ => Ok(()),
        }
    }
}

/// A class of schedules whose parameters are declared: their names, kinds, defaults and rules are data.
///
/// ```
/// use sgdr::{CosineDecayRestarts, LearningRateSchedule, Parameters, Value};
///
/// let schedule = CosineDecayRestarts::from_parameters(|parameter| match parameter.name {
///     "initial_learning_rate" => Ok(Some(Value::Number(0.1))),
///     "first_decay_steps" => Ok(Some(Value::Count(1000))),
///     _ => Ok::<_, sgdr::Error>(None),
/// })?;
/// assert_eq!(schedule.at(500), 0.05);
/// assert_eq!(schedule.parameters()[2], ("t_mul", Value::Number(2.0)));
/// # Ok::<(), sgdr::Error>(())
/// ```
pub trait Parameters: Sized {
    /// The name of the class, the same in every language and in Keras' config.
    const CLASS: &'static str;

    /// The parameters, those that must be given first.
    const PARAMETERS: &'static [Parameter];

    /// The parameters of this schedule in the order of their declaration.
    fn parameters(&self) -> Vec<(&'static str, Value<'_>)>;

    /// The schedule with the values that a function finds for the parameters. It is called once for each, in order; where
    /// it gives `None`, the parameter has its default.
    ///
    /// # Errors
    /// The function's own, and [`Error`] for a value that is missing, of another kind, or violates its rule.
    fn from_parameters<E: From<Error>>(
        value: impl FnMut(&'static Parameter) -> Result<Option<Value<'static>>, E>,
    ) -> Result<Self, E>;
}

/// A type that holds the value of a parameter.
pub(crate) trait Field: Sized {
    fn value(&self) -> Value<'_>;
    fn from_value(value: Value<'static>) -> Option<Self>;
}

impl Field for f64 {
    fn value(&self) -> Value<'_> {
        Value::Number(*self)
    }

    fn from_value(value: Value<'static>) -> Option<Self> {
        if let Value::Number(value) = value { Some(value) } else { None }
    }
}

impl Field for u64 {
    fn value(&self) -> Value<'_> {
        Value::Count(*self)
    }

    fn from_value(value: Value<'static>) -> Option<Self> {
        if let Value::Count(value) = value { Some(value) } else { None }
    }
}

impl Field for bool {
    fn value(&self) -> Value<'_> {
        Value::Flag(*self)
    }

    fn from_value(value: Value<'static>) -> Option<Self> {
        if let Value::Flag(value) = value { Some(value) } else { None }
    }
}

impl Field for String {
    fn value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }

    fn from_value(value: Value<'static>) -> Option<Self> {
        if let Value::Text(value) = value { Some(value.into_owned()) } else { None }
    }
}

impl Field for Option<f64> {
    fn value(&self) -> Value<'_> {
        self.map_or(Value::None, Value::Number)
    }

    fn from_value(value: Value<'static>) -> Option<Self> {
        match value {
            Value::None => Some(None),
            Value::Number(value) => Some(Some(value)),
            _ => None,
        }
    }
}

impl Field for Vec<f64> {
    fn value(&self) -> Value<'_> {
        Value::Numbers(Cow::Borrowed(self))
    }

    fn from_value(value: Value<'static>) -> Option<Self> {
        if let Value::Numbers(values) = value { Some(values.into_owned()) } else { None }
    }
}

impl Field for Vec<u64> {
    fn value(&self) -> Value<'_> {
        Value::Counts(Cow::Borrowed(self))
    }

    fn from_value(value: Value<'static>) -> Option<Self> {
        if let Value::Counts(values) = value { Some(values.into_owned()) } else { None }
    }
}

/// The value of a parameter as the type that holds it; `None` where it has its default.
pub(crate) fn field<F: Field>(
    parameter: &'static Parameter,
    value: Option<Value<'static>>,
) -> Result<Option<F>, Error> {
    let Some(value) = value else { return Ok(None) };
    let received = value.to_string();
    match F::from_value(value) {
        Some(field) => Ok(Some(field)),
        None => Err(Error::new(parameter.name, parameter.kind.to_string(), received)),
    }
}

/// The same for a parameter that must be given.
pub(crate) fn required<F: Field>(parameter: &'static Parameter, value: Option<Value<'static>>) -> Result<F, Error> {
    field(parameter, value)?.ok_or_else(|| Error::new(parameter.name, "must be given", "nothing"))
}

/// As the rule of a value of another kind.
impl Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number => "must be a number",
            Self::OptionalNumber => "must be a number or nothing",
            Self::Count => "must be a whole number >= 0",
            Self::Flag => "must be true or false",
            Self::Text => "must be text",
            Self::Numbers => "must be a list of numbers",
            Self::Counts => "must be a list of whole numbers >= 0",
        })
    }
}

/// `CosineDecay(initial_learning_rate=0.1, ...)`
pub(crate) fn display<S: Parameters>(schedule: &S, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{}(", S::CLASS)?;
    for (index, (name, value)) in schedule.parameters().into_iter().enumerate() {
        write!(f, "{}{name}={value}", if index == 0 { "" } else { ", " })?;
    }
    f.write_str(")")
}

/// Declares the parameters of a class once: its builder, getters, `Display`, `Debug`, `PartialEq` and [`Parameters`].
///
/// The class has a field `parameters` that holds its builder, and a function `from_valid` that makes it of a builder whose
/// values keep their rules.
macro_rules! parameters {
    (@field number) => { f64 };
    (@field optional_number) => { Option<f64> };
    (@field count) => { u64 };
    (@field flag) => { bool };
    (@field text) => { alloc::string::String };

    (@argument number) => { impl Into<f64> };
    (@argument optional_number) => { impl Into<f64> };
    (@argument count) => { u64 };
    (@argument flag) => { bool };
    (@argument text) => { impl Into<alloc::string::String> };

    (@set number $value:expr) => { $value.into() };
    (@set optional_number $value:expr) => { Some($value.into()) };
    (@set count $value:expr) => { $value };
    (@set flag $value:expr) => { $value };
    (@set text $value:expr) => { $value.into() };

    (@getter text) => { &str };
    (@getter $kind:ident) => { parameters!(@field $kind) };
    (@get text $value:expr) => { &$value };
    (@get $kind:ident $value:expr) => { $value };

    (@kind number) => { Kind::Number };
    (@kind optional_number) => { Kind::OptionalNumber };
    (@kind count) => { Kind::Count };
    (@kind flag) => { Kind::Flag };
    (@kind text) => { Kind::Text };

    (@value number $value:expr) => { Value::Number($value) };
    (@value optional_number $value:expr) => { Value::None };
    (@value count $value:expr) => { Value::Count($value) };
    (@value flag $value:expr) => { Value::Flag($value) };
    (@value text $value:expr) => { Value::Text(Cow::Borrowed($value)) };

    (@default optional_number $value:expr) => { None };
    (@default text $value:expr) => { String::from($value) };
    (@default $kind:ident $value:expr) => { $value };

    (
        $(#[$builder_doc:meta])*
        $schedule:ident: $builder:ident

        required {
            $($(#[$required_doc:meta])* $required:ident: $required_kind:ident $required_rule:ident;)*
        }

        optional {
            $($(#[$optional_doc:meta])* $optional:ident: $optional_kind:ident $optional_rule:ident = $default:expr;)*
        }
    ) => {
        const _: () = {
            use alloc::borrow::Cow;
            use alloc::string::String;
            use alloc::vec::Vec;
            use core::fmt;

            use crate::parameters::{self, Field, Kind, Parameter, Parameters, Rule, Value};
            use crate::Error;

            impl Parameters for $schedule {
                const CLASS: &'static str = stringify!($schedule);

                const PARAMETERS: &'static [Parameter] = &[
                    $(Parameter::required(
                        stringify!($required), parameters!(@kind $required_kind), Rule::$required_rule,
                    ),)*
                    $(Parameter::optional(
                        stringify!($optional), parameters!(@kind $optional_kind), Rule::$optional_rule,
                        parameters!(@value $optional_kind $default),
                    ),)*
                ];

                fn parameters(&self) -> Vec<(&'static str, Value<'_>)> {
                    Vec::from([
                        $((stringify!($required), self.parameters.$required.value()),)*
                        $((stringify!($optional), self.parameters.$optional.value()),)*
                    ])
                }

                fn from_parameters<E: From<Error>>(
                    mut value: impl FnMut(&'static Parameter) -> Result<Option<Value<'static>>, E>,
                ) -> Result<Self, E> {
                    let mut declared = Self::PARAMETERS.iter();
                    $(let $required = match declared.next() {
                        Some(parameter) => parameters::required(parameter, value(parameter)?)?,
                        None => return Err(Error::new(stringify!($required), "must be declared", "nothing").into()),
                    };)*
                    let mut builder = $builder::new($($required),*);
                    $(if let Some(parameter) = declared.next() {
                        if let Some(value) = parameters::field(parameter, value(parameter)?)? {
                            builder.$optional = value;
                        }
                    })*
                    Ok(builder.build()?)
                }
            }

            impl $builder {
                pub(crate) fn new($($required: parameters!(@field $required_kind)),*) -> Self {
                    Self { $($required,)* $($optional: parameters!(@default $optional_kind $default),)* }
                }

                $(
                    $(#[$optional_doc])*
                    #[doc = concat!("\n\nUnless set, it is `", stringify!($default), "`.")]
                    pub fn $optional(mut self, $optional: parameters!(@argument $optional_kind)) -> Self {
                        self.$optional = parameters!(@set $optional_kind $optional);
                        self
                    }
                )*

                /// Checks the parameters and makes the schedule.
                ///
                /// # Errors
                /// [`Error`] for the first parameter, in the order of their declaration, that violates its rule.
                pub fn build(self) -> Result<$schedule, Error> {
                    $(Rule::$required_rule.check(stringify!($required), &self.$required.value())?;)*
                    $(Rule::$optional_rule.check(stringify!($optional), &self.$optional.value())?;)*
                    $schedule::from_valid(self)
                }
            }

            impl $schedule {
                /// Starts a schedule whose optional parameters are set one by one.
                pub fn builder($($required: parameters!(@argument $required_kind)),*) -> $builder {
                    $builder::new($(parameters!(@set $required_kind $required)),*)
                }

                /// The parameters of this schedule, to make another one with some of them changed.
                pub fn to_builder(&self) -> $builder {
                    self.parameters.clone()
                }

                $(
                    $(#[$required_doc])*
                    pub fn $required(&self) -> parameters!(@getter $required_kind) {
                        parameters!(@get $required_kind self.parameters.$required)
                    }
                )*

                $(
                    $(#[$optional_doc])*
                    pub fn $optional(&self) -> parameters!(@getter $optional_kind) {
                        parameters!(@get $optional_kind self.parameters.$optional)
                    }
                )*
            }

            /// Two schedules are equal when their parameters are; the rest follows from these.
            impl PartialEq for $schedule {
                fn eq(&self, other: &Self) -> bool {
                    self.parameters == other.parameters
                }
            }

            impl fmt::Debug for $schedule {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.debug_struct(stringify!($schedule))
                        $(.field(stringify!($required), &self.parameters.$required))*
                        $(.field(stringify!($optional), &self.parameters.$optional))*
                        .finish()
                }
            }

            /// The parameters by name.
            impl fmt::Display for $schedule {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    parameters::display(self, f)
                }
            }
        };

        $(#[$builder_doc])*
        #[derive(Clone, Debug, PartialEq)]
        #[must_use = "a builder makes a schedule by `build`"]
        pub struct $builder {
            $($required: parameters!(@field $required_kind),)*
            $($optional: parameters!(@field $optional_kind),)*
        }
    };
}

pub(crate) use parameters;
