//! What the documentation of each schedule promises, for parameters and steps of every kind.

use proptest::prelude::*;
use sgdr::{
    CosineDecay, CosineDecayRestarts, ExponentialDecay, InverseTimeDecay, LearningRateSchedule, PiecewiseConstantDecay,
    PolynomialDecay,
};

use crate::strategies::{factor, of_any_size, power, rate, steps};

prop_compose! {
    fn cosine()(first in rate(), decay in steps(), alpha in factor(), target in rate(), warmup in of_any_size())
        -> CosineDecay {
        CosineDecay::builder(first, decay).alpha(alpha).warmup_target(target).warmup_steps(warmup).build().expect("legal")
    }
}

prop_compose! {
    fn exponential()(first in rate(), decay in steps(), factor in factor(), stairs: bool) -> ExponentialDecay {
        ExponentialDecay::builder(first, decay, factor).staircase(stairs).build().expect("legal")
    }
}

prop_compose! {
    fn inverse()(first in rate(), decay in steps(), growth in rate(), stairs: bool) -> InverseTimeDecay {
        InverseTimeDecay::builder(first, decay, growth).staircase(stairs).build().expect("legal")
    }
}

prop_compose! {
    fn polynomial(cycle: bool)(first in rate(), decay in steps(), last in rate(), power in power()) -> PolynomialDecay {
        let builder = PolynomialDecay::builder(first, decay).end_learning_rate(last).power(power);
        builder.cycle(cycle).build().expect("legal")
    }
}

prop_compose! {
    fn piecewise()(boundaries in prop::collection::btree_set(of_any_size(), 1..20))
        (values in prop::collection::vec(rate(), boundaries.len() + 1), boundaries in Just(boundaries))
        -> PiecewiseConstantDecay {
        PiecewiseConstantDecay::new(boundaries.into_iter().collect::<Vec<_>>(), values).expect("legal")
    }
}

/// The rates of some steps in a row and of some further apart, from one step on.
fn run(schedule: &impl LearningRateSchedule, from: u64, last: u64) -> Vec<f64> {
    let near = (from..=last).take(200);
    let far = (8..64).map_while(|k| from.checked_add(1 << k)).take_while(|&step| step <= last);
    near.chain(far).map(|step| schedule.at(step)).collect()
}

