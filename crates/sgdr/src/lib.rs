//! Learning-rate schedules with warm restarts: exact to the step, the same bits everywhere.
//!
//! [`CosineDecayRestarts`] is the schedule of SGDR (I. Loshchilov, F. Hutter, arXiv 1608.03983), with the parameters of
//! Keras' class of that name:
//!
//! ```text
//! lr(n) = initial_learning_rate * ((1 - alpha) * m_mul^i * (1 + cos(pi * (n - S_i) / T_i)) / 2 + alpha)
//!
//! T_i = first_decay_steps * t_mul^i             the length of cycle i, a real number
//! S_i = T_0 + ... + T_(i-1)                     its start; it holds the steps n with S_i <= n < S_(i+1)
//! ```
//!
//! ```
//! use sgdr::{CosineDecayRestarts, LearningRateSchedule};
//!
//! let schedule = CosineDecayRestarts::builder(0.1, 1000).t_mul(2.0).m_mul(0.5).alpha(0.01).build()?;
//! assert_eq!(schedule.at(0), 0.1); // the first peak
//! assert_eq!(schedule.at(500), 0.0505); // half way down to the floor, 0.001
//! assert_eq!(schedule.at(1000), 0.0505); // restarted, half as high above the floor
//! assert_eq!(schedule.restarts().take(3).collect::<Vec<_>>(), [1000, 3000, 7000]);
//! # Ok::<(), sgdr::Error>(())
//! ```
//!
//! A schedule is a plain value: a pure function of the step, with no counter to save. Main types:
//!
//! - [`LearningRateSchedule`]: what every schedule can do; [`from_fn`] makes one of a closure.
//! - [`CosineDecayRestarts`] and its [builder](CosineDecayRestartsBuilder).
//! - [`CosineDecay`], [`ExponentialDecay`], [`InverseTimeDecay`], [`PiecewiseConstantDecay`], [`PolynomialDecay`]: the other
//!   schedules of Keras.
//! - [`CosineCycles`]: warm restarts between two rates, with closed cycles if wanted; [`Warmup`], [`CycleLimit`], [`Chain`],
//!   [`Scale`], [`Clamp`]: schedules of schedules, made by the methods of the trait.
//! - [`Units`]: epochs, samples and tokens as steps; [`fit`](fit()), [`Standing`], [`Replan`]: a budget, and a change of plan;
//!   [`NormalizedWeightDecay`]: the weight decay of AdamWR.
//! - [`Cycle`]: index, first and last step, length, peak and floor of a cycle.
//! - [`Error`]: one variant for each parameter that can be wrong.
//!
//! # Scope
//! This crate computes schedules. It knows no framework (see `sgdr-candle` for candle), does no input or output, needs no
//! `std` (only `alloc`) and calls no mathematical library of the platform. Without the feature `std` it has no `unsafe`
//! code; with it, two lines that choose vector instructions. Not in scope: optimizers, schedules that react to a metric,
//! logging.
//!
//! # Reading the code
//! From the outside in: `cosine_decay_restarts` (the formula), `timeline` (from a step to its cycle), `progression` (why
//! no cycle is ever wrong), `curve` and `kernel` (one cycle in doubles, and the error of a rate). `DESIGN.md` in the
//! repository has the reasons and the measurements.
//!
//! # Features
//! - `std`, on unless turned off: `fill` asks the machine whether it has AVX2, and uses it. No bit of a rate depends on it.
//! - `threads`: `fill` shares runs of more than a million rates among all cores (rayon).
//! - `half`: rates of type `half::f16` and `half::bf16`.
//! - `serde`: the module `keras` with Keras' JSON, `AnySchedule`, and serde's traits for every schedule.
#![no_std]
#![cfg_attr(not(feature = "std"), forbid(unsafe_code))]

extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

#[cfg(feature = "serde")]
mod any_schedule;
mod builder;
mod chain;
mod clamp;
mod cosine_cycles;
mod cosine_decay;
mod cosine_decay_restarts;
mod curve;
mod cycle;
mod cycle_limit;
mod double_double;
mod elementary;
mod error;
mod exponential_decay;
mod fit;
mod from_fn;
mod inverse_time_decay;
#[cfg(feature = "serde")]
pub mod keras;
mod kernel;
mod normalized_weight_decay;
mod pieces;
mod piecewise_constant_decay;
mod polynomial_decay;
mod powers;
mod progression;
mod rate;
mod ratio;
mod real_step;
mod replan;
mod scale;
mod scaled;
mod schedule;
mod span;
mod standing;
mod timeline;
mod units;
mod vector;
mod warmup;
mod wide;

#[cfg(feature = "serde")]
pub use any_schedule::{AnySchedule, CustomSchedule};
pub use builder::CosineDecayRestartsBuilder;
pub use chain::{Chain, Piece};
pub use clamp::Clamp;
pub use cosine_cycles::{CosineCycles, CosineCyclesBuilder};
pub use cosine_decay::{CosineDecay, CosineDecayBuilder};
pub use cosine_decay_restarts::CosineDecayRestarts;
pub use cycle::{Cycle, Cycles, Restarts, Snapshots};
pub use cycle_limit::CycleLimit;
pub use error::Error;
pub use exponential_decay::{ExponentialDecay, ExponentialDecayBuilder};
pub use fit::{FirstCycle, Fit, fit};
pub use from_fn::{FromFn, from_fn, into_fn};
pub use inverse_time_decay::{InverseTimeDecay, InverseTimeDecayBuilder};
pub use normalized_weight_decay::NormalizedWeightDecay;
pub use piecewise_constant_decay::PiecewiseConstantDecay;
pub use polynomial_decay::{PolynomialDecay, PolynomialDecayBuilder};
pub use rate::Rate;
pub use replan::Replan;
pub use scale::Scale;
pub use schedule::LearningRateSchedule;
pub use standing::Standing;
pub use units::{Units, UnitsBuilder};
pub use warmup::{Warmup, WarmupBuilder, WarmupPlace, WarmupShape};
