//! Cosine decay with warm restarts (SGDR).
#![no_std]

extern crate alloc;

mod builder;
mod cosine_decay_restarts;
mod curve;
mod cycle;
mod double_double;
mod error;
mod from_fn;
mod kernel;
mod progression;
mod rate;
mod ratio;
mod schedule;
mod timeline;
mod wide;

pub use builder::CosineDecayRestartsBuilder;
pub use cosine_decay_restarts::CosineDecayRestarts;
pub use cycle::{Cycle, Cycles, Restarts};
pub use error::Error;
pub use from_fn::{FromFn, from_fn};
pub use rate::Rate;
pub use schedule::LearningRateSchedule;
