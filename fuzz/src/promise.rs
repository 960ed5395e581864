//! What every schedule promises.

use sgdr::{LearningRateSchedule, Rate};

/// How many steps in a row are looked at.
const WINDOW: usize = 24;

/// The rates of a few steps around each of `steps` are no NaN and not negative, and [`fill`](LearningRateSchedule::fill)
/// and [`at_many`](LearningRateSchedule::at_many) give the same bits.
pub fn check<T: Rate>(schedule: &impl LearningRateSchedule<Rate = T>, steps: &[u64]) {
    for &step in steps {
        let mut run = [T::from_f64(f64::NAN); WINDOW];
        schedule.fill(step, &mut run);
        for (offset, rate) in (0..).zip(run) {
            assert!(rate.to_f64() >= 0.0, "a rate of {rate} at {step} + {offset}");
            let step = step.saturating_add(offset);
            assert_eq!(bits(rate), bits(schedule.at(step)), "fill and at differ at {step}");
        }
    }
    for &step in steps {
        check_between(schedule, step);
    }
    let mut scattered = vec![T::from_f64(f64::NAN); steps.len()];
    schedule.at_many(steps, &mut scattered).expect("as many");
    for (&step, rate) in steps.iter().zip(scattered) {
        assert_eq!(bits(rate), bits(schedule.at(step)), "at_many and at differ at {step}");
    }
}

/// Fractions of a step: the least ones, some, and the largest one.
pub const FRACTIONS: [f64; 5] = [f64::MIN_POSITIVE, 1.0 / 4_503_599_627_370_496.0, 0.25, 0.5, 1.0 - f64::EPSILON / 2.0];

/// Between a step and the next one the rates are no NaN and not negative; a whole real step has the bits of that step.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "any step will do"
)]
fn check_between<T: Rate>(schedule: &impl LearningRateSchedule<Rate = T>, step: u64) {
    for fraction in FRACTIONS {
        let rate = schedule.at_fraction(step, fraction);
        assert!(rate.to_f64() >= 0.0, "a rate of {rate:?} at {step} + {fraction:e}");
    }
    if step < 1 << 63 {
        let real = step as f64;
        let rate = schedule.at_real(real).expect("a step");
        assert_eq!(bits(rate), bits(schedule.at(real as u64)), "at_real and at differ at {real}");
    }
}

/// The rates are those of a schedule of doubles with the same parameters, rounded once.
pub fn check_rounded<T: Rate>(
    narrow: &impl LearningRateSchedule<Rate = T>,
    wide: &impl LearningRateSchedule<Rate = f64>,
    steps: &[u64],
) {
    for &step in steps {
        let (narrow, wide) = (narrow.at(step), wide.at(step));
        assert_eq!(bits(narrow), bits(T::from_f64(wide)), "{narrow} is not {wide} rounded once, at {step}");
    }
}

/// From `from` to `last` the rates lie between two ends and never turn back on the way from the first to the second.
pub fn check_one_way<T: Rate>(
    schedule: &impl LearningRateSchedule<Rate = T>,
    (from, last): (u64, u64),
    (begin, end): (T, T),
) {
    let near = (from..=last).take(WINDOW);
    let far = (5..64).map_while(|k| from.checked_add(1 << k)).take_while(|&step| step <= last);
    let mut before = begin;
    for step in near.chain(far).chain((from <= last).then_some(last)) {
        let rate = schedule.at(step);
        let onward = if begin <= end { before <= rate && rate <= end } else { before >= rate && rate >= end };
        assert!(onward, "at {step} {rate} after {before}, on the way from {begin} to {end}");
        before = rate;
    }
}

/// Two doubles differ by no more than plain arithmetic may be wrong by; a guard against gross errors.
///
/// Close to the largest double that arithmetic, or the rate, may be infinite.
pub fn check_near(rate: f64, expected: f64, size: f64, step: u64) {
    let near = (rate - expected).abs() <= size * 1e-11 + 1e-320;
    assert!(near || rate.max(expected) >= f64::MAX / 2.0, "at {step} {rate:e} instead of {expected:e}");
}

/// Those of a zero tell its sign, which `==` does not.
pub fn bits<T: Rate>(rate: T) -> u64 {
    rate.to_f64().to_bits()
}

/// The range of most parameters.
pub fn is_legal<T: Rate>(rate: T) -> bool {
    rate.to_f64().is_finite() && rate.to_f64() >= 0.0
}
