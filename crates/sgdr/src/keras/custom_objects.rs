//! Your own classes, by name.

use alloc::collections::BTreeMap;
use alloc::string::String;
use core::fmt;

use super::class::Class;
use super::error::Error;
use super::object::{self, Object};
use crate::AnySchedule;
use crate::CustomSchedule;

/// How a class is made of its object.
pub(crate) type Build = fn(&Object<'_>, &CustomObjects) -> Result<AnySchedule, Error>;

/// The classes of your own that [`deserialize_with`](super::deserialize_with) knows besides Keras'; by the name they are
/// registered by.
///
/// A name of one of Keras' own classes stays Keras'. [`Class`] has an example.
#[derive(Clone)]
pub struct CustomObjects {
    classes: BTreeMap<String, Build>,
}

impl CustomObjects {
    /// None.
    ///
    /// ```
    /// use sgdr::keras::{self, CustomObjects};
    /// use sgdr::{AnySchedule, CosineDecay};
    ///
    /// let text = keras::serialize(&CosineDecay::new(0.1, 1000)?);
    /// let any: AnySchedule = keras::deserialize_with(&text, &CustomObjects::new())?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self { classes: BTreeMap::new() }
    }

    /// One class more; it replaces an earlier one of its name.
    ///
    /// [`Class`] has an example.
    #[must_use]
    pub fn with<C>(mut self) -> Self
    where
        C: Class + Send + Sync + 'static,
    {
        let build: Build = |object, custom_objects| Ok(CustomSchedule::new(object.build::<C>(custom_objects)?).into());
        self.classes.insert(object::name::<C>(), build);
        self
    }

    pub(crate) fn get(&self, name: &str) -> Option<Build> {
        self.classes.get(name).copied()
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.classes.keys().map(String::as_str)
    }
}

impl Default for CustomObjects {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for CustomObjects {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.classes.keys()).finish()
    }
}
