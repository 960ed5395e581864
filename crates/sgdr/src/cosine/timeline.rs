//! All cycles of a schedule, and the way from a step to its cycle.

mod equal;
mod listed;
mod search;

use crate::cosine::cycle_rates::CycleRates;
use crate::cosine::envelope::Envelope;
use crate::cosine::progression::{Progression, Term};
use crate::cosine::{blocks, pieces};
use equal::Equal;
use listed::Listed;
use search::Search;

/// The cycles that are listed where later ones are searched for. About 20 are needed, see progression.rs. A search costs 30 times as
/// much as a look in a list, and few runs have more cycles than this.
const LISTED_BEFORE_SEARCH: usize = 256;

/// All cycles of a schedule.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one per schedule")]
pub(crate) enum Timeline {
    /// Cycles of equal length: a division finds the cycle.
    Equal(Equal),
    /// All cycles below 2^64 steps are in a list.
    Listed(Listed),
    /// Binary lifting finds the cycle, after the first ones.
    Search(Search),
}

impl Timeline {
    pub(crate) fn new(envelope: Envelope, first_decay_steps: u64, t_mul: f64, m_mul: f64) -> Self {
        if t_mul == 1.0 {
            return Self::Equal(Equal::new(first_decay_steps, m_mul, envelope));
        }
        // For other t_mul there are fewer than 500 cycles below 2^64 steps.
        let is_near_one = 1.0 / 1.1 < t_mul && t_mul < 1.1;
        let limit = if is_near_one { LISTED_BEFORE_SEARCH } else { usize::MAX };
        let progression = Progression::new(t_mul, m_mul);
        match Listed::new(&progression, Term::first(first_decay_steps), &envelope, limit) {
            (listed, None) => Self::Listed(listed),
            (first, Some((from, term))) => Self::Search(Search::new(first, from, progression, term, envelope)),
        }
    }

    #[inline]
    pub(crate) fn at(&self, step: u64) -> f64 {
        match self {
            Self::Equal(equal) => equal.at(step),
            Self::Listed(listed) => listed.at(step),
            Self::Search(search) => search.at(step),
        }
    }

    /// The rate at `step + fraction`, which may lie in the cycle after that of the step.
    pub(crate) fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        let cycle = self.cycle_at(step);
        let cycle = if cycle.holds_fraction(step, fraction) { cycle } else { self.cycle_at(step.saturating_add(1)) };
        cycle.rate_between(step, fraction)
    }

    /// The cycle of a step.
    pub(crate) fn cycle_at(&self, step: u64) -> CycleRates {
        match self {
            Self::Equal(equal) => equal.cycle_at(step),
            Self::Listed(listed) => *listed.cycle_at(step),
            Self::Search(search) => search.cycle_at(step),
        }
    }

    /// The rates of steps in any order; both slices have the same length.
    pub(crate) fn at_many(&self, steps: &[u64], out: &mut [f64]) {
        // A cycle that is not in a list takes longer to make than a rate, and steps often lie together.
        let mut last: Option<CycleRates> = None;
        for (&step, rate) in steps.iter().zip(out) {
            *rate = match self {
                Self::Search(search) => {
                    let cycle = last.filter(|cycle| cycle.holds(step)).unwrap_or_else(|| search.cycle_at(step));
                    last.insert(cycle).rate(step)
                }
                _ => self.at(step),
            };
        }
    }

    /// The rates from a step on; each cycle is looked up once.
    pub(crate) fn fill(&self, first_step: u64, out: &mut [f64]) {
        blocks::threads::fill(first_step, out, |first_step, out| match self {
            Self::Equal(equal) => {
                let fill = |out: &mut [f64]| fill_cycles(first_step, out, equal.in_order());
                if !equal.fill_with_copies(first_step, out, fill) {
                    fill(out);
                }
            }
            Self::Listed(listed) => fill_cycles(first_step, out, |step| *listed.cycle_at(step)),
            Self::Search(search) => fill_cycles(first_step, out, search.in_order()),
        });
    }
}

fn fill_cycles(first_step: u64, out: &mut [f64], mut cycle_at: impl FnMut(u64) -> CycleRates) {
    let piece_at = |step| {
        let cycle = cycle_at(step);
        (cycle, cycle.last_step())
    };
    pieces::fill(first_step, out, piece_at, |cycle, step, rates| cycle.fill(step, rates));
}
