//! The schedules that stand on their own: one file each, with its builder.

#[cfg(feature = "serde")]
mod any_schedule;
mod cosine_cycles;
mod cosine_decay;
mod cosine_decay_restarts;
mod exponential_decay;
mod from_fn;
mod inverse_time_decay;
mod piecewise_constant_decay;
mod polynomial_decay;

#[cfg(feature = "serde")]
pub use any_schedule::{AnySchedule, CustomSchedule};
pub use cosine_cycles::{CosineCycles, CosineCyclesBuilder};
pub use cosine_decay::{CosineDecay, CosineDecayBuilder};
pub use cosine_decay_restarts::{CosineDecayRestarts, CosineDecayRestartsBuilder};
pub use exponential_decay::{ExponentialDecay, ExponentialDecayBuilder};
pub use from_fn::{FromFn, from_fn, into_fn};
pub use inverse_time_decay::{InverseTimeDecay, InverseTimeDecayBuilder};
pub use piecewise_constant_decay::PiecewiseConstantDecay;
pub use polynomial_decay::{PolynomialDecay, PolynomialDecayBuilder};
