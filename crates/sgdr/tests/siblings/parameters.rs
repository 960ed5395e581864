//! Each illegal parameter has its error; what is legal stays as given.

use sgdr::{CosineDecay, Error, ExponentialDecay, InverseTimeDecay, PiecewiseConstantDecay, PolynomialDecay};

const ILLEGAL: [f64; 5] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -0.1, -f64::MIN_POSITIVE];

/// The error as text.
fn message<S: std::fmt::Debug>(built: Result<S, Error>) -> String {
    built.expect_err("an illegal parameter").to_string()
}

#[test]
fn rates_factors_and_powers_are_finite_and_not_negative() {
    for value in ILLEGAL {
        let expected = |name: &str| format!("{name} must be finite and >= 0 (received {value})");
        let initial = expected("initial_learning_rate");
        assert_eq!(message(CosineDecay::new(value, 1000)), initial);
        assert_eq!(message(ExponentialDecay::new(value, 1000, 0.96)), initial);
        assert_eq!(message(InverseTimeDecay::new(value, 1000, 0.5)), initial);
        assert_eq!(message(PolynomialDecay::new(value, 1000)), initial);
        let warmup = CosineDecay::builder(0.1, 1000).warmup_target(value);
        assert_eq!(message(warmup.build()), expected("warmup_target"));
        assert_eq!(message(ExponentialDecay::new(0.1, 1000, value)), expected("decay_rate"));
        assert_eq!(message(InverseTimeDecay::new(0.1, 1000, value)), expected("decay_rate"));
        let builder = PolynomialDecay::builder(0.1, 1000);
        assert_eq!(message(builder.clone().end_learning_rate(value).build()), expected("end_learning_rate"));
        assert_eq!(message(builder.power(value).build()), expected("power"));
        assert_eq!(
            message(PiecewiseConstantDecay::new([10, 20], [0.1, value, 0.01])),
            format!("values must be finite and >= 0 (received {value}, at index 1)")
        );
    }
}

#[test]
fn alpha_is_a_fraction() {
    for alpha in [f64::NAN, -1e-9, 1.0 + f64::EPSILON] {
        let built = CosineDecay::builder(0.1, 1000).alpha(alpha).build();
        assert_eq!(message(built), format!("alpha must be between 0 and 1 (received {alpha})"));
    }
}

#[test]
fn decay_steps_is_at_least_one() {
    let expected = "decay_steps must be >= 1 (received 0)";
    assert_eq!(message(CosineDecay::new(0.1, 0)), expected);
    assert_eq!(message(ExponentialDecay::new(0.1, 0, 0.96)), expected);
    assert_eq!(message(InverseTimeDecay::new(0.1, 0, 0.5)), expected);
    assert_eq!(message(PolynomialDecay::new(0.1, 0)), expected);
}

#[test]
fn boundaries_increase_and_values_match_them() {
    let values = [0.3, 0.2, 0.1];
    for values in [&[][..], &[0.1]] {
        assert_eq!(
            message(PiecewiseConstantDecay::new([], values)),
            "boundaries must have at least one element (received an empty list)"
        );
    }
    for boundary in [7, 10] {
        assert_eq!(
            message(PiecewiseConstantDecay::new([10, boundary], values)),
            format!("boundaries must increase strictly (received {boundary} after 10, at index 1)")
        );
    }
    for count in [0, 1, 2, 3, 5] {
        let built = PiecewiseConstantDecay::new([10, 20, 30], vec![0.1; count]);
        assert_eq!(
            message(built),
            format!("values must have one element more than boundaries (received {count} values, 3 boundaries)")
        );
    }
}

#[test]
fn the_first_wrong_parameter_is_reported() {
    let builder = CosineDecay::builder(0.1, 0).alpha(2.0).warmup_target(-1.0);
    assert_eq!(message(builder.build()), "decay_steps must be >= 1 (received 0)");
    assert_eq!(
        message(ExponentialDecay::new(-1.0, 0, -1.0)),
        "initial_learning_rate must be finite and >= 0 (received -1)"
    );
    assert_eq!(
        message(PolynomialDecay::builder(0.1, 9).power(-1.0).end_learning_rate(-2.0).build()),
        "end_learning_rate must be finite and >= 0 (received -2)"
    );
    assert_eq!(
        message(PiecewiseConstantDecay::new([1, 1], [-1.0])),
        "boundaries must increase strictly (received 1 after 1, at index 1)"
    );
}

#[test]
fn the_ends_of_every_range_are_legal() {
    for rate in [0.0, -0.0, 5e-324, f64::MAX] {
        for steps in [1, u64::MAX] {
            let cosine = CosineDecay::builder(rate, steps).warmup_target(rate).warmup_steps(steps);
            assert!(cosine.clone().alpha(0.0).build().is_ok() && cosine.alpha(1.0).name("").build().is_ok());
            assert!(ExponentialDecay::builder(rate, steps, rate).staircase(true).build().is_ok());
            assert!(InverseTimeDecay::builder(rate, steps, rate).staircase(true).build().is_ok());
            let polynomial = PolynomialDecay::builder(rate, steps).end_learning_rate(rate).power(rate);
            assert!(polynomial.cycle(true).build().is_ok());
            assert!(PiecewiseConstantDecay::new([0, steps], [rate; 3]).is_ok());
        }
    }
}

