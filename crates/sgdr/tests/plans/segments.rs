//! The table of segments, evaluated by its documented formula, gives the rates of the schedule.

use std::f64::consts::FRAC_PI_2;

use proptest::prelude::*;
use sgdr::{
    AnySchedule, Chain, ConstantRate, CosineCycles, CosineDecay, CosineDecayRestarts, LearningRateSchedule,
    NormalizedWeightDecay, PiecewiseConstantDecay, ScheduleExt, Segments, Units, WarmupPlace, WarmupShape,
};

/// The rate at `step + fraction`, in plain doubles.
#[expect(clippy::cast_precision_loss, reason = "a device rounds, too")]
fn rate(segments: &Segments, step: u64, fraction: f64) -> f64 {
    let has_begun = |first_step: u64, early: f64| {
        first_step <= step || fraction > 0.0 && step.checked_add(1) == Some(first_step) && fraction >= early
    };
    let found = segments.iter().rev().find(|segment| has_begun(segment.first_step, segment.early));
    let segment = found.expect("the first one begins at step 0");
    let mut done = i128::from(step) - i128::from(segment.first_step);
    let (mut peak, mut height) = (segment.peak, segment.height);
    if let Some(period) =
        segments.period().filter(|_| segments.iter().last().map(|last| last.first_step) == Some(segment.first_step))
    {
        let repetitions = done / i128::from(period);
        done %= i128::from(period);
        let powers = segments.factors().into_iter().enumerate();
        let factor: f64 = powers.filter(|(bit, _)| repetitions >> bit & 1 == 1).map(|(_, factor)| factor).product();
        if segments.multiplies_peak() {
            peak = (segment.peak * factor).max(segment.floor);
            height = peak - segment.floor;
        } else {
            height *= factor;
            peak = segment.floor + height;
        }
    }
    let square = |distance: f64| (FRAC_PI_2 * distance / segment.length).sin().powi(2);
    if segment.span == u64::MAX || done <= i128::from(segment.middle) {
        let done = done as f64 + fraction;
        peak - height * square(done + segment.gap) + segment.slope * done
    } else {
        let left = ((i128::from(segment.span) - done) as f64 - fraction + segment.rest).max(0.0);
        segment.floor + height * square(left) - segment.slope * left
    }
}

prop_compose! {
    fn restarts()(
        first in 1..5000_u64,
        t_mul in prop_oneof![Just(1.0), Just(1.1), Just(1.5), Just(2.0), 0.5..3.0],
        m_mul in prop_oneof![Just(1.0), 0.5..1.2],
        alpha in 0.0..0.5,
    ) -> CosineDecayRestarts {
        CosineDecayRestarts::builder(0.1, first).t_mul(t_mul).m_mul(m_mul).alpha(alpha).build().expect("legal")
    }
}

prop_compose! {
    fn cycles()(
        first in 1..5000_u64, t_mul in prop_oneof![Just(1.0), Just(1.5), Just(2.0)], peak_mul in 0.5..1.2, closed: bool,
    ) -> CosineCycles {
        let builder = CosineCycles::builder(0.1, first).t_mul(t_mul).peak_mul(peak_mul).eta_min(0.01);
        builder.closed(closed).build().expect("legal")
    }
}

fn schedules() -> impl Strategy<Value = AnySchedule> {
    let warmup = (restarts(), 0..3000_u64, any::<bool>()).prop_map(|(schedule, steps, cosine)| {
        let shape = if cosine { WarmupShape::Cosine } else { WarmupShape::Linear };
        schedule.warmup_builder(steps).shape(shape).start(0.001).build().expect("legal").into()
    });
    let limited =
        (restarts(), 1..6_u64).prop_map(|(schedule, count)| schedule.cycle_limit(count).expect("legal").into());
    let decay = (1..5000_u64, 0..3000_u64).prop_map(|(steps, warmup_steps)| {
        let builder = CosineDecay::builder(0.001, steps).warmup_target(0.1).warmup_steps(warmup_steps).alpha(0.1);
        builder.build().expect("legal").into()
    });
    let pieces = (0..1000_u64, 1..1000_u64).prop_map(|(first, more)| {
        PiecewiseConstantDecay::new([first, first + more], [0.1, 0.3, 0.01]).expect("legal").into()
    });
    let weight_decay = restarts().prop_map(|schedule| {
        let units = Units::builder(1000, 10).build().expect("legal");
        NormalizedWeightDecay::new(schedule, 0.05, &units).expect("legal").into()
    });
    prop_oneof![
        3 => restarts().prop_map(AnySchedule::from),
        2 => cycles().prop_map(AnySchedule::from),
        2 => warmup,
        2 => limited,
        1 => decay,
        1 => pieces,
        1 => weight_decay,
        1 => (0.0..1.0).prop_map(|rate: f64| ConstantRate::new(rate).expect("legal").into()),
    ]
}

proptest! {
    #[test]
    fn the_table_has_the_rates_of_the_schedule(
        schedule in schedules(),
        last_step in 1..100_000_u64,
        steps in prop::collection::vec((any::<prop::sample::Index>(), prop_oneof![Just(0.0), 0.0..1.0]), 200),
    ) {
        let Some(segments) = schedule.segments(last_step) else {
            // Equal cycles that end.
            prop_assert_eq!(schedule.class(), "CycleLimit");
            return Ok(());
        };
        prop_assert_eq!(segments.last_step(), last_step);
        let firsts: Vec<u64> = segments.iter().map(|segment| segment.first_step).collect();
        prop_assert!(firsts[0] == 0 && firsts.is_sorted());
        for (index, fraction) in steps {
            let step = index.index(usize::try_from(last_step).expect("small") + 1) as u64;
            let (exact, table) = (schedule.at_fraction(step, fraction), rate(&segments, step, fraction));
            prop_assert!((table - exact).abs() <= 1e-13 * exact + 1e-17, "{} at {step} + {fraction}: {exact} and {table}", schedule);
        }
    }
}

#[test]
fn other_formulas_have_no_segments() {
    let restarts = CosineDecayRestarts::builder(0.1, 10).t_mul(1.0).build().expect("legal");
    assert!(restarts.clone().cycle_limit(3).expect("legal").segments(100).is_none());
    assert!(Chain::new(restarts.clone()).segments(100).is_none());
    assert!(restarts.clone().scale(0.5).expect("legal").segments(100).is_none());
    let every = restarts.warmup_builder(2).place(WarmupPlace::EveryCycle).build().expect("legal");
    assert!(every.segments(100).is_none());
}

#[test]
fn there_are_at_most_65536_segments() {
    let schedule = CosineDecayRestarts::builder(0.1, 1).t_mul(1.0 + 1e-9).build().expect("legal");
    let segments = schedule.segments(1_000_000).expect("cycles");
    assert_eq!(segments.iter().count(), 65_536);
    assert_eq!(schedule.restarts().nth(65_535), Some(segments.last_step() + 1));
}
