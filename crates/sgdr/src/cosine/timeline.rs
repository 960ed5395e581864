//! The cycles of a schedule in order, and the way from a step to its cycle.

use alloc::vec::Vec;

use crate::cosine::curve::{Curve, Range};
use crate::cosine::pieces;
use crate::cosine::powers::Powers;
use crate::cosine::progression::{Jumps, Progression, Term};

/// The most cycles kept ready: all there are below 2^64 steps for t_mul >= 1.1, at a quarter of a kilobyte each. Later
/// cycles are made whenever they are asked for.
const READY: usize = 512;

/// Equal cycles shorter than this are copied, longer ones are computed again: that takes as long, and less memory is read.
const COPIED: usize = 1 << 15;

/// The rates that one core computes of a long run.
#[cfg(feature = "threads")]
const SHARE: usize = 1 << 20;

/// All cycles of a schedule.
#[derive(Debug)]
pub(crate) struct Timeline {
    curves: Vec<Curve>,
    /// The first step of each of `curves`.
    starts: Vec<u64>,
    /// For each number of bits that a step may have, from 0 on, the cycle of the first such step; and the last cycle.
    by_bits: [usize; 66],
    rest: Rest,
}

/// What comes after the cycles kept ready.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one per schedule")]
enum Rest {
    /// Nothing: the last of them goes on to the last step.
    Nothing,
    /// The only one of them again and again, every so many steps.
    Period(u64),
    /// The first of them again and again from a step on, with other heights.
    Heights { from: u64, period: u64, powers: Powers, range: Range },
    /// More cycles, from a step on.
    More { from: u64, jumps: Jumps, range: Range },
}

impl Timeline {
    pub(crate) fn new(range: Range, first_decay_steps: u64, t_mul: f64, m_mul: f64) -> Self {
        let progression = Progression::new(t_mul, m_mul);
        let equal_cycles = t_mul == 1.0 && m_mul == 1.0;
        let mut term = Term::first(first_decay_steps);
        let mut curves = Vec::new();
        let rest = loop {
            let curve = Curve::new(&term, &range);
            curves.push(curve);
            if equal_cycles {
                break Rest::Period(first_decay_steps);
            }
            let Some(from) = curve.last_step().and_then(|last| last.checked_add(1)) else {
                break Rest::Nothing;
            };
            term = progression.next(&term);
            // A hold is kept, whatever its number: nothing comes after it.
            if curves.len() < READY || term.is_held() {
                continue;
            }
            if t_mul == 1.0 {
                let period = first_decay_steps;
                break Rest::Heights { from, period, powers: Powers::new(m_mul, u64::MAX / period), range };
            }
            break Rest::More { from, jumps: Jumps::new(progression, term), range };
        };
        let starts: Vec<u64> = curves.iter().map(|curve| curve.first_step).collect();
        let by_bits = core::array::from_fn(|bits| match bits {
            0 => 0,
            65 => curves.len() - 1,
            _ => starts.partition_point(|&start| start <= 1 << (bits - 1)) - 1,
        });
        Self { curves, starts, by_bits, rest }
    }

    #[inline]
    pub(crate) fn at(&self, step: u64) -> f64 {
        match self.rest {
            Rest::Period(period) => self.curves[0].rate(step % period),
            Rest::Heights { from, .. } | Rest::More { from, .. } if step >= from => self.curve_at(step).rate(step),
            _ => self.ready(step).rate(step),
        }
    }

