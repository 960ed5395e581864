//! A rate in the making: a double-double with an exponent of its own.
//!
//! Rates from the smallest double to the largest pass through products and quotients without overflow or underflow, and
//! are rounded once, at the end. Values are kept near 1 by those who use them, say between 2^-200 and 2^200; only the
//! exponents grow.

use crate::num::double_double::DoubleDouble;
use crate::num::wide::{Wide, power_of_two};

/// `value * 2^exponent`
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extended {
    pub(crate) value: DoubleDouble,
    pub(crate) exponent: i64,
}

impl Extended {
    pub(crate) const ONE: Self = Self::new(DoubleDouble::ONE);

    pub(crate) const fn new(value: DoubleDouble) -> Self {
        Self { value, exponent: 0 }
    }

    /// Exact. The double is finite and not negative.
    pub(crate) fn from_f64(value: f64) -> Self {
        if value == 0.0 {
            return Self::new(DoubleDouble::ZERO);
        }
        // Times 2^100 no double is subnormal.
        let (value, exponent) = if value < f64::MIN_POSITIVE { (value * power_of_two(100), -100) } else { (value, 0) };
        let significand = f64::from_bits(value.to_bits() & ((1 << 52) - 1) | 1.0_f64.to_bits());
        Self { value: DoubleDouble::new(significand), exponent: exponent + exponent_of(value) }
    }

    /// Within 2^-106 of it.
    pub(crate) fn from_wide(wide: Wide) -> Self {
        if wide.is_zero() {
            return Self::new(DoubleDouble::ZERO);
        }
        let exponent = wide.leading_exponent();
        Self { value: wide.scaled(-exponent).to_double_double(), exponent }
    }

    /// A whole number below 2^85, exactly.
    #[inline]
    pub(crate) fn whole(value: u128) -> Self {
        Self::new(DoubleDouble::whole(value))
    }

    /// A number of steps and a fraction of one, to 104 bits.
    pub(crate) fn between(steps: u64, fraction: f64) -> Self {
        if steps == 0 {
            // It may be as small as a double can be.
            return Self::from_f64(fraction);
        }
        Self::new(DoubleDouble::whole(u128::from(steps)).add(DoubleDouble::new(fraction)))
    }

    pub(crate) fn is_zero(self) -> bool {
        self.value.high == 0.0
    }

    pub(crate) fn negated(self) -> Self {
        Self { value: self.value.negated(), ..self }
    }

    /// Zero in place of a negative number.
    pub(crate) fn or_zero(self) -> Self {
        if self.value.high < 0.0 { Self::new(DoubleDouble::ZERO) } else { self }
    }

    /// The exponent of the leading bit; of zero, one below all others.
    #[inline]
    pub(crate) fn leading_exponent(self) -> i64 {
        if self.is_zero() { i64::MIN } else { exponent_of(self.value.high) + self.exponent }
    }

    /// The value times a power of two.
    #[inline]
    pub(crate) fn scaled(self, power: i64) -> Self {
        Self { exponent: self.exponent + power, ..self }
    }

    #[inline]
    pub(crate) fn mul(self, other: Self) -> Self {
        Self { value: self.value.mul(other.value), exponent: self.exponent + other.exponent }
    }

    #[inline]
    pub(crate) fn div(self, other: Self) -> Self {
        Self { value: self.value.div(other.value), exponent: self.exponent - other.exponent }
    }

    #[inline]
    pub(crate) fn add(self, other: Self) -> Self {
        // The exponent of zero says nothing.
        if self.is_zero() {
            return other;
        }
        if other.is_zero() {
            return self;
        }
        let exponent = self.exponent.max(other.exponent);
        Self { value: self.with_exponent(exponent).add(other.with_exponent(exponent)), exponent }
    }

    /// The value of the number divided by 2 to the exponent.
    #[inline]
    pub(crate) fn with_exponent(self, exponent: i64) -> DoubleDouble {
        self.value.times(power_of_two(self.exponent - exponent))
    }

    /// Within the range of doubles, with room for the low one.
    #[inline]
    pub(crate) fn to_double_double(self) -> DoubleDouble {
        let DoubleDouble { high, low } = self.value;
        DoubleDouble { high: times_power(high, self.exponent), low: times_power(low, self.exponent) }
    }

    /// The nearest double, also where that is subnormal; infinite beyond the largest.
    #[inline]
    pub(crate) fn to_f64(self) -> f64 {
        let DoubleDouble { high, low } = self.value;
        let leading = self.leading_exponent();
        if leading >= -1022 { times_power(high + low, self.exponent) } else { self.to_subnormal(leading) }
    }

    /// The last bit that fits has an exponent of -1074. The sum with a number whose last bit is that one is cut there.
    #[cold]
    fn to_subnormal(self, leading: i64) -> f64 {
        if leading < -1080 {
            return 0.0;
        }
        let anchor = power_of_two(52 - 1074 - self.exponent);
        let sum = DoubleDouble::sum(anchor, self.value.high);
        times_power((sum.high + (sum.low + self.value.low)) - anchor, self.exponent)
    }
}

/// In two steps, since neither the power nor its inverse need be a double.
#[inline]
fn times_power(value: f64, power: i64) -> f64 {
    let half = power.clamp(-2000, 2000) / 2;
    value * power_of_two(half) * power_of_two(power.clamp(-2000, 2000) - half)
}

/// The exponent of the leading bit of a double that is not subnormal; of zero, one below those of all others.
#[inline]
#[expect(clippy::cast_possible_wrap, reason = "eleven bits")]
pub(crate) fn exponent_of(value: f64) -> i64 {
    (value.to_bits() >> 52 & 0x7ff) as i64 - 1023
}
