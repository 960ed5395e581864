//! The floating-point types that a rate may have.

use half::{bf16, f16};
use sgdr::Rate;

use crate::error::CliError;
use crate::text::decimal;

/// The type of the answers: the `f64` rate of a schedule, rounded once. Values of all types are carried as the `f64` that
/// they are equal to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Dtype {
    F64,
    F32,
    F16,
    Bf16,
}

impl Dtype {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::F64 => "f64",
            Self::F32 => "f32",
            Self::F16 => "f16",
            Self::Bf16 => "bf16",
        }
    }

    /// The name in NumPy and Keras.
    pub(crate) fn keras_name(self) -> &'static str {
        match self {
            Self::F64 => <f64 as Rate>::DTYPE,
            Self::F32 => <f32 as Rate>::DTYPE,
            Self::F16 => <f16 as Rate>::DTYPE,
            Self::Bf16 => <bf16 as Rate>::DTYPE,
        }
    }

    /// The nearest value of this type, ties to even.
    pub(crate) fn round(self, value: f64) -> f64 {
        match self {
            Self::F64 => value,
            Self::F32 => <f32 as Rate>::from_f64(value).to_f64(),
            Self::F16 => <f16 as Rate>::from_f64(value).to_f64(),
            Self::Bf16 => <bf16 as Rate>::from_f64(value).to_f64(),
        }
    }

    /// Reads a rate among the parameters, which stay `f64`. One that this type cannot hold is an error.
    pub(crate) fn parse(self, name: &str, text: &str) -> Result<f64, CliError> {
        let value = text.parse::<f64>().map_err(|_| decimal::not_a_number(name, text))?;
        decimal::in_range(name, text, self.round(value), self.name())?;
        Ok(value)
    }

    /// The shortest decimal that reads back as this value of the type.
    pub(crate) fn text(self, rate: f64) -> String {
        decimal::text(self.shortest(rate))
    }

    /// The double with the shortest decimal that reads back as this value of the type.
    ///
    /// A decimal of nine digits or fewer is also the shortest one of the double nearest to it, so that double can stand
    /// for it.
    pub(crate) fn shortest(self, value: f64) -> f64 {
        match self {
            Self::F64 => value,
            #[expect(clippy::cast_possible_truncation, reason = "the value is an f32")]
            Self::F32 => format!("{:e}", value as f32).parse().unwrap_or(value),
            Self::F16 => self.shortest_by_trying(value, f16::EPSILON.to_f64()),
            Self::Bf16 => self.shortest_by_trying(value, bf16::EPSILON.to_f64()),
        }
    }

    /// The nearest decimal of one digit that reads back as the value, else of two, and so on.
    ///
    /// Below a power of two the values are twice as close as above it (`epsilon` apart, relatively). So a decimal above
    /// may read back although a nearer one below does not; if there is one, then near the middle of what does.
    fn shortest_by_trying(self, value: f64, epsilon: f64) -> f64 {
        let is_power_of_two = value.to_bits().trailing_zeros() >= 52;
        let middle = value * (1.0 + epsilon / 8.0);
        let near = |target: f64, digits: usize| {
            let decimal = format!("{target:.*e}", digits - 1).parse().ok();
            decimal.filter(|&decimal| self.round(decimal) == value)
        };
        // Five digits tell all values of either type apart.
        (1..=5)
            .find_map(|digits| near(value, digits).or_else(|| is_power_of_two.then(|| near(middle, digits))?))
            .unwrap_or(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF_TYPES: [Dtype; 2] = [Dtype::F16, Dtype::Bf16];

    fn every_value(dtype: Dtype) -> impl Iterator<Item = f64> {
        (0..0x7fff_u16).map(move |bits| match dtype {
            Dtype::F16 => f16::from_bits(bits).to_f64(),
            _ => bf16::from_bits(bits).to_f64(),
        })
    }

    fn text(value: f64) -> String {
        let mut text = String::new();
        decimal::push(&mut text, value);
        text
    }

    #[test]
    fn every_half_precision_value_reads_back() {
        for dtype in HALF_TYPES {
            for value in every_value(dtype).filter(|value| value.is_finite()) {
                let text = text(dtype.shortest(value));
                assert_eq!(dtype.parse("rate", &text).map(|read| dtype.round(read)), Ok(value), "{text}");
            }
        }
    }

    /// Of the decimals with one digit less, neither the one below nor the one above reads back.
    #[test]
    fn no_shorter_decimal_reads_back() {
        for dtype in HALF_TYPES {
            for value in every_value(dtype).filter(|value| value.is_finite()) {
                let shortest = format!("{:e}", dtype.shortest(value));
                let digits = shortest.bytes().take_while(|&byte| byte != b'e').filter(u8::is_ascii_digit).count();
                if digits > 1 {
                    let (mantissa, exponent) = shortest.split_once('e').expect("written so");
                    let (cut, _) = mantissa.split_at(mantissa.len() - 1);
                    let unit = 10_f64
                        .powi(exponent.parse::<i32>().expect("written so") + 2 - i32::try_from(digits).expect("few"));
                    let below: f64 = format!("{cut}e{exponent}").parse().expect("written so");
                    for decimal in [below - unit, below, below + unit] {
                        assert_ne!(dtype.round(decimal), value, "{shortest} has a shorter form near {decimal:e}");
                    }
                }
            }
        }
    }

    #[test]
    fn rates_are_printed_as_in_their_type() {
        for (dtype, given, expected) in [
            (Dtype::F64, 0.1, "0.1"),
            (Dtype::F32, 0.1, "0.1"),
            (Dtype::F16, 0.1, "0.1"),
            (Dtype::Bf16, 0.1, "0.1"),
            (Dtype::F16, 1.0 / 3.0, "0.3333"),
            (Dtype::Bf16, 1.0 / 3.0, "0.334"),
            (Dtype::F16, 65504.0, "65500"),
            (Dtype::F16, 0.015625, "0.01563"),
            (Dtype::F16, 6e-8, "6e-8"),
            (Dtype::F32, 1e-45, "1e-45"),
            (Dtype::F64, 0.0, "0"),
            (Dtype::F64, 1.0, "1"),
            (Dtype::F64, 1e16, "1e16"),
            (Dtype::F64, 0.0001, "0.0001"),
            (Dtype::F64, 1e-300, "1e-300"),
        ] {
            assert_eq!(text(dtype.shortest(dtype.round(given))), expected);
        }
    }
}
