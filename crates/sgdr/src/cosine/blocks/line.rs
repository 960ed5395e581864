//! Many rates of a straight line at once, with the bits of one at a time.

use super::simd::{Work, widest};
use crate::num::double_double::DoubleDouble;
use crate::num::scaled::{Scaled, times_power};
use crate::num::span::Span;
use crate::num::wide::power_of_two;

/// With rates below 2^-900 a rate in between may be subnormal; those are rounded one by one.
const LEAST_EXPONENT: i64 = -900;

/// Writes the rates after `done`, `done + 1`, ... steps of `steps`, each as [`Span::straight`] has it; none of them is the
/// one after all steps.
pub(crate) fn fill(span: &Span, done: u64, steps: u64, out: &mut [f64]) {
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
    from: Scaled,
    slope: Scaled,
    steps: f64,
    k: f64,
    step: f64,
    out: &'a mut [f64],
}

impl Work for Line<'_> {
    #[inline(always)]
    fn run(self) {
        let Self { from, slope, steps, mut k, step, out } = self;
        let steps = DoubleDouble::new(steps);
        // What is the same for each step is taken out of `from.add(slope.mul(part)).to_f64()`.
        let exponent = from.exponent.max(slope.exponent);
        let power = power_of_two(slope.exponent - exponent);
        let aligned = from.value.times(power_of_two(from.exponent - exponent));
        for out in out.chunks_mut(1 << 16) {
            let climb = |index: u32| slope.value.mul(DoubleDouble::new(k + step * f64::from(index)).div(steps));
            if from.is_zero() {
                write(out, |index| times_power(climb(index).to_f64(), slope.exponent));
            } else {
                write(out, |index| times_power(aligned.add(climb(index).times(power)).to_f64(), exponent));
            }
            k += step * 65_536.0;
        }
    }
}

/// The loop, without branches.
#[inline(always)]
fn write(out: &mut [f64], rate: impl Fn(u32) -> f64) {
    for (index, out) in (0..).zip(out) {
        *out = rate(index);
    }
}