    /// The rate at `step + fraction`, which may lie in the cycle after that of the step.
    pub(crate) fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        let curve = self.curve_at(step);
        let curve = if curve.holds_fraction(step, fraction) { curve } else { self.curve_at(step.saturating_add(1)) };
        curve.rate_between(step, fraction)
    }

    /// The cycle of a step.
    pub(crate) fn curve_at(&self, step: u64) -> Curve {
        match self.rest {
            Rest::Period(period) => self.curves[0].repeated(step / period, period),
            Rest::Heights { from, period, ref powers, ref range } if step >= from => {
                let cycle = step / period;
                self.curves[0].repeated(cycle, period).raised(range, powers.of(cycle))
            }
            Rest::More { from, ref jumps, ref range } if step >= from => Curve::new(&jumps.term_at(step), range),
            _ => *self.ready(step),
        }
    }

    /// The rates of steps in any order. Of the cycles that are not kept ready, the last one is.
    pub(crate) fn at_many(&self, steps: &[u64], out: &mut [f64]) {
        let mut last: Option<Curve> = None;
        for (&step, rate) in steps.iter().zip(out) {
            *rate = match self.rest {
                Rest::Heights { from, .. } | Rest::More { from, .. } if step >= from => {
                    let curve = last.filter(|curve| curve.holds(step)).unwrap_or_else(|| self.curve_at(step));
                    last.insert(curve).rate(step)
                }
                _ => self.at(step),
            };
        }
    }

    /// The rates from a step on; each cycle is looked up once.
    pub(crate) fn fill(&self, first_step: u64, out: &mut [f64]) {
        #[cfg(feature = "threads")]
        if out.len() > SHARE {
            use rayon::prelude::*;
            let first_steps = |share: usize| first_step.saturating_add((share * SHARE) as u64);
            let shares = out.par_chunks_mut(SHARE).enumerate();
            return shares.for_each(|(share, out)| self.fill_alone(first_steps(share), out));
        }
        self.fill_alone(first_step, out);
    }

    fn fill_alone(&self, first_step: u64, out: &mut [f64]) {
        if let Rest::Period(period) = self.rest {
            let period = usize::try_from(period).unwrap_or(usize::MAX);
            // Steps stop counting at the last one there is.
            let counted = first_step.checked_add(out.len() as u64).is_some();
            if counted && period < COPIED && out.len() > period {
                return repeat(out, period, |out| self.fill_cycles(first_step, out));
            }
        }
        self.fill_cycles(first_step, out);
    }

    fn fill_cycles(&self, first_step: u64, out: &mut [f64]) {
        let mut later: Option<(Term, Curve)> = None;
        let curve_at = |step| {
            let curve = match self.rest {
                Rest::More { from, ref jumps, ref range } if step >= from => {
                    // From one to the next: to the same term as by jumps, to some 240 bits. At the last step there is,
                    // where steps stop counting, it stays the same cycle.
                    let (term, curve) = match later {
                        Some((term, curve)) if curve.holds(step) => (term, curve),
                        Some((term, _)) => with_curve(jumps.next(&term), range),
                        None => with_curve(jumps.term_at(step), range),
                    };
                    later = Some((term, curve));
                    curve
                }
                _ => self.curve_at(step),
            };
            (curve, curve.last_step())
        };
        pieces::fill(first_step, out, curve_at, |curve, step, rates| curve.fill(step, rates));
    }

    /// The cycle of a step that is not later than the cycles kept ready.
    #[inline]
    fn ready(&self, step: u64) -> &Curve {
        let bits = 64 - step.leading_zeros() as usize;
        let (low, high) = (self.by_bits[bits], self.by_bits[bits + 1]);
        let later = self.starts[low + 1..=high].partition_point(|&start| start <= step);
        &self.curves[low + later]
    }
}

fn with_curve(term: Term, range: &Range) -> (Term, Curve) {
    (term, Curve::new(&term, range))
}

/// Fills a slice with what `first` makes of its first `period` elements, again and again.
fn repeat(out: &mut [f64], period: usize, first: impl Fn(&mut [f64])) {
    first(&mut out[..period]);
    let mut done = period;
    while done < out.len() {
        // No longer than what stays in the nearest cache.
        let whole = done.min(COPIED / period * period);
        let count = whole.min(out.len() - done);
        out.copy_within(done - whole..done - whole + count, done);
        done += count;
    }
}
