//! Starts, lengths and positions as exact fractions, as long as these are short enough to be read.

use num_rational::Ratio;
use num_traits::{CheckedAdd as _, CheckedDiv as _, CheckedMul as _, CheckedSub as _};

use crate::text::decimal;

pub(super) type Fraction = Ratio<u128>;

/// Where a cycle starts and how long it is.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub(super) start: Fraction,
    pub(super) length: Fraction,
}

impl Span {
    /// None where the numbers need more than 128 bits.
    pub(super) fn new(first_decay_steps: u64, t_mul: Fraction, cycle: u64) -> Option<Self> {
        let length = Fraction::from_integer(first_decay_steps.into());
        let first = Self { start: Fraction::from_integer(0), length };
        if t_mul == Fraction::from_integer(1) {
            return Some(Self { start: length.checked_mul(&u128::from(cycle).into())?, length });
        }
        // Numerators or denominators at least double from one cycle to the next: the walk is short, or it overflows.
        (0..cycle)
            .try_fold(first, |span, _| Some(Self { start: span.end()?, length: span.length.checked_mul(&t_mul)? }))
    }

    pub(super) fn end(self) -> Option<Fraction> {
        self.start.checked_add(&self.length)
    }

    /// How much of it has passed at a step.
    pub(super) fn position(self, step: u64) -> Option<Fraction> {
        Fraction::from_integer(step.into()).checked_sub(&self.start)?.checked_div(&self.length)
    }
}

/// `= 33.1`, `= 40/121 ~ 0.3305785123966942`, or `~ 4425.925555681752` where there is no short fraction.
pub(super) fn shown(exact: Option<Fraction>, nearest: f64) -> String {
    const READABLE: usize = 24;
    let nearest = decimal::text(nearest);
    let Some(exact) = exact else { return format!("~ {nearest}") };
    if let Some(decimals) = finite_decimal(exact) {
        return format!("= {decimals}");
    }
    let fraction = exact.to_string();
    if fraction.len() <= READABLE { format!("= {fraction} ~ {nearest}") } else { format!("~ {nearest}") }
}

/// The fraction as a double, to about its last digit.
#[expect(clippy::cast_precision_loss, reason = "to about its last digit")]
pub(super) fn nearest(exact: Fraction) -> f64 {
    *exact.numer() as f64 / *exact.denom() as f64
}

/// All decimals, if there are at most twelve.
fn finite_decimal(exact: Fraction) -> Option<String> {
    const PLACES: usize = 12;
    let scaled = exact.checked_mul(&10_u128.pow(12).into())?;
    if !scaled.is_integer() {
        return None;
    }
    let digits = format!("{:0>width$}", scaled.to_integer(), width = PLACES + 1);
    let (whole, places) = digits.split_at(digits.len() - PLACES);
    let places = places.trim_end_matches('0');
    Some(if places.is_empty() { whole.to_owned() } else { format!("{whole}.{places}") })
}

#[cfg(test)]
mod tests {
    use sgdr::ScheduleExt as _;

    use super::*;

    #[test]
    fn spans_are_those_of_the_core() {
        for (first, t_mul) in [(1000, 2.0), (10, 1.1), (10, 1.5), (7, 1.0), (1000, 0.5), (100, 2.0 / 3.0), (3, 3.0)] {
            let schedule = sgdr::CosineDecayRestarts::builder(0.1, first).t_mul(t_mul).build().expect("legal");
            let (p, q) = schedule.t_mul_fraction().expect("neither tiny nor huge");
            for cycle in schedule.cycles().take(30) {
                let Some(span) = Span::new(first, Fraction::new(p, q.into()), cycle.index) else { break };
                assert_eq!(span.start.ceil().to_integer(), cycle.first_step.into(), "{first} {t_mul} {cycle:?}");
                if let Some((last, end)) = cycle.last_step.zip(span.end()) {
                    assert_eq!(end.ceil().to_integer(), u128::from(last) + 1, "{first} {t_mul} {cycle:?}");
                }
            }
        }
    }

    #[test]
    fn a_fraction_is_shown_as_far_as_it_is_readable() {
        for (numerator, denominator, expected) in [
            (2430, 1, "= 2430"),
            (121, 10, "= 12.1"),
            (1, 4096, "= 0.000244140625"),
            (40, 121, "= 40/121 ~ 0.25"),
            (1, 1_000_000_000_000_000_000_000_000, "~ 0.25"),
        ] {
            assert_eq!(shown(Some(Fraction::new(numerator, denominator)), 0.25), expected);
        }
        assert_eq!(shown(None, 0.25), "~ 0.25");
    }
}
