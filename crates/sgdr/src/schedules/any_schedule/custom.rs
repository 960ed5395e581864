//! A schedule of a class that this crate does not know.

use alloc::sync::Arc;
use core::any::Any;
use core::fmt;
use core::panic::{RefUnwindSafe, UnwindSafe};

use super::Inner;
use crate::keras::{Class, Json, Serializable};
use crate::{Cycle, LearningRateSchedule, Segments};

/// A schedule of a class of your own, behind a pointer.
///
/// ```
/// use sgdr::keras::{Class, Config, Error, Fields};
/// use sgdr::{AnySchedule, CustomSchedule, LearningRateSchedule};
///
/// #[derive(Debug, PartialEq)]
/// struct Constant(f64);
///
/// impl LearningRateSchedule for Constant {
///     fn at(&self, _step: u64) -> f64 {
///         self.0
///     }
/// }
///
/// impl Class for Constant {
///     const NAME: &'static str = "Constant";
///     fn get_config(&self) -> Config {
///         Config::new().with("rate", self.0)
///     }
///     fn from_config(fields: &mut Fields<'_>) -> Result<Self, Error> {
///         Ok(Self(fields.required("rate")?))
///     }
/// }
///
/// let custom = CustomSchedule::new(Constant(0.1));
/// assert_eq!(custom.downcast_ref(), Some(&Constant(0.1)));
/// assert_eq!(AnySchedule::from(custom).at(7), 0.1);
/// ```
pub struct CustomSchedule(Arc<dyn Object>);

/// What is asked of the schedule behind the pointer.
trait Object: LearningRateSchedule + Send + Sync {
    fn to_json(&self) -> Json;
    fn class(&self) -> &'static str;
    fn as_any(&self) -> &dyn Any;
}

impl<C: Class + Any + Send + Sync> Object for C {
    fn to_json(&self) -> Json {
        Serializable::to_json(self)
    }

    fn class(&self) -> &'static str {
        C::NAME
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl CustomSchedule {
    /// Puts a schedule behind a pointer.
    pub fn new(schedule: impl Class + Send + Sync + 'static) -> Self {
        Self(Arc::new(schedule))
    }

    /// The schedule itself, if it is of this class.
    #[must_use]
    pub fn downcast_ref<C: 'static>(&self) -> Option<&C> {
        self.0.as_any().downcast_ref()
    }

    pub(super) fn class(&self) -> &'static str {
        self.0.class()
    }
}

impl Inner for CustomSchedule {
    fn json(&self) -> Json {
        self.0.to_json()
    }
}

impl LearningRateSchedule for CustomSchedule {
    fn at(&self, step: u64) -> f64 {
        self.0.at(step)
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        self.0.at_fraction(step, fraction)
    }

    fn fill(&self, first_step: u64, out: &mut [f64]) {
        self.0.fill(first_step, out);
    }

    fn at_many(&self, steps: &[u64], out: &mut [f64]) -> Result<(), crate::Error> {
        self.0.at_many(steps, out)
    }

    fn cycle_of(&self, step: u64) -> Option<Cycle> {
        self.0.cycle_of(step)
    }

    fn write_segments(&self, segments: &mut Segments, start: u64) -> Option<()> {
        self.0.write_segments(segments, start)
    }
}

/// A schedule is a function of the step: there is nothing that a panic could leave half done.
impl UnwindSafe for CustomSchedule {}
impl RefUnwindSafe for CustomSchedule {}

impl Clone for CustomSchedule {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// Two schedules are equal when their classes and configs are.
impl PartialEq for CustomSchedule {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_json() == other.0.to_json()
    }
}

impl fmt::Debug for CustomSchedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CustomSchedule").field(&format_args!("{self}")).finish()
    }
}

/// The object that Keras saves.
impl fmt::Display for CustomSchedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.to_json())
    }
}
