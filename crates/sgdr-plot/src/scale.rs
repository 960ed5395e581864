//! The two axes: where a step or a rate lies, and the round numbers beside it.

use crate::number::{self, Decimal, real, real_length};

/// A number written beside an axis.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tick {
    /// From 0 at the origin to 1 at the other end.
    pub(crate) position: f64,
    pub(crate) label: String,
}

/// The axis of the steps: from 0 to the end of the run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StepAxis {
    pub(crate) steps: u64,
}

impl StepAxis {
    pub(crate) fn at(self, step: u64) -> f64 {
        real(step) / real(self.steps)
    }

    /// At most `most` ticks after the one at 0, at multiples of 1, 2 or 5 times a power of ten.
    pub(crate) fn ticks(self, most: u64) -> Vec<Tick> {
        let powers = (0..20).map(|power| 10_u64.pow(power));
        let spacing = powers
            .flat_map(|power| [1, 2, 5].map(|factor| power.checked_mul(factor)))
            .flatten()
            .find(|spacing| self.steps / spacing <= most)
            .unwrap_or(u64::MAX);
        (0..=most.min(self.steps / spacing))
            .map(|index| index * spacing)
            .map(|step| Tick { position: self.at(step), label: number::short(step, self.steps) })
            .collect()
    }
}

/// The axis of the rates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum RateAxis {
    /// From 0 up.
    Linear { top: f64 },
    /// Equal ratios are equally far apart; what is below the bottom is drawn there.
    Log { bottom: f64, top: f64 },
}

impl RateAxis {
    pub(crate) fn linear(top: f64) -> Self {
        Self::Linear { top: if top > 0.0 { top } else { 1.0 } }
    }

    /// From a round number at or below `bottom` up to `top`.
    pub(crate) fn log(bottom: f64, top: f64) -> Self {
        let top = if top > 0.0 { top } else { 1.0 };
        let bottom = if bottom > 0.0 && bottom < top { bottom } else { top / 10.0 };
        let decades = top.log10() - bottom.log10();
        let decimal = Decimal::rounded(bottom, 17);
        let exponent = decimal.magnitude();
        let below = [5, 2, 1]
            .map(|digits| Decimal { digits, exponent }.value())
            .into_iter()
            .filter(|_| decades < 2.0)
            .find(|&round| round <= bottom);
        let below = below.unwrap_or_else(|| Decimal { digits: 1, exponent }.value());
        // The smallest doubles have no power of ten below them.
        Self::Log { bottom: if below > 0.0 { below } else { bottom }, top }
    }

    pub(crate) fn bottom(self) -> f64 {
        match self {
            Self::Linear { .. } => 0.0,
            Self::Log { bottom, .. } => bottom,
        }
    }

    /// From 0 at the bottom to 1 at the top, and never beyond.
    pub(crate) fn at(self, rate: f64) -> f64 {
        let position = match self {
            Self::Linear { top } => rate / top,
            Self::Log { bottom, top } => (rate.max(bottom).ln() - bottom.ln()) / (top.ln() - bottom.ln()),
        };
        if position.is_nan() { 0.0 } else { position.clamp(0.0, 1.0) }
    }

    /// The approximate number of ticks at most.
    pub(crate) fn ticks(self, most: usize) -> Vec<Tick> {
        let most = most.max(1);
        match self {
            Self::Linear { top } => linear_ticks(top, most),
            Self::Log { bottom, top } => log_ticks(bottom, top, most)
                .into_iter()
                .map(|(decimal, label)| Tick { position: self.at(decimal.value()), label })
                .collect(),
        }
    }
}

/// Multiples of 1, 2 or 5 times a power of ten, all with the same number of decimals.
fn linear_ticks(top: f64, most: usize) -> Vec<Tick> {
    let digits = Decimal::rounded(top, 17);
    let magnitude = digits.magnitude();
    // From 1 to 10, and free of the trouble that the smallest and largest doubles give.
    let leading = Decimal { digits: digits.digits, exponent: digits.exponent - magnitude }.value();
    let choices = [(1, -1), (2, -1), (5, -1), (1, 0), (2, 0), (5, 0), (1, 1)];
    let spacing = |(factor, power): (u64, i32)| real(factor) * 10_f64.powi(power) / leading;
    let count = |choice| (1.0 / spacing(choice) + 1e-9).floor();
    let choice = choices.into_iter().find(|&choice| count(choice) <= real_length(most));
    let (factor, power) = choice.unwrap_or((1, 1));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 100")]
    let (spacing, count) = (spacing((factor, power)), count((factor, power)) as u64);
    let exponent = magnitude + power;
    let decimals = usize::try_from(-exponent).unwrap_or(0);
    let label = |decimal: Decimal| {
        if number::plain(magnitude) { decimal.plain_text(decimals) } else { decimal.exponent_text() }
    };
    (0..=count)
        .map(|index| Tick {
            position: (real(index) * spacing).min(1.0),
            label: label(Decimal { digits: index * factor, exponent }),
        })
        .collect()
}

