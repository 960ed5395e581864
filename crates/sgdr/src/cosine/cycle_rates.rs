//! One cycle, ready to evaluate.

use crate::cosine::boundary::Boundary;
use crate::cosine::envelope::Envelope;
use crate::cosine::half_cycle::HalfCycle;
use crate::cosine::progression::Term;
use crate::num::double_double::DoubleDouble;
use crate::num::extended::Extended;
use crate::num::wide::{Wide, power_of_two};

/// The rates of one cycle, in doubles.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CycleRates {
    pub(crate) index: u64,
    /// The first step: the start of the cycle, rounded up.
    pub(crate) first_step: u64,
    /// The last step modulo 2^64: in the second half, where distances are measured from it, that is enough.
    pub(super) last_step: u64,
    /// Whether the last step is below 2^64.
    ends: bool,
    /// The last step of the first half.
    pub(super) middle: u64,
    /// From the last step to the end of the cycle, in (0, 1], rounded up: a double is below the one as below the other.
    pub(crate) end_fraction: f64,
    /// The length in steps.
    pub(crate) length: f64,
    /// The distance from the start of the cycle to the first step, in [0, 1).
    pub(crate) gap: f64,
    /// Whether the last step has the floor.
    pub(super) inclusive: bool,
    /// Whether this is the floor after the last cycle.
    pub(crate) is_constant: bool,
    /// Very small and very large rates are computed times a power of two, for the sake of their low parts; this is
    /// the inverse of it, and mostly 1.
    pub(super) unscale: f64,
    /// K^2, see half_cycle.rs.
    quarter_turn: DoubleDouble,
    pub(super) first_half: HalfCycle,
    pub(super) second_half: HalfCycle,
    /// Stored separately: added to a peak of 1e300 it would be rounded away. No rate of the second half is lower.
    pub(super) floor: f64,
}

impl CycleRates {
    pub(crate) fn new(term: &Term, envelope: &Envelope) -> Self {
        if term.is_shorter_than_a_step() {
            return Self::constant(term, envelope);
        }
        let end = term.end();
        let (mut start, mut stop) = (Boundary::new(term.start), Boundary::new(end));
        let gap = start.gap_after.to_f64();
        // (S + S') / 2, rounded down; where it lies beyond all steps, so does the second half.
        let mut middle = term.start.add(end).scaled(-1).split().map_or(u128::MAX, |(whole, _)| whole);
        let last_step = stop.first_step - 1;
        let ends = last_step <= u128::from(u64::MAX);
        // In a cycle that never ends, the difference does not show.
        let inclusive = envelope.inclusive && ends;
        let mut length_of_turn = term.length;
        if inclusive {
            let steps = saturated(last_step) - saturated(start.first_step);
            (start.gap_after, stop.gap_before) = (DoubleDouble::ZERO, DoubleDouble::ZERO);
            middle = u128::midpoint(start.first_step, last_step);
            length_of_turn = Wide::from_u64(steps.max(1));
        }
        let quarter_turn = quarter_turn(length_of_turn);
        let first_half = HalfCycle::new(start.gap_after, quarter_turn);
        let cycle = Self {
            index: term.index,
            first_step: saturated(start.first_step),
            #[expect(clippy::cast_possible_truncation, reason = "modulo 2^64, see the field")]
            last_step: last_step as u64,
            ends,
            middle: saturated(middle),
            end_fraction: stop.fraction,
            length: length(term.length),
            gap,
            inclusive,
            is_constant: false,
            unscale: 1.0,
            quarter_turn,
            first_half,
            second_half: first_half.other(stop.gap_before),
            floor: envelope.floor.to_f64(),
        };
        cycle.with_multiplier(envelope, Extended::from_wide(term.multiplier))
    }

    /// The same cycle with the peak that a multiplier gives it.
    #[inline]
    pub(super) fn with_multiplier(self, envelope: &Envelope, multiplier: Extended) -> Self {
        let (peak, amplitude) = envelope.peak(multiplier);
        let (scale, unscale) = scale_for(peak);
        // A step that is both ends of a cycle has the peak.
        let is_one_step = self.inclusive && self.first_step == self.last_step;
        let amplitude = if is_one_step { DoubleDouble::ZERO } else { double_double(amplitude, scale) };
        let curvature = amplitude.mul(self.quarter_turn);
        let first_half = self.first_half.with_end(double_double(peak, scale), curvature.negated());
        let second_half = self.second_half.with_end(double_double(envelope.floor, scale), curvature);
        Self { unscale, first_half, second_half, ..self }
    }

    /// From the first cycle of less than one step on, the floor.
    fn constant(term: &Term, envelope: &Envelope) -> Self {
        let (scale, unscale) = scale_for(envelope.floor);
        let floor = double_double(envelope.floor, scale);
        let flat = HalfCycle::new(DoubleDouble::ZERO, DoubleDouble::ZERO).with_end(floor, DoubleDouble::ZERO);
        Self {
            index: term.index,
            first_step: saturated(Boundary::new(term.start).first_step),
            last_step: u64::MAX,
            ends: false,
            middle: u64::MAX,
            end_fraction: 1.0,
            length: f64::INFINITY,
            gap: 0.0,
            inclusive: false,
            is_constant: true,
            unscale,
            quarter_turn: DoubleDouble::ZERO,
            first_half: flat,
            second_half: flat,
            floor: envelope.floor.to_f64(),
        }
    }

