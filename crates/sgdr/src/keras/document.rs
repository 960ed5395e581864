//! A text that holds a schedule, and where in it that is.

use alloc::string::String;

use super::custom_objects::CustomObjects;
use super::error::Error;
use super::json::Json;
use super::object::{self, Object};
use super::reader;
use super::serializable::Serializable;

/// What `sgdr.keras.Schedule` of the Python package is saved as: an object of Keras around any schedule.
const WRAPPER: &str = "sgdr>Schedule";

/// A text that holds a schedule: its own object, or that of an optimizer, or of a model.
///
/// It is read in two steps where the type of the rates is not known beforehand.
///
/// ```
/// use sgdr::{AnySchedule, keras};
///
/// let optimizer = r#"{"module": "keras.optimizers", "class_name": "SGD", "registered_name": null, "config": {"name": "SGD",
///     "learning_rate": {"module": "keras.optimizers.schedules", "class_name": "ExponentialDecay", "registered_name": null,
///         "config": {"initial_learning_rate": 0.1, "decay_steps": 1000, "decay_rate": 0.96, "staircase": true}}}}"#;
/// let document = keras::Document::parse(optimizer)?;
/// assert_eq!(document.path(), "config.learning_rate");
/// assert_eq!((document.class_name(), document.dtype()), ("ExponentialDecay", None));
/// let schedule: AnySchedule = document.schedule()?;
/// # Ok::<(), keras::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Document {
    schedule: Json,
    path: String,
    class_name: String,
    dtype: Option<String>,
}

impl Document {
    /// Reads a text and finds the schedule in it.
    ///
    /// That is looked for under the key `compile_config` of a model's config.json, `optimizer_config` or `optimizer` of a
    /// compile config, `learning_rate` of an optimizer's config (`lr` in an old one), and `inner_optimizer` where the loss is
    /// scaled; and under `schedule` in the config of `sgdr.keras.Schedule`, the object of the Python package that holds any
    /// schedule.
    ///
    /// # Errors
    /// The text is no JSON, or longer than 16 MiB, or has a key twice in an object; or there is no object of a schedule
    /// in it.
    ///
    /// ```
    /// use sgdr::keras::Document;
    ///
    /// let error = Document::parse(r#"{"class_name": "Sequential", "config": {}, "compile_config": null}"#).unwrap_err();
    /// assert_eq!(error.to_string(), "compile_config: holds no schedule (received null)");
    /// ```
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::find(reader::read(text)?)
    }

    pub(super) fn find(json: Json) -> Result<Self, Error> {
        let (schedule, path) = locate(json);
        let object = match Object::read(&schedule) {
            Ok(object) => object,
            Err(error) => return Err(error.below(&path)),
        };
        let (class_name, dtype) = (object.class_name.into(), object.dtype.map(Into::into));
        Ok(Self { schedule, path, class_name, dtype })
    }

    /// Where in the text the schedule is; empty if it is the whole.
    ///
    /// ```
    /// let text = sgdr::keras::serialize(&sgdr::CosineDecay::new(0.1, 1000)?);
    /// assert_eq!(sgdr::keras::Document::parse(&text)?.path(), "");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The name of its class.
    ///
    /// ```
    /// let text = sgdr::keras::serialize(&sgdr::CosineDecay::new(0.1, 1000)?);
    /// assert_eq!(sgdr::keras::Document::parse(&text)?.class_name(), "CosineDecay");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn class_name(&self) -> &str {
        &self.class_name
    }

    /// The type of its rates, if the text tells: Keras' own do not.
    ///
    /// ```
    /// use sgdr::{CosineDecay, Rate, ScheduleExt, keras};
    ///
    /// let config = r#""config": {"initial_learning_rate": 0.1, "decay_steps": 1000}"#;
    /// let text = format!(r#"{{"class_name": "CosineDecay", {config}, "dtype": "float32"}}"#);
    /// let document = keras::Document::parse(&text)?;
    /// assert_eq!(document.dtype(), Some(f32::DTYPE));
    /// assert_eq!(document.schedule::<CosineDecay>()?.at_as::<f32>(0), 0.1_f32);
    /// # Ok::<(), keras::Error>(())
    /// ```
    #[must_use]
    pub fn dtype(&self) -> Option<&str> {
        self.dtype.as_deref()
    }

    /// The schedule.
    ///
    /// # Errors
    /// The schedule is of another class, or a parameter is missing, invalid or unknown.
    ///
    /// ```
    /// use sgdr::{CosineDecay, ExponentialDecay, keras};
    ///
    /// let document = keras::Document::parse(&keras::serialize(&CosineDecay::new(0.1, 1000)?))?;
    /// let error = document.schedule::<ExponentialDecay>().unwrap_err();
    /// assert_eq!(error.to_string(), "class_name: must be ExponentialDecay (received \"CosineDecay\")");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn schedule<S: Serializable>(&self) -> Result<S, Error> {
        self.schedule_with(&CustomObjects::new())
    }

    /// The schedule, which may be of a class of your own.
    ///
    /// # Errors
    /// As those of [`schedule`](Self::schedule). [`Class`](super::Class) has an example.
    pub fn schedule_with<S: Serializable>(&self, custom_objects: &CustomObjects) -> Result<S, Error> {
        object::schedule(&self.schedule, custom_objects).map_err(|error| error.below(&self.path))
    }
}

/// Goes down to the schedule, or to whatever is in its place.
fn locate(mut json: Json) -> (Json, String) {
    let mut path = String::new();
    while let Some(next) = next_path(&json) {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(next);
        json = next.split('.').fold(json, Json::take);
    }
    (json, path)
}

/// Where to continue in anything but a schedule.
fn next_path(json: &Json) -> Option<&'static str> {
    const HOLDERS: [&str; 6] =
        ["compile_config", "optimizer_config", "optimizer", "inner_optimizer", "learning_rate", "lr"];
    if matches!(json.get("registered_name"), Some(Json::Text(name)) if name == WRAPPER) {
        return Some("config.schedule");
    }
    let holder = HOLDERS.into_iter().find(|key| json.get(key).is_some());
    holder.or_else(|| {
        let config = json.get("config")?;
        let inner = ["inner_optimizer", "learning_rate", "lr"].into_iter().find_map(|key| config.get(key));
        matches!(inner, Some(Json::Object(_))).then_some("config")
    })
}
