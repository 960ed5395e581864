//! The types that a rate may have.

use core::fmt::{Debug, Display};

pub(crate) use sealed::Sealed;

mod sealed {
    use super::Rate;

    pub trait Sealed: Sized {
        /// Writes rates of this type: `fill` writes those from an index on, in f64.
        fn fill(out: &mut [Self], mut fill: impl FnMut(usize, &mut [f64]))
        where
            Self: Rate,
        {
            let mut rates = [0.0; 512];
            for (chunk, out) in out.chunks_mut(512).enumerate() {
                let rates = &mut rates[..out.len()];
                fill(chunk * 512, rates);
                out.iter_mut().zip(rates).for_each(|(out, rate)| *out = Self::from_f64(*rate));
            }
        }
    }

    impl Sealed for f64 {
        fn fill(out: &mut [Self], mut fill: impl FnMut(usize, &mut [f64])) {
            fill(0, out);
        }
    }
    impl Sealed for f32 {}
    #[cfg(feature = "half")]
    impl Sealed for half::f16 {}
    #[cfg(feature = "half")]
    impl Sealed for half::bf16 {}
}

/// A floating-point type that a rate may have: `f64`, `f32`, and with the feature `half` also `f16` and `bf16`.
///
/// Rates are computed in `f64` and rounded once, so this is all that a type must offer. The trait is sealed.
///
/// ```
/// use sgdr::Rate;
///
/// fn rounded<T: Rate>(rate: f64) -> f64 {
///     T::from_f64(rate).to_f64()
/// }
///
/// assert_eq!(rounded::<f64>(0.1), 0.1);
/// assert_eq!(rounded::<f32>(0.1), 0.10000000149011612);
/// ```
pub trait Rate: Sealed + Copy + PartialEq + PartialOrd + Debug + Display + Send + Sync + 'static {
    /// The name of the type in NumPy and Keras.
    ///
    /// ```
    /// use sgdr::Rate;
    ///
    /// assert_eq!(f32::DTYPE, "float32");
    /// ```
    const DTYPE: &'static str;

    /// The nearest value of this type, ties to even.
    fn from_f64(rate: f64) -> Self;

    /// The same value as an `f64`; exact.
    fn to_f64(self) -> f64;
}

impl Rate for f64 {
    const DTYPE: &'static str = "float64";

    fn from_f64(rate: f64) -> Self {
        rate
    }

    fn to_f64(self) -> f64 {
        self
    }
}

impl Rate for f32 {
    const DTYPE: &'static str = "float32";

    #[expect(clippy::cast_possible_truncation, reason = "rounding to f32 is what the caller asks for")]
    fn from_f64(rate: f64) -> Self {
        rate as f32
    }

    fn to_f64(self) -> f64 {
        f64::from(self)
    }
}

#[cfg(feature = "half")]
impl Rate for half::f16 {
    const DTYPE: &'static str = "float16";

    fn from_f64(rate: f64) -> Self {
        Self::from_f32(to_odd(rate))
    }

    fn to_f64(self) -> f64 {
        Self::to_f64(self)
    }
}

#[cfg(feature = "half")]
impl Rate for half::bf16 {
    const DTYPE: &'static str = "bfloat16";

    fn from_f64(rate: f64) -> Self {
        Self::from_f32(to_odd(rate))
    }

    fn to_f64(self) -> f64 {
        Self::to_f64(self)
    }
}

/// The f32 from which a half rounds as from the double itself: where bits are lost, the neighbour whose last bit is set.
///
/// `from_f64` of `half` will not do: it rounds twice, by way of an f32, or drops bits, depending on the CPU.
/// Source: S. Boldo, G. Melquiond, "When double rounding is odd" (2005).
#[cfg(feature = "half")]
#[expect(clippy::cast_possible_truncation, reason = "the bits lost are put in the last one")]
fn to_odd(rate: f64) -> f32 {
    let nearest = rate as f32;
    if f64::from(nearest) == rate || rate.is_nan() || rate.is_infinite() {
        return nearest;
    }
    // Towards zero, then the last bit.
    let magnitude = nearest.to_bits() - u32::from(f64::from(nearest).abs() > rate.abs());
    f32::from_bits(magnitude | 1)
}
