//! A schedule of whatever class, by the name that the object tells.

use alloc::string::String;

use super::class::Class;
use super::custom_objects::{Build, CustomObjects};
use super::error::Error;
use super::json::Json;
use super::object::{Object, name};
use super::serializable::Serializable;
use super::warm_up;
use crate::schedules::for_each_class;
use crate::{AnySchedule, Chain, Clamp, CycleLimit, NormalizedWeightDecay, Scale, Warmup};

/// The classes that are known without being registered: Keras' own, and those of this crate.
macro_rules! known {
    ($($(#[$doc:meta])* $class:ident: $package:expr,)*) => {
        const KNOWN: &[Known] = &[
            $(class::<crate::$class>(),)*
            class::<Warmup<AnySchedule>>(),
            class::<CycleLimit<AnySchedule>>(),
            class::<Chain<AnySchedule>>(),
            class::<Scale<AnySchedule>>(),
            class::<Clamp<AnySchedule>>(),
            class::<NormalizedWeightDecay<AnySchedule>>(),
        ];
    };
}

for_each_class!(known);

/// A class, by the name that tells it.
struct Known {
    name: fn() -> String,
    build: Build,
}

const fn class<C: Class + Into<AnySchedule>>() -> Known {
    Known { name: name::<C>, build: |object, custom_objects| Ok(object.build::<C>(custom_objects)?.into()) }
}

impl Serializable for AnySchedule {
    fn to_json(&self) -> Json {
        self.inner().json()
    }

    fn from_object(object: &Object<'_>, custom_objects: &CustomObjects) -> Result<Self, Error> {
        let own = KNOWN.iter().find(|known| (known.name)() == object.name()).map(|known| known.build);
        match own.or_else(|| custom_objects.get(object.name())) {
            Some(build) => build(object, custom_objects),
            None if warm_up::is(object) => warm_up::build(object, custom_objects),
            None => {
                let own = KNOWN.iter().map(|known| (known.name)());
                Err(object.unknown(own.chain(custom_objects.names().map(String::from))))
            }
        }
    }
}
