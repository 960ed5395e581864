//! The learning-rate schedules of [`sgdr`] in [candle](candle_core).
//!
//! - [`Scheduled`] is a candle optimizer around another one: every step uses the rate that a schedule has for it, and, if
//!   asked to, a weight decay or a momentum from another schedule.
//! - [`TensorSchedule`] gives every schedule [`at_tensor`](TensorSchedule::at_tensor): a tensor of steps in, the
//!   tensor of their rates out.
//!
//! All ask the schedule itself, so a run in candle uses the same bits as every other door to `sgdr`.
//!
//! ```
//! use candle_core::{Device, Var};
//! use candle_nn::{AdamW, Optimizer, ParamsAdamW};
//! use sgdr::CosineDecayRestarts;
//! use sgdr_candle::Scheduled;
//!
//! let x = Var::new(3f64, &Device::Cpu)?;
//! let schedule = CosineDecayRestarts::new(0.1, 10)?;
//! let mut optimizer = Scheduled::new(vec![x.clone()], (ParamsAdamW::default(), schedule))?;
//! let _: &Scheduled<AdamW, _> = &optimizer;
//!
//! for _ in 0..10 {
//!     let loss = x.sqr()?;
//!     optimizer.backward_step(&loss)?;
//! }
//! assert_eq!(optimizer.step_count(), 10);
//! assert_eq!(optimizer.learning_rate(), 0.1); // step 10 is a restart
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Out of scope: optimizers themselves, and training loops. The example `digits` of this crate is a whole training run
//! to learn from.

mod scheduled;
mod tensor_schedule;

pub use scheduled::{Also, Drive, Scheduled};
pub use tensor_schedule::TensorSchedule;

/// The Rust code of the README, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
