//! Whole runs have the bits of their steps: every half of a cycle, every length of a block, every tail.

use proptest::prelude::*;
use sgdr::{
    CosineCycles, CosineDecay, CosineDecayRestarts, LearningRateSchedule, Rate, ScheduleExt, WarmupPlace, WarmupShape,
};

fn check(schedule: &impl LearningRateSchedule, first: u64, run: &mut [f64]) {
    schedule.fill(first, run);
    for (index, &rate) in (0..).zip(run.iter()) {
        let step = first.saturating_add(index);
        assert!(
            rate.to_f64().to_bits() == schedule.at(step).to_f64().to_bits(),
            "step {step}: {rate} in the run, {} alone",
            schedule.at(step)
        );
    }
}

/// The same in another type.
fn check_as<T: Rate>(schedule: &impl LearningRateSchedule, first: u64, count: usize) {
    let mut run = vec![T::from_f64(f64::NAN); count];
    schedule.fill_as(first, &mut run);
    for (index, rate) in (0..).zip(run) {
        let step = first.saturating_add(index);
        let alone = schedule.at_as::<T>(step);
        assert!(rate == alone, "step {step}: {rate} in the run, {alone} alone");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_run_has_the_bits_of_its_steps(
        length in prop_oneof![1..200_u64, 1..20_000_u64, (0_u32..60).prop_map(|bits| (1 << bits) + 1)],
        t_mul in prop_oneof![Just(1.0), Just(2.0), Just(1.5), Just(1.1), Just(1.0 + 1e-11), Just(0.5), 0.3..3.0_f64],
        (m_mul, alpha, closed) in (prop_oneof![Just(1.0), 0.1..1.2_f64], prop_oneof![Just(0.0), 0.0..1.0_f64], any::<bool>()),
        rate in prop_oneof![Just(0.1), 0.0..1.0_f64, (-320_i32..300).prop_map(|e| 1.7 * 10_f64.powi(e))],
        first in (any::<u64>(), 0_u32..64).prop_map(|(step, shift)| step >> shift),
        count in 0..6000_usize,
    ) {
        let schedule = CosineDecayRestarts::builder(rate, length).t_mul(t_mul).m_mul(m_mul).alpha(alpha);
        let schedule = schedule.build().expect("legal");
        let cycles = CosineCycles::builder(rate, length).t_mul(t_mul).peak_mul(m_mul).eta_min(rate * alpha).closed(closed);
        let cycles = cycles.build().expect("legal");
        let cycle = schedule.cycle_at(first);
        let half = cycle.last_step.map_or(first, |last| cycle.first_step + (last - cycle.first_step) / 2);
        for first in [first, cycle.first_step, half.saturating_sub(count as u64 / 2), u64::MAX - 9] {
            check(&schedule, first, &mut vec![f64::NAN; count]);
            check(&cycles, first, &mut vec![f64::NAN; count]);
        }
        check_as::<f32>(&schedule, first, count);
        check_as::<f32>(&cycles, first, count);
        #[cfg(feature = "half")]
        check_as::<half::f16>(&schedule, first, count);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn scattered_steps_have_the_bits_of_their_steps(
        length in 1..2000_u64,
        t_mul in prop_oneof![Just(1.0), Just(1.0 + 1e-9), Just(1.01), Just(2.0), Just(0.99)],
        m_mul in prop_oneof![Just(1.0), Just(0.999)],
        mut steps in prop::collection::vec((any::<u64>(), 0_u32..64).prop_map(|(step, shift)| step >> shift), 0..50),
    ) {
        let schedule = CosineDecayRestarts::builder(0.1, length).t_mul(t_mul).m_mul(m_mul).build().expect("legal");
        // Neighbours, which may share a cycle, forth and back.
        steps.extend(steps.clone().into_iter().flat_map(|step| [step.saturating_add(1), step.saturating_sub(1), step]));
        let mut rates = vec![f64::NAN; steps.len()];
        schedule.at_many(&steps, &mut rates).expect("as many");
        for (&step, rate) in steps.iter().zip(rates) {
            prop_assert_eq!(rate.to_bits(), schedule.at(step).to_bits(), "step {}", step);
        }
    }
}

/// Rates of every size, 0 among them.
fn rate() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), Just(0.1), 0.0..1.0_f64, (-323_i32..308).prop_map(|e| 1.7 * 10_f64.powi(e)), Just(f64::MAX)]
}

