//! Cosine decay with warm restarts (SGDR).
#![no_std]

extern crate alloc;

mod cosine_decay_restarts;
mod cycle;
mod error;
mod from_fn;
mod rate;
mod schedule;

pub use cosine_decay_restarts::{CosineDecayRestarts, CosineDecayRestartsBuilder};
pub use cycle::{Cycle, Cycles, Restarts};
pub use error::Error;
pub use from_fn::{FromFn, from_fn};
pub use rate::Rate;
pub use schedule::LearningRateSchedule;
