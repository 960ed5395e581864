//! The parameters of a schedule as they are written.

use alloc::string::String;
use alloc::vec::Vec;

use super::json::Json;
use super::serializable::Serializable;

/// The parameters of a schedule by name, in order: what Keras calls its config.
///
/// ```
/// use sgdr::keras::Config;
///
/// let config = Config::new().with("initial_learning_rate", 0.1).with("decay_steps", 1000_u64).with("staircase", false);
/// assert_eq!(config.to_json().to_string(), r#"{"initial_learning_rate": 0.1, "decay_steps": 1000, "staircase": false}"#);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct Config(Vec<(String, Json)>);

impl Config {
    /// No parameters yet.
    ///
    /// ```
    /// assert_eq!(sgdr::keras::Config::new().to_json().to_string(), "{}");
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// One parameter more. A name must not come twice: such a config can be written, but not be read.
    ///
    /// ```
    /// let config = sgdr::keras::Config::new().with("warmup_target", None::<f64>);
    /// assert_eq!(config.to_json().to_string(), r#"{"warmup_target": null}"#);
    /// ```
    pub fn with(mut self, name: &str, value: impl Into<Json>) -> Self {
        self.0.push((name.into(), value.into()));
        self
    }

    /// One parameter more that is a schedule itself; [`Fields::schedule`](super::Fields::schedule) reads it.
    ///
    /// ```
    /// use sgdr::{CosineDecay, keras};
    ///
    /// let inner = CosineDecay::new(0.1, 1000)?;
    /// let config = keras::Config::new().with_schedule("schedule", &inner);
    /// assert_eq!(config.to_json().to_string(), format!(r#"{{"schedule": {}}}"#, keras::serialize(&inner)));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn with_schedule(self, name: &str, schedule: &impl Serializable) -> Self {
        self.with(name, schedule.to_json())
    }

    /// The config as a JSON object.
    ///
    /// ```
    /// use sgdr::keras::{Config, Json};
    ///
    /// assert_eq!(Config::new().with("alpha", 0.5).to_json(), Json::Object(vec![("alpha".into(), Json::Float(0.5))]));
    /// ```
    #[must_use]
    pub fn to_json(self) -> Json {
        Json::Object(self.0)
    }
}
