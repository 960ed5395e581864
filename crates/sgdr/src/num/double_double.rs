//! A number as the unevaluated sum of two doubles, about 106 bits.
//!
//! Uses only `+ - * /` on `f64`, whose results IEEE 754 fixes on every machine (no fused multiply-add).
//! Sources: T. J. Dekker, "A floating-point technique for extending the available precision" (1971);
//! D. E. Knuth, The Art of Computer Programming 2, section 4.2.2.

/// `high + low`, with `high` the double nearest to the sum.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DoubleDouble {
    pub(crate) high: f64,
    pub(crate) low: f64,
}

impl DoubleDouble {
    pub(crate) const ZERO: Self = Self { high: 0.0, low: 0.0 };
    pub(crate) const ONE: Self = Self { high: 1.0, low: 0.0 };
    pub(crate) const HALF_PI: Self = Self { high: core::f64::consts::FRAC_PI_2, low: 6.123_233_995_736_766e-17 };
    pub(crate) const LN_2: Self = Self { high: core::f64::consts::LN_2, low: 2.319_046_813_846_299_6e-17 };
    pub(crate) const ONE_THIRD: Self = Self { high: 1.0 / 3.0, low: 1.850_371_707_708_594e-17 };
    pub(crate) const ONE_FIFTH: Self = Self { high: 0.2, low: -1.110_223_024_625_156_6e-17 };
    pub(crate) const ONE_SIXTH: Self = Self { high: 1.0 / 6.0, low: 9.251_858_538_542_97e-18 };

    /// A double as it is.
    pub(crate) const fn new(value: f64) -> Self {
        Self { high: value, low: 0.0 }
    }

    /// A whole number below 2^85, exactly.
    #[inline]
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "at most 53 and 32 bits")]
    pub(crate) fn whole(value: u128) -> Self {
        Self::sum((value >> 32) as u64 as f64 * 4_294_967_296.0, f64::from(value as u32))
    }

    /// The exact sum of two doubles (Knuth).
    #[inline]
    pub(crate) fn sum(a: f64, b: f64) -> Self {
        let high = a + b;
        let b_part = high - a;
        Self { high, low: (a - (high - b_part)) + (b - b_part) }
    }

    /// The exact sum of two doubles, of which the first is not smaller in magnitude (Dekker): that of `sum`, sooner.
    #[inline]
    pub(crate) fn sum_ordered(a: f64, b: f64) -> Self {
        let high = a + b;
        Self { high, low: b - (high - a) }
    }

    /// The exact product of two doubles (Dekker).
    #[inline]
    pub(crate) fn product(a: f64, b: f64) -> Self {
        let (a_high, b_high) = (leading_bits(a), leading_bits(b));
        let (a_low, b_low) = (a - a_high, b - b_high);
        let high = a * b;
        Self { high, low: ((a_high * b_high - high) + a_high * b_low + a_low * b_high) + a_low * b_low }
    }

    /// The sum, within 2^-104 of it also where leading digits cancel (Knuth's two sums of doubles, renormalised).
    #[inline]
    pub(crate) fn add(self, other: Self) -> Self {
        let high = Self::sum(self.high, other.high);
        let low = Self::sum(self.low, other.low);
        let high = Self::sum(high.high, high.low + low.high);
        Self::sum(high.high, high.low + low.low)
    }

    #[inline]
    pub(crate) fn mul(self, other: Self) -> Self {
        let product = Self::product(self.high, other.high);
        Self::sum_ordered(product.high, product.low + (self.high * other.low + self.low * other.high))
    }

    #[inline]
    pub(crate) fn div(self, other: Self) -> Self {
        let first = self.high / other.high;
        let product = Self::product(first, other.high);
        let remainder = ((self.high - product.high) - product.low) + (self.low - first * other.low);
        Self::sum_ordered(first, remainder / other.high)
    }

    pub(crate) fn negated(self) -> Self {
        Self { high: -self.high, low: -self.low }
    }

    /// Zero in place of a negative number.
    pub(crate) fn or_zero(self) -> Self {
        if self.high < 0.0 { Self::ZERO } else { self }
    }

    /// The product with a power of two, exact within the range of doubles.
    #[inline]
    pub(crate) fn times(self, power_of_two: f64) -> Self {
        Self { high: self.high * power_of_two, low: self.low * power_of_two }
    }

    /// Rounded to multiples of the last bit of `anchor`, a number far above `low` and below `high`.
    ///
    /// A function of numbers on a grid never falls where it should rise, as long as it rises by more than its error from
    /// one to the next. (The sum makes equal numbers equal also in their parts.)
    #[inline]
    pub(crate) fn on_grid(self, anchor: f64) -> Self {
        Self::sum(self.high, (self.low + anchor) - anchor)
    }

    /// The nearest double.
    #[inline]
    pub(crate) fn to_f64(self) -> f64 {
        self.high + self.low
    }
}

/// The 26 leading bits of the significand: the product of two such numbers is exact.
#[inline]
pub(crate) fn leading_bits(value: f64) -> f64 {
    f64::from_bits(value.to_bits() & !0x07ff_ffff)
}
