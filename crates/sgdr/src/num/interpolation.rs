//! The way from one rate to another: the rate after a part of it.
//!
//! ```text
//! rate = last + (first - last) * y,     y = (left / (done + left))^power, from 1 down to 0
//! ```
//!
//! Near its first end the rate is `first - (first - last) * (1 - y)` instead, with 1 - y computed as such. Then nothing
//! cancels: a rate that climbs from 0 has its relative accuracy from the first step on.

use crate::num::double_double::DoubleDouble;
use crate::num::elementary::{exp, ln_of_fraction, ln_of_ratio};
use crate::num::extended::Extended;

/// Two rates and the way between them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Interpolation {
    first: Extended,
    last: Extended,
    /// first - last
    fall: Extended,
}

impl Interpolation {
    pub(crate) fn new(first: f64, last: f64) -> Self {
        let (first, last) = (Extended::from_f64(first), Extended::from_f64(last));
        Self { first, last, fall: first.add(last.negated()) }
    }

    /// The first rate, the last one, and the first less the last.
    pub(crate) fn parts(&self) -> [Extended; 3] {
        [self.first, self.last, self.fall]
    }

    /// The rate after `done` steps of `done + left`, which are at least one, on a straight line.
    #[inline]
    pub(crate) fn straight(&self, done: u64, left: u64) -> f64 {
        let (steps, fall, from) =
            if done <= left { (done, self.fall.negated(), self.first) } else { (left, self.fall, self.last) };
        let part = DoubleDouble::whole(u128::from(steps)).div(DoubleDouble::whole(whole(done, left)));
        from.add(fall.mul(Extended::new(part))).to_f64()
    }

    /// The same a fraction of a step later; `left` is at least 1.
    pub(crate) fn straight_between(&self, done: u64, left: u64, fraction: f64) -> f64 {
        let (steps, fall, from) = if done < left {
            (Extended::between(done, fraction), self.fall.negated(), self.first)
        } else {
            (Extended::between(left, -fraction), self.fall, self.last)
        };
        from.add(fall.mul(steps.div(Extended::whole(whole(done, left))))).to_f64()
    }

    /// The rate after `done` steps of `done + left`, which are at least one, where y is a power other than 0.
    #[inline]
    pub(crate) fn curved(&self, done: u64, left: u64, power: Extended) -> f64 {
        if left == 0 {
            return self.last.to_f64();
        }
        self.powered(ln_of_fraction(u128::from(left), whole(done, left)), power)
    }

    /// The same a fraction of a step later; `left` is at least 1.
    pub(crate) fn curved_between(&self, done: u64, left: u64, fraction: f64, power: Extended) -> f64 {
        let left_part = Extended::between(left, -fraction).value;
        self.powered(ln_of_ratio(left_part, DoubleDouble::whole(whole(done, left))), power)
    }

    /// The rate where y is a power of the number with this logarithm.
    #[inline]
    fn powered(&self, logarithm: DoubleDouble, power: Extended) -> f64 {
        let (exponent, excess) = exp(power.mul(Extended::new(logarithm)));
        if exponent == 0 {
            self.first.add(self.fall.mul(excess)).to_f64()
        } else {
            self.last.add(self.fall.mul(Extended::ONE.add(excess)).scaled(exponent)).to_f64()
        }
    }
}

fn whole(done: u64, left: u64) -> u128 {
    u128::from(done) + u128::from(left)
}
