//! Each illegal parameter has its error.

use sgdr::{
    AnySchedule, Chain, Clamp, CosineCycles, CosineDecay, CosineDecayRestarts, CycleLimit, Error, LearningRateSchedule,
    NormalizedWeightDecay, Replan, Scale, ScheduleExt, Standing, Units, Warmup, WarmupPlace, keras,
};

fn restarts(first_decay_steps: u64) -> CosineDecayRestarts {
    CosineDecayRestarts::new(0.1, first_decay_steps).expect("legal")
}

fn cosine() -> CosineDecay {
    CosineDecay::new(0.1, 10).expect("legal")
}

/// The error as text.
fn message<S: std::fmt::Debug>(built: Result<S, Error>) -> String {
    built.expect_err("an illegal parameter").to_string()
}

const NO_CYCLES: &str = "schedule must have cycles, as CosineDecayRestarts does (received a schedule without cycles)";

#[test]
fn cosine_cycles() {
    let builder = || CosineCycles::builder(0.1, 10);
    assert_eq!(message(CosineCycles::new(-0.1, 10)), "initial_learning_rate must be finite and >= 0 (received -0.1)");
    assert_eq!(message(CosineCycles::new(0.1, 0)), "first_decay_steps must be >= 1 (received 0)");
    assert_eq!(message(builder().t_mul(0.0).build()), "t_mul must be finite and > 0 (received 0)");
    assert_eq!(message(builder().peak_mul(-1.0).build()), "peak_mul must be finite and >= 0 (received -1)");
    for eta_min in [-0.1, 0.11, f64::NAN] {
        assert_eq!(
            message(builder().eta_min(eta_min).build()),
            format!("eta_min must be between 0 and the initial learning rate, 0.1 (received {eta_min})")
        );
    }
    assert!(builder().eta_min(0.1).build().is_ok());
}

#[test]
fn warmup() {
    for place in [WarmupPlace::Inside, WarmupPlace::EveryCycle] {
        for warmup_steps in [10, 11, u64::MAX] {
            assert_eq!(
                message(restarts(10).warmup_builder(warmup_steps).place(place).build()),
                format!("warmup_steps must be < 10, the steps of the first cycle (received {warmup_steps})")
            );
        }
        assert!(restarts(10).warmup_builder(9).place(place).build().is_ok());
    }
    assert!(restarts(10).warmup(10).is_ok(), "before the schedule there is room");
    assert_eq!(message(Warmup::builder(cosine(), 5).place(WarmupPlace::EveryCycle).build()), NO_CYCLES);
    for start in [-0.1, f64::INFINITY] {
        assert_eq!(
            message(Warmup::builder(cosine(), 5).start(start).build()),
            format!("start must be finite and >= 0 (received {start})")
        );
    }
    assert!(restarts(u64::MAX).warmup(u64::MAX).is_ok_and(|schedule| schedule.at(u64::MAX) == 0.1));
}

#[test]
fn limits_and_factors() {
    assert_eq!(message(CycleLimit::new(restarts(10), 0)), "cycles must be >= 1 (received 0)");
    assert_eq!(message(CycleLimit::new(cosine(), 1)), NO_CYCLES);
    for value in [-1.0, f64::INFINITY] {
        let expected = |name: &str| format!("{name} must be finite and >= 0 (received {value})");
        assert_eq!(message(Scale::new(cosine(), value)), expected("factor"));
        assert_eq!(message(Clamp::new(cosine(), Some(value), None)), expected("min"));
        assert_eq!(message(Clamp::new(cosine(), None, Some(value))), expected("max"));
    }
    assert_eq!(message(Clamp::new(cosine(), Some(2.0), Some(1.0))), "min must be <= max, 1 (received 2)");
}

#[test]
fn chains() {
    let expected = |boundary, before, index| {
        format!("boundaries must increase strictly (received {boundary} after {before}, at index {index})")
    };
    let chain = Chain::new(cosine()).then(10, cosine()).expect("legal");
    assert_eq!(message(chain.clone().then(10, cosine())), expected(10, 10, 1));
    assert_eq!(message(chain.then(9, cosine())), expected(9, 10, 1));
    assert_eq!(message(Chain::new(cosine()).then(0, cosine())), expected(0, 0, 0));
}

#[test]
fn weight_decay() {
    let units = Units::builder(100, 10).build().expect("legal");
    assert_eq!(message(NormalizedWeightDecay::new(cosine(), 0.1, &units)), NO_CYCLES);
    assert_eq!(
        message(NormalizedWeightDecay::new(restarts(10), -0.1, &units)),
        "weight_decay must be finite and >= 0 (received -0.1)"
    );
}

