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
//! use sgdr::{CosineDecayRestarts, LearningRateSchedule, ScheduleExt};
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
//! - [`CosineCycles`]: warm restarts between two rates, with an inclusive end if wanted; [`Warmup`], [`CycleLimit`], [`Chain`],
//!   [`Scale`], [`Clamp`]: schedules of schedules, made by the methods of the trait.
//! - [`Units`]: epochs, samples and tokens as steps; [`fit`](fit()), [`Standing`], [`Replan`]: a budget, and a change of plan;
//!   [`NormalizedWeightDecay`]: the weight decay of AdamWR.
//! - [`Segments`]: a schedule as a table, for compiled graphs and devices.
//! - [`Cycle`]: index, first and last step, length, peak and floor of a cycle.
//! - [`Error`]: an invalid parameter, the rule that it violates, and the value received; [`Parameters`]: what a class
//!   declares about its parameters.
//!
//! # Scope
//! This crate computes schedules. It knows no framework (see `sgdr-candle` for candle), does no input or output, needs no
//! `std` (only `alloc`) and calls no mathematical library of the platform. Without the feature `std` it has no `unsafe`
//! code; with it, two lines that choose vector instructions. Not in scope: optimizers, schedules that react to a metric,
//! logging.
//!
//! # Reading the code
//! From the outside in: `schedules/cosine_decay_restarts` (the formula), `cosine/timeline` (from a step to its cycle), `cosine/progression` (why
//! no cycle is ever wrong), `cosine/cycle_rates` and `cosine/half_cycle` (one cycle in doubles, and the error of a rate). `DESIGN.md` in the
//! repository has the reasons and the measurements.
//!
//! # Features
//! - `std`, on unless turned off: `fill` asks the machine whether it has AVX2, and uses it. No bit of a rate depends on it.
//! - `threads`: `fill` shares runs of more than a million rates among all cores (rayon).
//! - `half`: rates of type `half::f16` and `half::bf16`.
//! - `keras`: the module `keras`: schedules as Keras' JSON, and classes of your own in it.
//! - `serde`: serde's traits for every schedule, which is serialized as its Keras object; brings `keras`.
#![no_std]
#![cfg_attr(not(feature = "std"), forbid(unsafe_code))]

extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

mod combinators;
mod cosine;
mod cycles;
mod error;
#[cfg(feature = "keras")]
pub mod keras;
mod num;
mod parameters;
mod planning;
mod rate;
mod schedule;
mod schedules;

pub use combinators::{
    Chain, Clamp, CycleLimit, NormalizedWeightDecay, Piece, Scale, Warmup, WarmupBuilder, WarmupPlace, WarmupShape,
};
pub use cycles::{Cycle, Cycles, Restarts, Segment, Segments, Snapshots};
pub use error::Error;
pub use parameters::{Kind, Parameter, Parameters, Rule, Value};
pub use planning::{FirstCycle, Fit, Replan, Standing, Units, UnitsBuilder, fit};
pub use rate::Rate;
pub use schedule::{LearningRateSchedule, ScheduleExt};
pub use schedules::*;
