//! Each illegal parameter has its error; what is legal stays as given.

use sgdr::{CosineCycles, CosineDecay, CosineDecayRestarts, CosineDecayRestartsBuilder, LearningRateSchedule};

const NOT_FINITE: [f64; 3] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];

fn builder() -> CosineDecayRestartsBuilder {
    CosineDecayRestarts::builder(0.1, 1000)
}

/// The error as text.
fn message(builder: CosineDecayRestartsBuilder) -> String {
    builder.build().expect_err("an illegal parameter").to_string()
}

#[test]
fn initial_learning_rate_is_finite_and_not_negative() {
    for value in NOT_FINITE.into_iter().chain([-0.1, -f64::MIN_POSITIVE]) {
        assert_eq!(
            message(CosineDecayRestarts::builder(value, 1000)),
            format!("initial_learning_rate must be finite and >= 0 (received {value})")
        );
    }
    let error = CosineDecayRestarts::new(f64::NAN, 1).expect_err("not a number");
    assert_eq!(error.parameter(), "initial_learning_rate");
}

#[test]
fn first_decay_steps_is_at_least_one() {
    let error = CosineDecayRestarts::new(0.1, 0).expect_err("no steps");
    assert_eq!(error.parameter(), "first_decay_steps");
    assert_eq!(message(CosineDecayRestarts::builder(0.1, 0)), "first_decay_steps must be >= 1 (received 0)");
}

#[test]
fn t_mul_is_finite_and_positive() {
    for value in NOT_FINITE.into_iter().chain([0.0, -0.0, -2.0]) {
        assert_eq!(message(builder().t_mul(value)), format!("t_mul must be finite and > 0 (received {value})"));
    }
}

#[test]
fn m_mul_is_finite_and_not_negative() {
    for value in NOT_FINITE.into_iter().chain([-0.5]) {
        assert_eq!(message(builder().m_mul(value)), format!("m_mul must be finite and >= 0 (received {value})"));
    }
}

#[test]
fn alpha_is_a_fraction() {
    for value in NOT_FINITE.into_iter().chain([-1e-9, 1.0 + f64::EPSILON]) {
        assert_eq!(message(builder().alpha(value)), format!("alpha must be between 0 and 1 (received {value})"));
    }
}

#[test]
fn the_first_wrong_parameter_is_reported() {
    assert_eq!(message(builder().alpha(2.0).t_mul(0.0)), "t_mul must be finite and > 0 (received 0)");
}

#[test]
fn the_ends_of_every_range_are_legal() {
    for schedule in [
        CosineDecayRestarts::builder(0.0, 1),
        CosineDecayRestarts::builder(f64::MAX, u64::MAX),
        builder().t_mul(f64::MIN_POSITIVE),
        builder().t_mul(5e-324),
        builder().t_mul(f64::MAX),
        builder().m_mul(0.0),
        builder().m_mul(f64::MAX),
        builder().alpha(0.0),
        builder().alpha(1.0),
        builder().name(""),
    ] {
        assert!(schedule.clone().build().is_ok(), "{schedule:?}");
    }
}

#[test]
fn a_schedule_shows_its_parameters_as_given() {
    let schedule = CosineDecayRestarts::builder(0.3, 7).t_mul(1.1).m_mul(0.9).alpha(0.01).name("a \"b\"");
    let schedule = schedule.build().expect("legal");
    assert_eq!((schedule.initial_learning_rate(), schedule.first_decay_steps(), schedule.t_mul()), (0.3, 7, 1.1));
    assert_eq!((schedule.m_mul(), schedule.alpha(), schedule.name()), (0.9, 0.01, "a \"b\""));
    assert_eq!(
        format!("{schedule:?}"),
        "CosineDecayRestarts { initial_learning_rate: 0.3, first_decay_steps: 7, t_mul: 1.1, m_mul: 0.9, alpha: 0.01, \
         name: \"a \\\"b\\\"\" }"
    );
    assert_eq!(
        schedule.to_string(),
        "CosineDecayRestarts(initial_learning_rate=0.3, first_decay_steps=7, t_mul=1.1, m_mul=0.9, alpha=0.01, \
         name=\"a \\\"b\\\"\")"
    );
}

#[test]
fn schedules_are_equal_when_their_parameters_are() {
    let schedule = builder().build().expect("legal");
    assert_eq!(schedule, schedule.clone());
    for other in [
        CosineDecayRestarts::builder(0.2, 1000),
        CosineDecayRestarts::builder(0.1, 1001),
        builder().t_mul(1.0),
        builder().m_mul(0.5),
        builder().alpha(0.5),
        builder().name("other"),
    ] {
        assert_ne!(schedule, other.build().expect("legal"));
    }
}

#[test]
fn a_schedule_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + Clone + 'static>() {}
    shared::<CosineDecayRestarts>();
}

/// Found by fuzzing: the floor was computed times the power of two that suits the peak.
#[test]
fn the_floor_stays_beside_a_huge_peak() {
    let schedule = CosineDecayRestarts::builder(0.1, 1).m_mul(1e200).alpha(0.5).build().expect("legal");
    assert_eq!([0, 1, 2].map(|step| schedule.cycle_at(step).floor), [0.05; 3]);
    let decay = |first, alpha| CosineDecay::builder(first, 10).alpha(alpha).build().expect("legal").at(10);
    assert_eq!([decay(0.1, 1e-300), decay(1e181, 1e-176)], [1e-301, 99_999.999_999_999_99]);
    let closed = CosineCycles::builder(f64::MAX, 10).eta_min(1.0).closed(true).build().expect("legal");
    assert_eq!([0, 9].map(|step| closed.at(step)), [f64::MAX, 1.0]);
}

#[test]
fn a_negative_zero_is_zero() {
    let with = |zero: f64| {
        let schedules = [
            CosineDecayRestarts::builder(zero, 10).alpha(0.5),
            builder().m_mul(zero).alpha(0.5),
            builder().alpha(zero),
        ];
        schedules
            .map(|schedule| schedule.build().expect("legal"))
            .map(|schedule| [0, 7, 500, 1500].map(|step| schedule.at(step)))
    };
    assert_eq!(with(-0.0), with(0.0));
}
