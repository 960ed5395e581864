//! What the documentation promises, for parameters and steps of every kind.

use proptest::prelude::*;
use sgdr::{CosineDecayRestarts, LearningRateSchedule, ScheduleExt};

/// As many small values as large ones.
fn of_any_size() -> impl Strategy<Value = u64> {
    (any::<u64>(), 0_u32..64).prop_map(|(value, shift)| value >> shift)
}

/// The next double above (1) or below (-1) a positive one.
fn neighbour(value: f64, direction: i64) -> f64 {
    f64::from_bits(value.to_bits().wrapping_add_signed(direction))
}

/// Values that people write, their neighbours among the doubles, and any others.
fn t_mul() -> impl Strategy<Value = f64> {
    let written = prop_oneof![
        Just(1.0),
        Just(2.0),
        (1_u32..5000).prop_map(|thousandths| f64::from(thousandths) / 1000.0),
        (1_u32..40, 1_u32..40).prop_map(|(p, q)| f64::from(p) / f64::from(q)),
        Just(1.0 + 1e-9),
        Just(1e30),
    ];
    prop_oneof![
        4 => written.clone(),
        1 => written.clone().prop_map(|t_mul| neighbour(t_mul, 1)),
        1 => written.prop_map(|t_mul| neighbour(t_mul, -1)),
        2 => 0.3..20.0_f64,
    ]
}

prop_compose! {
    fn schedule()(
        rate in prop_oneof![Just(0.1), Just(1.0), 0.0..1.0_f64, (-300_i32..300).prop_map(|e| 1.7 * 10_f64.powi(e))],
        first_decay_steps in prop_oneof![1..2000_u64, of_any_size().prop_map(|steps| steps.max(1))],
        t_mul in t_mul(),
        m_mul in prop_oneof![Just(1.0), Just(0.5), Just(0.0), 0.0..1.2_f64],
        alpha in prop_oneof![Just(0.0), Just(0.1), Just(1.0), 0.0..=1.0_f64],
    ) -> CosineDecayRestarts {
        CosineDecayRestarts::builder(rate, first_decay_steps)
            .t_mul(t_mul)
            .m_mul(m_mul)
            .alpha(alpha)
            .build()
            .expect("legal")
    }
}

