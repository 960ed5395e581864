//! The cycles as the geometric progressions that they are:
//!
//! ```text
//! length      T_i = first_decay_steps * t_mul^i
//! start       S_i = T_0 + ... + T_(i-1)
//! multiplier  M_i = m_mul^i
//! ```
//!
//! with t_mul = p/q in lowest terms. Cycle i holds the steps n with `S_i <= n < S_(i+1)`.
//!
//! # Why no cycle is ever wrong
//! All three are carried in `Wide`, 256 bits rounded down, so a computed S is a lower bound of the real one, and exact
//! where 256 bits suffice.
//!
//! 1. S_i is an integer exactly when q^(i-1) divides `first_decay_steps` (i >= 1), for
//!    `S_i = first_decay_steps * (p^(i-1) + p^(i-2) q + ... + q^(i-1)) / q^(i-1)` and q divides every term of the bracket
//!    but the first, which has no factor in common with q. Then T_0 ... T_(i-1) are integers too, below 2^64 where it
//!    matters, and nothing was rounded. As q >= 2 gives i <= 64, and q = 1 doubles the start at least (or is t_mul = 1,
//!    where everything is an integer), all integer starts lie among the first 65 cycles, which are walked one by one.
//! 2. Any other S_i lies at least 1/q^(i-1) from the next integer, and the computed one at most about i S_i 2^-250
//!    below it. So `S_i <= n` is decided rightly as long as q^(i-1) < 2^180; beyond, it would take a fraction that
//!    by chance begins with 180 zero bits.

use alloc::vec::Vec;

use crate::num::ratio::Ratio;
use crate::num::wide::Wide;

/// One term: the exact geometry of a cycle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Term {
    pub(crate) index: u64,
    pub(crate) start: Wide,
    pub(crate) length: Wide,
    pub(crate) multiplier: Wide,
}

impl Term {
    pub(crate) fn first(first_decay_steps: u64) -> Self {
        Self { index: 0, start: Wide::ZERO, length: Wide::from_u64(first_decay_steps), multiplier: Wide::ONE }
    }

    pub(crate) fn end(&self) -> Wide {
        self.start.add(self.length)
    }

    /// A cycle shorter than one step is none: there the schedule holds the floor.
    pub(crate) fn is_held(&self) -> bool {
        self.length.leading_exponent() < 0
    }
}

/// How a term follows from the one before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Progression {
    growth: Ratio,
    m_mul: Wide,
}

impl Progression {
    pub(crate) fn new(t_mul: f64, m_mul: f64) -> Self {
        Self { growth: Ratio::simplest(t_mul), m_mul: Wide::from_f64(m_mul) }
    }

    pub(crate) fn next(&self, term: &Term) -> Term {
        Term {
            index: term.index.saturating_add(1),
            start: term.end(),
            length: self.growth.scale(term.length),
            multiplier: term.multiplier.mul(self.m_mul),
        }
    }
}

/// Finds any cycle after a given one in as many additions as its index has bits.
///
/// Without an estimate or a logarithm: the jumps of 2^k cycles are tried from the longest down, and made where they do
/// not pass the step.
#[derive(Clone, Debug)]
pub(crate) struct Jumps {
    from: Term,
    progression: Progression,
    /// Jumps of 1, 2, 4, ... cycles.
    jumps: Vec<Jump>,
}

/// 2^k cycles at once.
#[derive(Clone, Copy, Debug)]
struct Jump {
    /// 2^k
    cycles: u64,
    /// t_mul^(2^k)
    growth: Wide,
    /// The length of 2^k cycles in units of the first of them: 1 + t_mul + ... + t_mul^(2^k - 1).
    span: Wide,
    /// m_mul^(2^k)
    multiplier: Wide,
}

impl Jump {
    /// The start of the cycle that a jump leads to.
    fn start(&self, from: &Term) -> Wide {
        from.start.add(from.length.mul(self.span))
    }

    fn land(&self, from: &Term) -> Term {
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
            span: self.span.add(self.growth.mul(self.span)),
            multiplier: self.multiplier.mul(self.multiplier),
        }
    }
}

impl Jumps {
    pub(crate) fn new(progression: Progression, from: Term) -> Self {
        let growth = progression.growth.scale(Wide::ONE);
        let one = Jump { cycles: 1, growth, span: Wide::ONE, multiplier: progression.m_mul };
        // 64 jumps at most: a cycle is at least one step long, so no index needs more bits.
        let jumps = core::iter::successors(Some(one), |jump| Some(jump.doubled()))
            .take(64)
            .take_while(|jump| {
                let landed = jump.land(&from);
                landed.start.at_most(u64::MAX) && !landed.is_held()
            })
            .collect();
        Self { from, progression, jumps }
    }

    /// The cycle after one.
    pub(crate) fn next(&self, term: &Term) -> Term {
        self.progression.next(term)
    }

    /// The cycle of a step that is not before the first one, or the held one after the last.
    pub(crate) fn term_at(&self, step: u64) -> Term {
        let mut term = self.from;
        for jump in self.jumps.iter().rev() {
            if jump.start(&term).at_most(step) {
                let landed = jump.land(&term);
                if !landed.is_held() {
                    term = landed;
                }
            }
        }
        let next = self.progression.next(&term);
        if next.is_held() && next.start.at_most(step) { next } else { term }
    }
}