/// Powers of ten; with 2 and 5 times them where there are few, only some of them where there are many.
fn log_ticks(bottom: f64, top: f64, most: usize) -> Vec<(Decimal, String)> {
    let exponents = Decimal::rounded(bottom, 17).magnitude()..=Decimal::rounded(top, 17).magnitude();
    let within = |factors: &[u64], stride: i32| -> Vec<Decimal> {
        exponents
            .clone()
            .filter(|exponent| exponent.rem_euclid(stride) == 0)
            .flat_map(|exponent| factors.iter().map(move |&digits| Decimal { digits, exponent }))
            .filter(|decimal| (bottom..=top).contains(&decimal.value()))
            .collect()
    };
    let choices: [(&[u64], i32); 9] = [
        (&[1, 2, 5], 1),
        (&[1], 1),
        (&[1], 2),
        (&[1], 5),
        (&[1], 10),
        (&[1], 20),
        (&[1], 50),
        (&[1], 100),
        (&[1], 200),
    ];
    let ticks = choices
        .into_iter()
        .map(|(factors, stride)| within(factors, stride))
        .find(|ticks| ticks.len() <= most)
        .unwrap_or_default();
    let plain = ticks.iter().all(|tick| number::plain(tick.magnitude()));
    let label = |tick: Decimal| if plain { tick.plain_text(0) } else { tick.exponent_text() };
    ticks.into_iter().map(|tick| (tick, label(tick))).collect()
}

#[cfg(test)]
mod tests {
    use super::{RateAxis, StepAxis, Tick};

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn steps_have_round_numbers() {
        assert_eq!(labels(&StepAxis { steps: 15_000 }.ticks(6)), ["0", "5,000", "10,000", "15,000"]);
        assert_eq!(
            labels(&StepAxis { steps: 7000 }.ticks(8)),
            ["0", "1,000", "2,000", "3,000", "4,000", "5,000", "6,000", "7,000"]
        );
        assert_eq!(labels(&StepAxis { steps: 1 }.ticks(8)), ["0", "1"]);
        assert_eq!(labels(&StepAxis { steps: 2_000_000_000_000 }.ticks(4)), ["0", "0.5 T", "1 T", "1.5 T", "2 T"]);
        assert_eq!(labels(&StepAxis { steps: u64::MAX }.ticks(4)), ["0", "5 E", "10 E", "15 E"]);
        assert_eq!(labels(&StepAxis { steps: u64::MAX }.ticks(0)), ["0"]);
    }

    #[test]
    fn rates_have_round_numbers() {
        assert_eq!(labels(&RateAxis::linear(0.1).ticks(5)), ["0", "0.02", "0.04", "0.06", "0.08", "0.10"]);
        assert_eq!(labels(&RateAxis::linear(0.3).ticks(5)), ["0", "0.1", "0.2", "0.3"]);
        assert_eq!(labels(&RateAxis::linear(3e-4).ticks(3)), ["0", "1e-4", "2e-4", "3e-4"]);
        assert_eq!(labels(&RateAxis::linear(2.5e-7).ticks(5)), ["0", "5e-8", "1e-7", "1.5e-7", "2e-7", "2.5e-7"]);
        assert_eq!(labels(&RateAxis::linear(120.0).ticks(3)), ["0", "50", "100"]);
        assert_eq!(labels(&RateAxis::linear(0.0).ticks(2)), ["0", "0.5", "1.0"]);
        assert_eq!(labels(&RateAxis::linear(1e308).ticks(2)), ["0", "5e307", "1e308"]);
    }

    #[test]
    fn linear_ticks_lie_where_their_number_does() {
        for top in [0.1, 0.3, 1.0, 7.0, 9.99, 1e-5, 5e-324, 1e308, f64::MAX, 0.700_000_000_000_000_1] {
            for most in 2..12 {
                let ticks = RateAxis::linear(top).ticks(most);
                assert!((2..=most + 1).contains(&ticks.len()), "{top} {most}: {ticks:?}");
                assert!(ticks.windows(2).all(|pair| pair[0].position < pair[1].position));
                assert_eq!(ticks[0].position, 0.0);
            }
        }
    }

    #[test]
    fn powers_of_ten_have_numbers_on_a_log_axis() {
        assert_eq!(labels(&RateAxis::log(1.3e-5, 0.1).ticks(6)), ["1e-5", "1e-4", "1e-3", "1e-2", "1e-1"]);
        assert_eq!(labels(&RateAxis::log(0.03, 0.1).ticks(6)), ["0.02", "0.05", "0.1"]);
        assert_eq!(labels(&RateAxis::log(0.1, 0.1).ticks(6)), ["0.01", "0.02", "0.05", "0.1"]);
        assert_eq!(labels(&RateAxis::log(1e-300, 1.0).ticks(4)), ["1e-300", "1e-200", "1e-100", "1e0"]);
        assert_eq!(labels(&RateAxis::log(0.0, 0.0).ticks(4)), ["0.1", "0.2", "0.5", "1"]);
        let smallest = RateAxis::log(5e-324, 1e-300);
        assert_eq!(smallest.at(0.0), 0.0);
        assert_eq!(smallest.at(1e-300), 1.0);
        assert!(!smallest.ticks(6).is_empty());
    }

    #[test]
    fn a_log_axis_shows_equal_ratios_as_equal_lengths() {
        let axis = RateAxis::log(1e-4, 1.0);
        for (rate, position) in [(0.0, 0.0), (1e-4, 0.0), (1e-3, 0.25), (1e-2, 0.5), (1.0, 1.0), (f64::INFINITY, 1.0)] {
            assert!((axis.at(rate) - position).abs() < 1e-12, "{rate}");
        }
    }
}
