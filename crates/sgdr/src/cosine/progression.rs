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
//!    where everything is an integer), all integer starts are those of the first 65 cycles or of equal ones. A list of
//!    cycles is made one by one, by `Progression::next`. Where not all are listed, t_mul lies between 10/11 and 11/10, so
//!    q >= 11 and i <= 19: there too all integer starts are in the list.
//! 2. Any other S_i lies at least 1/q^(i-1) from the next integer, and the computed one at most about i S_i 2^-250
//!    below it. So `S_i <= n` is decided rightly as long as q^(i-1) < 2^180; beyond, it would take a fraction that
//!    by chance begins with 180 zero bits.

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

    /// From the first such cycle on, the schedule has the floor.
    pub(crate) fn is_shorter_than_a_step(&self) -> bool {
        self.length.leading_exponent() < 0
    }
}

/// How a term follows from the one before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Progression {
    pub(super) t_mul: Ratio,
    pub(super) m_mul: Wide,
}

impl Progression {
    pub(crate) fn new(t_mul: f64, m_mul: f64) -> Self {
        Self { t_mul: Ratio::simplest(t_mul), m_mul: Wide::from_f64(m_mul) }
    }

    pub(crate) fn next(&self, term: &Term) -> Term {
        Term {
            index: term.index.saturating_add(1),
            start: term.end(),
            length: self.t_mul.scale(term.length),
            multiplier: term.multiplier.mul(self.m_mul),
        }
    }
}
