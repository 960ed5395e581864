//! Cosine cycles. VALUE-BEARING: a change here may change a rate.
//!
//! From a step to its rate: `timeline` finds the cycle, `progression` has the exact starts and lengths of cycles,
//! `cycle_rates` one cycle in doubles, `half_cycle` the formula. `blocks` does the same for whole runs.

pub(crate) mod blocks;
mod boundary;
pub(crate) mod cycle_rates;
pub(crate) mod envelope;
mod half_cycle;
pub(crate) mod pieces;
mod power_table;
pub(crate) mod progression;
pub(crate) mod timeline;
