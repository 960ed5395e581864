//! serde's traits: the same object as [`serialize`](super::serialize) writes, in any format that has maps.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::document::Document;
use super::json::Json;
use super::reader;
use super::serializable::Serializable;
use crate::{
    AnySchedule, CosineDecay, CosineDecayRestarts, ExponentialDecay, InverseTimeDecay, PiecewiseConstantDecay,
    PolynomialDecay, Rate,
};

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
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
    ($($schedule:ident)*) => {$(
        /// The object that [`keras::serialize`](crate::keras::serialize) writes.
        impl<T: Rate> Serialize for $schedule<T> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.to_json().serialize(serializer)
            }
        }

        /// What [`keras::deserialize`](crate::keras::deserialize) reads.
        impl<'de, T: Rate> Deserialize<'de> for $schedule<T> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let json = reader::deserialize(deserializer)?;
                Document::find(json).and_then(|document| document.schedule()).map_err(D::Error::custom)
            }
        }
    )*};
}

serde_as_object! {
    AnySchedule CosineDecayRestarts CosineDecay ExponentialDecay InverseTimeDecay PiecewiseConstantDecay PolynomialDecay
}
