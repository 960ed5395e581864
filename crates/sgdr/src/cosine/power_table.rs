//! Powers of a number with whole exponents, as products of a few from a table.

use alloc::vec::Vec;

use crate::num::extended::Extended;
use crate::num::wide::Wide;

/// The bits of a digit of an exponent.
const BITS: u32 = 6;
const DIGITS: usize = 1 << BITS;

/// For each digit of an exponent, to the base 64 and from the lowest on, the power for each value that it may have.
#[derive(Debug)]
pub(super) struct PowerTable(Vec<[Extended; DIGITS]>);

impl PowerTable {
    /// For exponents up to the largest. The number is finite and not negative.
    pub(super) fn new(number: f64, largest: u64) -> Self {
        let mut square = Wide::from_f64(number);
        let digits = (u64::BITS - largest.leading_zeros()).div_ceil(BITS);
        let table = |_| {
            let mut table = [Extended::ONE; DIGITS];
            for bit in 0..BITS {
                let power = Extended::from_wide(square);
                square = square.mul(square);
                // Those with this highest bit.
                let (lower, higher) = table.split_at_mut(1 << bit);
                lower.iter().zip(higher).for_each(|(lower, higher)| *higher = lower.mul(power));
            }
            table
        };
        Self((0..digits).map(table).collect())
    }

    /// Within 2^-96 of the power. The exponent is not above the largest.
    #[inline]
    pub(super) fn power(&self, exponent: u64) -> Extended {
        self.times_lowest(self.without_lowest(exponent), exponent)
    }

    /// The power of the exponent without its lowest digit.
    #[inline]
    fn without_lowest(&self, exponent: u64) -> Extended {
        let mut power = Extended::ONE;
        let mut rest = exponent >> BITS;
        for table in self.0.iter().skip(1) {
            if rest == 0 {
                break;
            }
            power = power.mul(table[digit(rest)]);
            rest >>= BITS;
        }
        power
    }

    #[inline]
    fn times_lowest(&self, power: Extended, exponent: u64) -> Extended {
        match self.0.first() {
            Some(table) => power.mul(table[digit(exponent)]),
            None => power,
        }
    }

    /// `power` for exponents that grow one by one.
    pub(super) fn in_order(&self) -> InOrder<'_> {
        InOrder { table: self, exponent: 0, power: Extended::ONE }
    }
}

/// Keeps the product of all digits but the lowest.
pub(super) struct InOrder<'a> {
    table: &'a PowerTable,
    /// The last exponent without its lowest digit, and the power of it.
    exponent: u64,
    power: Extended,
}

impl InOrder<'_> {
    #[inline]
    pub(super) fn power(&mut self, exponent: u64) -> Extended {
        if self.exponent != exponent >> BITS {
            (self.exponent, self.power) = (exponent >> BITS, self.table.without_lowest(exponent));
        }
        self.table.times_lowest(self.power, exponent)
    }
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the lowest digit")]
fn digit(exponent: u64) -> usize {
    exponent as usize % DIGITS
}
