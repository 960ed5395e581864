//! `WarmUp`, the class that Hugging Face's transformers had for TensorFlow, as a [`Warmup`].
//!
//! ```text
//! lr(n) = initial_learning_rate * (n / warmup_steps)^power  for n < warmup_steps;  then decay_schedule_fn(n - warmup_steps)
//! ```
//!
//! TensorFlow's model garden has a class of the same name and the same config whose decay is asked for step n. Nothing in a
//! file tells the two apart; what is found there is nearly always that of transformers.
//!
//! Source: `src/transformers/optimization_tf.py` of transformers 4.

use alloc::string::String;

use super::custom_objects::CustomObjects;
use super::error::Error;
use super::json::Json;
use super::object::Object;
use crate::{AnySchedule, LearningRateSchedule as _, Warmup};

/// The class, however it is registered.
pub(crate) fn is(object: &Object<'_>) -> bool {
    let name = object.name();
    name.rsplit_once('>').map_or(name, |(_, name)| name) == "WarmUp"
}

pub(crate) fn build(object: &Object<'_>, custom_objects: &CustomObjects) -> Result<AnySchedule, Error> {
    object.build_with(custom_objects, |fields| {
        let decay: AnySchedule = fields.schedule("decay_schedule_fn")?;
        let initial_learning_rate: f64 = fields.required("initial_learning_rate")?;
        let warmup_steps = fields.required("warmup_steps")?;
        let (mut power, mut name) = (1.0, None::<String>);
        fields.update("power", &mut power)?;
        fields.update("name", &mut name)?;
        if power != 1.0 {
            let received = Json::Float(power);
            return Err(Error::custom(
                "power",
                alloc::format!("must be 1: a warm-up is a straight line here (received {received})"),
            ));
        }
        let first = decay.at(0);
        if initial_learning_rate != first {
            let [first, received] = [first, initial_learning_rate].map(Json::Float);
            let rule =
                alloc::format!("must be the rate that decay_schedule_fn begins with, {first} (received {received})");
            return Err(Error::custom("initial_learning_rate", rule));
        }
        Ok(Warmup::new(decay, warmup_steps)?.into())
    })
}
