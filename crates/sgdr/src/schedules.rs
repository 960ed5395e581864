//! The schedules that are not made of others: one file each, with its parameters declared in it.

/// The list of the classes whose parameters are declared, each with its package in Keras: `None` for Keras' own.
macro_rules! for_each_class {
    ($callback:ident) => {
        $callback! {
            /// Cosine decay with warm restarts.
            CosineDecayRestarts: None,
            /// Cosine decay once.
            CosineDecay: None,
            /// Exponential decay.
            ExponentialDecay: None,
            /// Inverse time decay.
            InverseTimeDecay: None,
            /// Constant rates between boundaries.
            PiecewiseConstantDecay: None,
            /// Polynomial decay.
            PolynomialDecay: None,
            /// Cosine decay with warm restarts between two rates.
            CosineCycles: Some("sgdr"),
            /// A constant rate.
            ConstantRate: Some("sgdr"),
        }
    };
}

#[cfg(feature = "keras")]
pub(crate) use for_each_class;

mod any_schedule;
mod constant_rate;
mod cosine_cycles;
mod cosine_decay;
mod cosine_decay_restarts;
mod exponential_decay;
mod from_fn;
mod inverse_time_decay;
mod piecewise_constant_decay;
mod polynomial_decay;

pub use any_schedule::AnySchedule;
#[cfg(feature = "keras")]
pub use any_schedule::CustomSchedule;
pub use constant_rate::{ConstantRate, ConstantRateBuilder};
pub use cosine_cycles::{CosineCycles, CosineCyclesBuilder};
pub use cosine_decay::{CosineDecay, CosineDecayBuilder};
pub use cosine_decay_restarts::{CosineDecayRestarts, CosineDecayRestartsBuilder};
pub use exponential_decay::{ExponentialDecay, ExponentialDecayBuilder};
pub use from_fn::{FromFn, from_fn, into_fn};
pub use inverse_time_decay::{InverseTimeDecay, InverseTimeDecayBuilder};
pub use piecewise_constant_decay::PiecewiseConstantDecay;
pub use polynomial_decay::{PolynomialDecay, PolynomialDecayBuilder};
