//! Schedules that wrap other schedules.

mod chain;
mod clamp;
mod cycle_limit;
mod normalized_weight_decay;
mod scale;
mod warmup;

pub use chain::{Chain, Piece};
pub use clamp::Clamp;
pub use cycle_limit::CycleLimit;
pub use normalized_weight_decay::NormalizedWeightDecay;
pub use scale::Scale;
pub use warmup::{Warmup, WarmupBuilder, WarmupPlace, WarmupShape};
