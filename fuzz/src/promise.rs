//! What every schedule promises.

use sgdr::{LearningRateSchedule, Rate, ScheduleExt};

/// How many steps in a row are looked at.
const WINDOW: usize = 24;

/// The rates of a few steps around each of `steps` are no NaN and not negative, and [`fill`](LearningRateSchedule::fill)
/// and [`at_many`](LearningRateSchedule::at_many) give the same bits.
pub fn check(schedule: &impl LearningRateSchedule, steps: &[u64]) {
    for &step in steps {
        let mut run = [f64::NAN; WINDOW];
        schedule.fill(step, &mut run);
        for (offset, rate) in (0..).zip(run) {
            assert!(rate >= 0.0, "a rate of {rate} at {step} + {offset}");
            let step = step.saturating_add(offset);
            assert_eq!(rate.to_bits(), schedule.at(step).to_bits(), "fill and at differ at {step}");
        }
    }
    for &step in steps {
        check_between(schedule, step);
    }
    let mut scattered = vec![f64::NAN; steps.len()];
    schedule.at_many(steps, &mut scattered).expect("as many");
    for (&step, rate) in steps.iter().zip(scattered) {
        assert_eq!(rate.to_bits(), schedule.at(step).to_bits(), "at_many and at differ at {step}");
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
fn check_between(schedule: &impl LearningRateSchedule, step: u64) {
    for fraction in FRACTIONS {
        let rate = schedule.at_fraction(step, fraction);
        assert!(rate >= 0.0, "a rate of {rate:?} at {step} + {fraction:e}");
    }
    if step < 1 << 63 {
        let real = step as f64;
        let rate = schedule.at_real(real).expect("a step");
        assert_eq!(rate.to_bits(), schedule.at(real as u64).to_bits(), "at_real and at differ at {real}");
    }
}

/// Rates of another type are the `f64` rates, rounded once, alone and in runs.
pub fn check_rounded<T: Rate>(schedule: &impl LearningRateSchedule, steps: &[u64]) {
    for &step in steps {
        let mut run = [T::from_f64(f64::NAN); WINDOW];
        schedule.fill_as(step, &mut run);
        for (offset, narrow) in (0..).zip(run) {
            let step = step.saturating_add(offset);
            let wide = schedule.at(step);
            let expected = T::from_f64(wide).to_f64().to_bits();
            assert_eq!(narrow.to_f64().to_bits(), expected, "{narrow} is not {wide} rounded once, at {step}");
            assert_eq!(schedule.at_as::<T>(step).to_f64().to_bits(), expected, "at_as and fill_as differ at {step}");
        }
    }
}

/// From `from` to `last` the rates lie between two ends and never turn back on the way from the first to the second.
pub fn check_one_way(schedule: &impl LearningRateSchedule, (from, last): (u64, u64), (begin, end): (f64, f64)) {
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

/// The range of most parameters.
pub fn is_legal(rate: f64) -> bool {
    rate.is_finite() && rate >= 0.0
}
