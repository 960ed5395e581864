//! Late cycles of equal length and different heights against powers in whole numbers.
#![allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "small numbers")]

use num_bigint::BigUint;
use sgdr::{CosineDecayRestarts, LearningRateSchedule};

/// The double nearest to `rate * m_mul^exponent`; both are normal, and so is the result.
fn nearest(rate: f64, m_mul: f64, exponent: u32) -> f64 {
    let parts = |value: f64| {
        let bits = value.to_bits();
        (BigUint::from(bits & ((1 << 52) - 1) | 1 << 52), (bits >> 52) as i64 - 1075)
    };
    let ((rate, low), (m_mul, lower)) = (parts(rate), parts(m_mul));
    let product = rate * m_mul.pow(exponent);
    let excess = product.bits() - 54;
    // 54 bits, of which the last one decides, and whether anything follows them.
    let leading = u64::try_from(&product >> excess).expect("54 bits");
    let is_exact = product.trailing_zeros().is_some_and(|zeros| zeros >= excess);
    let rounded = leading / 2 + u64::from(leading & 1 == 1 && (!is_exact || leading & 2 == 2));
    let power = low + lower * i64::from(exponent) + excess as i64 + 1;
    // A 53-bit number is exact, and so is its product with a power of two in two parts.
    #[expect(clippy::cast_precision_loss, reason = "53 bits, or a power of two")]
    let rounded = rounded as f64;
    rounded * 2_f64.powi((power / 2) as i32) * 2_f64.powi((power - power / 2) as i32)
}

#[test]
fn the_peaks_of_late_cycles_are_the_nearest_doubles() {
    let mut compared = 0;
    for m_mul in [0.5, 0.99, 0.9999, 1.0 - 1e-9, 1.0 + 1e-6, 1.003] {
        let schedules = [1, 7, 1000].map(|first_decay_steps| {
            CosineDecayRestarts::builder(0.1, first_decay_steps).t_mul(1.0).m_mul(m_mul).build().expect("legal")
        });
        for cycle in (500..700).chain([1023, 1024, 4095, 4096, 65_535, 65_536, 65_537]) {
            let exact = nearest(0.1, m_mul, cycle);
            if !exact.is_normal() {
                continue;
            }
            for schedule in &schedules {
                let step = u64::from(cycle) * schedule.first_decay_steps();
                assert_eq!(schedule.at(step), exact, "m_mul {m_mul}, cycle {cycle}");
                assert_eq!(schedule.cycle_at(step).peak, exact);
                assert_eq!(schedule.cycle_at(step).first_step, step);
                compared += 1;
            }
        }
    }
    assert!(compared > 3000, "{compared}");
}

#[test]
fn rates_of_late_cycles_are_those_of_the_first_in_proportion() {
    let builder = CosineDecayRestarts::builder(1.0, 1000).t_mul(1.0).alpha(0.25);
    let schedule = builder.m_mul(1.0 - 1e-6).build().expect("legal");
    for cycle in [0_u64, 511, 512, 513, 10_000, 1_000_000, 1 << 40] {
        let peak = schedule.cycle_at(cycle * 1000).peak;
        for offset in [0, 1, 250, 500, 750, 999] {
            let shape = (schedule.at(offset) - 0.25) / 0.75;
            let rate = schedule.at(cycle * 1000 + offset);
            assert!((rate - (0.25 + (peak - 0.25) * shape)).abs() < 1e-15, "cycle {cycle}, offset {offset}: {rate}");
        }
    }
}
