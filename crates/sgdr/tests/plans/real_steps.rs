//! Rates between whole steps: against exact arithmetic, and against the same schedule in smaller steps.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use sgdr::{
    Chain, CosineCycles, CosineDecay, CosineDecayRestarts, Error, ExponentialDecay, InverseTimeDecay,
    LearningRateSchedule, NormalizedWeightDecay, PiecewiseConstantDecay, PolynomialDecay, ScheduleExt, Units,
    WarmupPlace, WarmupShape, from_fn,
};

/// In units in the last place; where the rate is subnormal the second one.
const ALLOWED: f64 = 0.65;
const ALLOWED_SUBNORMAL: f64 = 0.75;

/// From a rate to the next double.
fn ulp(rate: f64) -> f64 {
    f64::from_bits(rate.to_bits() + 1) - rate
}

#[test]
fn rates_are_within_the_allowed_error_of_the_exact_ones() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden/real.csv");
    let text = fs::read_to_string(path).expect("golden/real.csv is part of the repository");
    let (header, lines) = text.split_once('\n').expect("a header");
    assert_eq!(header, "initial_learning_rate,first_decay_steps,t_mul,m_mul,alpha,step,cycle,lr,lr_bits,residual");
    let (mut count, mut worst) = (0, 0.0_f64);
    for line in lines.lines() {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |index: usize| cells[index].parse::<f64>().expect(line);
        let schedule = CosineDecayRestarts::builder(number(0), cells[1].parse().expect(line))
            .t_mul(number(2))
            .m_mul(number(3))
            .alpha(number(4))
            .build()
            .expect(line);
        let (exact, residual) = (number(7), number(9));
        assert_eq!(exact.to_bits(), u64::from_str_radix(cells[8], 16).expect(line), "{line}: decimal and bits differ");
        let rate = schedule.at_real(number(5)).expect(line);
        let error = ((rate - exact) / ulp(exact) - residual).abs();
        let allowed = if exact < f64::MIN_POSITIVE { ALLOWED_SUBNORMAL } else { ALLOWED };
        assert!(error <= allowed, "{line}: {rate:e} is {error} ulp away");
        (count, worst) = (count + 1, worst.max(error));
    }
    assert!(count > 10_000, "only {count} rows");
    println!("{count} rows, worst {worst} ulp");
}

/// A schedule of any class.
type Schedule = Arc<dyn LearningRateSchedule + Send + Sync>;

/// A schedule of the class with this number, in steps of any size.
#[derive(Clone, Debug)]
struct Family {
    class: u8,
    rate: f64,
    steps: u64,
    t_mul: f64,
    m_mul: f64,
    alpha: f64,
    power: f64,
    other: u64,
    flag: bool,
}

impl Family {
    /// The schedule with every length times 2^shift: the same one in smaller steps.
    ///
    /// Cycles that begin between two steps have no warm-up here: it begins with the next whole step, which smaller steps
    /// would bring forward.
    fn make(&self, shift: u32) -> Result<Schedule, Error> {
        let &Self { class, rate, steps, t_mul, m_mul, alpha, power, other, flag } = self;
        let (steps, other_steps) = (steps << shift, other << shift);
        let shape = if flag { WarmupShape::Cosine } else { WarmupShape::Linear };
        let restarts = CosineDecayRestarts::builder(rate, steps).t_mul(t_mul).m_mul(m_mul).alpha(alpha).build()?;
        Ok(match class {
            0 => Arc::new(restarts),
            1 => Arc::new(CosineCycles::builder(rate, steps).t_mul(t_mul).peak_mul(m_mul).eta_min(rate / 8.0).build()?),
            2 => {
                let decay = CosineDecay::builder(rate, steps).alpha(alpha);
                Arc::new(decay.warmup_target(rate * power).warmup_steps(other_steps).build()?)
            }
            3 => Arc::new(ExponentialDecay::builder(rate, steps, m_mul).staircase(flag).build()?),
            4 => Arc::new(InverseTimeDecay::builder(rate, steps, power).staircase(flag).build()?),
            5 => Arc::new(PiecewiseConstantDecay::new([steps, steps + other_steps], [rate, alpha, power])?),
            6 => {
                let power = if other < 100 { 1.0 } else { power };
                let decay = PolynomialDecay::builder(rate, steps).end_learning_rate(alpha);
                Arc::new(decay.power(power).cycle(flag).build()?)
            }
            7 => Arc::new(restarts.warmup_builder(other_steps).shape(shape).start(rate * power).build()?),
            8 => {
                let decay =
                    CosineDecayRestarts::builder(rate, steps + other_steps).m_mul(m_mul).alpha(alpha).build()?;
                let warmup = decay.warmup_builder(other_steps).place(WarmupPlace::EveryCycle);
                Arc::new(warmup.shape(shape).to_peak(flag).build()?)
            }
            9 => Arc::new(restarts.cycle_limit(other % 5 + 1)?),
            10 => {
                let next: Schedule = Arc::new(PolynomialDecay::builder(rate, steps).build()?);
                let first: Schedule = Arc::new(restarts);
                Arc::new(Chain::new_from(first, 3 << shift).then_from(other_steps, next, 5 << shift)?)
            }
            11 => Arc::new(restarts.scale(power)?),
            12 => Arc::new(restarts.clamp(Some(rate / 8.0), Some(rate / 2.0))?),
            13 => Arc::new(restarts.warmup(other_steps)?.scale(power)?.cycle_limit(other % 3 + 1)?),
            _ => Arc::new(Box::new(restarts)),
        })
    }
}

