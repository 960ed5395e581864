//! The cycles of a schedule, as data.

pub(crate) mod cycle;

pub use cycle::{Cycle, Cycles, Restarts, Snapshots};
