//! The fraction that `t_mul` stands for.
//!
//! A double cannot hold 1.1, yet whoever writes 1.1 means 11/10: read as its binary value it would put the third cycle
//! of `first_decay_steps = 10` at 21.000000000000001, and step 21 would miss its restart. So `t_mul` is read as the
//! fraction with the smallest denominator among those that round to the given double, found by the continued fraction
//! of the interval of all numbers that do (the Stern-Brocot tree; Graham, Knuth, Patashnik, Concrete Mathematics 4.5).

use crate::num::wide::Wide;

/// A positive fraction `p / q` in lowest terms.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ratio {
    p: Wide,
    q: u64,
}

impl Ratio {
    /// The simplest fraction that rounds to the double, which is finite and positive.
    pub(crate) fn simplest(value: f64) -> Self {
        // From 2^53 on every double is whole, and its own simplest fraction.
        if value >= 9_007_199_254_740_992.0 {
            return Self { p: Wide::from_f64(value), q: 1 };
        }
        // Below 2^-64 no first cycle (at most 2^64 - 1 steps) has a second one of a step or more: the fraction is
        // only compared with that, and any one below will do.
        if value < f64::from_bits((1023 - 64) << 52) {
            return Self { p: Wide::ONE.scaled(-65), q: 1 };
        }
        let (p, q) = simplest_between(Interval::rounding_to(value));
        Self { p: Wide::from_u64(p), q }
    }

    /// p and q, where the fraction is more than a stand-in for a very small one, and p is below 2^127.
    pub(crate) fn parts(self) -> Option<(u128, u64)> {
        let (p, rest) = self.p.split()?;
        rest.is_zero().then_some((p, self.q))
    }

    /// `value * p / q`, exact when that has at most 256 bits.
    pub(crate) fn scale(self, value: Wide) -> Wide {
        value.mul(self.p).div(self.q)
    }
}

/// Two fractions, and whether they belong to the interval themselves. A denominator of zero means infinity.
struct Interval {
    low: (u128, u128),
    high: (u128, u128),
    closed: bool,
}

impl Interval {
    /// All numbers that round to the double (ties to even); for a normal double between 2^-64 and 2^53.
    fn rounding_to(value: f64) -> Self {
        let bits = value.to_bits();
        let fraction = bits & ((1 << 52) - 1);
        let significand = u128::from(fraction | 1 << 52);
        // value = significand / 2^scale, and its neighbours lie at the distance 1 / 2^scale. In quarters of that
        // distance the interval reaches 2 up and 2 down, but 1 down from a power of two.
        let scale = 1075 - (bits >> 52);
        let down = if fraction == 0 { 1 } else { 2 };
        let denominator = 1_u128 << (scale + 2);
        Self {
            low: (4 * significand - down, denominator),
            high: (4 * significand + 2, denominator),
            closed: fraction % 2 == 0,
        }
    }
}

/// The fraction with the smallest denominator (and numerator) in the interval.
///
/// Each level takes off the whole part that all numbers of the interval share, and turns the rest upside down:
/// the digits of the continued fraction. (p, q) is then put together from the last digit back, which the two
/// recurrences p = digit * p' + p'' and q = digit * q' + q'' do on the way down.
fn simplest_between(Interval { mut low, mut high, closed }: Interval) -> (u64, u64) {
    let (mut p, mut q) = ((0_u128, 1_u128), (1_u128, 0_u128));
    loop {
        let whole = low.0 / low.1;
        let rest = low.0 % low.1;
        // The smallest integer in the interval, if there is one, is the last digit.
        let above_low = if rest == 0 && closed { whole } else { whole + 1 };
        let limit = above_low * high.1;
        let found = limit < high.0 || (limit == high.0 && closed);
        let digit = if found { above_low } else { whole };
        p = (p.1, digit * p.1 + p.0);
        q = (q.1, digit * q.1 + q.0);
        if found {
            // Numerator and denominator stay below 2^64 for every double in the range that `simplest` lets through;
            // the fallback is never taken.
            return (u64::try_from(p.1).unwrap_or(u64::MAX), u64::try_from(q.1).unwrap_or(u64::MAX));
        }
        (low, high) = ((high.1, high.0 - whole * high.1), (low.1, rest));
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::vec::Vec;

    use super::*;

    #[test]
    fn decimals_and_fractions_are_read_as_written() {
        for (value, p, q) in [
            (1.0, 1, 1),
            (1.1, 11, 10),
            (1.05, 21, 20),
            (1.001, 1001, 1000),
            (4.0 / 3.0, 4, 3),
            (5.0 / 3.0, 5, 3),
            (0.9, 9, 10),
            (2.0, 2, 1),
            (1e15, 1_000_000_000_000_000, 1),
            (1e17, 100_000_000_000_000_000, 1),
        ] {
            assert_eq!(Ratio::simplest(value).parts(), Some((p, q)), "{value}");
        }
    }

    #[test]
    fn fractions_are_the_golden_ones() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../golden/fractions.csv");
        let text = std::fs::read_to_string(path).expect("golden/fractions.csv is part of the repository");
        let rows: Vec<&str> = text.lines().skip(1).collect();
        assert!(rows.len() >= 1000);
        for row in rows {
            let fields: Vec<&str> = row.split(',').collect();
            let value: f64 = fields[0].parse().expect(row);
            let expected = (fields[2].parse().expect(row), fields[3].parse().expect(row));
            assert_eq!(Ratio::simplest(value).parts(), Some(expected), "{row}");
        }
    }
}