/// Any step, or one close to a boundary: the first, middle or last steps of the cycle of any step.
fn step_near(schedule: &CosineDecayRestarts, anywhere: u64, place: u8, offset: u64) -> u64 {
    let cycle = schedule.cycle_at(anywhere);
    let last = cycle.last_step.unwrap_or(u64::MAX);
    let offset = offset % 200;
    match place % 4 {
        0 => anywhere,
        1 => cycle.first_step.saturating_add(offset),
        2 => last.saturating_sub(offset),
        _ => (cycle.first_step + (last - cycle.first_step) / 2).saturating_add(offset).saturating_sub(100),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_rate_lies_between_the_floor_and_the_peak_of_its_cycle(
        schedule in schedule(), step in of_any_size(), place: u8, offset: u64,
    ) {
        let step = step_near(&schedule, step, place, offset);
        let cycle = schedule.cycle_at(step);
        let rate = schedule.at(step);
        prop_assert!(cycle.floor <= rate && rate <= cycle.peak, "step {step} of {schedule}: {rate:e} in {cycle:?}");
    }

    #[test]
    fn inside_a_cycle_the_rate_never_rises(schedule in schedule(), step in of_any_size(), place: u8, offset: u64) {
        let start = step_near(&schedule, step, place, offset);
        let mut before = schedule.at(start);
        // It is promised for cycles of at most 2^53 steps.
        let is_promised = schedule.cycle_at(start).length <= 9_007_199_254_740_992.0;
        for step in (start..=u64::MAX).skip(1).take(if is_promised { 300 } else { 0 }) {
            if schedule.cycle_at(step).first_step == step {
                break;
            }
            let rate = schedule.at(step);
            prop_assert!(rate <= before, "step {step} of {schedule}: {rate:e} after {before:e}");
            before = rate;
        }
    }

    #[test]
    fn a_restart_on_a_whole_step_is_the_peak_bit_for_bit(schedule in schedule(), step in of_any_size()) {
        let cycle = schedule.cycle_at(step);
        if cycle.position(cycle.first_step) == 0.0 {
            prop_assert_eq!(schedule.at(cycle.first_step).to_bits(), cycle.peak.to_bits(), "{}", schedule);
        }
    }

    #[test]
    fn cycles_follow_each_other_without_a_gap(schedule in schedule()) {
        let mut next = Some(0);
        for (index, cycle) in (0..).zip(schedule.cycles().take(700)) {
            prop_assert_eq!(cycle.index, index);
            prop_assert_eq!(Some(cycle.first_step), next);
            let last = cycle.last_step.unwrap_or(u64::MAX);
            prop_assert!(cycle.first_step <= last);
            for step in [cycle.first_step, cycle.first_step + (last - cycle.first_step) / 3, last] {
                prop_assert_eq!(schedule.cycle_at(step), cycle);
                prop_assert_eq!(schedule.is_last_step_of_cycle(step), Some(step) == cycle.last_step);
            }
            next = cycle.last_step.and_then(|last| last.checked_add(1));
        }
    }

    #[test]
    fn restarts_are_the_starts_of_later_cycles_and_stay_where_they_are(schedule in schedule(), more in 1_usize..600) {
        let all: Vec<u64> = schedule.restarts().take(more).collect();
        let starts = schedule.cycles().skip(1).filter(|cycle| !cycle.is_hold()).map(|cycle| cycle.first_step);
        prop_assert!(starts.take(more).eq(all.iter().copied()));
        let few: Vec<u64> = schedule.clone().restarts().take(more / 2).collect();
        prop_assert!(all.starts_with(&few));
    }

    #[test]
    fn a_run_has_the_bits_of_its_steps(schedule in schedule(), first in of_any_size(), count in 0_usize..600) {
        let mut run = vec![f64::NAN; count];
        schedule.fill(first, &mut run);
        for (i, rate) in (0_u64..).zip(run) {
            prop_assert_eq!(rate.to_bits(), schedule.at(first.saturating_add(i)).to_bits());
        }
    }

    /// The first cycle, and all of them when t_mul is 1, do not depend on what t_mul is; later ones hardly.
    #[test]
    fn neighbouring_doubles_of_t_mul_give_neighbouring_restarts(
        first_decay_steps in 1..10_000_u64, t_mul in (1000_u32..3000).prop_map(|thousandths| f64::from(thousandths) / 1000.0),
    ) {
        let restarts = |t_mul: f64| -> Vec<u64> {
            let schedule = CosineDecayRestarts::builder(0.1, first_decay_steps).t_mul(t_mul).build().expect("legal");
            schedule.restarts().take(60).take_while(|&step| step < 1 << 40).collect()
        };
        let (below, here, above) = (restarts(neighbour(t_mul, -1)), restarts(t_mul), restarts(neighbour(t_mul, 1)));
        for (i, &step) in here.iter().enumerate() {
            for neighbour in [&below, &above] {
                if let Some(&other) = neighbour.get(i) {
                    prop_assert!(other.abs_diff(step) <= 1, "restart {i} of {first_decay_steps}, {t_mul}: {step}, {other}");
                }
            }
        }
    }

    #[test]
    fn nothing_panics(
        rate: f64, first_decay_steps: u64, t_mul: f64, m_mul: f64, alpha: f64, steps: [u64; 4], large in of_any_size(),
    ) {
        // Most values are illegal one by one, so each is also used where the others are not.
        for (rate, t_mul, m_mul, alpha) in [
            (rate, t_mul, m_mul, alpha),
            (rate.abs(), t_mul.abs(), m_mul.abs(), alpha.abs().fract()),
            (0.1, t_mul.abs(), 1.0, 0.0),
            (0.1, 1.1, m_mul.abs(), 0.5),
            (rate.abs(), 0.9, 1.0, 0.0),
        ] {
            let built = CosineDecayRestarts::builder(rate, first_decay_steps).t_mul(t_mul).m_mul(m_mul).alpha(alpha).build();
            let Ok(schedule) = built else { continue };
            for step in steps.into_iter().chain([0, large, u64::MAX]) {
                prop_assert!(!schedule.at(step).is_nan(), "step {step} of {schedule}");
                let cycle = schedule.cycle_at(step);
                prop_assert!(cycle.first_step <= step);
                prop_assert!((0.0..=1.0).contains(&cycle.position(step)) || cycle.length == f64::INFINITY);
            }
            let _ = (schedule.restarts().take(3).count(), schedule.to_string());
        }
    }
}

/// The longest cycles for which it is promised, at the places where differently rounded values meet: the middle, and
/// where two blocks of 64 steps do.
#[test]
fn the_rate_never_rises_in_cycles_of_2_to_the_53_steps() {
    let length = 1_u64 << 53;
    for (rate, alpha) in [(0.1, 0.0), (1.0, 0.3), (1.615_461_751_323_096_4e-308, 0.0), (1e300, 0.999), (0.7, 1e-9)] {
        let schedule = CosineDecayRestarts::builder(rate, length).alpha(alpha).build().expect("legal");
        let mut rates = vec![0.0; 100_000];
        for start in [0, 1 << 20, length / 4, length / 3, length / 2 - 50_000, length / 4 * 3, length - 100_000] {
            schedule.fill(start, &mut rates);
            let rise = rates.windows(2).position(|pair| pair[0] < pair[1]);
            assert_eq!(rise, None, "after step {start} of {schedule}");
        }
    }
}
