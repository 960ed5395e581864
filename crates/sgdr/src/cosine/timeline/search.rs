//! More cycles than a list should hold (`t_mul` near 1): the first ones are listed, any later one is found by binary
//! lifting.

use alloc::vec::Vec;

use super::listed::Listed;
use crate::cosine::cycle_rates::CycleRates;
use crate::cosine::envelope::Envelope;
use crate::cosine::progression::{Progression, Term};
use crate::num::wide::Wide;

#[derive(Debug)]
pub(crate) struct Search {
    /// The first cycles, with all starts that are whole steps: see progression.rs.
    first: Listed,
    /// The first step after those.
    from: u64,
    lifting: BinaryLifting,
    envelope: Envelope,
}

impl Search {
    /// `term` comes right after the cycles that are listed.
    pub(super) fn new(first: Listed, from: u64, progression: Progression, term: Term, envelope: Envelope) -> Self {
        Self { first, from, lifting: BinaryLifting::new(progression, term), envelope }
    }

    #[inline]
    pub(super) fn at(&self, step: u64) -> f64 {
        if step < self.from { self.first.at(step) } else { self.later(step).rate(step) }
    }

    pub(super) fn cycle_at(&self, step: u64) -> CycleRates {
        if step < self.from { *self.first.cycle_at(step) } else { self.later(step) }
    }

    fn later(&self, step: u64) -> CycleRates {
        CycleRates::new(&self.lifting.term_at(step), &self.envelope)
    }

    /// `cycle_at` for the steps of a run, each in the cycle of the one before or the next.
    pub(super) fn in_order(&self) -> impl FnMut(u64) -> CycleRates + '_ {
        let mut last: Option<(Term, CycleRates)> = None;
        move |step| {
            if step < self.from {
                return *self.first.cycle_at(step);
            }
            let term = match last {
                // At the last step there is, where steps stop counting, it stays the same cycle.
                Some((_, cycle)) if cycle.holds(step) => return cycle,
                // The same term as by lifting, to some 240 bits.
                Some((term, _)) => self.lifting.progression.next(&term),
                None => self.lifting.term_at(step),
            };
            last.insert((term, CycleRates::new(&term, &self.envelope))).1
        }
    }
}

/// Finds any cycle after a given one by binary lifting, in as many additions as its index has bits.
///
/// Without an estimate or a logarithm: lifts by 2^k cycles are tried from the largest down, and made where they do not
/// pass the step.
#[derive(Debug)]
struct BinaryLifting {
    from: Term,
    progression: Progression,
    /// By 1, 2, 4, ... cycles.
    lifts: Vec<Lift>,
}

/// 2^k cycles at once.
#[derive(Clone, Copy, Debug)]
struct Lift {
    /// 2^k
    cycles: u64,
    /// t_mul^(2^k)
    growth: Wide,
    /// The length of 2^k cycles in units of the first of them: 1 + t_mul + ... + t_mul^(2^k - 1).
    length: Wide,
    /// m_mul^(2^k)
    multiplier: Wide,
}

impl Lift {
    /// The start of the cycle that is reached.
    fn start(&self, from: &Term) -> Wide {
        from.start.add(from.length.mul(self.length))
    }

    fn apply(&self, from: &Term) -> Term {
        Term {
            index: from.index.saturating_add(self.cycles),
            start: self.start(from),
            length: from.length.mul(self.growth),
            multiplier: from.multiplier.mul(self.multiplier),
        }
    }

    fn doubled(&self) -> Self {
        Self {
            cycles: self.cycles.saturating_mul(2),
            growth: self.growth.mul(self.growth),
            length: self.length.add(self.growth.mul(self.length)),
            multiplier: self.multiplier.mul(self.multiplier),
        }
    }
}

impl BinaryLifting {
    fn new(progression: Progression, from: Term) -> Self {
        let growth = progression.t_mul.scale(Wide::ONE);
        let one = Lift { cycles: 1, growth, length: Wide::ONE, multiplier: progression.m_mul };
        // 64 at most: a cycle is at least one step long, so no index needs more bits.
        let lifts = core::iter::successors(Some(one), |lift| Some(lift.doubled()))
            .take(64)
            .take_while(|lift| {
                let reached = lift.apply(&from);
                reached.start.at_most(u64::MAX) && !reached.is_shorter_than_a_step()
            })
            .collect();
        Self { from, progression, lifts }
    }

    /// The cycle of a step that is not before the first one, or the constant tail after the last.
    fn term_at(&self, step: u64) -> Term {
        let mut term = self.from;
        for lift in self.lifts.iter().rev() {
            if lift.start(&term).at_most(step) {
                let reached = lift.apply(&term);
                if !reached.is_shorter_than_a_step() {
                    term = reached;
                }
            }
        }
        let next = self.progression.next(&term);
        if next.is_shorter_than_a_step() && next.start.at_most(step) { next } else { term }
    }
}
