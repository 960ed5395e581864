//! Whole runs at the speed of memory.
//!
//! # The promise
//! A run has the bits of its steps: `fill` writes what `at` returns, for every step, on every machine, with and without
//! vector instructions and threads. Each rate is computed by the same operations in the same order, so only their timing
//! differs:
//!
//! - `half_cycles`, `line`: many rates at once, in loops without branches that compilers turn into vector instructions,
//! - `simd`: the same loops compiled for wider vectors, chosen at run time; **the only `unsafe` code of this crate**,
//! - `copies`: short equal cycles, computed once,
//! - `threads`: a long run in shares, one for each core at a time.

pub(super) mod copies;
mod half_cycles;
pub(crate) mod line;
mod simd;
#[cfg(test)]
mod tests;
pub(crate) mod threads;

use crate::cosine::cycle_rates::CycleRates;
use half_cycles::Direction;
use simd::{Work, widest};

/// The longest cycle whose rates are computed in blocks: there the distances from its ends are doubles. A longer one is
/// evaluated step by step.
const LONGEST_CYCLE: f64 = 9_007_199_254_740_992.0;

impl CycleRates {
    /// Writes the rates from a step of this cycle on, none of them after its last step.
    pub(crate) fn fill(&self, step: u64, out: &mut [f64]) {
        if self.is_constant {
            out.fill(self.floor);
        } else if self.is_in_blocks() {
            widest(Forwards { cycle: self, step, out });
        } else {
            out.iter_mut().zip(0..).for_each(|(rate, index)| *rate = self.rate(step + index));
        }
    }

    /// Writes the rates from a step of this cycle on backwards, none of them before its first step.
    pub(crate) fn fill_backwards(&self, step: u64, out: &mut [f64]) {
        if self.is_in_blocks() {
            widest(Backwards { cycle: self, step, out });
        } else {
            out.iter_mut().zip(0..).for_each(|(rate, index)| *rate = self.rate(step - index));
        }
    }

    fn is_in_blocks(&self) -> bool {
        !self.is_constant && self.unscale == 1.0 && self.length <= LONGEST_CYCLE
    }

    #[inline(always)]
    fn fill_in_blocks(&self, step: u64, out: &mut [f64]) {
        // Up to the middle, and after it.
        let count = at_most(self.middle.checked_sub(step).map_or(0, |left| left.saturating_add(1)), out);
        let (first, second) = out.split_at_mut(count);
        self.first_half.fill(Direction::Away, step.wrapping_sub(self.first_step), first, f64::NEG_INFINITY);
        let Some(more) = (second.len() as u64).checked_sub(1) else { return };
        let nearest = self.last_step.wrapping_sub(step + first.len() as u64 + more);
        self.second_half.fill(Direction::Towards, nearest, second, self.floor);
        if self.inclusive && nearest == 0 {
            second[second.len() - 1] = self.floor;
        }
    }

    #[inline(always)]
    fn fill_backwards_in_blocks(&self, step: u64, out: &mut [f64]) {
        let count = at_most(step.saturating_sub(self.middle), out);
        let (second, first) = out.split_at_mut(count);
        self.second_half.fill(Direction::Away, self.last_step.wrapping_sub(step), second, self.floor);
        if self.inclusive && step == self.last_step && !second.is_empty() {
            second[0] = self.floor;
        }
        let Some(more) = (first.len() as u64).checked_sub(1) else { return };
        let nearest = step - second.len() as u64 - more - self.first_step;
        self.first_half.fill(Direction::Towards, nearest, first, f64::NEG_INFINITY);
    }
}

/// The rates of a slice that belong to the next `steps` steps.
#[inline(always)]
fn at_most(steps: u64, out: &[f64]) -> usize {
    usize::try_from(steps).unwrap_or(usize::MAX).min(out.len())
}

struct Forwards<'a> {
    cycle: &'a CycleRates,
    step: u64,
    out: &'a mut [f64],
}

impl Work for Forwards<'_> {
    #[inline(always)]
    fn run(self) {
        self.cycle.fill_in_blocks(self.step, self.out);
    }
}

struct Backwards<'a> {
    cycle: &'a CycleRates,
    step: u64,
    out: &'a mut [f64],
}

impl Work for Backwards<'_> {
    #[inline(always)]
    fn run(self) {
        self.cycle.fill_backwards_in_blocks(self.step, self.out);
    }
}
