//! Any power of a number as the product of a few that are kept ready.

use alloc::vec::Vec;

use crate::num::scaled::Scaled;
use crate::num::wide::Wide;

/// The bits of the exponent that one table is for.
const BITS: u32 = 8;
const DIGITS: usize = 1 << BITS;

/// For each digit of an exponent, to the base 256 and from the lowest on, the power for each value that it may have.
#[derive(Debug)]
pub(crate) struct Powers(Vec<[Scaled; DIGITS]>);

impl Powers {
    /// For exponents up to the largest. The number is finite and not negative.
    pub(crate) fn new(number: f64, largest: u64) -> Self {
        let mut unit = Wide::from_f64(number);
        let digits = (u64::BITS - largest.leading_zeros()).div_ceil(BITS);
        let table = |_| {
            let mut power = Wide::ONE;
            let table = core::array::from_fn(|_| {
                let this = power;
                power = power.mul(unit);
                Scaled::from_wide(this)
            });
            unit = power;
            table
        };
        Self((0..digits).map(table).collect())
    }

    /// Within 2^-100 of the power. The exponent is not above the largest.
    #[inline]
    pub(crate) fn of(&self, mut exponent: u64) -> Scaled {
        let mut power = Scaled::ONE;
        for table in &self.0 {
            if exponent == 0 {
                break;
            }
            #[expect(clippy::cast_possible_truncation, reason = "the lowest digit")]
            let digit = exponent as usize % DIGITS;
            power = power.mul(table[digit]);
            exponent >>= BITS;
        }
        power
    }
}
