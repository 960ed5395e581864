//! The parameters of a schedule as they are read.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Display;

use super::custom_objects::CustomObjects;
use super::error::{Error, Problem};
use super::json::Json;
use super::object;
use super::serializable::Serializable;
use crate::{Kind, Parameter, Value};

/// The parameters in a config that is read, by name; what is left over in the end is an error.
///
/// [`Class`](super::Class) has an example.
#[derive(Debug)]
pub struct Fields<'a> {
    left: Vec<(&'a str, &'a Json)>,
    asked: Vec<&'static str>,
    custom_objects: &'a CustomObjects,
}

impl<'a> Fields<'a> {
    pub(super) fn new(config: &'a [(String, Json)], custom_objects: &'a CustomObjects) -> Self {
        let left = config.iter().map(|(key, value)| (key.as_str(), value)).collect();
        Self { left, asked: Vec::new(), custom_objects }
    }

    fn take(&mut self, name: &'static str) -> Option<&'a Json> {
        self.asked.push(name);
        let index = self.left.iter().position(|(key, _)| *key == name)?;
        Some(self.left.remove(index).1)
    }

    fn value(&mut self, name: &'static str) -> Result<&'a Json, Error> {
        self.take(name).ok_or_else(|| Error::new(Problem::Missing(name.into())))
    }

    /// A parameter that must be there.
    ///
    /// # Errors
    /// [`Problem::Missing`], or [`Problem::Kind`] if it is of another kind.
    pub fn required<V: FromJson>(&mut self, name: &'static str) -> Result<V, Error> {
        let value = self.value(name)?;
        V::from_json(value).map_err(|error| error.within(name))
    }

    /// Overwrites a default if the parameter is there.
    ///
    /// # Errors
    /// [`Problem::Kind`] if it is of another kind.
    pub fn update<V: FromJson>(&mut self, name: &'static str, default: &mut V) -> Result<(), Error> {
        if let Some(value) = self.take(name) {
            *default = V::from_json(value).map_err(|error| error.within(name))?;
        }
        Ok(())
    }

    /// The name to carry along; tf_keras writes null where none was given.
    ///
    /// # Errors
    /// [`Problem::Kind`] if it is neither text nor null.
    pub fn name(&mut self, default: &mut String) -> Result<(), Error> {
        let mut name: Option<String> = None;
        self.update("name", &mut name)?;
        if let Some(name) = name {
            *default = name;
        }
        Ok(())
    }

    /// The value of a declared parameter; `None` where it has its default.
    pub(super) fn parameter(&mut self, parameter: &'static Parameter) -> Result<Option<Value<'static>>, Error> {
        let name = parameter.name;
        let Some(value) = self.take(name) else {
            let missing = || Error::new(Problem::Missing(name.into()));
            return if parameter.default.is_some() { Ok(None) } else { Err(missing()) };
        };
        let read = match parameter.kind {
            Kind::Number => f64::from_json(value).map(Value::Number),
            Kind::OptionalNumber => Option::from_json(value).map(|value| value.map_or(Value::None, Value::Number)),
            Kind::Count => u64::from_json(value).map(Value::Count),
            Kind::Flag => bool::from_json(value).map(Value::Flag),
            Kind::Numbers => Vec::from_json(value).map(|values| Value::Numbers(values.into())),
            Kind::Counts => Vec::from_json(value).map(|values| Value::Counts(values.into())),
            // tf_keras writes null for the default name.
            Kind::Text => match value {
                Json::Null => return Ok(None),
                _ => String::from_json(value).map(|text| Value::Text(text.into())),
            },
        };
        read.map(Some).map_err(|error| error.within(name))
    }

    /// One of a few words, or the default if it is not there.
    pub(super) fn choice<V: Copy + Display>(
        &mut self,
        name: &'static str,
        default: V,
        choices: &[V],
    ) -> Result<V, Error> {
        let Some(value) = self.take(name) else { return Ok(default) };
        let word = |choice: &V| alloc::format!("\"{choice}\"");
        let chosen = choices.iter().find(|choice| matches!(value, Json::Text(text) if *text == choice.to_string()));
        chosen.copied().ok_or_else(|| {
            let words = choices.iter().map(word).collect::<Vec<_>>().join(", ");
            Error::custom(name, alloc::format!("must be one of {words} (received {})", value.excerpt()))
        })
    }

    /// Schedules inside this one, in a list.
    pub(super) fn schedules<S: Serializable>(&mut self, name: &'static str) -> Result<Vec<S>, Error> {
        let value = self.value(name)?;
        let Json::List(values) = value else {
            return Err(Error::kind("a list", value.excerpt()).within(name));
        };
        let read =
            |(index, value)| object::schedule(value, self.custom_objects).map_err(|error| error.at(index).within(name));
        values.iter().enumerate().map(read).collect()
    }

    /// A schedule inside this one.
    ///
    /// # Errors
    /// Those of [`keras::deserialize`](super::deserialize).
    pub fn schedule<S: Serializable>(&mut self, name: &'static str) -> Result<S, Error> {
        let value = self.value(name)?;
        object::schedule(value, self.custom_objects).map_err(|error| error.within(name))
    }

    pub(super) fn finish(self) -> Result<(), Error> {
        match self.left.first() {
            None => Ok(()),
            Some((key, _)) => Err(Error::new(Problem::Unexpected { key: (*key).into(), known: self.asked.join(", ") })),
        }
    }
}

/// What a parameter in a config can be read as: whole numbers, real ones, rates, flags, text, lists of them; an
/// `Option` may be null.
///
/// A whole number may be written with a point, 1000.0, as long as it is one. The trait is sealed.
///
/// ```
/// fn readable<V: sgdr::keras::FromJson>() {}
///
/// readable::<u64>();
/// readable::<Option<f64>>();
/// readable::<Vec<f64>>();
/// ```
pub trait FromJson: Sized + sealed::Sealed {
    #[doc(hidden)]
    fn from_json(value: &Json) -> Result<Self, Error>;
}

mod sealed {
    use super::{FromJson, String, Vec};

    pub trait Sealed {}
    impl Sealed for f64 {}
    impl Sealed for u64 {}
    impl Sealed for bool {}
    impl Sealed for String {}
    impl<V: FromJson> Sealed for Option<V> {}
    impl<V: FromJson> Sealed for Vec<V> {}
}

impl FromJson for u64 {
    fn from_json(value: &Json) -> Result<Self, Error> {
        let whole = match *value {
            Json::Integer(value) => Self::try_from(value).ok(),
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and in range")]
            // 2^64; every double below it that is whole is a u64.
            Json::Float(value) if (0.0..18_446_744_073_709_551_616.0).contains(&value) && value % 1.0 == 0.0 => {
                Some(value as Self)
            }
            _ => None,
        };
        whole.ok_or_else(|| match value {
            Json::Integer(1..) | Json::Float(18_446_744_073_709_551_616.0..) => {
                Error::kind("a whole number <= 18446744073709551615", value.excerpt())
            }
            _ => Error::kind("a whole number >= 0", value.excerpt()),
        })
    }
}

/// A real number; the reader has refused those that are not finite.
impl FromJson for f64 {
    fn from_json(value: &Json) -> Result<Self, Error> {
        match *value {
            #[expect(clippy::cast_precision_loss, reason = "to the nearest, as Python's float() does")]
            Json::Integer(value) => Ok(value as Self),
            Json::Float(value) => Ok(value),
            _ => Err(Error::kind("a number", value.excerpt())),
        }
    }
}

impl FromJson for bool {
    fn from_json(value: &Json) -> Result<Self, Error> {
        match value {
            Json::Bool(value) => Ok(*value),
            _ => Err(Error::kind("true or false", value.excerpt())),
        }
    }
}

impl FromJson for String {
    fn from_json(value: &Json) -> Result<Self, Error> {
        match value {
            Json::Text(text) => Ok(text.clone()),
            _ => Err(Error::kind("text", value.excerpt())),
        }
    }
}

impl<V: FromJson> FromJson for Option<V> {
    fn from_json(value: &Json) -> Result<Self, Error> {
        match value {
            Json::Null => Ok(None),
            _ => V::from_json(value).map(Some),
        }
    }
}

impl<V: FromJson> FromJson for Vec<V> {
    fn from_json(value: &Json) -> Result<Self, Error> {
        let Json::List(values) = value else { return Err(Error::kind("a list", value.excerpt())) };
        let read = |(index, value)| V::from_json(value).map_err(|error| error.at(index));
        values.iter().enumerate().map(read).collect()
    }
}
