//! A schedule whose class is known only when the program runs.

mod custom;

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

pub use custom::CustomSchedule;

use crate::keras::{Build, Class, CustomObjects, Error, Json, Object, Serializable, build_warm_up, is_warm_up, name};
use crate::{
    Chain, Clamp, CosineCycles, CosineDecay, CosineDecayRestarts, Cycle, CycleLimit, ExponentialDecay,
    InverseTimeDecay, LearningRateSchedule, NormalizedWeightDecay, PiecewiseConstantDecay, PolynomialDecay, Scale,
    Warmup,
};

/// A schedule of whatever class: what a saved file held.
///
/// Each class of this crate has its variant, and a class of your own goes into [`CustomSchedule`]. A plan becomes one as a
/// whole.
///
/// ```
/// use sgdr::{AnySchedule, CosineDecayRestarts, LearningRateSchedule, ScheduleExt};
///
/// let plan: AnySchedule = CosineDecayRestarts::new(0.1, 1000)?.cycle_limit(2)?.warmup(10)?.into();
/// assert_eq!(plan.at(10), 0.1);
/// # Ok::<(), sgdr::Error>(())
/// ```
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
pub enum AnySchedule {
    /// Cosine decay with warm restarts.
    CosineDecayRestarts(CosineDecayRestarts),
    /// Cosine decay once.
    CosineDecay(CosineDecay),
    /// Exponential decay.
    ExponentialDecay(ExponentialDecay),
    /// Inverse time decay.
    InverseTimeDecay(InverseTimeDecay),
    /// Constant rates.
    PiecewiseConstantDecay(PiecewiseConstantDecay),
    /// Polynomial decay.
    PolynomialDecay(PolynomialDecay),
    /// Cosine decay with warm restarts between two rates.
    CosineCycles(CosineCycles),
    /// A warm-up before a schedule, or inside it.
    Warmup(Box<Warmup<Self>>),
    /// So many cycles of a schedule.
    CycleLimit(Box<CycleLimit<Self>>),
    /// Schedules one after the other.
    Chain(Chain<Self>),
    /// A schedule times a factor.
    Scale(Box<Scale<Self>>),
    /// A schedule within limits.
    Clamp(Box<Clamp<Self>>),
    /// The weight decay that goes with the cycles of a schedule.
    NormalizedWeightDecay(Box<NormalizedWeightDecay<Self>>),
    /// A schedule of another class.
    Custom(CustomSchedule),
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
            AnySchedule::CosineCycles($schedule) => $expression,
            AnySchedule::Warmup($schedule) => $expression,
            AnySchedule::CycleLimit($schedule) => $expression,
            AnySchedule::Chain($schedule) => $expression,
            AnySchedule::Scale($schedule) => $expression,
            AnySchedule::Clamp($schedule) => $expression,
            AnySchedule::NormalizedWeightDecay($schedule) => $expression,
            AnySchedule::Custom($schedule) => $expression,
        }
    };
}

impl AnySchedule {
    /// The classes that are known without being registered: Keras' own, and those of this crate.
    const CLASSES: [Known; 13] = [
        class::<CosineDecayRestarts>(),
        class::<CosineDecay>(),
        class::<ExponentialDecay>(),
        class::<InverseTimeDecay>(),
        class::<PiecewiseConstantDecay>(),
        class::<PolynomialDecay>(),
        class::<CosineCycles>(),
        class::<Warmup<Self>>(),
        class::<CycleLimit<Self>>(),
        class::<Chain<Self>>(),
        class::<Scale<Self>>(),
        class::<Clamp<Self>>(),
        class::<NormalizedWeightDecay<Self>>(),
    ];
}

/// A class, by the name that tells it.
struct Known {
    name: fn() -> String,
    build: Build,
}

const fn class<C: Class + Into<AnySchedule>>() -> Known {
    Known { name: name::<C>, build: |object, custom_objects| Ok(object.build::<C>(custom_objects)?.into()) }
}

impl LearningRateSchedule for AnySchedule {
    fn at(&self, step: u64) -> f64 {
        each!(self, schedule => schedule.at(step))
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        each!(self, schedule => schedule.at_fraction(step, fraction))
    }

    fn fill(&self, first_step: u64, out: &mut [f64]) {
        each!(self, schedule => schedule.fill(first_step, out));
    }

    fn at_many(&self, steps: &[u64], out: &mut [f64]) -> Result<(), crate::Error> {
        each!(self, schedule => schedule.at_many(steps, out))
    }

    fn cycle_of(&self, step: u64) -> Option<Cycle> {
        each!(self, schedule => schedule.cycle_of(step))
    }
}

impl Serializable for AnySchedule {
    fn to_json(&self) -> Json {
        each!(self, schedule => schedule.to_json())
    }

    fn from_object(object: &Object<'_>, custom_objects: &CustomObjects) -> Result<Self, Error> {
        let own = Self::CLASSES.iter().find(|known| (known.name)() == object.name()).map(|known| known.build);
        match own.or_else(|| custom_objects.get(object.name())) {
            Some(build) => build(object, custom_objects),
            None if is_warm_up(object) => build_warm_up(object, custom_objects),
            None => {
                let own = Self::CLASSES.iter().map(|known| (known.name)());
                Err(object.unknown(own.chain(custom_objects.names().map(String::from))))
            }
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
impl fmt::Display for AnySchedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        each!(self, schedule => fmt::Display::fmt(schedule, f))
    }
}

macro_rules! from {
    ($($variant:ident($schedule:ident))*) => {$(
        impl From<$schedule> for AnySchedule {
            fn from(schedule: $schedule) -> Self {
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
    CosineCycles(CosineCycles)
    Custom(CustomSchedule)
}

macro_rules! from_adaptor {
    ($($adaptor:ident)*) => {$(
        /// Whatever is inside becomes an `AnySchedule` too.
        impl<S> From<$adaptor<S>> for AnySchedule
        where
            S: LearningRateSchedule + Into<Self>,
        {
            fn from(schedule: $adaptor<S>) -> Self {
                Self::$adaptor(schedule.around(Into::into).into())
            }
        }
    )*};
}

from_adaptor! { Warmup CycleLimit Chain Scale Clamp NormalizedWeightDecay }
