//! A 256-bit floating-point number, never negative, every operation rounded down.
//!
//! Starts, lengths and multipliers of cycles are computed in it. Rounding down makes each value a lower bound of the
//! real number, and exact whenever 256 bits suffice; `progression.rs` says why that decides every cycle rightly.
//! It is used to set a schedule up and to find cycles, never while a rate is evaluated.

use core::cmp::Ordering;

use crate::num::double_double::DoubleDouble;

/// `limbs * 2^exponent`; the limbs are a 256-bit integer, least significant first, whose top bit is set (or zero).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wide {
    limbs: [u64; 4],
    exponent: i64,
}

/// Exponents are kept within this, far beyond anything that still changes a rate, so that they never overflow.
const EXPONENT_LIMIT: i64 = 1 << 40;

impl Wide {
    pub(crate) const ZERO: Self = Self { limbs: [0; 4], exponent: -EXPONENT_LIMIT };
    pub(crate) const ONE: Self = Self { limbs: [0, 0, 0, 1 << 63], exponent: -255 };

    pub(crate) fn from_u64(value: u64) -> Self {
        Self::normalised([0, 0, 0, value], -192)
    }

    /// Exact. The value is finite and >= 0, or -0.
    pub(crate) fn from_f64(value: f64) -> Self {
        let bits = value.abs().to_bits();
        let fraction = bits & ((1 << 52) - 1);
        // A biased exponent has 11 bits.
        #[expect(clippy::cast_possible_wrap, reason = "at most 2047")]
        let biased = (bits >> 52) as i64;
        let (significand, exponent) = match biased {
            0 => (fraction, -1074),
            _ => (fraction | 1 << 52, biased - 1075),
        };
        Self::normalised([0, 0, 0, significand], exponent - 192)
    }

    pub(crate) fn is_zero(self) -> bool {
        self.limbs[3] == 0
    }

    /// The exponent of the leading bit: the value lies in `[2^e, 2^(e+1))`.
    pub(crate) fn leading_exponent(self) -> i64 {
        if self.is_zero() { -EXPONENT_LIMIT } else { self.exponent + 255 }
    }

    /// The value times a power of two, exact.
    pub(crate) fn scaled(self, power: i64) -> Self {
        Self::clamped(self.limbs, self.exponent + power)
    }

    pub(crate) fn mul(self, other: Self) -> Self {
        if self.is_zero() || other.is_zero() {
            return Self::ZERO;
        }
        let mut product = [0_u64; 8];
        for (i, &a) in self.limbs.iter().enumerate() {
            let mut carry = 0;
            for (j, &b) in other.limbs.iter().enumerate() {
                let sum = u128::from(a) * u128::from(b) + u128::from(product[i + j]) + u128::from(carry);
                (product[i + j], carry) = halves(sum);
            }
            product[i + 4] = carry;
        }
        let [_, _, _, p3, p4, p5, p6, p7] = product;
        let exponent = self.exponent + other.exponent + 256;
        // The product of two numbers with their top bit set has its top bit set or the one below.
        if p7 >> 63 == 1 {
            Self::clamped([p4, p5, p6, p7], exponent)
        } else {
            let shifted = [p4 << 1 | p3 >> 63, p5 << 1 | p4 >> 63, p6 << 1 | p5 >> 63, p7 << 1 | p6 >> 63];
            Self::clamped(shifted, exponent - 1)
        }
    }

    /// The quotient by a whole number other than zero; exact when the quotient is representable.
    pub(crate) fn div(self, divisor: u64) -> Self {
        if divisor == 1 || self.is_zero() {
            return self;
        }
        let divisor = u128::from(divisor);
        let mut remainder = 0;
        // Five limbs of quotient: the lowest makes up for the leading zeros of the first.
        let mut quotient = [0_u64; 5];
        for (q, limb) in quotient.iter_mut().rev().zip(self.limbs.into_iter().rev().chain([0])) {
            let dividend = u128::from(remainder) << 64 | u128::from(limb);
            // Both fit 64 bits, because the remainder is less than the divisor.
            (*q, _) = halves(dividend / divisor);
            (remainder, _) = halves(dividend % divisor);
        }
        let [q0, q1, q2, q3, q4] = quotient;
        if q4 == 0 {
            return Self::normalised([q0, q1, q2, q3], self.exponent - 64);
        }
        let shift = q4.leading_zeros();
        let join = |high: u64, low: u64| if shift == 0 { high } else { high << shift | low >> (64 - shift) };
        Self::clamped([join(q1, q0), join(q2, q1), join(q3, q2), join(q4, q3)], self.exponent - i64::from(shift))
    }

    pub(crate) fn add(self, other: Self) -> Self {
        let (large, small) =
            if self.leading_exponent() >= other.leading_exponent() { (self, other) } else { (other, self) };
        if small.is_zero() {
            return large;
        }
        let small = shifted(small.limbs, small.exponent - large.exponent);
        let mut sum = [0_u64; 4];
        let mut carry = 0;
        for ((sum, a), b) in sum.iter_mut().zip(large.limbs).zip(small) {
            (*sum, carry) = halves(u128::from(a) + u128::from(b) + u128::from(carry));
        }
        if carry == 0 {
            return Self::clamped(sum, large.exponent);
        }
        let mut sum = shifted(sum, -1);
        sum[3] |= 1 << 63;
        Self::clamped(sum, large.exponent + 1)
    }

