//! `CosineDecayRestarts`.

use arbitrary::Arbitrary;
use sgdr::{CosineDecayRestarts, Cycle, Error, LearningRateSchedule, ScheduleExt};

use super::Parameters;
use crate::number::Number;
use crate::promise::{FRACTIONS, check_near, check_one_way, is_legal};
use crate::step::Step;

/// Any parameters.
#[derive(Arbitrary, Clone, Debug)]
pub struct CosineDecayRestartsParameters {
    initial_learning_rate: Number,
    first_decay_steps: Step,
    t_mul: Number,
    m_mul: Number,
    alpha: Number,
}

impl Parameters for CosineDecayRestartsParameters {
    type Schedule = CosineDecayRestarts;

    fn build(&self) -> Result<CosineDecayRestarts, Error> {
        CosineDecayRestarts::builder(self.initial_learning_rate.0, self.first_decay_steps.0)
            .t_mul(self.t_mul.0)
            .m_mul(self.m_mul.0)
            .alpha(self.alpha.0)
            .build()
    }

    fn are_legal(&self) -> bool {
        is_legal(self.initial_learning_rate.0)
            && self.first_decay_steps.0 >= 1
            && self.t_mul.0.is_finite()
            && self.t_mul.0 > 0.0
            && is_legal(self.m_mul.0)
            && (0.0..=1.0).contains(&self.alpha.0)
    }

    fn check(&self, schedule: &CosineDecayRestarts, steps: &[u64]) {
        assert_eq!(schedule.at(0), schedule.initial_learning_rate());
        check_fraction(schedule);
        check_first_cycles(schedule);
        for &step in steps {
            let cycle = schedule.cycle_at(step);
            check_cycle(schedule, &cycle);
            let last = cycle.last_step.unwrap_or(u64::MAX);
            let middle = cycle.first_step + (last - cycle.first_step) / 2;
            for from in [cycle.first_step, step, middle.saturating_sub(12), last.saturating_sub(12)] {
                check_one_way(schedule, (from.max(cycle.first_step), last), (cycle.peak, cycle.floor));
            }
            check_between(schedule, &cycle, step);
            assert_eq!(schedule.cycle_at(step), cycle);
            assert!((cycle.first_step..=last).contains(&step));
            assert!((0.0..=1.0).contains(&cycle.position(step)));
            assert_eq!(schedule.is_last_step_of_cycle(step), cycle.last_step == Some(step));
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "near is enough")]
    fn check_size(&self, schedule: &CosineDecayRestarts, step: u64) {
        let cycle = schedule.cycle_at(step);
        if cycle.peak.is_finite() && !cycle.is_hold() {
            let part = (1.0 + (core::f64::consts::PI * cycle.position(step)).cos()) / 2.0;
            let expected = (cycle.peak - cycle.floor) * part + cycle.floor;
            check_near(schedule.at(step), expected, cycle.peak, step);
        }
        let height = schedule.m_mul().powf(cycle.index as f64);
        let (first, alpha) = (schedule.initial_learning_rate(), schedule.alpha());
        check_near(cycle.floor, first * alpha, first * alpha, step);
        let peak = first * ((1.0 - alpha) * height + alpha);
        if cycle.index < 1000 && height.is_normal() && !cycle.is_hold() {
            check_near(cycle.peak, peak, peak, step);
        }
    }
}

/// Between a step and the next one the rate lies within the cycle of the one or of the other.
fn check_between(schedule: &CosineDecayRestarts, cycle: &Cycle, step: u64) {
    let next = schedule.cycle_at(step.saturating_add(1));
    for fraction in FRACTIONS {
        let rate = schedule.at_fraction(step, fraction);
        let highest = if cycle.peak > next.peak { cycle.peak } else { next.peak };
        assert!(cycle.floor <= rate && rate <= highest, "{rate:?} at {step} + {fraction:e} is outside {cycle:?}");
    }
}

