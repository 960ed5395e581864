//! Numbers as text: rates as decimals, steps in groups of three digits.

/// `digits * 10^exponent`, a number as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    pub(crate) digits: u64,
    pub(crate) exponent: i32,
}

impl Decimal {
    /// The nearest decimal with `significant` digits; zero unless the number is positive.
    pub(crate) fn rounded(value: f64, significant: usize) -> Self {
        let (mantissa, exponent) = scientific(value, significant);
        let mut decimal = Self { digits: mantissa, exponent };
        while decimal.digits != 0 && decimal.digits % 10 == 0 {
            decimal = Self { digits: decimal.digits / 10, exponent: decimal.exponent + 1 };
        }
        decimal
    }

    /// The nearest double.
    pub(crate) fn value(self) -> f64 {
        format!("{}e{}", self.digits, self.exponent).parse().unwrap_or(f64::INFINITY)
    }

    /// The power of ten of the first digit.
    pub(crate) fn magnitude(self) -> i32 {
        let length = self.digits.checked_ilog10().unwrap_or(0);
        self.exponent.saturating_add_unsigned(length)
    }

    /// Plainly where that is short, otherwise with an exponent.
    pub(crate) fn text(self) -> String {
        if plain(self.magnitude()) { self.plain_text(0) } else { self.exponent_text() }
    }

    /// Digits and a point, with at least `decimals` decimals.
    pub(crate) fn plain_text(self, decimals: usize) -> String {
        let Self { digits, exponent } = self;
        if digits == 0 {
            return String::from("0");
        }
        let places = usize::try_from(exponent.saturating_neg()).unwrap_or(0);
        let zeros = usize::try_from(exponent).unwrap_or(0);
        let mut text = format!("{digits:0>width$}{:0<zeros$}", "", width = places + 1);
        if decimals.max(places) > 0 {
            text.insert(text.len() - places, '.');
            text.push_str(&"0".repeat(decimals.saturating_sub(places)));
        }
        text
    }

    pub(crate) fn exponent_text(self) -> String {
        let digits = self.digits.to_string();
        if self.digits == 0 {
            return digits;
        }
        let (first, rest) = digits.split_at(1);
        let rest = rest.trim_end_matches('0');
        let point = if rest.is_empty() { "" } else { "." };
        format!("{first}{point}{rest}e{}", self.magnitude())
    }
}

/// Whether numbers of this magnitude are written without an exponent.
pub(crate) fn plain(magnitude: i32) -> bool {
    (-3..6).contains(&magnitude)
}

/// The decimal digits of a positive number, rounded to `significant` digits, and the power of ten of the last one.
fn scientific(value: f64, significant: usize) -> (u64, i32) {
    if !(value > 0.0 && value.is_finite()) {
        return (0, 0);
    }
    let decimals = significant.max(1) - 1;
    let text = format!("{value:.decimals$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let digits = mantissa.replace('.', "").parse().unwrap_or(0);
    let exponent: i32 = exponent.parse().unwrap_or(0);
    (digits, exponent.saturating_sub(i32::try_from(decimals).unwrap_or(0)))
}

/// A whole number in groups of three digits.
///
/// ```
/// assert_eq!(sgdr_plot::grouped(15_000), "15,000");
/// ```
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of steps in words.
pub(crate) fn steps(count: u64) -> String {
    format!("{} {}", grouped(count), if count == 1 { "step" } else { "steps" })
}

/// A round step on an axis that goes up to `end`: in full below a million, then in M, G, T, P or E.
pub(crate) fn short(step: u64, end: u64) -> String {
    const UNITS: [(u64, i32, &str); 5] = [
        (1_000_000_000_000_000_000, 18, "E"),
        (1_000_000_000_000_000, 15, "P"),
        (1_000_000_000_000, 12, "T"),
        (1_000_000_000, 9, "G"),
        (1_000_000, 6, "M"),
    ];
    match UNITS.iter().find(|(size, ..)| end >= *size) {
        Some(&(_, power, unit)) if step > 0 => {
            let mut decimal = Decimal { digits: step, exponent: -power };
            while decimal.digits % 10 == 0 && decimal.exponent < 0 {
                decimal = Decimal { digits: decimal.digits / 10, exponent: decimal.exponent + 1 };
            }
            format!("{} {unit}", decimal.plain_text(0))
        }
        _ => grouped(step),
    }
}

/// A count as a real number.
#[expect(clippy::cast_precision_loss, reason = "a picture shows far fewer digits")]
pub(crate) fn real(count: u64) -> f64 {
    count as f64
}

/// A length as a real number.
pub(crate) fn real_length(length: usize) -> f64 {
    real(u64::try_from(length).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::{Decimal, grouped, short};

    #[test]
    fn decimals_are_written_plainly_where_that_is_short() {
        let text = |value| Decimal::rounded(value, 4).text();
        assert_eq!(["0.1", "0.0802", "0.06436"], [0.1, 0.0802, 0.064_36].map(text).each_ref().map(String::as_str));
        assert_eq!(text(0.123_456), "0.1235");
        assert_eq!(text(0.99999), "1");
        assert_eq!(text(12.0), "12");
        assert_eq!(text(123_456.0), "123500");
        assert_eq!(text(1e6), "1e6");
        assert_eq!(text(0.000_25), "2.5e-4");
        assert_eq!(text(5e-324), "4.941e-324");
        assert_eq!(text(f64::MAX), "1.798e308");
        assert_eq!(text(0.0), "0");
        assert_eq!(text(f64::NAN), "0");
    }

    #[test]
    fn decimals_can_be_padded() {
        assert_eq!(Decimal { digits: 10, exponent: -2 }.plain_text(2), "0.10");
        assert_eq!(Decimal { digits: 1, exponent: 0 }.plain_text(1), "1.0");
        assert_eq!(Decimal { digits: 3, exponent: 2 }.plain_text(0), "300");
        assert_eq!(Decimal { digits: 150, exponent: -8 }.exponent_text(), "1.5e-6");
        assert_eq!(Decimal { digits: 5, exponent: -324 }.value(), 5e-324);
    }

    #[test]
    fn steps_are_grouped_or_short() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(15_000), "15,000");
        assert_eq!(grouped(u64::MAX), "18,446,744,073,709,551,615");
        assert_eq!(short(500_000, 999_999), "500,000");
        assert_eq!(short(500_000, 1_500_000), "0.5 M");
        assert_eq!(short(20_000_000, 90_000_000), "20 M");
        assert_eq!(short(0, 90_000_000), "0");
        assert_eq!(short(5_000_000_000_000_000_000, u64::MAX), "5 E");
    }
}
