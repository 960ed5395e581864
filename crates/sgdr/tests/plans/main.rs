//! Warm-ups, limits, chains, units and fits: against `golden/plans.csv`, for parameters of every kind,
//! legal and illegal. Also the rates between whole steps, of every class.
#![cfg(feature = "serde")]

mod fit;
mod golden;
mod parameters;
mod properties;
mod real_steps;
mod segments;
#[allow(dead_code, reason = "the other tests use more of them")]
#[path = "../common/strategies.rs"]
mod strategies;
mod units;
