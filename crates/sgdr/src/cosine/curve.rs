//! One cycle, ready to evaluate.

mod boundary;
mod range;
#[cfg(test)]
mod tests;

use crate::cosine::kernel::{Direction, HalfCycle};
use crate::cosine::progression::Term;
use crate::cosine::vector::{Work, widest};
use crate::num::double_double::DoubleDouble;
use crate::num::scaled::Scaled;
use crate::num::wide::{Wide, power_of_two};
use boundary::Boundary;
pub(crate) use range::Range;

/// The longest cycle whose rates are computed in blocks: there the distances from its ends are doubles. A longer one is
/// evaluated step by step.
const LONGEST_IN_BLOCKS: f64 = 9_007_199_254_740_992.0;

/// The rates of one cycle, in doubles.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Curve {
    pub(crate) index: u64,
    /// The first step: the start of the cycle, rounded up.
    pub(crate) first_step: u64,
    /// The last step modulo 2^64: in the second half, where distances are measured from it, that is enough.
    last_step: u64,
    /// Whether the last step is below 2^64.
    ends: bool,
    /// The last step of the first half.
    middle: u64,
    /// From the last step to the end of the cycle, in (0, 1], rounded up: a double is below the one as below the other.
    pub(crate) end_fraction: f64,
    /// The length in steps.
    pub(crate) length: f64,
    /// The distance from the start of the cycle to the first step, in [0, 1).
    pub(crate) gap: f64,
    /// Whether the last step has the floor.
    closed: bool,
    /// Whether this is the floor held after the last cycle.
    pub(crate) hold: bool,
    /// Very small and very large rates are computed times a power of two, for the sake of their low parts; this is
    /// the inverse of it, and mostly 1.
    unscale: f64,
    /// K^2, see kernel.rs.
    quarter_turn: DoubleDouble,
    falling: HalfCycle,
    landing: HalfCycle,
    /// Rounded on its own, for beside a peak of 1e300 nothing of it may be left. No rate of the second half is lower.
    floor: f64,
}

impl Curve {
    pub(crate) fn new(term: &Term, range: &Range) -> Self {
        if term.is_held() {
            return Self::held(term, range);
        }
        let end = term.end();
        let (mut start, mut stop) = (Boundary::new(term.start), Boundary::new(end));
        let gap = start.gap_after.to_f64();
        // (S + S') / 2, rounded down; where it lies beyond all steps, so does the second half.
        let mut middle = term.start.add(end).scaled(-1).split().map_or(u128::MAX, |(whole, _)| whole);
        let last_step = stop.first_step - 1;
        let ends = last_step <= u128::from(u64::MAX);
        // In a cycle that never ends, the difference does not show.
        let closed = range.closed && ends;
        let mut length_of_turn = term.length;
        if closed {
            let steps = saturated(last_step) - saturated(start.first_step);
            (start.gap_after, stop.gap_before) = (DoubleDouble::ZERO, DoubleDouble::ZERO);
            middle = u128::midpoint(start.first_step, last_step);
            length_of_turn = Wide::from_u64(steps.max(1));
        }
        let quarter_turn = quarter_turn(length_of_turn);
        let falling = HalfCycle::new(start.gap_after, quarter_turn);
        let curve = Self {
            index: term.index,
            first_step: saturated(start.first_step),
            #[expect(clippy::cast_possible_truncation, reason = "modulo 2^64, see the field")]
            last_step: last_step as u64,
            ends,
            middle: saturated(middle),
            end_fraction: stop.fraction,
            length: length(term.length),
            gap,
            closed,
            hold: false,
            unscale: 1.0,
            quarter_turn,
            falling,
            landing: falling.other(stop.gap_before),
            floor: range.floor.to_f64(),
        };
        curve.raised(range, Scaled::from_wide(term.multiplier))
    }

    /// The same cycle with the peak that a multiplier gives it.
    #[inline]
    pub(crate) fn raised(self, range: &Range, multiplier: Scaled) -> Self {
        let (peak, amplitude) = range.peak(multiplier);
        let (scale, unscale) = scale_for(peak);
        // A step that is both ends of a closed cycle has the peak.
        let is_one_step = self.closed && self.first_step == self.last_step;
        let amplitude = if is_one_step { DoubleDouble::ZERO } else { double_double(amplitude, scale) };
        let curvature = amplitude.mul(self.quarter_turn);
        let falling = self.falling.raised(double_double(peak, scale), curvature.negated());
        let landing = self.landing.raised(double_double(range.floor, scale), curvature);
        Self { unscale, falling, landing, ..self }
    }

