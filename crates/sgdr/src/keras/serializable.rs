//! What can be written and read as a whole.

use super::class::Class;
use super::custom_objects::CustomObjects;
use super::error::{Error, Problem};
use super::json::Json;
use super::object::{self, Object};
use crate::LearningRateSchedule;

/// What [`serialize`](super::serialize) takes and [`deserialize`](super::deserialize) returns: every [`Class`], and
/// [`AnySchedule`](crate::AnySchedule).
///
/// Implement [`Class`] to have it.
///
/// ```
/// use sgdr::{AnySchedule, CosineDecay, keras};
///
/// fn copy<S: keras::Serializable>(schedule: &S) -> S {
///     keras::deserialize(&keras::serialize(schedule)).expect("just written")
/// }
///
/// let schedule = CosineDecay::new(0.1, 1000)?;
/// assert_eq!(copy(&schedule), schedule);
/// assert_eq!(copy(&AnySchedule::from(schedule.clone())), schedule.into());
/// # Ok::<(), sgdr::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no schedule that can be serialized",
    label = "not serializable",
    note = "a schedule of your own is serializable if it implements `sgdr::keras::Class`; one made of a closure is not: \
            where an adapter has a constructor `unchecked`, that one takes it",
    note = "a builder becomes a schedule by `.build()?`, and a `Result` that holds a schedule by `?`"
)]
pub trait Serializable: LearningRateSchedule + Sized {
    /// What [`serialize`](super::serialize) writes, before it is text.
    ///
    /// ```
    /// use sgdr::CosineDecayRestarts;
    /// use sgdr::keras::{Json, Serializable as _};
    ///
    /// let Json::Object(entries) = CosineDecayRestarts::new(0.1, 1000)?.to_json() else { unreachable!() };
    /// assert_eq!(entries[1].0, "class_name");
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn to_json(&self) -> Json;

    #[doc(hidden)]
    fn from_object(object: &Object<'_>, custom_objects: &CustomObjects) -> Result<Self, Error>;
}

#[diagnostic::do_not_recommend]
impl<C: Class> Serializable for C {
    fn to_json(&self) -> Json {
        object::write(self)
    }

    fn from_object(object: &Object<'_>, custom_objects: &CustomObjects) -> Result<Self, Error> {
        if object.is::<C>() {
            return object.build(custom_objects);
        }
        let expected = object::name::<C>();
        Err(object.class_error(Problem::OtherClass { expected, received: object.name().into() }))
    }
}
