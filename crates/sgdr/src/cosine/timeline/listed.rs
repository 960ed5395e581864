//! Cycles in a list.

use alloc::vec::Vec;

use crate::cosine::cycle_rates::CycleRates;
use crate::cosine::envelope::Envelope;
use crate::cosine::progression::{Progression, Term};

#[derive(Debug)]
pub(crate) struct Listed {
    cycles: Vec<CycleRates>,
    /// The first step of each.
    starts: Vec<u64>,
    /// For each number of bits that a step may have, from 0 on, the cycle of the first such step; and the last cycle.
    by_bits: [usize; 66],
}

impl Listed {
    /// The first cycles, up to a number of them. Where there are more below 2^64 steps: the first step of the next, and
    /// that cycle.
    pub(super) fn new(
        progression: &Progression,
        mut term: Term,
        envelope: &Envelope,
        limit: usize,
    ) -> (Self, Option<(u64, Term)>) {
        let mut cycles = Vec::new();
        let next = loop {
            let cycle = CycleRates::new(&term, envelope);
            cycles.push(cycle);
            let Some(from) = cycle.last_step().and_then(|last| last.checked_add(1)) else { break None };
            term = progression.next(&term);
            // After the constant tail nothing comes.
            if cycles.len() >= limit && !term.is_shorter_than_a_step() {
                break Some((from, term));
            }
        };
        let starts: Vec<u64> = cycles.iter().map(|cycle| cycle.first_step).collect();
        let by_bits = core::array::from_fn(|bits| match bits {
            0 => 0,
            65 => cycles.len() - 1,
            _ => starts.partition_point(|&start| start <= 1 << (bits - 1)) - 1,
        });
        (Self { cycles, starts, by_bits }, next)
    }

    #[inline]
    pub(super) fn at(&self, step: u64) -> f64 {
        self.cycle_at(step).rate(step)
    }

    /// The cycle of a step; the last one for all later steps.
    #[inline]
    pub(super) fn cycle_at(&self, step: u64) -> &CycleRates {
        let bits = 64 - step.leading_zeros() as usize;
        let (low, high) = (self.by_bits[bits], self.by_bits[bits + 1]);
        let later = self.starts[low + 1..=high].partition_point(|&start| start <= step);
        &self.cycles[low + later]
    }
}
