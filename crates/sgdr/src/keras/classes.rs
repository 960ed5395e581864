//! The configs of the classes whose parameters are declared, with the keys, their order and the defaults of Keras 3.

use super::class::Class;
use super::config::Config;
use super::error::Error;
use super::fields::Fields;
use super::json::Json;
use crate::schedules::for_each_class;
use crate::{Parameters, Value};

macro_rules! class {
    ($($(#[$doc:meta])* $class:ident: $package:expr,)*) => {$(
        impl Class for crate::$class {
            const NAME: &'static str = <Self as Parameters>::CLASS;
            const PACKAGE: Option<&'static str> = $package;

            fn get_config(&self) -> Config {
                let parameters = Parameters::parameters(self).into_iter();
                parameters.fold(Config::new(), |config, (name, value)| config.with(name, value))
            }

            fn from_config(fields: &mut Fields<'_>) -> Result<Self, Error> {
                Self::from_parameters(|parameter| fields.parameter(parameter))
            }
        }
    )*};
}

for_each_class!(class);

impl From<Value<'_>> for Json {
    fn from(value: Value<'_>) -> Self {
        match value {
            Value::None => Self::Null,
            Value::Number(value) => value.into(),
            Value::Count(value) => value.into(),
            Value::Flag(value) => value.into(),
            Value::Text(value) => value.into_owned().into(),
            Value::Numbers(values) => values.iter().copied().collect(),
            Value::Counts(values) => values.iter().copied().collect(),
        }
    }
}
