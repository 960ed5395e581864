//! Keras' JSON: what is read, what is written, what is refused.
#![cfg(feature = "serde")]

mod custom;
mod formats;
mod forms;
mod properties;
mod refused;
#[path = "../common/strategies.rs"]
mod strategies;