#[test]
fn a_change_of_plan_needs_a_cycle_that_ends() {
    assert_eq!(message(Replan::new(cosine(), 5)), NO_CYCLES);
    let limited = restarts(10).cycle_limit(2).expect("legal");
    let replan = Replan::new(limited, 30).expect("the constant tail is a cycle");
    let endless = "steps must lie in a cycle that ends (received 30)";
    assert_eq!(message(replan.end_of_cycle()), endless);
    assert_eq!(message(replan.clone().skip_cycle()), endless);
    assert_eq!(message(replan.repeat_cycle()), endless);
}

#[test]
fn standing_needs_steps_and_cycles() {
    assert_eq!(Standing::after(0, &restarts(10)), None);
    assert_eq!(Standing::after(5, &cosine()), None);
}

#[test]
fn a_wrong_text_of_a_plan_says_what_and_where() {
    let restarts =
        r#"{"class_name": "CosineDecayRestarts", "config": {"initial_learning_rate": 0.1, "first_decay_steps": 10}}"#;
    let cosine = r#"{"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.1, "decay_steps": 10}}"#;
    let plan = |name: &str, config: &str| {
        let config = config.replace("RESTARTS", restarts).replace("COSINE", cosine);
        format!(r#"{{"class_name": "{name}", "registered_name": "sgdr>{name}", "config": {{{config}}}}}"#)
    };
    for (name, config, expected) in [
        ("Warmup", r#""warmup_steps": 5"#, "config: the key \"schedule\" is missing"),
        (
            "Warmup",
            r#""schedule": RESTARTS, "warmup_steps": 5, "shape": "round""#,
            "config.shape: must be one of \"linear\", \"cosine\" (received \"round\")",
        ),
        (
            "Warmup",
            r#""schedule": RESTARTS, "warmup_steps": 5, "place": 7"#,
            "config.place: must be one of \"prefix\", \"inside\", \"every_cycle\" (received 7)",
        ),
        (
            "Warmup",
            r#""schedule": RESTARTS, "warmup_steps": 10, "place": "inside""#,
            "config.warmup_steps: must be < 10, the steps of the first cycle (received 10)",
        ),
        (
            "Warmup",
            r#""schedule": COSINE, "warmup_steps": 10, "place": "every_cycle""#,
            "config.schedule: must have cycles, as CosineDecayRestarts does (received a schedule without cycles)",
        ),
        ("CycleLimit", r#""schedule": RESTARTS, "cycles": 0"#, "config.cycles: must be >= 1 (received 0)"),
        ("CycleLimit", r#""schedule": 0.1, "cycles": 1"#, "config.schedule: holds no schedule (received 0.1)"),
        ("Scale", r#""schedule": COSINE, "factor": -1"#, "config.factor: must be finite and >= 0 (received -1)"),
        ("Clamp", r#""schedule": COSINE, "min": 1, "max": 0.5"#, "config.min: must be <= max, 0.5 (received 1)"),
        (
            "Chain",
            r#""schedules": [], "boundaries": []"#,
            "config.schedules: must have at least one element (received none)",
        ),
        (
            "Chain",
            r#""schedules": [COSINE, {}], "boundaries": [1]"#,
            "config.schedules[1]: the key \"class_name\" is missing",
        ),
        (
            "Chain",
            r#""schedules": [COSINE, COSINE], "boundaries": [1, 2]"#,
            "config.boundaries: must have length 1 for 2 schedules (received 2)",
        ),
        (
            "Chain",
            r#""schedules": [COSINE, COSINE], "boundaries": [1], "starts": [0]"#,
            "config.starts: must have length 2 for 2 schedules (received 1)",
        ),
        (
            "Chain",
            r#""schedules": [COSINE, COSINE], "boundaries": [0]"#,
            "config.boundaries: must increase strictly (received 0 after 0, at index 0)",
        ),
        (
            "CosineCycles",
            r#""initial_learning_rate": 0.1, "first_decay_steps": 10, "eta_min": 0.2"#,
            "config.eta_min: must be between 0 and the initial learning rate, 0.1 (received 0.2)",
        ),
        (
            "NormalizedWeightDecay",
            r#""schedule": RESTARTS, "weight_decay": 0.1, "batch_size": 0, "dataset_size": 1, "steps_per_epoch": 1"#,
            "config.batch_size: must be >= 1 (received 0)",
        ),
    ] {
        let text = plan(name, config);
        let error = keras::deserialize::<AnySchedule>(&text).expect_err(&text);
        assert_eq!(error.to_string(), expected, "{text}");
    }
}
