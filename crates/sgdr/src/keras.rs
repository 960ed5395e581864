//! Schedules as Keras saves them: JSON that Keras reads, and that Keras has written.
//!
//! ```
//! use sgdr::{AnySchedule, CosineDecayRestarts, LearningRateSchedule, keras};
//!
//! let schedule = CosineDecayRestarts::builder(0.1, 1000).m_mul(0.9).build()?;
//! let text = keras::serialize(&schedule);
//! assert_eq!(
//!     text,
//!     "{\"module\": \"keras.optimizers.schedules\", \"class_name\": \"CosineDecayRestarts\", \"config\": \
//!      {\"initial_learning_rate\": 0.1, \"first_decay_steps\": 1000, \"t_mul\": 2.0, \"m_mul\": 0.9, \"alpha\": 0.0, \
//!      \"name\": \"SGDRDecay\"}, \"registered_name\": null}"
//! );
//!
//! let again: CosineDecayRestarts = keras::deserialize(&text)?;
//! assert_eq!(again, schedule);
//! let any: AnySchedule = keras::deserialize(&text)?; // whatever class the text holds
//! assert_eq!(any.at(1000), 0.09000000000000001);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is written
//! The text that Python's `json.dumps(keras.optimizers.schedules.serialize(schedule))` gives for the same parameters, byte
//! for byte, with whole numbers of steps as integers and all else as floats. Keras forgets the type of the rates, and
//! takes its own default type. Where an object has a key `"dtype"`, such as `"float32"`, answers are wanted in that type, see
//! [`Document::dtype`]; the schedule itself computes in `f64` all the same.
//!
//! # What is read
//! Objects with the four keys of Keras 3, the two of older versions (`class_name` and `config`), and those of tf_keras,
//! where `name` is null; in an optimizer's config, a compile config or a model's `config.json` too, see
//! [`Document::parse`]. A whole number may be written 1000.0. Keys with a default may be missing. The class `WarmUp` of Hugging
//! Face's transformers (with TensorFlow) is read as a [`Warmup`](crate::Warmup), where its `power` is 1.
//!
//! Where Keras is careless, this is strict: an unknown class (which Keras returns as text), NaN, a duplicate, missing or
//! unknown key, a negative rate, each is an [`Error`] that names the place in the text.
//!
//! Source: `keras/src/saving/serialization_lib.py` and `keras/src/optimizers/schedules` of Keras 3.15.

mod adaptors;
mod any;
mod class;
mod classes;
mod config;
mod custom_objects;
mod document;
mod error;
mod fields;
mod json;
mod object;
mod reader;
#[cfg(feature = "serde")]
mod serde;
mod serializable;
mod warm_up;

use alloc::string::{String, ToString};

pub use class::Class;
pub use config::Config;
pub use custom_objects::CustomObjects;
pub use document::Document;
pub use error::{Error, Problem};
pub use fields::{Fields, FromJson};
pub use json::Json;
pub use serializable::Serializable;

/// The schedule as JSON: what Python's `json.dumps` makes of Keras' own object.
///
/// ```
/// use sgdr::{ExponentialDecay, keras};
///
/// assert_eq!(
///     keras::serialize(&ExponentialDecay::new(0.1, 1000, 0.96)?),
///     "{\"module\": \"keras.optimizers.schedules\", \"class_name\": \"ExponentialDecay\", \"config\": \
///      {\"initial_learning_rate\": 0.1, \"decay_steps\": 1000, \"decay_rate\": 0.96, \"staircase\": false, \
///      \"name\": \"ExponentialDecay\"}, \"registered_name\": null}"
/// );
/// # Ok::<(), sgdr::Error>(())
/// ```
pub fn serialize<S: Serializable>(schedule: &S) -> String {
    schedule.to_json().to_string()
}

/// The schedule that a text holds.
///
/// # Errors
/// The text is no JSON, holds no schedule, or one of another class or with an invalid parameter; the error tells
/// where.
///
/// ```
/// use sgdr::{CosineDecayRestarts, keras};
///
/// let old = r#"{"class_name": "CosineDecayRestarts", "config": {"initial_learning_rate": 0.1, "first_decay_steps": 1000.0}}"#;
/// assert_eq!(keras::deserialize::<CosineDecayRestarts>(old)?, CosineDecayRestarts::new(0.1, 1000)?);
///
/// let error = keras::deserialize::<CosineDecayRestarts>(&old.replace("1000.0", "10.7")).unwrap_err();
/// assert_eq!(error.to_string(), "config.first_decay_steps: must be a whole number >= 0 (received 10.7)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn deserialize<S: Serializable>(text: &str) -> Result<S, Error> {
    Document::parse(text)?.schedule()
}

/// The schedule that a text holds, which may be of a class of your own.
///
/// # Errors
/// As those of [`deserialize`]. [`Class`] has an example.
pub fn deserialize_with<S: Serializable>(text: &str, custom_objects: &CustomObjects) -> Result<S, Error> {
    Document::parse(text)?.schedule_with(custom_objects)
}