#[test]
fn a_schedule_shows_its_parameters_as_given() {
    let schedule = CosineDecay::builder(0.3, 7).alpha(0.1).name("a \"b\"").warmup_target(0.5).warmup_steps(2);
    let schedule = schedule.build().expect("legal");
    assert_eq!((schedule.initial_learning_rate(), schedule.decay_steps(), schedule.alpha()), (0.3, 7, 0.1));
    assert_eq!((schedule.name(), schedule.warmup_target(), schedule.warmup_steps()), ("a \"b\"", Some(0.5), 2));
    assert_eq!(
        schedule.to_string(),
        "CosineDecay(initial_learning_rate=0.3, decay_steps=7, alpha=0.1, name=\"a \\\"b\\\"\", warmup_target=0.5, \
         warmup_steps=2)"
    );
    let schedule = CosineDecay::new(0.1, 7).expect("legal");
    assert_eq!(
        format!("{schedule:?}"),
        "CosineDecay { initial_learning_rate: 0.1, decay_steps: 7, alpha: 0.0, name: \"CosineDecay\", \
         warmup_target: None, warmup_steps: 0 }"
    );
    assert!(schedule.to_string().ends_with("warmup_target=None, warmup_steps=0)"));

    let schedule = ExponentialDecay::builder(0.3, 7, 0.9).staircase(true).name("x").build().expect("legal");
    assert_eq!((schedule.initial_learning_rate(), schedule.decay_steps(), schedule.decay_rate()), (0.3, 7, 0.9));
    assert_eq!((schedule.staircase(), schedule.name()), (true, "x"));
    let parameters = "initial_learning_rate: 0.3, decay_steps: 7, decay_rate: 0.9, staircase: true, name: \"x\"";
    assert_eq!(format!("{schedule:?}"), format!("ExponentialDecay {{ {parameters} }}"));
    assert_eq!(schedule.to_string(), format!("ExponentialDecay({})", parameters.replace(": ", "=")));

    let schedule = InverseTimeDecay::builder(0.3, 7, 0.9).staircase(true).name("x").build().expect("legal");
    assert_eq!((schedule.initial_learning_rate(), schedule.decay_steps(), schedule.decay_rate()), (0.3, 7, 0.9));
    assert_eq!((schedule.staircase(), schedule.name()), (true, "x"));
    assert_eq!(format!("{schedule:?}"), format!("InverseTimeDecay {{ {parameters} }}"));
    assert_eq!(schedule.to_string(), format!("InverseTimeDecay({})", parameters.replace(": ", "=")));

    let schedule = PolynomialDecay::builder(0.3, 7).end_learning_rate(0.1).power(0.9).cycle(true).name("x");
    let schedule = schedule.build().expect("legal");
    assert_eq!((schedule.initial_learning_rate(), schedule.decay_steps(), schedule.end_learning_rate()), (0.3, 7, 0.1));
    assert_eq!((schedule.power(), schedule.cycle(), schedule.name()), (0.9, true, "x"));
    let parameters =
        "initial_learning_rate: 0.3, decay_steps: 7, end_learning_rate: 0.1, power: 0.9, cycle: true, name: \"x\"";
    assert_eq!(format!("{schedule:?}"), format!("PolynomialDecay {{ {parameters} }}"));
    assert_eq!(schedule.to_string(), format!("PolynomialDecay({})", parameters.replace(": ", "=")));

    let schedule = PiecewiseConstantDecay::new([5, 9], [0.3, 0.2, 0.1]).expect("legal").with_name("x");
    assert_eq!((schedule.boundaries(), schedule.values(), schedule.name()), (&[5, 9][..], &[0.3, 0.2, 0.1][..], "x"));
    let parameters = "boundaries: [5, 9], values: [0.3, 0.2, 0.1], name: \"x\"";
    assert_eq!(format!("{schedule:?}"), format!("PiecewiseConstantDecay {{ {parameters} }}"));
    assert_eq!(schedule.to_string(), format!("PiecewiseConstantDecay({})", parameters.replace(": ", "=")));
}

#[test]
fn schedules_are_equal_when_their_parameters_are() {
    let build = |alpha, steps| CosineDecay::builder(0.1, 1000).alpha(alpha).warmup_steps(steps).build().expect("legal");
    assert_eq!(build(0.1, 5), build(0.1, 5).clone());
    assert!(build(0.1, 5) != build(0.2, 5) && build(0.1, 5) != build(0.1, 6));
    let build = |decay_rate, name| ExponentialDecay::builder(0.1, 1000, decay_rate).name(name).build().expect("legal");
    assert_eq!(build(0.5, "a"), build(0.5, "a").clone());
    assert!(build(0.5, "a") != build(0.6, "a") && build(0.5, "a") != build(0.5, "b"));
    let build = |decay_rate, stairs| InverseTimeDecay::builder(0.1, 9, decay_rate).staircase(stairs).build();
    assert!(build(0.5, true) == build(0.5, true) && build(0.5, true) != build(0.5, false));
    let build = |power, cycle| PolynomialDecay::builder(0.1, 9).power(power).cycle(cycle).build();
    assert!(build(0.5, true) == build(0.5, true) && build(0.5, true) != build(0.5, false));
    let build = |value| PiecewiseConstantDecay::new([5], [0.1, value]);
    assert!(build(0.5) == build(0.5) && build(0.5) != build(0.6));
}

#[test]
fn a_schedule_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + Clone + 'static>() {}
    shared::<(CosineDecay, ExponentialDecay, InverseTimeDecay, PolynomialDecay, PiecewiseConstantDecay)>();
}