    /// From the first cycle of less than one step on, the floor.
    fn held(term: &Term, range: &Range) -> Self {
        let (scale, unscale) = scale_for(range.floor);
        let floor = double_double(range.floor, scale);
        let flat = HalfCycle::new(DoubleDouble::ZERO, DoubleDouble::ZERO).raised(floor, DoubleDouble::ZERO);
        Self {
            index: term.index,
            first_step: saturated(Boundary::new(term.start).first_step),
            last_step: u64::MAX,
            ends: false,
            middle: u64::MAX,
            end_fraction: 1.0,
            length: f64::INFINITY,
            gap: 0.0,
            closed: false,
            hold: true,
            unscale,
            quarter_turn: DoubleDouble::ZERO,
            falling: flat,
            landing: flat,
            floor: range.floor.to_f64(),
        }
    }

    /// The same curve some cycles later, each of `period` steps; it starts below 2^64.
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
        if step <= self.middle {
            self.rounded(self.falling.rate(step.wrapping_sub(self.first_step)))
        } else if self.closed && step == self.last_step {
            self.floor
        } else {
            self.at_least_floor(self.rounded(self.landing.rate(self.last_step.wrapping_sub(step))))
        }
    }

    /// Whether `step + fraction`, where the step is one of this cycle, lies in it too.
    #[inline]
    pub(crate) fn holds_fraction(&self, step: u64, fraction: f64) -> bool {
        !self.ends || step != self.last_step || fraction < self.end_fraction
    }

    /// The rate at `step + fraction`, which lies in this cycle; the step may be the last one before it.
    ///
    /// A closed cycle has the peak up to its first step, and the floor from its last step on.
    pub(crate) fn rate_between(&self, step: u64, fraction: f64) -> f64 {
        if self.hold {
            return self.floor;
        }
        let done = if step < self.first_step {
            self.falling.distance_to(0, DoubleDouble::sum(fraction, -1.0))
        } else {
            self.falling.distance_to(step - self.first_step, DoubleDouble::new(fraction))
        };
        // Meaningful from the middle on.
        let left = self.landing.distance_to(self.last_step.wrapping_sub(step), DoubleDouble::new(-fraction));
        if step < self.middle { self.falling_rate(done) } else { self.rate_at(done, left) }
    }

    /// The rate at a distance from the start, which is also one from the end.
    pub(crate) fn rate_at(&self, done: DoubleDouble, left: DoubleDouble) -> f64 {
        if done.high <= left.high {
            self.falling_rate(done)
        } else {
            self.at_least_floor(self.rounded(self.landing.rate_at(left.or_zero())))
        }
    }

    fn falling_rate(&self, done: DoubleDouble) -> f64 {
        self.rounded(self.falling.rate_at(done.or_zero()))
    }

    /// Rounding must not take a rate of the second half below the floor.
    #[inline]
    fn at_least_floor(&self, rate: f64) -> f64 {
        if rate < self.floor { self.floor } else { rate }
    }

    /// Writes the rates from a step of this cycle on, none of them after its last step.
    pub(crate) fn fill(&self, step: u64, out: &mut [f64]) {
        if self.hold {
            out.fill(self.floor);
        } else if self.unscale != 1.0 || self.length > LONGEST_IN_BLOCKS {
            out.iter_mut().zip(0..).for_each(|(rate, index)| *rate = self.rate(step + index));
        } else {
            widest(Run { curve: self, step, out });
        }
    }

    /// The same by blocks, for the cycles that they serve.
    #[inline(always)]
    fn run(&self, step: u64, out: &mut [f64]) {
        let falling = self.middle.checked_sub(step).map_or(0, |left| left.saturating_add(1));
        let falling = usize::try_from(falling).unwrap_or(usize::MAX).min(out.len());
        let (falling, landing) = out.split_at_mut(falling);
        self.falling.run(Direction::Away, step.wrapping_sub(self.first_step), falling, |rate| rate);
        let Some(count) = (landing.len() as u64).checked_sub(1) else { return };
        let last = step + falling.len() as u64 + count;
        let (floor, nearest) = (self.floor, self.last_step.wrapping_sub(last));
        self.landing.run(Direction::Towards, nearest, landing, |rate| if rate < floor { floor } else { rate });
        if self.closed && nearest == 0 {
            landing[landing.len() - 1] = floor;
        }
    }

    pub(crate) fn peak(&self) -> f64 {
        self.rounded(self.falling.end())
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

/// Rates to write, from a step of a cycle on.
struct Run<'a> {
    curve: &'a Curve,
    step: u64,
    out: &'a mut [f64],
}

impl Work for Run<'_> {
    #[inline(always)]
    fn run(self) {
        self.curve.run(self.step, self.out);
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
fn scale_for(peak: Scaled) -> (i64, f64) {
    match peak.leading_exponent() {
        600.. => (-1000, power_of_two(1000)),
        ..=-600 => (1000, power_of_two(-1000)),
        _ => (0, 1.0),
    }
}

#[inline]
fn double_double(rate: Scaled, scale: i64) -> DoubleDouble {
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
