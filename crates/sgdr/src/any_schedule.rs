//! A schedule whose class is known only when the program runs.

mod custom;

use core::fmt;

pub use custom::CustomSchedule;

use crate::keras::{Build, Class, CustomObjects, Error, Json, Object, Serializable};
use crate::{
    CosineDecay, CosineDecayRestarts, ExponentialDecay, InverseTimeDecay, LearningRateSchedule, PiecewiseConstantDecay,
    PolynomialDecay, Rate,
};

/// A schedule of whatever class: what a saved file held.
///
/// Each class of this crate has its variant, and a class of your own goes into [`CustomSchedule`].
///
/// ```
/// use sgdr::{AnySchedule, ExponentialDecay, LearningRateSchedule, keras};
///
/// let text = r#"{"class_name": "ExponentialDecay", "config": {"initial_learning_rate": 0.1, "decay_steps": 1000, "decay_rate": 0.25}}"#;
/// let schedule: AnySchedule = keras::deserialize(text)?;
/// assert_eq!(schedule.at(500), 0.05);
/// assert!(matches!(schedule, AnySchedule::ExponentialDecay(decay) if decay.decay_rate() == 0.25));
/// # Ok::<(), keras::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[expect(clippy::large_enum_variant, reason = "few are made, and each is asked for millions of rates")]
pub enum AnySchedule<T: Rate = f64> {
    /// Cosine decay with warm restarts.
    CosineDecayRestarts(CosineDecayRestarts<T>),
    /// Cosine decay once.
    CosineDecay(CosineDecay<T>),
    /// Exponential decay.
    ExponentialDecay(ExponentialDecay<T>),
    /// Inverse time decay.
    InverseTimeDecay(InverseTimeDecay<T>),
    /// Constant rates.
    PiecewiseConstantDecay(PiecewiseConstantDecay<T>),
    /// Polynomial decay.
    PolynomialDecay(PolynomialDecay<T>),
    /// A schedule of another class.
    Custom(CustomSchedule<T>),
}

/// The same expression for the schedule of each variant.
macro_rules! each {
    ($any:expr, $schedule:ident => $expression:expr) => {
        match $any {
            AnySchedule::CosineDecayRestarts($schedule) => $expression,
            AnySchedule::CosineDecay($schedule) => $expression,
            AnySchedule::ExponentialDecay($schedule) => $expression,
            AnySchedule::InverseTimeDecay($schedule) => $expression,
            AnySchedule::PiecewiseConstantDecay($schedule) => $expression,
            AnySchedule::PolynomialDecay($schedule) => $expression,
            AnySchedule::Custom($schedule) => $expression,
        }
    };
}

impl<T: Rate> AnySchedule<T> {
    /// The classes that are no custom ones.
    const CLASSES: [(&'static str, Build<T>); 6] = [
        class::<CosineDecayRestarts<T>>(),
        class::<CosineDecay<T>>(),
        class::<ExponentialDecay<T>>(),
        class::<InverseTimeDecay<T>>(),
        class::<PiecewiseConstantDecay<T>>(),
        class::<PolynomialDecay<T>>(),
    ];
}

const fn class<C: Class + Into<AnySchedule<C::Rate>>>() -> (&'static str, Build<C::Rate>) {
    (C::NAME, |object, custom_objects| Ok(object.build::<C>(custom_objects)?.into()))
}

impl<T: Rate> LearningRateSchedule for AnySchedule<T> {
    type Rate = T;

    fn at(&self, step: u64) -> T {
        each!(self, schedule => schedule.at(step))
    }

    fn fill(&self, first_step: u64, out: &mut [T]) {
        each!(self, schedule => schedule.fill(first_step, out));
    }
}

impl<T: Rate> Serializable for AnySchedule<T> {
    fn to_json(&self) -> Json {
        each!(self, schedule => schedule.to_json())
    }

    fn from_object(object: &Object<'_>, custom_objects: &CustomObjects<T>) -> Result<Self, Error> {
        let own = Self::CLASSES.into_iter().find(|(name, _)| *name == object.name()).map(|(_, build)| build);
        match own.or_else(|| custom_objects.get(object.name())) {
            Some(build) => build(object, custom_objects),
            None => Err(object.unknown(Self::CLASSES.into_iter().map(|(name, _)| name).chain(custom_objects.names()))),
        }
    }
}

/// As the schedule itself is displayed.
///
/// ```
/// let schedule = sgdr::AnySchedule::from(sgdr::ExponentialDecay::new(0.1, 1000, 0.96)?);
/// assert!(schedule.to_string().starts_with("ExponentialDecay(initial_learning_rate=0.1, decay_steps=1000, "));
/// # Ok::<(), sgdr::Error>(())
/// ```
impl<T: Rate> fmt::Display for AnySchedule<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        each!(self, schedule => fmt::Display::fmt(schedule, f))
    }
}

macro_rules! from {
    ($($variant:ident($schedule:ident))*) => {$(
        impl<T: Rate> From<$schedule<T>> for AnySchedule<T> {
            fn from(schedule: $schedule<T>) -> Self {
                Self::$variant(schedule)
            }
        }
    )*};
}

from! {
    CosineDecayRestarts(CosineDecayRestarts)
    CosineDecay(CosineDecay)
    ExponentialDecay(ExponentialDecay)
    InverseTimeDecay(InverseTimeDecay)
    PiecewiseConstantDecay(PiecewiseConstantDecay)
    PolynomialDecay(PolynomialDecay)
    Custom(CustomSchedule)
}
