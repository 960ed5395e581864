//! serde's traits: the same object as [`serialize`](super::serialize) writes.
//!
//! In a format for people (JSON, TOML, YAML, RON) it is that object. Of the binary formats some (bincode, postcard) do not
//! tell what a value is, and which of them this is cannot be asked; so there it is a map whose one key, `"json"`, holds
//! the object as text. Both forms are read wherever the format allows it.

use alloc::string::ToString;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::document::Document;
use super::json::Json;
use super::reader;
use super::serializable::Serializable;
use crate::schedules::for_each_class;
use crate::{AnySchedule, Chain, Clamp, CycleLimit, NormalizedWeightDecay, Scale, Warmup};

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            // Not a unit: TOML has no null, and leaves out what is none.
            Self::Null => serializer.serialize_none(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => match (u64::try_from(*value), i64::try_from(*value)) {
                (Ok(value), _) => serializer.serialize_u64(value),
                (_, Ok(value)) => serializer.serialize_i64(value),
                _ => serializer.serialize_i128(*value),
            },
            Self::Float(value) => serializer.serialize_f64(*value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(values) => serializer.collect_seq(values),
            Self::Object(entries) => serializer.collect_map(entries.iter().map(|(key, value)| (key, value))),
        }
    }
}

macro_rules! serde_as_object {
    ($([$($generics:tt)*] $schedule:ty)*) => {$(
        /// The object that [`keras::serialize`](crate::keras::serialize) writes; in a binary format its text, under the key
        /// `"json"`.
        impl<$($generics)*> Serialize for $schedule {
            fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
                let object = self.to_json();
                if serializer.is_human_readable() {
                    object.serialize(serializer)
                } else {
                    serializer.collect_map([(reader::JSON, object.to_string())])
                }
            }
        }

        /// What [`keras::deserialize`](crate::keras::deserialize) reads.
        impl<'de, $($generics)*> Deserialize<'de> for $schedule {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let json = reader::deserialize(deserializer)?;
                Document::find(json).and_then(|document| document.schedule()).map_err(D::Error::custom)
            }
        }
    )*};
}

macro_rules! serde_as_objects {
    ($($(#[$doc:meta])* $class:ident: $package:expr,)*) => {
        serde_as_object! { $([] crate::$class)* }
    };
}

for_each_class!(serde_as_objects);

serde_as_object! {
    [] AnySchedule
    [S: Serializable] Warmup<S>
    [S: Serializable] CycleLimit<S>
    [S: Serializable] Chain<S>
    [S: Serializable] Scale<S>
    [S: Serializable] Clamp<S>
    [S: Serializable] NormalizedWeightDecay<S>
}