/// Where a step changes the rate by less than the error of one rate. Each place was found by a scan when rates rose there.
#[test]
fn rates_do_not_rise_by_rounding() {
    let exponential = [
        (0.6499275409971671, 2_071_022_476_823, 0.999999950134814, 14_294_088_210_899_855_520),
        (0.10752080475285408, 1_848_454_446_529_492, 0.999951679698894, 10_456_112_683_581_431_499),
    ];
    for (first, decay, factor, step) in exponential {
        let schedule = ExponentialDecay::new(first, decay, factor).expect("legal");
        let rates: Vec<f64> = (step - 5000..step + 5000).map(|step| schedule.at(step)).collect();
        assert!(rates.is_sorted_by(|a, b| a >= b), "{schedule}");
    }
    let polynomial = [
        (
            0.33871633167852166,
            2_611_813_108_802_128_856,
            5.497183709133357e-6,
            0.7423180053596192,
            871_203_288_638_759_699,
        ),
        (
            0.9020713123530356,
            10_810_343_940_476_772_534,
            0.05643541604733193,
            0.20592384898817906,
            6_200_900_759_444_578_322,
        ),
    ];
    for (first, decay, last, power, step) in polynomial {
        let builder = PolynomialDecay::builder(first, decay).end_learning_rate(last).power(power);
        let schedule = builder.build().expect("legal");
        let rates: Vec<f64> = (step - 5000..step + 5000).map(|step| schedule.at(step)).collect();
        assert!(rates.is_sorted_by(|a, b| a >= b), "{schedule}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_decay_has_the_bits_of_the_first_cycle_and_then_holds_the_floor(
        schedule in cosine(), step in of_any_size(), warm: bool,
    ) {
        let (decay, alpha, target) = (schedule.decay_steps(), schedule.alpha(), schedule.warmup_target().expect("set"));
        let restarts = CosineDecayRestarts::builder(target, decay).alpha(alpha).build().expect("legal");
        let (schedule, start) = if warm {
            (schedule.clone(), schedule.warmup_steps())
        } else {
            (CosineDecay::builder(target, decay).alpha(alpha).warmup_steps(9).build().expect("legal"), 0)
        };
        for step in [0, step % decay, decay / 2, decay - 1] {
            if let Some(later) = start.checked_add(step) {
                prop_assert_eq!(schedule.at(later).to_bits(), restarts.at(step).to_bits(), "step {} of {}", later, &schedule);
            }
        }
        if let Some(end) = start.checked_add(decay) {
            for step in [end, end.saturating_add(step), u64::MAX] {
                prop_assert_eq!(schedule.at(step), restarts.cycle_at(0).floor);
            }
        }
    }

    #[test]
    fn a_warm_up_goes_one_way_from_end_to_end(schedule in cosine(), step in of_any_size()) {
        prop_assume!(schedule.warmup_steps() > 0);
        let (first, target) = (schedule.initial_learning_rate(), schedule.warmup_target().expect("set"));
        prop_assert_eq!(schedule.at(0), first);
        prop_assert_eq!(schedule.at(schedule.warmup_steps()), target);
        let rates = run(&schedule, step % schedule.warmup_steps(), schedule.warmup_steps());
        prop_assert!(rates.iter().all(|&rate| first.min(target) <= rate && rate <= first.max(target)), "{}", schedule);
        prop_assert!(if first <= target { rates.is_sorted() } else { rates.is_sorted_by(|a, b| a >= b) }, "{}", schedule);
    }

    #[test]
    fn exponential_decay_never_rises(schedule in exponential(), step in of_any_size()) {
        prop_assert_eq!(schedule.at(0), schedule.initial_learning_rate());
        let rates = run(&schedule, step, u64::MAX);
        prop_assert!(rates[0] <= schedule.initial_learning_rate());
        prop_assert!(rates.is_sorted_by(|a, b| a >= b && *b >= 0.0), "step {} of {}", step, schedule);
    }

    #[test]
    fn exponential_growth_never_falls(
        first in rate(), decay in steps(), factor in prop_oneof![1.0..3.0_f64, Just(1.0 + f64::EPSILON)], step in of_any_size(),
    ) {
        let schedule = ExponentialDecay::new(first, decay, factor).expect("legal");
        let rates = run(&schedule, step, u64::MAX);
        prop_assert!(rates[0] >= first && rates.is_sorted(), "step {} of {}", step, schedule);
    }

    #[test]
    fn inverse_time_decay_never_rises(schedule in inverse(), step in of_any_size()) {
        prop_assert_eq!(schedule.at(0), schedule.initial_learning_rate());
        let rates = run(&schedule, step, u64::MAX);
        prop_assert!(rates[0] <= schedule.initial_learning_rate());
        prop_assert!(rates.is_sorted_by(|a, b| a >= b && *b >= 0.0), "step {} of {}", step, schedule);
    }

    #[test]
    fn stairs_have_the_rates_of_whole_multiples(
        smooth in exponential(), other in inverse(), stair in of_any_size(), offset: u64,
    ) {
        let (first, decay) = (smooth.initial_learning_rate(), smooth.decay_steps());
        let exponential = |stairs| ExponentialDecay::builder(first, decay, smooth.decay_rate()).staircase(stairs).build();
        let inverse = |stairs| InverseTimeDecay::builder(first, decay, other.decay_rate()).staircase(stairs).build();
        let start = (stair % (u64::MAX / decay)) * decay;
        let on_stair = start + offset % decay;
        let close = |a: f64, b: f64| (a - b).abs() <= a * f64::EPSILON || a == b || a < f64::MIN_POSITIVE;
        let (stairs, slope) = (exponential(true).expect("legal"), exponential(false).expect("legal"));
        prop_assert_eq!(stairs.at(on_stair), stairs.at(start));
        prop_assert!(close(stairs.at(start), slope.at(start)), "step {} of {}", start, stairs);
        let (stairs, slope) = (inverse(true).expect("legal"), inverse(false).expect("legal"));
        prop_assert_eq!(stairs.at(on_stair), stairs.at(start));
        prop_assert!(close(stairs.at(start), slope.at(start)), "step {} of {}", start, stairs);
    }

    #[test]
    fn polynomial_decay_goes_one_way_from_end_to_end(schedule in polynomial(false), step in of_any_size()) {
        let (first, decay) = (schedule.initial_learning_rate(), schedule.decay_steps());
        let last = if schedule.power() == 0.0 { first } else { schedule.end_learning_rate() };
        prop_assert_eq!(schedule.at(0), first);
        prop_assert_eq!(schedule.at(decay), last);
        prop_assert_eq!(schedule.at(decay.saturating_add(step)), last);
        let rates = run(&schedule, step % decay, decay);
        prop_assert!(rates.iter().all(|&rate| first.min(last) <= rate && rate <= first.max(last)), "{}", schedule);
        prop_assert!(if first <= last { rates.is_sorted() } else { rates.is_sorted_by(|a, b| a >= b) }, "{}", schedule);
    }

    #[test]
    fn a_polynomial_cycle_is_the_decay_to_the_next_multiple(schedule in polynomial(true), step in of_any_size()) {
        let decay = schedule.decay_steps();
        let Some(next) = step.max(1).div_ceil(decay).checked_mul(decay) else { return Ok(()) };
        let one_way = PolynomialDecay::builder(schedule.initial_learning_rate(), next)
            .end_learning_rate(schedule.end_learning_rate())
            .power(schedule.power())
            .build()
            .expect("legal");
        prop_assert_eq!(schedule.at(step).to_bits(), one_way.at(step).to_bits(), "step {} of {}", step, schedule);
    }

    #[test]
    fn a_value_holds_up_to_its_boundary(schedule in piecewise(), step in of_any_size()) {
        let mut steps = vec![step];
        steps.extend(schedule.boundaries().iter().flat_map(|&b| [b.saturating_sub(1), b, b.saturating_add(1)]));
        for step in steps {
            let index = schedule.boundaries().iter().filter(|&&boundary| boundary < step).count();
            prop_assert_eq!(schedule.at(step).to_bits(), schedule.values()[index].to_bits());
        }
    }

    #[test]
    fn rates_are_near_those_of_the_library_functions(
        decay in 1..100_000_u64, factor in 0.01..2.0_f64, power in 0.01..5.0_f64, part in 0.0..1.0_f64,
    ) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "small")]
        let (step, f) = { let step = (decay as f64 * part) as u64; (step, step as f64 / decay as f64) };
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-12 * b.abs();
        let exponential = ExponentialDecay::new(0.1, decay, factor).expect("legal").at(step);
        prop_assert!(near(exponential, 0.1 * factor.powf(f)));
        let inverse = InverseTimeDecay::new(0.1, decay, factor).expect("legal").at(step);
        prop_assert!(near(inverse, 0.1 / (1.0 + factor * f)));
        let polynomial = PolynomialDecay::builder(0.1, decay).end_learning_rate(0.01).power(power).build().expect("legal");
        prop_assert!(near(polynomial.at(step), 0.09 * (1.0 - f).powf(power) + 0.01));
    }
}
