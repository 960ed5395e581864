//! e^x and the logarithm, with few operations beyond those of a double: by the series that everyone knows.
//!
//! ```text
//! ln(a / b) = 2 (z + z^3/3 + z^5/5 + ...),     z = (a - b) / (a + b)
//! e^x       = 2^k (1 + r + r^2/2 + ...),       k = x / ln 2 rounded,  r = x - k ln 2
//! ```
//!
//! With a/b between 7/10 and 10/7, z^2 is at most 1/32: the first three terms are double-doubles, the rest (2^-18 of
//! the sum) is a double, so the logarithm is within 2^-68 of itself. |r| is at most 0.347: here too three terms are
//! double-doubles, and the rest, up to r^16/16!, is a double of 2^-10 at most; e^x is within 2^-60 of itself, and e^r - 1
//! within 2^-59. (Measured: 2^-68.8, 2^-60.5 and 2^-59.2.)
//!
//! Errors of that size may still reverse two values that are nearer to each other. So x is rounded to 59 bits after the
//! point first, and to 58 significant ones where e^x - 1 is wanted. That moves a rate by 1/32 of a unit in the last place
//! at most, and from one such x to the next the function rises by more than the errors of both.

use crate::num::double_double::DoubleDouble;
use crate::num::extended::{Extended, exponent_of};
use crate::num::wide::power_of_two;

/// The logarithm of a positive double.
pub(crate) fn ln(value: f64) -> DoubleDouble {
    let fraction = value.to_bits() & ((1 << 52) - 1);
    #[expect(clippy::cast_possible_wrap, reason = "eleven bits")]
    match (value.to_bits() >> 52) as i64 {
        0 => ln_scaled(u128::from(fraction), 1, -1074),
        biased => ln_scaled(u128::from(fraction | 1 << 52), 1, biased - 1075),
    }
}

/// The logarithm of a fraction of whole numbers from 1 to 2^66.
#[inline]
pub(crate) fn ln_of_fraction(numerator: u128, denominator: u128) -> DoubleDouble {
    ln_scaled(numerator, denominator, 0)
}

/// The logarithm of a quotient of two positive numbers.
pub(crate) fn ln_of_ratio(numerator: DoubleDouble, denominator: DoubleDouble) -> DoubleDouble {
    let (of_a, of_b) = (exponent_of(numerator.high), exponent_of(denominator.high));
    let (mut a, mut b) = (numerator.times(power_of_two(-of_a)), denominator.times(power_of_two(-of_b)));
    let mut exponent = of_a - of_b;
    if 5.0 * a.high > 7.0 * b.high {
        b = b.times(2.0);
        exponent += 1;
    } else if 7.0 * a.high < 5.0 * b.high {
        a = a.times(2.0);
        exponent -= 1;
    }
    ln_series(a.add(b.negated()).div(a.add(b)), exponent)
}

/// ln(numerator / denominator * 2^exponent)
fn ln_scaled(numerator: u128, denominator: u128, exponent: i64) -> DoubleDouble {
    let (shift, other_shift) = (numerator.leading_zeros() - 61, denominator.leading_zeros() - 61);
    let (mut a, mut b) = (numerator << shift, denominator << other_shift);
    let mut exponent = exponent + i64::from(other_shift) - i64::from(shift);
    if 5 * a > 7 * b {
        b *= 2;
        exponent += 1;
    } else if 7 * a < 5 * b {
        a *= 2;
        exponent -= 1;
    }
    let difference = DoubleDouble::whole(a.abs_diff(b));
    ln_series(if a < b { difference.negated() } else { difference }.div(DoubleDouble::whole(a + b)), exponent)
}

