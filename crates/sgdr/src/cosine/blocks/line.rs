//! Many rates of a straight line at once, with the bits of one at a time.

use super::simd::{Work, widest};
use crate::num::double_double::DoubleDouble;
use crate::num::extended::Extended;
use crate::num::interpolation::Interpolation;
use crate::num::wide::power_of_two;

/// With rates below 2^-900 a rate in between may be subnormal; those are rounded one by one.
const LEAST_EXPONENT: i64 = -900;

/// The rates that are computed together: in several short loops, because one long chain of operations for each would be
/// waited for.
const TOGETHER: usize = 64;

/// Writes the rates after `done`, `done + 1`, ... steps of `steps`, each as [`Interpolation::straight`] has it; none of them is the
/// one after all steps.
pub(crate) fn fill(span: &Interpolation, done: u64, steps: u64, out: &mut [f64]) {
    let [first, last, fall] = span.parts();
    let is_usual = [first, last, fall].iter().all(|rate| rate.is_zero() || rate.leading_exponent() > LEAST_EXPONENT);
    // Up to 2^53, numbers of steps are doubles. The first rate may be too small for those beside it to be added to.
    let in_vectors = is_usual && !fall.is_zero() && steps <= 1 << 53;
    let alone = if in_vectors { usize::from(done == 0).min(out.len()) } else { out.len() };
    let (first_rates, out) = out.split_at_mut(alone);
    first_rates.iter_mut().zip(done..steps).for_each(|(rate, done)| *rate = span.straight(done, steps - done));
    if out.is_empty() {
        return;
    }
    let done = done + alone as u64;
    // From the nearer end, as `straight` does.
    let half = (steps / 2 + 1).saturating_sub(done);
    let (near, far) = out.split_at_mut(usize::try_from(half).unwrap_or(usize::MAX).min(out.len()));
    let left = steps - done - near.len() as u64;
    #[expect(clippy::cast_precision_loss, reason = "at most 2^53")]
    let [done, left, steps] = [done, left, steps].map(|steps| steps as f64);
    widest(Line { from: first, slope: fall.negated(), steps, k: done, step: 1.0, out: near });
    widest(Line { from: last, slope: fall, steps, k: left, step: -1.0, out: far });
}

/// `from + slope * (k / steps)`, where k goes up or down by `step`.
struct Line<'a> {
    from: Extended,
    slope: Extended,
    steps: f64,
    k: f64,
    step: f64,
    out: &'a mut [f64],
}

impl Work for Line<'_> {
    /// `from.add(slope.mul(part)).to_f64()` in other words: what is the same for each step is taken out of the loops, and so is
    /// what does nothing, because k, `steps` and `from` are doubles, and no sum is smaller than `from / 2`.
    #[inline(always)]
    fn run(self) {
        let Self { from, slope, steps, mut k, step, out } = self;
        let exponent = if from.is_zero() { slope.exponent } else { from.exponent.max(slope.exponent) };
        let (from, slope) = (from.with_exponent(exponent).high, slope.with_exponent(exponent));
        let unscale = power_of_two(exponent);
        for out in out.chunks_mut(TOGETHER) {
            let (mut high, mut low) = ([0.0; TOGETHER], [0.0; TOGETHER]);
            for (index, number) in (0..TOGETHER).zip(0_i32..) {
                let k = k + step * f64::from(number);
                let quotient = k / steps;
                let product = DoubleDouble::product(quotient, steps);
                let remainder = (k - product.high) - product.low;
                let part = DoubleDouble::sum_ordered(quotient, remainder / steps);
                (high[index], low[index]) = (part.high, part.low);
            }
            let mut rates = [0.0; TOGETHER];
            for index in 0..TOGETHER {
                let climb = slope.mul(DoubleDouble { high: high[index], low: low[index] });
                let sum = DoubleDouble::sum(from, climb.high);
                let sum = DoubleDouble::sum_ordered(sum.high, sum.low + climb.low);
                rates[index] = sum.to_f64() * unscale;
            }
            out.copy_from_slice(&rates[..out.len()]);
            k += step * 64.0;
        }
    }
}
