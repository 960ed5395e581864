//! A run and its schedule: units, lengths that fit, where a run ends, and a change of plan.

mod fit;
mod replan;
mod standing;
mod units;

pub use fit::{FirstCycle, Fit, fit};
pub use replan::Replan;
pub use standing::Standing;
pub use units::{Units, UnitsBuilder};