/// ln((1 + z) / (1 - z) * 2^exponent)
#[inline]
fn ln_series(z: DoubleDouble, exponent: i64) -> DoubleDouble {
    let square = z.mul(z);
    let w = square.high;
    let (w2, w3) = (w * w, w * w * w);
    let rest = ((1.0 / 7.0 + w * (1.0 / 9.0)) + (1.0 / 11.0 + w * (1.0 / 13.0)) * w2)
        + ((1.0 / 15.0 + w * (1.0 / 17.0) + w2 * (1.0 / 19.0))
            + ((1.0 / 21.0 + w * (1.0 / 23.0)) + (1.0 / 25.0 + w * (1.0 / 27.0)) * w2) * w3)
            * (w2 * w2);
    let series = square.mul(plus(DoubleDouble::ONE_FIFTH, w * rest));
    let series = square.mul(DoubleDouble::ONE_THIRD.add(series));
    let half = z.add(z.mul(series));
    #[expect(clippy::cast_precision_loss, reason = "a small whole number")]
    let power = DoubleDouble::LN_2.mul(DoubleDouble::new(exponent as f64));
    power.add(half.times(2.0))
}

/// e^x as `2^exponent * (1 + excess)`.
///
/// The exponent is 0 for |x| up to 0.34, and the excess then has a small error of its own, not of that of e^x. Beyond
/// 3000 and -3000 e^x stays what it is there: no rate is a double then, whatever it is multiplied by.
#[inline]
pub(crate) fn exp(x: Extended) -> (i64, Extended) {
    if x.exponent < -100 {
        return (0, x);
    }
    let x = bounded(x);
    let quotient = x.high * core::f64::consts::LOG2_E;
    // Adding 3 * 2^51 leaves no bits after the point.
    let power = (quotient + 6_755_399_441_055_744.0) - 6_755_399_441_055_744.0;
    if power == 0.0 {
        // 58 significant bits: the 53 of a double, and five.
        return (0, Extended::new(exp_m1(x.on_grid(x.high / 32.0))));
    }
    // 59 bits after the point.
    let x = x.on_grid(1.5 / 128.0);
    let r = x.add(DoubleDouble::LN_2.mul(DoubleDouble::new(-power)));
    #[expect(clippy::cast_possible_truncation, reason = "a whole number below 5000")]
    let exponent = power as i64;
    (exponent, Extended::new(exp_m1(r)))
}

fn bounded(x: Extended) -> DoubleDouble {
    const BOUND: f64 = 3000.0;
    let value = x.value.times(power_of_two(x.exponent.min(100)));
    if value.high.abs() <= BOUND { value } else { DoubleDouble::new(BOUND.copysign(value.high)) }
}

/// e^r - 1 for |r| <= 0.35
#[inline]
fn exp_m1(r: DoubleDouble) -> DoubleDouble {
    let square = r.mul(r);
    let cube = square.mul(r.mul(DoubleDouble::ONE_SIXTH));
    let x = r.high;
    let (x2, x4) = (x * x, (x * x) * (x * x));
    let low = (FACTORIALS[0] + x * FACTORIALS[1]) + (FACTORIALS[2] + x * FACTORIALS[3]) * x2;
    let middle = (FACTORIALS[4] + x * FACTORIALS[5]) + (FACTORIALS[6] + x * FACTORIALS[7]) * x2;
    let high = (FACTORIALS[8] + x * FACTORIALS[9]) + (FACTORIALS[10] + x * FACTORIALS[11]) * x2;
    let rest = x4 * (low + x4 * (middle + x4 * (high + x4 * FACTORIALS[12])));
    r.add(plus(square.times(0.5).add(cube), rest))
}

/// 1/4! to 1/16!
const FACTORIALS: [f64; 13] = {
    let mut inverses = [0.0; 13];
    let (mut factorial, mut n, mut i) = (6.0, 4.0, 0);
    while i < 13 {
        factorial *= n;
        inverses[i] = 1.0 / factorial;
        n += 1.0;
        i += 1;
    }
    inverses
};

/// The sum with a smaller double.
#[inline]
fn plus(number: DoubleDouble, small: f64) -> DoubleDouble {
    let sum = DoubleDouble::sum(number.high, small);
    DoubleDouble::sum(sum.high, sum.low + number.low)
}
