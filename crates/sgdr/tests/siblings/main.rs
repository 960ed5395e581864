//! The other schedules of Keras: against `golden/siblings.csv`, for parameters of every kind, legal and illegal.

mod every;
mod golden;
mod parameters;
mod properties;
#[path = "../common/strategies.rs"]
mod strategies;
