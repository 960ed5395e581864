//! Warm-up, limits, chains and the rest: against `golden/plans.csv`, for parameters of every kind, and what they refuse.
#![cfg(feature = "serde")]

mod golden;
mod parameters;
mod properties;
#[allow(dead_code, reason = "shared with the other schedules of Keras")]
#[path = "../siblings/strategies.rs"]
mod strategies;
mod units;
