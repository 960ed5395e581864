//! The cycles of a schedule, as data.

pub(crate) mod cycle;
pub(crate) mod segments;

pub use cycle::{Cycle, Cycles, Restarts, Snapshots};
pub use segments::{Segment, Segments};