prop_compose! {
    fn families()(
        class in 0_u8..15,
        rate in 1e-6..1.0_f64,
        steps in 1_u64..300,
        t_mul in prop_oneof![Just(1.0), Just(2.0), Just(1.1), Just(4.0 / 3.0), 1.0..3.0_f64],
        m_mul in 0.0..1.1_f64,
        alpha in prop_oneof![Just(0.0), Just(0.1), 0.0..1.0_f64],
        power in 0.0..2.0_f64,
        other in 1_u64..300,
        flag in any::<bool>(),
    ) -> Family {
        Family { class, rate, steps, t_mul, m_mul, alpha, power, other, flag }
    }
}

/// A whole number of 2^-shift steps, as small ones as large ones.
fn units() -> impl Strategy<Value = (u64, u32)> {
    (0_u32..40).prop_flat_map(|shift| ((1_u64..1 << 50, 0_u32..45).prop_map(|(m, cut)| m >> cut), Just(shift)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30_000, ..ProptestConfig::default() })]

    #[test]
    fn a_real_step_is_a_whole_one_of_the_schedule_in_smaller_steps(
        family in families(),
        (units, shift) in units(),
    ) {
        let (coarse, fine) = (family.make(0).expect("legal"), family.make(shift).expect("legal"));
        #[expect(clippy::cast_precision_loss, reason = "below 2^50")]
        let step = units as f64 / (1_u64 << shift) as f64;
        let (rate, expected) = (coarse.at_real(step).expect("a step"), fine.at(units));
        let apart = (rate - expected).abs() / ulp(expected);
        prop_assert!(rate == expected || apart <= 2.0, "{family:?} at {step}: {rate:e}, in smaller steps {expected:e}, {apart} ulp apart");
    }

    #[test]
    fn a_whole_number_is_that_step(family in families(), step in 0_u64..1 << 53) {
        let schedule = family.make(0).expect("legal");
        #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
        let rate = schedule.at_real(step as f64).expect("a step");
        prop_assert_eq!(rate.to_bits(), schedule.at(step).to_bits());
    }
}

#[test]
fn a_closed_cycle_keeps_the_floor_until_the_next_one_starts() {
    let schedule = CosineCycles::builder(1.0, 5).t_mul(1.5).eta_min(0.25).closed(true).build().expect("legal");
    // The second cycle takes the steps from 5 to 12, and the third starts at 12.5.
    let rates = [4.0, 4.5, 5.0, 12.0, 12.25, 12.5, 12.75, 13.0].map(|step| schedule.at_real(step).expect("a step"));
    assert_eq!(rates, [0.25, 0.25, 1.0, 0.25, 0.25, 1.0, 1.0, 1.0]);
}