    /// Whole part and fraction, both exact; none from 2^127 on.
    pub(crate) fn split(self) -> Option<(u128, Fraction)> {
        if self.leading_exponent() >= 127 {
            return None;
        }
        // The fraction's bits below 2^-256 are dropped; a value of at least 1 has none.
        let fraction = shifted(self.limbs, self.exponent + 256);
        let whole = shifted(self.limbs, self.exponent);
        Some((u128::from(whole[1]) << 64 | u128::from(whole[0]), Fraction(fraction)))
    }

    /// Whether the value is at most `step`.
    pub(crate) fn at_most(self, step: u64) -> bool {
        match self.split() {
            Some((whole, fraction)) => match whole.cmp(&u128::from(step)) {
                Ordering::Less => true,
                Ordering::Equal => fraction.is_zero(),
                Ordering::Greater => false,
            },
            None => false,
        }
    }

    /// The sum of two doubles nearest to the value, within about 2^-106 of it (relative).
    ///
    /// The value lies within the range of a double, with room for the second one below.
    pub(crate) fn to_double_double(self) -> DoubleDouble {
        let [_, l1, l2, l3] = self.limbs;
        let high = l3 >> 11;
        let low = (l3 & 0x7ff) << 42 | l2 >> 22;
        let rest = (l2 & 0x3f_ffff) << 42 | l1 >> 22;
        #[expect(clippy::cast_precision_loss, reason = "53 bits each")]
        let (high, low, rest) = (high as f64, low as f64, rest as f64);
        let unit = self.exponent + 192 + 11;
        let high = high * power_of_two(unit);
        let low = low * power_of_two(unit - 53) + rest * power_of_two(unit - 117);
        DoubleDouble::sum(high, low)
    }

    fn normalised(mut limbs: [u64; 4], mut exponent: i64) -> Self {
        for _ in 0..4 {
            if limbs[3] != 0 {
                let shift = i64::from(limbs[3].leading_zeros());
                return Self::clamped(shifted(limbs, shift), exponent - shift);
            }
            limbs = [0, limbs[0], limbs[1], limbs[2]];
            exponent -= 64;
        }
        Self::ZERO
    }

    fn clamped(limbs: [u64; 4], exponent: i64) -> Self {
        if exponent < -EXPONENT_LIMIT { Self::ZERO } else { Self { limbs, exponent: exponent.min(EXPONENT_LIMIT) } }
    }
}

/// A number in `[0, 1)` as a multiple of 2^-256, least significant limb first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fraction([u64; 4]);

impl Fraction {
    pub(crate) fn is_zero(self) -> bool {
        self.0 == [0; 4]
    }

    /// One minus the fraction, unless that is one.
    pub(crate) fn complement(self) -> Option<Self> {
        let mut carry = true;
        let mut limbs = self.0;
        for limb in &mut limbs {
            (*limb, carry) = (!*limb).overflowing_add(u64::from(carry));
        }
        (!carry).then_some(Self(limbs))
    }

    /// The smallest double that is not below it.
    ///
    /// A double lies below the fraction exactly when it lies below this.
    pub(crate) fn rounded_up(self) -> f64 {
        let wide = self.to_wide();
        let [l0, l1, l2, l3] = wide.limbs;
        #[expect(clippy::cast_precision_loss, reason = "at most 53 bits, and the next power of two")]
        let leading = ((l3 >> 11) + u64::from(l3 & 0x7ff != 0 || [l0, l1, l2] != [0; 3])) as f64;
        leading * power_of_two(wide.exponent + 192 + 11)
    }

    pub(crate) fn to_wide(self) -> Wide {
        Wide::normalised(self.0, -256)
    }
}

/// 2 to the power: a normal double, or zero below them.
pub(crate) fn power_of_two(power: i64) -> f64 {
    match u64::try_from(power + 1023) {
        Ok(biased @ 1..=2046) => f64::from_bits(biased << 52),
        Ok(2047..) => f64::INFINITY,
        _ => 0.0,
    }
}

/// The low and the high 64 bits.
#[expect(clippy::cast_possible_truncation, reason = "taking the halves is the purpose")]
fn halves(value: u128) -> (u64, u64) {
    (value as u64, (value >> 64) as u64)
}

/// The 256 bits moved up (down where negative), zeros coming in.
fn shifted(limbs: [u64; 4], shift: i64) -> [u64; 4] {
    if shift == 0 {
        return limbs;
    }
    let (whole, bits) = (shift.div_euclid(64), shift.rem_euclid(64));
    let limb = |index: i64| usize::try_from(index).ok().and_then(|index| limbs.get(index)).copied().unwrap_or(0);
    let mut result = [0; 4];
    for (target, index) in result.iter_mut().zip(0_i64..) {
        let (high, low) = (limb(index - whole), limb(index - whole - 1));
        *target = if bits == 0 { high } else { high << bits | low >> (64 - bits) };
    }
    result
}
