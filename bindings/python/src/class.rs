//! What the classes of schedules have in common.

use pyo3::prelude::*;
use sgdr::{Kind, Parameter, Parameters, Value};

use crate::argument::{each, flag, number, text, whole};
use crate::error::{value_error, wrong_type};

/// A class of schedules with a getter for each parameter.
macro_rules! class {
    ($(#[$attribute:meta])* $name:ident [$($field:ident)*] $($new:tt)*) => {
        $(#[$attribute])*
        #[pyclass(frozen, extends = LearningRateSchedule, module = "sgdr")]
        pub(crate) struct $name;

        impl $name {
            pub(crate) fn initializer(schedule: impl Into<sgdr::AnySchedule>) -> PyClassInitializer<Self> {
                PyClassInitializer::from(LearningRateSchedule::new(schedule)).add_subclass(Self)
            }
        }

        #[pymethods]
        impl $name {
            $($new)*

            $(
                #[getter]
                fn $field<'py>(slf: PyRef<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
                    slf.as_super().parameter(slf.py(), stringify!($field))
                }
            )*
        }
    };
}
pub(crate) use class;

/// A class whose parameters the core declares, with the names of the required and of the optional ones. The text of the
/// signature repeats the core's defaults; tests/test_value.py compares them.
macro_rules! declared {
    ($(#[$attribute:meta])* $name:ident($($required:ident),*; $($optional:ident),*) $signature:literal) => {
        class! {
            $(#[$attribute])*
            $name [$($required)* $($optional)*]

            #[new]
            #[pyo3(signature = ($($required,)* $($optional=Argument::Default),*))]
            #[pyo3(text_signature = $signature)]
            fn new(
                $($required: &Bound<'_, PyAny>,)*
                $($optional: Argument<'_>,)*
            ) -> PyResult<PyClassInitializer<Self>> {
                let arguments = [
                    $((stringify!($required), Some($required)),)*
                    $((stringify!($optional), $optional.given()),)*
                ];
                Ok(Self::initializer(made::<sgdr::$name>(&arguments)?))
            }
        }
    };
}
pub(crate) use declared;

/// An error of the core as one of Python.
struct Invalid(PyErr);

impl From<sgdr::Error> for Invalid {
    fn from(error: sgdr::Error) -> Self {
        Self(value_error(error))
    }
}

/// The schedule of a class with these arguments by name; `None` where one was left out.
pub(crate) fn made<S: Parameters>(arguments: &[(&str, Option<&Bound<'_, PyAny>>)]) -> PyResult<S> {
    let value = |parameter: &Parameter| {
        let given = arguments.iter().find(|(name, _)| *name == parameter.name).and_then(|(_, value)| *value);
        given.map_or(Ok(None), |value| read(parameter, value)).map_err(Invalid)
    };
    S::from_parameters(value).map_err(|Invalid(error)| error)
}

/// The value of a parameter; `None` for its default, which Keras writes as a name of `None`.
fn read(parameter: &Parameter, value: &Bound<'_, PyAny>) -> PyResult<Option<Value<'static>>> {
    let name = parameter.name;
    Ok(Some(match parameter.kind {
        Kind::Number => Value::Number(number(name, value)?),
        Kind::OptionalNumber if value.is_none() => Value::None,
        Kind::OptionalNumber => Value::Number(number(name, value)?),
        Kind::Count => Value::Count(whole(name, value)?),
        Kind::Flag => Value::Flag(flag(name, value)?),
        Kind::Text if value.is_none() => return Ok(None),
        Kind::Text => Value::Text(text(name, value)?.into()),
        Kind::Numbers => Value::Numbers(each(name, value, number)?.into()),
        Kind::Counts => Value::Counts(each(name, value, whole)?.into()),
        _ => return Err(wrong_type(name, &parameter.kind.to_string(), value)),
    }))
}
