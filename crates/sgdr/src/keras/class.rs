//! What a class of schedules tells to be written and read.

use super::config::Config;
use super::error::Error;
use super::fields::Fields;
use crate::LearningRateSchedule;

/// A class of schedules that Keras' JSON can hold: all of this crate, and those of your own that implement it.
///
/// The two methods are Keras' own. What `get_config` writes `from_config` must read back to an equal schedule. A schedule
/// of your own is registered in Python under the same package and name, with
/// `@keras.saving.register_keras_serializable(package=..., name=...)`. Its config must not have a key `learning_rate`
/// that holds an object: such an object is taken for an optimizer.
///
/// ```
/// use sgdr::keras::{self, Class, Config, CustomObjects, Error, Fields};
/// use sgdr::{AnySchedule, LearningRateSchedule};
///
/// #[derive(Clone, Debug, PartialEq)]
/// struct Halving {
///     initial_learning_rate: f64,
///     every: u64,
/// }
///
/// impl LearningRateSchedule for Halving {
///     fn at(&self, step: u64) -> f64 {
///         self.initial_learning_rate * 0.5_f64.powf((step / self.every) as f64)
///     }
/// }
///
/// impl Class for Halving {
///     const NAME: &'static str = "Halving";
///     const PACKAGE: Option<&'static str> = Some("my_package");
///
///     fn get_config(&self) -> Config {
///         Config::new().with("initial_learning_rate", self.initial_learning_rate).with("every", self.every)
///     }
///
///     fn from_config(fields: &mut Fields<'_>) -> Result<Self, Error> {
///         let initial_learning_rate = fields.required("initial_learning_rate")?;
///         let mut every = 1000;
///         fields.update("every", &mut every)?;
///         if every == 0 {
///             return Err(Error::custom("every", "must be >= 1 (received 0)"));
///         }
///         Ok(Self { initial_learning_rate, every })
///     }
/// }
///
/// let schedule = Halving { initial_learning_rate: 0.1, every: 500 };
/// let text = keras::serialize(&schedule);
/// assert_eq!(
///     text,
///     r#"{"module": null, "class_name": "Halving", "config": {"initial_learning_rate": 0.1, "every": 500}, "registered_name": "my_package>Halving"}"#
/// );
/// assert_eq!(keras::deserialize::<Halving>(&text)?, schedule);
///
/// // Where the class is not known beforehand, it is looked up by its registered name.
/// let custom_objects = CustomObjects::new().with::<Halving>();
/// let any: AnySchedule = keras::deserialize_with(&text, &custom_objects)?;
/// assert_eq!(any.at(500), 0.05);
/// # Ok::<(), keras::Error>(())
/// ```
pub trait Class: LearningRateSchedule + Sized {
    /// The name of the class.
    const NAME: &'static str;

    /// The package under which it is registered in Keras; `None` for a class of Keras' own. Keras' default is `"Custom"`.
    const PACKAGE: Option<&'static str> = Some("Custom");

    /// The parameters.
    fn get_config(&self) -> Config;

    /// The schedule with these parameters.
    ///
    /// # Errors
    /// Whatever is wrong with a parameter. One that was not asked for is an error without being looked for here.
    fn from_config(fields: &mut Fields<'_>) -> Result<Self, Error>;
}
