//! No restart is missed, wherever it is and however long the run.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::collections::BTreeSet;

use proptest::prelude::*;
use sgdr::{CosineDecay, CosineDecayRestarts, LearningRateSchedule as _, ScheduleExt, WarmupPlace};
use sgdr_plot::{Curve, next_restart};

const COLUMNS: u64 = 100;

/// The rates fall from each restart on; a restart `i` jumps to `1 + i`.
fn saw(restarts: &[u64]) -> impl Fn(u64) -> f64 {
    move |step| {
        let index = restarts.partition_point(|&restart| restart <= step);
        let start = index.checked_sub(1).map_or(0, |last| restarts[last]);
        let (index, past) =
            (u32::try_from(index).unwrap_or(0), u32::try_from((step - start).min(1 << 31)).unwrap_or(0));
        f64::from(index) + 1.0 - f64::from(past) / f64::from(u32::MAX)
    }
}

fn next(restarts: &[u64]) -> impl Fn(u64) -> Option<u64> {
    move |step| restarts.iter().copied().find(|&restart| restart > step)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_sides_of_every_restart_are_drawn(
        steps in 1_u64..=u64::MAX,
        places in prop::collection::vec(0.0_f64..1.0, 0..8),
    ) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let restarts: BTreeSet<u64> = places.iter().map(|place| (place * steps as f64) as u64).collect();
        // Cycles of less than three columns may become a band.
        let shortest = 3 * (steps / COLUMNS + 1);
        let restarts = restarts.into_iter().filter(|&step| step > 0 && step < steps).fold(Vec::new(), |mut kept, step| {
            if kept.last().is_none_or(|&last| step - last > shortest) {
                kept.push(step);
            }
            kept
        });
        let curve = Curve::new("", sgdr::from_fn(saw(&restarts))).restarts(next(&restarts));
        let drawn = curve.steps_to_draw(0..steps, COLUMNS);
        for &restart in &restarts {
            prop_assert!(drawn.binary_search(&restart).is_ok(), "{restart} of {steps}");
            prop_assert!(drawn.binary_search(&(restart - 1)).is_ok(), "before {restart} of {steps}");
        }
        prop_assert!(drawn.iter().all(|&step| step < steps));
        prop_assert!(drawn.len() < 1000);
    }

    #[test]
    fn the_lowest_and_the_highest_rate_are_drawn(
        first_decay_steps in 1_u64..500,
        t_mul in 0.5_f64..3.0,
        m_mul in 0.5_f64..=1.0,
        steps in 1_u64..20_000,
    ) {
        let schedule = CosineDecayRestarts::builder(0.1, first_decay_steps).t_mul(t_mul).m_mul(m_mul).alpha(0.01).build().unwrap();
        let drawn = Curve::of("", &schedule).steps_to_draw(0..steps, COLUMNS);
        let range = |steps: &mut dyn Iterator<Item = u64>| {
            steps.map(|step| schedule.at(step)).fold((f64::MAX, 0.0), |(low, high): (f64, f64), rate| (low.min(rate), high.max(rate)))
        };
        let (low, high) = range(&mut (0..steps));
        let (drawn_low, drawn_high) = range(&mut drawn.iter().copied());
        // In a band of cycles that begin between steps, a few of them stand for all.
        prop_assert!(drawn_high >= 0.9 * high && drawn_low <= low + 0.1 * high, "{drawn_low} {drawn_high} of {low} {high}");
        if first_decay_steps > 3 * (steps / COLUMNS + 1) && t_mul >= 1.0 {
            prop_assert_eq!((drawn_low, drawn_high), (low, high));
        }
    }
}

#[test]
fn few_steps_are_all_drawn() {
    let schedule = CosineDecayRestarts::new(0.1, 7).unwrap();
    let drawn = Curve::of("", &schedule).steps_to_draw(0..100, 100);
    assert_eq!(drawn, (0..100).collect::<Vec<_>>());
}

#[test]
fn more_restarts_than_columns_take_no_longer() {
    let schedule = CosineDecayRestarts::builder(0.1, 10).t_mul(1.0).alpha(0.1).build().unwrap();
    for steps in [1_000_000, 1_000_000_000_000, u64::MAX] {
        let drawn = Curve::of("", &schedule).steps_to_draw(0..steps, COLUMNS);
        let rates: Vec<f64> = drawn.iter().map(|&step| schedule.at(step)).collect();
        assert!(drawn.len() <= 2 * 100, "{}", drawn.len());
        assert!(rates.contains(&0.1) && rates.contains(&schedule.at(9)));
    }
}

#[test]
fn a_restart_that_is_not_later_is_not_followed() {
    let stuck = Curve::new("", sgdr::from_fn(|_| 0.1)).restarts(Some);
    assert!(stuck.steps_to_draw(0..1000, COLUMNS).len() <= 1000);
}

#[test]
fn the_end_of_a_warm_up_and_a_hold_are_no_restarts() {
    let schedule = CosineDecayRestarts::new(0.1, 1000).unwrap().cycle_limit(3).unwrap().warmup(100).unwrap();
    let next = |&step: &u64| next_restart(&schedule, step);
    assert_eq!(std::iter::successors(next(&0), next).collect::<Vec<_>>(), [1100, 3100]);
    assert_eq!(next_restart(&CosineDecay::new(0.1, 1000).unwrap(), 0), None);
}

#[test]
fn the_peaks_of_warm_ups_in_every_cycle_are_drawn() {
    for (cycle, steps) in [(1000, 10_000), (100, 100_000)] {
        let restarts = CosineDecayRestarts::builder(0.1, cycle).t_mul(1.0).build().unwrap();
        let schedule = restarts.warmup_builder(37).place(WarmupPlace::EveryCycle).build().unwrap();
        let curve = Curve::of("", &schedule).peaks(|step| step - step % cycle + 37);
        let highest = schedule.at(37);
        let drawn = curve.steps_to_draw(0..steps, COLUMNS).into_iter().filter(|&step| schedule.at(step) == highest);
        // Each of ten, and the highest rate of each column of a band.
        assert!(drawn.count() >= 10, "{cycle}");
    }
}
