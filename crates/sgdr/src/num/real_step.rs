//! A real step as a whole step and a fraction.

use crate::Error;

/// 2^64, the first double that is too large for a step.
const END: f64 = 18_446_744_073_709_551_616.0;

/// The whole step before a real one, or the same, and the distance between the two in [0, 1); exact.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a step below 2^64, cut off on purpose; from 2^53 on every double is whole"
)]
pub(crate) fn split(step: f64) -> Result<(u64, f64), Error> {
    if !(0.0..END).contains(&step) {
        return Err(Error::new("step", "must be a number from 0 to 18446744073709551615", step));
    }
    let whole = step as u64;
    Ok((whole, step - whole as f64))
}
