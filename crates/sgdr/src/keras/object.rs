//! The object in which a schedule is written: what class it is, and its config.

use alloc::string::String;
use alloc::vec::Vec;

use super::class::Class;
use super::custom_objects::CustomObjects;
use super::error::{Error, Problem};
use super::fields::Fields;
use super::json::{Json, excerpt};
use super::serializable::Serializable;

const MODULE: &str = "keras.optimizers.schedules";
/// What Keras writes into such an object, or tf_keras; and the type of the rates, which no Keras looks at.
const KEYS: [&str; 7] =
    ["module", "class_name", "config", "registered_name", "build_config", "shared_object_id", "dtype"];
/// How Keras 2 marks an object inside a config that it made by itself. It tells nothing.
/// The types that the rates of a schedule may be asked for in.
const DTYPES: [&str; 4] = ["float16", "bfloat16", "float32", "float64"];
const PASSIVE: &str = "__passive_serialization__";

/// An object that names a class and holds its config.
#[derive(Debug)]
pub struct Object<'a> {
    pub(super) class_name: &'a str,
    pub(super) registered_name: Option<&'a str>,
    pub(super) dtype: Option<&'a str>,
    config: &'a [(String, Json)],
}

impl<'a> Object<'a> {
    /// Four keys as in Keras 3, two as in older ones; the module tells nothing that the name does not.
    pub(super) fn read(value: &'a Json) -> Result<Self, Error> {
        let Json::Object(entries) = value else { return Err(Error::new(Problem::NoSchedule(value.excerpt()))) };
        if let Some((key, _)) = entries.iter().find(|(key, _)| !KEYS.contains(&key.as_str()) && key != PASSIVE) {
            return Err(Error::new(Problem::Unexpected { key: key.clone(), known: KEYS.join(", ") }));
        }
        let required = |key: &str| value.get(key).ok_or_else(|| Error::new(Problem::Missing(key.into())));
        let optional_text = |key: &str| match value.get(key) {
            None | Some(Json::Null) => Ok(None),
            Some(Json::Text(text)) => Ok(Some(text.as_str())),
            Some(other) => Err(Error::kind("text or null", other.excerpt()).within(key)),
        };
        let class_name = match required("class_name")? {
            Json::Text(text) => text.as_str(),
            other => return Err(Error::kind("text", other.excerpt()).within("class_name")),
        };
        optional_text("module")?;
        let config = match required("config")? {
            Json::Object(entries) => entries,
            other => return Err(Error::kind("an object", other.excerpt()).within("config")),
        };
        let dtype = optional_text("dtype")?;
        if let Some(dtype) = dtype.filter(|dtype| !DTYPES.contains(dtype)) {
            let expected = "\"float16\", \"bfloat16\", \"float32\" or \"float64\"";
            return Err(Error::kind(expected, excerpt(dtype)).within("dtype"));
        }
        Ok(Self { class_name, registered_name: optional_text("registered_name")?, dtype, config })
    }

    /// The name that tells the class: the registered one, or that of one of Keras' own.
    pub(crate) fn name(&self) -> &'a str {
        self.registered_name.unwrap_or(self.class_name)
    }

    /// The schedule, if it is of this class.
    pub(crate) fn build<C: Class>(&self, custom_objects: &CustomObjects) -> Result<C, Error> {
        self.build_with(custom_objects, C::from_config)
    }

    /// What a function makes of the config.
    pub(crate) fn build_with<S>(
        &self,
        custom_objects: &CustomObjects,
        from_config: impl FnOnce(&mut Fields<'_>) -> Result<S, Error>,
    ) -> Result<S, Error> {
        let mut fields = Fields::new(self.config, custom_objects);
        let schedule = from_config(&mut fields).map_err(|error| error.within("config"))?;
        fields.finish().map_err(|error| error.within("config"))?;
        Ok(schedule)
    }

    /// Whether this is a schedule of that class.
    pub(super) fn is<C: Class>(&self) -> bool {
        self.name() == name::<C>()
    }

    /// An error about the class.
    pub(super) fn class_error(&self, problem: Problem) -> Error {
        Error::new(problem).within(if self.registered_name.is_some() { "registered_name" } else { "class_name" })
    }

    /// The error for a class that is none of the known ones: for an optimizer, that its rate is a constant.
    pub(crate) fn unknown(&self, known: impl Iterator<Item = String>) -> Error {
        if let Some((key, value)) = self.config.iter().find(|(key, _)| key == "learning_rate" || key == "lr") {
            return Error::new(Problem::NoSchedule(value.excerpt())).within(key).within("config");
        }
        let known = known.collect::<Vec<_>>().join(", ");
        self.class_error(Problem::UnknownClass { received: self.name().into(), known })
    }
}

/// The schedule whose object a value is.
pub(super) fn schedule<S: Serializable>(value: &Json, custom_objects: &CustomObjects) -> Result<S, Error> {
    S::from_object(&Object::read(value)?, custom_objects)
}

/// What Keras knows a class by that is not its own.
pub(super) fn registered_name<C: Class>() -> Option<String> {
    C::PACKAGE.map(|package| alloc::format!("{package}>{}", C::NAME))
}

/// The name that tells the class.
pub(crate) fn name<C: Class>() -> String {
    registered_name::<C>().unwrap_or_else(|| C::NAME.into())
}

/// The object of a schedule, as Keras writes it.
pub(super) fn write<C: Class>(schedule: &C) -> Json {
    let registered_name = registered_name::<C>();
    let entries = [
        ("module", registered_name.is_none().then_some(MODULE).into()),
        ("class_name", C::NAME.into()),
        ("config", schedule.get_config().to_json()),
        ("registered_name", registered_name.into()),
    ];
    Json::Object(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
}