/// Lengths of every size.
fn length() -> impl Strategy<Value = u64> {
    prop_oneof![
        1..200_u64,
        1..20_000_u64,
        (any::<u64>(), 0_u32..64).prop_map(|(length, shift)| (length >> shift).max(1))
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_decay_with_a_warm_up_has_the_bits_of_its_steps(
        (first, target) in (rate(), prop::option::of(rate())),
        (decay_steps, warmup_steps) in (length(), length()),
        alpha in prop_oneof![Just(0.0), 0.0..=1.0_f64],
        (step, count) in (length(), 0..6000_usize),
    ) {
        let mut builder = CosineDecay::builder(first, decay_steps).alpha(alpha).warmup_steps(warmup_steps);
        if let Some(target) = target {
            builder = builder.warmup_target(target);
        }
        let schedule = builder.build().expect("legal");
        let half = warmup_steps / 2;
        let last = warmup_steps.saturating_add(decay_steps);
        for start in [0, half, warmup_steps, last, step].map(|start| start.saturating_sub(count as u64 / 2)) {
            check(&schedule, start, &mut vec![f64::NAN; count]);
        }
        check(&schedule, u64::MAX - 9, &mut [f64::NAN; 20]);
    }

    #[test]
    fn a_warm_up_has_the_bits_of_its_steps(
        (length, part, steps) in (length(), 0.0..1.0_f64, length()),
        t_mul in prop_oneof![Just(1.0), Just(2.0), Just(1.5), Just(1.05), Just(0.7)],
        m_mul in prop_oneof![Just(1.0), Just(0.9), Just(1e-200), Just(1e200)],
        (peak, start) in (rate(), rate()),
        (cosine, place, to_peak) in (any::<bool>(), 0_u8..3, any::<bool>()),
        (step, count) in (any::<u64>(), 0..6000_usize), shift in 0_u32..64,
    ) {
        let cycles = CosineDecayRestarts::builder(peak, length).t_mul(t_mul).m_mul(m_mul).alpha(0.01).build().expect("legal");
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, clippy::cast_sign_loss, reason = "any will do")]
        let inside = (part * length as f64) as u64;
        let (place, warmup_steps) = match place {
            0 => (WarmupPlace::Prefix, steps),
            1 => (WarmupPlace::Inside, inside.min(length - 1)),
            _ => (WarmupPlace::EveryCycle, inside.min(length - 1)),
        };
        let shape = if cosine { WarmupShape::Cosine } else { WarmupShape::Linear };
        let builder = cycles.warmup_builder(warmup_steps).place(place).shape(shape).start(start).to_peak(to_peak);
        let schedule = builder.build().expect("legal");
        let start = schedule.cycle_of(step >> shift).expect("cycles").first_step;
        for first in [0, warmup_steps / 2, start, step >> shift] {
            check(&schedule, first.saturating_sub(count as u64 / 2), &mut vec![f64::NAN; count]);
        }
        check(&schedule, u64::MAX - 9, &mut [f64::NAN; 20]);
    }
}

#[test]
fn as_many_rates_as_steps() {
    let schedule = CosineDecayRestarts::new(0.1, 1000).expect("legal");
    let mut rates = [f64::NAN; 2];
    let error = schedule.at_many(&[1, 2, 3], &mut rates).expect_err("one too few");
    assert_eq!(error.parameter(), "out");
    assert_eq!(error.to_string(), "out must be as long as steps, 3 (received 2)");
    assert!(rates.iter().all(|rate| rate.is_nan()), "nothing is written");
}

/// In release: `cargo test --release -p sgdr --test restarts a_hundred_million_steps -- --ignored`.
#[test]
#[ignore = "takes minutes without optimization"]
fn a_hundred_million_steps() {
    const STEPS: usize = 100_000_000;
    // In the last ones a cycle is made again for each step alone.
    let runs = [
        (4096, 1.0, 1.0, STEPS),
        (1000, 2.0, 0.9, STEPS),
        (777, 1.1, 1.0, STEPS),
        (500, 1.0, 0.999, STEPS),
        (5, 1.01, 0.999, STEPS / 50),
    ];
    for (length, t_mul, m_mul, steps) in runs {
        let builder = CosineDecayRestarts::builder(0.1, length).t_mul(t_mul).m_mul(m_mul).alpha(0.01);
        let schedule = builder.build().expect("legal");
        check(&schedule, 0, &mut vec![f64::NAN; steps]);
        check_as::<f32>(&schedule, 0, steps);
    }
    for place in [WarmupPlace::Prefix, WarmupPlace::EveryCycle] {
        for shape in [WarmupShape::Linear, WarmupShape::Cosine] {
            let cycles = CosineDecayRestarts::builder(0.1, 5_000_000).m_mul(0.9).build().expect("legal");
            let schedule =
                cycles.warmup_builder(4_000_000).place(place).shape(shape).start(1e-3).build().expect("legal");
            check(&schedule, 0, &mut vec![f64::NAN; STEPS / 10]);
        }
    }
    let builder = CosineDecay::builder(1e-4, STEPS as u64 / 4).warmup_target(0.1).warmup_steps(STEPS as u64 / 8);
    check(&builder.build().expect("legal"), 0, &mut vec![f64::NAN; STEPS / 2]);
}
