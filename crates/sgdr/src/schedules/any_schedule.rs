//! A schedule whose class is known only when the program runs.

#[cfg(feature = "keras")]
mod custom;

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

#[cfg(feature = "keras")]
pub use custom::CustomSchedule;

#[cfg(feature = "keras")]
use crate::keras::{Json, Serializable};
use crate::{
    Chain, Clamp, Cycle, CycleLimit, Error, LearningRateSchedule, NormalizedWeightDecay, Parameter, Parameters, Scale,
    Segments, Value, Warmup,
};

/// What is asked of the schedule in an [`AnySchedule`].
#[cfg(not(feature = "keras"))]
pub(crate) trait Inner: LearningRateSchedule + fmt::Display {}

#[cfg(not(feature = "keras"))]
impl<S: LearningRateSchedule + fmt::Display> Inner for S {}

/// What is asked of the schedule in an [`AnySchedule`].
#[cfg(feature = "keras")]
pub(crate) trait Inner: LearningRateSchedule + fmt::Display {
    fn json(&self) -> Json;
}

#[cfg(feature = "keras")]
impl<S: Serializable + fmt::Display> Inner for S {
    fn json(&self) -> Json {
        self.to_json()
    }
}

macro_rules! any_schedule {
    ($($(#[$doc:meta])* $class:ident: $package:expr,)*) => {
        /// A schedule whose class is known only when the program runs: one that was read from a file, for example.
        ///
        /// Each class of this crate has a variant; a class of your own goes into `CustomSchedule` (feature `keras`). A schedule made of
        /// schedules is converted as a whole.
        ///
        /// ```
        /// use sgdr::{AnySchedule, CosineDecayRestarts, LearningRateSchedule, ScheduleExt};
        ///
        /// let plan: AnySchedule = CosineDecayRestarts::new(0.1, 1000)?.cycle_limit(2)?.warmup(10)?.into();
        /// assert_eq!(plan.at(10), 0.1);
        /// # Ok::<(), sgdr::Error>(())
        /// ```
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        #[expect(clippy::large_enum_variant, reason = "few are made, and each is asked for millions of rates")]
        pub enum AnySchedule {
            $($(#[$doc])* $class(crate::$class),)*
            /// A warm-up before a schedule, or inside it.
            Warmup(Box<Warmup<Self>>),
            /// A number of cycles of a schedule.
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
            #[cfg(feature = "keras")]
            Custom(CustomSchedule),
        }

        impl AnySchedule {
            /// The schedule itself.
            pub(crate) fn inner(&self) -> &dyn Inner {
                match self {
                    $(Self::$class(schedule) => schedule,)*
                    Self::Warmup(schedule) => &**schedule,
                    Self::CycleLimit(schedule) => &**schedule,
                    Self::Chain(schedule) => schedule,
                    Self::Scale(schedule) => &**schedule,
                    Self::Clamp(schedule) => &**schedule,
                    Self::NormalizedWeightDecay(schedule) => &**schedule,
                    #[cfg(feature = "keras")]
                    Self::Custom(schedule) => schedule,
                }
            }

            /// The name of the class, the same in every language and in Keras' config.
            ///
            /// ```
            /// let schedule = sgdr::AnySchedule::from(sgdr::CosineDecay::new(0.1, 1000)?);
            /// assert_eq!(schedule.class(), "CosineDecay");
            /// # Ok::<(), sgdr::Error>(())
            /// ```
            pub fn class(&self) -> &str {
                match self {
                    $(Self::$class(_) => stringify!($class),)*
                    Self::Warmup(_) => "Warmup",
                    Self::CycleLimit(_) => "CycleLimit",
                    Self::Chain(_) => "Chain",
                    Self::Scale(_) => "Scale",
                    Self::Clamp(_) => "Clamp",
                    Self::NormalizedWeightDecay(_) => "NormalizedWeightDecay",
                    #[cfg(feature = "keras")]
                    Self::Custom(schedule) => schedule.class(),
                }
            }

            /// The parameters of a class that declares them; empty for a schedule made of others.
            ///
            /// ```
            /// use sgdr::{AnySchedule, CosineDecay, Value};
            ///
            /// let schedule = AnySchedule::from(CosineDecay::new(0.1, 1000)?);
            /// assert_eq!(schedule.parameters()[0], ("initial_learning_rate", Value::Number(0.1)));
            /// # Ok::<(), sgdr::Error>(())
            /// ```
            pub fn parameters(&self) -> Vec<(&'static str, Value<'_>)> {
                match self {
                    $(Self::$class(schedule) => Parameters::parameters(schedule),)*
                    _ => Vec::new(),
                }
            }

            /// The classes that declare their parameters: the name of each, and what it declares.
            ///
            /// ```
            /// use sgdr::AnySchedule;
            ///
            /// let (name, parameters) = AnySchedule::CLASSES[0];
            /// assert_eq!((name, parameters[0].name), ("CosineDecayRestarts", "initial_learning_rate"));
            /// ```
            pub const CLASSES: &'static [(&'static str, &'static [Parameter])] = &[
                $((<crate::$class as Parameters>::CLASS, <crate::$class as Parameters>::PARAMETERS),)*
            ];
        }

        $(
            impl From<crate::$class> for AnySchedule {
                fn from(schedule: crate::$class) -> Self {
                    Self::$class(schedule)
                }
            }
        )*
    };
}

for_each_class!(any_schedule);

#[cfg(feature = "keras")]
impl From<CustomSchedule> for AnySchedule {
    fn from(schedule: CustomSchedule) -> Self {
        Self::Custom(schedule)
    }
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

impl AnySchedule {
    /// The schedules that this one is made of, in order; empty for one that is not made of others.
    ///
    /// ```
    /// use sgdr::{AnySchedule, CosineDecay, ScheduleExt};
    ///
    /// let schedule = AnySchedule::from(CosineDecay::new(0.1, 1000)?.scale(0.5)?);
    /// assert_eq!(schedule.schedules()[0].class(), "CosineDecay");
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn schedules(&self) -> Vec<&Self> {
        match self {
            Self::Warmup(outer) => Vec::from([outer.schedule()]),
            Self::CycleLimit(outer) => Vec::from([outer.schedule()]),
            Self::Scale(outer) => Vec::from([outer.schedule()]),
            Self::Clamp(outer) => Vec::from([outer.schedule()]),
            Self::NormalizedWeightDecay(outer) => Vec::from([outer.schedule()]),
            Self::Chain(chain) => chain.pieces().iter().map(|piece| &piece.schedule).collect(),
            _ => Vec::new(),
        }
    }
}

impl LearningRateSchedule for AnySchedule {
    fn at(&self, step: u64) -> f64 {
        self.inner().at(step)
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        self.inner().at_fraction(step, fraction)
    }

    fn fill(&self, first_step: u64, out: &mut [f64]) {
        self.inner().fill(first_step, out);
    }

    fn at_many(&self, steps: &[u64], out: &mut [f64]) -> Result<(), Error> {
        self.inner().at_many(steps, out)
    }

    fn cycle_of(&self, step: u64) -> Option<Cycle> {
        self.inner().cycle_of(step)
    }

    fn write_segments(&self, segments: &mut Segments, start: u64) -> Option<()> {
        self.inner().write_segments(segments, start)
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
        fmt::Display::fmt(self.inner(), f)
    }
}