    /// The same rates some cycles later, each of `period` steps; it starts below 2^64.
    #[inline]
    pub(crate) fn repeated(&self, cycles: u64, period: u64) -> Self {
        let shift = cycles.wrapping_mul(period);
        let (last_step, wrapped) = self.last_step.overflowing_add(shift);
        Self {
            index: self.index.saturating_add(cycles),
            first_step: self.first_step.wrapping_add(shift),
            last_step,
            ends: self.ends && !wrapped,
            middle: self.middle.saturating_add(shift),
            ..*self
        }
    }

    /// The rate at a step of this cycle.
    #[inline]
    pub(crate) fn rate(&self, step: u64) -> f64 {
        if self.inclusive && step == self.last_step && step != self.first_step {
            return self.floor;
        }
        // The half is chosen first, and the rate computed in one place: a branch around each would be guessed wrong for
        // every other step in random order.
        let (half, k) = if step <= self.middle {
            (&self.first_half, step.wrapping_sub(self.first_step))
        } else {
            (&self.second_half, self.last_step.wrapping_sub(step))
        };
        self.at_least_floor(self.rounded(half.rate(k)))
    }

    /// Whether `step + fraction`, where the step is one of this cycle, lies in it too.
    #[inline]
    pub(crate) fn holds_fraction(&self, step: u64, fraction: f64) -> bool {
        !self.ends || step != self.last_step || fraction < self.end_fraction
    }

    /// The rate at `step + fraction`, which lies in this cycle; the step may be the last one before it.
    ///
    /// A inclusive cycle has the peak up to its first step, and the floor from its last step on.
    pub(crate) fn rate_between(&self, step: u64, fraction: f64) -> f64 {
        if self.is_constant {
            return self.floor;
        }
        let done = if step < self.first_step {
            self.first_half.distance_to(0, DoubleDouble::sum(fraction, -1.0))
        } else {
            self.first_half.distance_to(step - self.first_step, DoubleDouble::new(fraction))
        };
        // Meaningful from the middle on.
        let left = self.second_half.distance_to(self.last_step.wrapping_sub(step), DoubleDouble::new(-fraction));
        if step < self.middle { self.rate_of_first_half(done) } else { self.rate_at(done, left) }
    }

    /// The rate at a distance from the start, which is also one from the end.
    pub(crate) fn rate_at(&self, done: DoubleDouble, left: DoubleDouble) -> f64 {
        if done.high <= left.high {
            self.rate_of_first_half(done)
        } else {
            self.at_least_floor(self.rounded(self.second_half.rate_at(left.or_zero())))
        }
    }

    fn rate_of_first_half(&self, done: DoubleDouble) -> f64 {
        self.rounded(self.first_half.rate_at(done.or_zero()))
    }

    /// Rounding must not take a rate of the second half below the floor.
    #[inline]
    fn at_least_floor(&self, rate: f64) -> f64 {
        if rate < self.floor { self.floor } else { rate }
    }

    pub(crate) fn peak(&self) -> f64 {
        self.rounded(self.first_half.end())
    }

    pub(crate) fn floor(&self) -> f64 {
        self.floor
    }

    /// The scaled rate, given as a sum, rounded to a double.
    #[inline]
    fn rounded(&self, rate: (f64, f64)) -> f64 {
        unscaled(rate, self.unscale)
    }

    /// Whether a step is one of this cycle.
    pub(crate) fn holds(&self, step: u64) -> bool {
        self.first_step <= step && (!self.ends || step <= self.last_step)
    }

    /// None when the cycle goes on past the last step there is.
    pub(crate) fn last_step(&self) -> Option<u64> {
        self.ends.then_some(self.last_step)
    }
}

/// K^2 = (pi / (2 T))^2; 0 where a cycle is so long that no rate of it can be told from its peak.
fn quarter_turn(length: Wide) -> DoubleDouble {
    if length.leading_exponent() >= 200 {
        return DoubleDouble::ZERO;
    }
    let turn = DoubleDouble::HALF_PI.div(length.to_double_double());
    turn.mul(turn)
}

fn length(length: Wide) -> f64 {
    if length.leading_exponent() > 1023 { f64::INFINITY } else { length.to_double_double().to_f64() }
}

/// A rate given as a scaled sum, rounded to a double.
#[inline]
fn unscaled((high, low): (f64, f64), unscale: f64) -> f64 {
    if unscale == 1.0 {
        return high + low;
    }
    let rate = (high + low) * unscale;
    if unscale > 1.0 || rate > f64::MIN_POSITIVE {
        return rate;
    }
    // A subnormal rate would be rounded twice. `coarse` has only the bits that fit; what it lost goes with `low`.
    let coarse = high * unscale;
    coarse + ((high - coarse * power_of_two(1000)) + low) * unscale
}

/// A power of two (as exponent) that keeps the low parts of a rate within the range of doubles, and its inverse.
#[inline]
fn scale_for(peak: Extended) -> (i64, f64) {
    match peak.leading_exponent() {
        600.. => (-1000, power_of_two(1000)),
        ..=-600 => (1000, power_of_two(-1000)),
        _ => (0, 1.0),
    }
}

#[inline]
fn double_double(rate: Extended, scale: i64) -> DoubleDouble {
    let rate = rate.scaled(scale);
    if rate.leading_exponent() > 1000 {
        // Nothing below 2^2000 would show: the rates of this cycle are infinite.
        return DoubleDouble { high: power_of_two(1000), low: 0.0 };
    }
    rate.to_double_double()
}

fn saturated(step: u128) -> u64 {
    u64::try_from(step).unwrap_or(u64::MAX)
}