/// The cycle agrees with itself and with those around it.
fn check_cycle(schedule: &CosineDecayRestarts, cycle: &Cycle) {
    let first = schedule.cycle_at(0);
    assert_eq!(cycle.floor, first.floor, "the floor is the same in every cycle");
    assert!(cycle.floor <= cycle.peak);
    assert!(schedule.m_mul() > 1.0 || cycle.peak <= first.peak, "no peak is infinite unless they grow");
    if cycle.position(cycle.first_step) == 0.0 {
        assert_eq!(schedule.at(cycle.first_step), cycle.peak, "restarts at the peak, in {cycle:?}");
    }
    if cycle.is_hold() {
        assert_eq!((cycle.peak, cycle.last_step, cycle.length), (cycle.floor, None, f64::INFINITY));
    } else {
        assert!(cycle.length >= 1.0);
    }
    if let Some(before) = cycle.first_step.checked_sub(1) {
        let before = schedule.cycle_at(before);
        assert_eq!((before.last_step, before.index + 1), (Some(cycle.first_step - 1), cycle.index));
    }
    if let Some(last) = cycle.last_step {
        assert_eq!(schedule.cycle_at(last), *cycle);
        assert!(schedule.is_last_step_of_cycle(last));
        if let Some(next) = last.checked_add(1) {
            let next = schedule.cycle_at(next);
            assert_eq!((next.first_step, next.index), (last + 1, cycle.index + 1));
            let length = cycle.length * schedule.t_mul();
            if !next.is_hold() {
                check_near(next.length, length, length, next.first_step);
            }
        }
    }
}

/// `t_mul` is the fraction, rounded; in lowest terms.
#[expect(clippy::cast_precision_loss, reason = "below 2^53")]
fn check_fraction(schedule: &CosineDecayRestarts) {
    let Some((p, q)) = schedule.t_mul_fraction() else {
        assert!(!(2_f64.powi(-64)..2_f64.powi(127)).contains(&schedule.t_mul()));
        return;
    };
    if p < 1 << 53 && q < 1 << 53 {
        assert_eq!(p as f64 / q as f64, schedule.t_mul());
    }
    let (mut a, mut b) = (p, u128::from(q));
    while b != 0 {
        (a, b) = (b, a % b);
    }
    assert_eq!(a, 1, "{p}/{q}");
}

/// The first cycles, for as long as their starts are quotients of whole numbers that fit:
/// S_i = first_decay_steps * (p^(i-1) + p^(i-2) q + ... + q^(i-1)) / q^(i-1).
fn check_first_cycles(schedule: &CosineDecayRestarts) {
    let Some((p, q)) = schedule.t_mul_fraction() else { return };
    let (q, steps) = (u128::from(q), u128::from(schedule.first_decay_steps()));
    // T_i = length / unit and S_i = start / unit.
    let (mut length, mut start, mut unit) = (steps, 0_u128, 1_u128);
    let later = schedule.cycles().skip(1).take_while(|cycle| !cycle.is_hold());
    assert!(schedule.restarts().take(4).eq(later.take(4).map(|cycle| cycle.first_step)));
    let mut cycles = schedule.cycles();
    for index in 0..100 {
        let first_step = start.div_ceil(unit);
        if first_step > u128::from(u64::MAX) {
            assert!(cycles.next().is_none());
            return;
        }
        let cycle = cycles.next().expect("one for each step");
        assert_eq!((cycle.index, u128::from(cycle.first_step)), (index, first_step));
        assert_eq!(cycle.is_hold(), length < unit, "{cycle:?}");
        if cycle.is_hold() {
            return;
        }
        let next = (|| {
            let start = start.checked_add(length)?.checked_mul(q)?;
            Some((length.checked_mul(p)?, start, unit.checked_mul(q)?))
        })();
        let Some(next) = next else { return };
        (length, start, unit) = next;
    }
}
