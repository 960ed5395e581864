//! `fit` returns cycles that end where it says, and no other first cycle ends nearer.

use num_bigint::BigUint;
use num_integer::Integer;
use proptest::prelude::*;
use sgdr::{CosineDecayRestarts, FirstCycle, Fit, ScheduleExt, fit};

fn schedule(first_decay_steps: u64, t_mul: f64) -> CosineDecayRestarts {
    CosineDecayRestarts::builder(0.1, first_decay_steps).t_mul(t_mul).build().expect("legal")
}

/// The number of steps that these cycles take, by walking them.
fn steps_taken(first_decay_steps: u64, cycles: u64, t_mul: f64) -> Option<u64> {
    let schedule = schedule(first_decay_steps, t_mul);
    let last = schedule.cycles().take_while(|cycle| !cycle.is_hold()).nth(usize::try_from(cycles).ok()? - 1)?;
    last.last_step?.checked_add(1)
}

/// Whether the cycles add up to a whole number, in fractions.
fn is_whole(first_decay_steps: u64, cycles: u64, t_mul: f64) -> bool {
    let (p, q) = schedule(1, t_mul).t_mul_fraction().expect("neither tiny nor huge");
    let (p, q) = (BigUint::from(p), BigUint::from(q));
    let power = |base: &BigUint, exponent: u64| base.pow(u32::try_from(exponent).expect("few cycles"));
    let sum: BigUint = (0..cycles).map(|j| power(&p, j) * power(&q, cycles - 1 - j)).sum();
    (sum * first_decay_steps).is_multiple_of(&power(&q, cycles - 1))
}

fn check(first: FirstCycle, cycles: u64, t_mul: f64) {
    assert_eq!(Some(first.steps), steps_taken(first.first_decay_steps, cycles, t_mul), "{first:?}");
    assert_eq!(first.is_whole, is_whole(first.first_decay_steps, cycles, t_mul), "{first:?}");
}

/// The error where no first cycle makes the cycles fit.
fn too_many(cycles: u64, steps: u64, most: u64) -> String {
    format!("cycles must be <= {most} to fit in {steps} steps (received {cycles})")
}

/// Decimals of up to three places, thirds, and any double, from 0.5 to 3.
fn t_mul() -> impl Strategy<Value = f64> {
    prop_oneof![
        (500_u32..=3000).prop_map(|n| f64::from(n) / 1000.0),
        (5_u32..=30).prop_map(|n| f64::from(n) / 10.0),
        (2_u32..=9).prop_map(|n| f64::from(n) / 3.0),
        0.5..=3.0,
    ]
}

fn number(largest_bits: u32) -> impl Strategy<Value = u64> {
    (0..largest_bits).prop_flat_map(|bits| (1_u64 << bits)..=(u64::MAX >> (63 - bits)))
}

proptest! {
    #[test]
    fn it_ends_where_it_says(steps in number(64), cycles in number(6), t_mul in t_mul()) {
        match fit(steps, cycles, t_mul) {
            Ok(Fit::Exact(first)) => {
                prop_assert_eq!(first.steps, steps);
                check(first, cycles, t_mul);
            }
            Ok(Fit::Nearest { below, above }) => {
                prop_assert!(below.steps < steps);
                check(below, cycles, t_mul);
                let longer = below.first_decay_steps + 1;
                match above {
                    Some(above) => {
                        prop_assert!(above.steps > steps && above.first_decay_steps == longer);
                        check(above, cycles, t_mul);
                    }
                    None => prop_assert_eq!(steps_taken(longer, cycles, t_mul), None),
                }
            }
            Err(error) => {
                let most = (1..cycles).rev().find(|&cycles| fit(steps, cycles, t_mul).is_ok()).expect("one cycle fits");
                prop_assert_eq!(error.to_string(), too_many(cycles, steps, most));
            }
        }
    }

    #[test]
    fn it_finds_the_first_cycle_again(first_decay_steps in number(40), cycles in number(5), t_mul in t_mul()) {
        if let Some(steps) = steps_taken(first_decay_steps, cycles, t_mul) {
            let Ok(Fit::Exact(first)) = fit(steps, cycles, t_mul) else { panic!("{steps} steps") };
            prop_assert_eq!(first.first_decay_steps, first_decay_steps);
        }
    }
}

#[test]
fn too_many_cycles_are_those_that_no_first_cycle_makes_fit() {
    for t_mul in [0.5, 0.75, 0.9, 1.0, 1.1, 2.0, 3.0] {
        for steps in 1..=60 {
            let ended = |first| {
                let schedule = schedule(first, t_mul);
                let cycles = schedule.cycles().take_while(|cycle| !cycle.is_hold());
                cycles
                    .take_while(|cycle| cycle.last_step.is_some_and(|last| last < steps))
                    .map(|cycle| cycle.index + 1)
                    .last()
            };
            let most = (1..=steps).filter_map(ended).max().expect("one cycle fits");
            assert!(fit(steps, most, t_mul).is_ok());
            let error = fit(steps, most + 1, t_mul).expect_err("one cycle more than fits");
            assert_eq!(error.to_string(), too_many(most + 1, steps, most), "{t_mul} {steps}");
        }
    }
}

#[test]
fn many_and_long_cycles_fit_too() {
    let exact = |steps, cycles, t_mul| match fit(steps, cycles, t_mul) {
        Ok(Fit::Exact(first)) => first.first_decay_steps,
        other => panic!("{other:?}"),
    };
    assert_eq!(exact(u64::MAX, 64, 2.0), 1);
    assert_eq!(exact(u64::MAX, u64::MAX, 1.0), 1);
    assert_eq!(exact(u64::MAX, 1, 2.0), u64::MAX);
    assert_eq!(exact(1_000_000_000_000, 1_000_000, 1.0), 1_000_000);
    assert_eq!(exact(7, 1, f64::MAX), 7);
    assert_eq!(exact(7, 1, 5e-324), 7);
}

#[test]
fn nothing_fits_into_nothing() {
    let message = |steps, cycles, t_mul| fit(steps, cycles, t_mul).expect_err("nothing fits").to_string();
    assert_eq!(message(0, 3, 2.0), "steps must be >= 1 (received 0)");
    assert_eq!(message(10, 0, 2.0), "cycles must be >= 1 (received 0)");
    assert_eq!(message(10, 3, -1.0), "t_mul must be finite and > 0 (received -1)");
    // 1 + 2 + ... + 64 is 127.
    assert_eq!(message(100, 8, 2.0), "cycles must be <= 6 to fit in 100 steps (received 8)");
}