#[test]
fn a_limit_of_cycles_that_end_between_two_steps_holds_the_floor_from_there_on() {
    let schedule = CosineDecayRestarts::builder(1.0, 5).t_mul(1.5).alpha(0.25).build().expect("legal");
    let limited = schedule.clone().cycle_limit(2).expect("legal");
    for step in [12.0, 12.25, 12.499_999_999] {
        assert_eq!(limited.at_real(step), schedule.at_real(step), "{step}");
    }
    assert_eq!([12.5, 12.75, 13.0, 1e18].map(|step| limited.at_real(step)), [0.25; 4].map(Ok));
    assert!(schedule.at_real(12.5) == Ok(1.0));
}

#[test]
fn a_warmup_of_every_cycle_waits_for_the_first_whole_step() {
    let schedule = CosineDecayRestarts::builder(1.0, 5).t_mul(1.5).build().expect("legal");
    let schedule = schedule.warmup_builder(2).start(0.125).place(WarmupPlace::EveryCycle).build().expect("legal");
    assert_eq!([12.5, 12.75, 13.0].map(|step| schedule.at_real(step)), [0.125; 3].map(Ok));
    assert!(schedule.at_real(12.25).expect("a step") < 0.01);
}

#[test]
fn a_weight_decay_changes_where_the_next_cycle_starts() {
    let schedule = CosineDecayRestarts::builder(1.0, 5).t_mul(1.5).build().expect("legal");
    let units = Units::builder(640, 128).build().expect("legal");
    let decay = NormalizedWeightDecay::new(schedule, 0.05, &units).expect("legal");
    let [first, second, third] = [0, 5, 13].map(|step| decay.at(step));
    assert!(first > second && second > third);
    let steps = [4.5, 4.999, 5.0, 12.0, 12.499, 12.5, 12.75];
    assert_eq!(
        steps.map(|step| decay.at_real(step).expect("a step")),
        [first, first, second, second, second, third, third]
    );
}

#[test]
fn a_schedule_of_whole_steps_keeps_a_rate_until_the_next_step() {
    let schedule = from_fn(|step| if step == 2 { 0.5 } else { 0.25 });
    assert_eq!([2.0, 2.5, 2.999, 3.0].map(|step| schedule.at_real(step)), [0.5, 0.5, 0.5, 0.25].map(Ok));
}

#[test]
fn what_is_no_step_is_an_error() {
    let schedule = CosineDecayRestarts::new(0.1, 10).expect("legal");
    let plan = schedule.clone().warmup(3).expect("legal");
    for step in [-0.5, -1.0, 18_446_744_073_709_551_616.0, 1e300, f64::INFINITY, f64::NEG_INFINITY] {
        let message = format!("step must be a number from 0 to 18446744073709551615 (received {step})");
        assert_eq!(schedule.at_real(step).expect_err("no step").to_string(), message);
        assert_eq!(plan.at_real(step).expect_err("no step").to_string(), message);
    }
    let error = schedule.at_real(f64::NAN).expect_err("no step");
    assert_eq!(error.to_string(), "step must be a number from 0 to 18446744073709551615 (received NaN)");
    assert_eq!(error.parameter(), "step");
    // There is one zero.
    assert_eq!(schedule.at_real(-0.0), Ok(0.1));
}

#[test]
fn the_least_fraction_of_a_step_changes_nothing_that_a_double_can_tell() {
    let tiny = f64::MIN_POSITIVE;
    let exponential = ExponentialDecay::new(0.1, 1 << 40, 0.5).expect("legal");
    assert_eq!(exponential.at_real(tiny), Ok(0.1));
    let line = PolynomialDecay::builder(0.0, 1 << 40).end_learning_rate(1.0).build().expect("legal");
    assert_eq!(line.at_real(tiny * 2_f64.powi(100)), Ok(tiny * 2_f64.powi(60)));
    let inverse = InverseTimeDecay::new(0.1, 1 << 40, 0.5).expect("legal");
    assert_eq!(inverse.at_real(tiny), Ok(0.1));
    assert_eq!(CosineDecayRestarts::new(0.1, 10).expect("legal").at_real(tiny), Ok(0.1));
}
