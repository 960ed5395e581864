//! The forms in which Keras saves a schedule. The texts are Keras 3.15's own; `scripts/peers` makes them again and compares.

use sgdr::keras::{self, Document};
use sgdr::{
    AnySchedule, CosineDecay, CosineDecayRestarts, ExponentialDecay, InverseTimeDecay, LearningRateSchedule,
    PiecewiseConstantDecay, PolynomialDecay, ScheduleExt,
};

const RESTARTS: &str = r#"{"module": "keras.optimizers.schedules", "class_name": "CosineDecayRestarts", "config": {"initial_learning_rate": 0.1, "first_decay_steps": 1000, "t_mul": 2.0, "m_mul": 1.0, "alpha": 0.0, "name": "SGDRDecay"}, "registered_name": null}"#;

fn any(text: &str) -> AnySchedule {
    keras::deserialize(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[test]
fn each_class_is_written_as_keras_writes_it() {
    let object = |class: &str, config: &str| {
        format!(
            r#"{{"module": "keras.optimizers.schedules", "class_name": "{class}", "config": {{{config}}}, "registered_name": null}}"#
        )
    };
    let schedules: [(AnySchedule, String); 6] = [
        (CosineDecayRestarts::new(0.1, 1000).expect("legal").into(), RESTARTS.into()),
        (
            CosineDecay::new(0.1, 1000).expect("legal").into(),
            object(
                "CosineDecay",
                r#""initial_learning_rate": 0.1, "decay_steps": 1000, "alpha": 0.0, "name": "CosineDecay", "warmup_target": null, "warmup_steps": 0"#,
            ),
        ),
        (
            ExponentialDecay::new(1e-5, 1000, 0.96).expect("legal").into(),
            object(
                "ExponentialDecay",
                r#""initial_learning_rate": 1e-05, "decay_steps": 1000, "decay_rate": 0.96, "staircase": false, "name": "ExponentialDecay""#,
            ),
        ),
        (
            InverseTimeDecay::new(0.1, 1000, 0.5).expect("legal").into(),
            object(
                "InverseTimeDecay",
                r#""initial_learning_rate": 0.1, "decay_steps": 1000, "decay_rate": 0.5, "staircase": false, "name": "InverseTimeDecay""#,
            ),
        ),
        (
            PiecewiseConstantDecay::new([1000, 2000], [1.0, 0.5, 0.25]).expect("legal").into(),
            object(
                "PiecewiseConstantDecay",
                r#""boundaries": [1000, 2000], "values": [1.0, 0.5, 0.25], "name": "PiecewiseConstant""#,
            ),
        ),
        (
            PolynomialDecay::new(0.1, 1000).expect("legal").into(),
            object(
                "PolynomialDecay",
                r#""initial_learning_rate": 0.1, "decay_steps": 1000, "end_learning_rate": 0.0001, "power": 1.0, "cycle": false, "name": "PolynomialDecay""#,
            ),
        ),
    ];
    for (schedule, text) in schedules {
        assert_eq!(keras::serialize(&schedule), text);
        assert_eq!(any(&text), schedule);
        assert_eq!(
            serde_json::to_string(&schedule).expect("text"),
            text.replace(": ", ":").replace(", ", ",").replace("1e-05", "0.00001")
        );
        assert_eq!(serde_json::from_str::<AnySchedule>(&text).expect("a schedule"), schedule);
    }
}

#[test]
fn numbers_and_text_are_written_as_python_writes_them() {
    let text = |rate: f64, name: &str| {
        keras::serialize(&CosineDecayRestarts::builder(rate, 1).name(name).build().expect("legal"))
    };
    for (rate, written) in [
        (0.0, "0.0"),
        (1.0, "1.0"),
        (1e-4, "0.0001"),
        (1e-5, "1e-05"),
        (1.5e-7, "1.5e-07"),
        (5e-324, "5e-324"),
        (1e15, "1000000000000000.0"),
        (1e16, "1e+16"),
        (1.234_567_890_123_456_8e17, "1.2345678901234568e+17"),
        (f64::MAX, "1.7976931348623157e+308"),
        (0.1 + 0.2, "0.30000000000000004"),
    ] {
        assert!(text(rate, "").contains(&format!("\"initial_learning_rate\": {written},")), "{}", text(rate, ""));
    }
    let name = "a\"b\\c/\n\r\t\u{8}\u{c}\u{0}\u{1f}\u{7f}é€\u{2028}😀";
    let written = r#""name": "a\"b\\c/\n\r\t\b\f\u0000\u001f\u007f\u00e9\u20ac\u2028\ud83d\ude00""#;
    assert!(text(0.1, name).contains(written), "{}", text(0.1, name));
    assert_eq!(keras::deserialize::<CosineDecayRestarts>(&text(0.1, name)).expect("just written").name(), name);
}

#[test]
fn every_age_of_keras_is_read() {
    let schedule = CosineDecayRestarts::new(0.1, 1000).expect("legal").into();
    let config = r#""initial_learning_rate": 0.1, "first_decay_steps": 1000"#;
    for text in [
        RESTARTS.to_string(),
        // tf_keras
        RESTARTS.replace("\"SGDRDecay\"", "null"),
        RESTARTS.replace("keras.optimizers.schedules", "tf_keras.optimizers.schedules"),
        RESTARTS.replace("keras.optimizers.schedules", "keras.src.optimizers.schedules.learning_rate_schedule"),
        // two keys; keys with defaults left out; numbers of steps as floats, rates as integers; another order
        format!(r#"{{"class_name": "CosineDecayRestarts", "config": {{{config}}}}}"#),
        format!(r#"{{"config": {{{}}}, "class_name": "CosineDecayRestarts"}}"#, config.replace("1000", "1000.0")),
        format!(
            r#"{{"class_name": "CosineDecayRestarts", "config": {{{config}, "t_mul": 2, "m_mul": 1, "alpha": 0}}}}"#
        ),
        format!(r#"{{"class_name": "CosineDecayRestarts", "config": {{{}}}}}"#, config.replace("1000", "1e3")),
        // what Keras adds in a model
        RESTARTS.replace("\"registered_name\": null", "\"registered_name\": null, \"shared_object_id\": 140234"),
        RESTARTS.replace("\"module\": \"keras.optimizers.schedules\", ", "\"module\": null, \"build_config\": {}, "),
        format!("\n\t{RESTARTS}\r\n"),
    ] {
        assert_eq!(any(&text), schedule, "{text}");
    }
}

#[test]
fn a_schedule_is_found_in_an_optimizer_and_in_a_model() {
    let optimizer = format!(
        r#"{{"module": "keras.optimizers", "class_name": "Adam", "config": {{"name": "adam", "learning_rate": {RESTARTS}, "weight_decay": null, "beta_1": 0.9}}, "registered_name": null}}"#
    );
    let config = format!(r#"{{"name": "adam", "learning_rate": {RESTARTS}, "beta_1": 0.9}}"#);
    let scaled = format!(
        r#"{{"module": "keras.optimizers", "class_name": "LossScaleOptimizer", "config": {{"name": "x", "inner_optimizer": {optimizer}, "initial_scale": 32768.0}}, "registered_name": null}}"#
    );
    // What `sgdr.keras.Schedule` saves.
    let wrapped = format!(
        r#"{{"module": "sgdr.keras", "class_name": "Schedule", "config": {{"schedule": {RESTARTS}, "steps": 100}}, "registered_name": "sgdr>Schedule"}}"#
    );
    let follows_wrapped = optimizer.replace(RESTARTS, &wrapped);
    let model = |optimizer: &str| {
        format!(
            r#"{{"module": "keras", "class_name": "Sequential", "config": {{"name": "sequential", "layers": [{{"class_name": "Dense", "config": {{"units": 1}}}}]}}, "registered_name": null, "build_config": {{"input_shape": [null, 4]}}, "compile_config": {{"optimizer": {optimizer}, "loss": "mse"}}}}"#
        )
    };
    for (text, path) in [
        (optimizer.clone(), "config.learning_rate"),
        (config, "learning_rate"),
        (scaled.clone(), "config.inner_optimizer.config.learning_rate"),
        (wrapped, "config.schedule"),
        (model(&follows_wrapped), "compile_config.optimizer.config.learning_rate.config.schedule"),
        (model(&optimizer), "compile_config.optimizer.config.learning_rate"),
        (model(&scaled), "compile_config.optimizer.config.inner_optimizer.config.learning_rate"),
        (format!(r#"{{"optimizer_config": {optimizer}, "loss": "mse"}}"#), "optimizer_config.config.learning_rate"),
    ] {
        let document = Document::parse(&text).expect("a schedule");
        assert_eq!((document.path(), document.class_name(), document.dtype()), (path, "CosineDecayRestarts", None));
        assert_eq!(any(&text), any(RESTARTS));
        let wrong = text.replace("\"alpha\": 0.0", "\"alpha\": 2.0");
        let error = keras::deserialize::<AnySchedule>(&wrong).expect_err("alpha");
        assert_eq!(error.to_string(), format!("{path}.config.alpha: must be between 0 and 1 (received 2)"));
    }
}

#[test]
fn the_type_of_the_rates_is_read() {
    for dtype in ["float64", "float32", "float16", "bfloat16"] {
        let text = RESTARTS.replace("null}", &format!("null, \"dtype\": \"{dtype}\"}}"));
        assert_eq!(Document::parse(&text).expect("a schedule").dtype(), Some(dtype));
        // It says in what type the rates are wanted; the schedule is the same.
        assert_eq!(any(&text), any(RESTARTS));
        assert_eq!(keras::serialize(&any(&text)), RESTARTS);
    }
    assert_eq!(Document::parse(RESTARTS).expect("a schedule").dtype(), None);
}

#[test]
fn serde_has_the_same_object_inside_other_data() {
    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Run {
        schedule: CosineDecayRestarts,
        any: AnySchedule,
        steps: u64,
    }
    let run = Run { schedule: CosineDecayRestarts::new(0.3, 10).expect("legal"), any: any(RESTARTS), steps: 70 };
    let text = serde_json::to_string(&run).expect("text");
    assert_eq!(serde_json::from_str::<Run>(&text).expect("just written"), run);
    let error = serde_json::from_str::<Run>(&text.replace("\"t_mul\":2.0", "\"t_mul\":-2.0")).expect_err("t_mul");
    assert!(error.to_string().starts_with("config.t_mul: must be finite and > 0 (received -2)"), "{error}");
}

/// What Hugging Face's Trainer for TensorFlow wrote into model cards, as JSON.
#[test]
fn the_warm_up_of_transformers_is_read() {
    let inner = r#"{"class_name": "WarmUp", "config": {"initial_learning_rate": 3e-05, "decay_schedule_fn": {"class_name":
        "PolynomialDecay", "config": {"initial_learning_rate": 3e-05, "decay_steps": 3034, "end_learning_rate": 0.0, "power": 1.0,
        "cycle": false, "name": null}, "__passive_serialization__": true}, "warmup_steps": 50, "power": 1.0, "name": null}}"#;
    let decay = PolynomialDecay::builder(3e-5, 3034).end_learning_rate(0.0).build().expect("legal");
    let expected = AnySchedule::from(decay.warmup(50).expect("legal"));
    let plain = format!("{{\"name\": \"AdamWeightDecay\", \"learning_rate\": {inner}, \"decay\": 0.0}}");
    let scaled = format!(
        "{{\"inner_optimizer\": {{\"class_name\": \"AdamWeightDecay\", \"config\": {plain}}}, \"dynamic\": true, \
         \"initial_scale\": 32768.0, \"dynamic_growth_steps\": 2000}}"
    );
    // As tf_keras registers it, too.
    let registered = inner.replacen(
        "{\"class_name\": \"WarmUp\"",
        "{\"module\": null, \"registered_name\": \"Custom>WarmUp\", \"class_name\": \"WarmUp\"",
        1,
    );
    for text in [inner, &plain, &scaled, &registered] {
        let read = any(text);
        assert_eq!(keras::serialize(&read), keras::serialize(&expected));
        // By hand: up to 3e-5 at step 50, and from there down to 0 at step 3084.
        let line = |step: u32| {
            let step = f64::from(step);
            if step < 50.0 { 3e-5 * step / 50.0 } else { 3e-5 * (3084.0 - step) / 3034.0 }
        };
        for step in (0..3085).step_by(5) {
            assert!((read.at(step.into()) - line(step)).abs() < 1e-19, "step {step}");
        }
    }
    let error = |text: String| keras::deserialize::<AnySchedule>(&text).expect_err("refused").to_string();
    assert_eq!(
        error(inner.replace("\"warmup_steps\": 50, \"power\": 1.0", "\"warmup_steps\": 50, \"power\": 2.0")),
        "config.power: must be 1: a warm-up is a straight line here (received 2.0)"
    );
    assert_eq!(
        error(inner.replacen("3e-05", "0.5", 1)),
        "config.initial_learning_rate: must be the rate that decay_schedule_fn begins with, 3e-05 (received 0.5)"
    );
    assert_eq!(
        error(inner.replace("3034", "-969")),
        "config.decay_schedule_fn.config.decay_steps: must be a whole number >= 0 (received -969)"
    );
    assert_eq!(
        error(inner.replace("\"power\": 1.0, \"name\": null}}", "\"powers\": 1.0}}")).split(' ').next(),
        Some("config:")
    );
}

#[test]
fn an_old_optimizer_calls_its_rate_lr() {
    let schedule = keras::serialize(&CosineDecayRestarts::new(0.1, 1000).expect("legal"));
    let optimizer =
        format!("{{\"class_name\": \"Adam\", \"config\": {{\"name\": \"Adam\", \"lr\": {schedule}, \"decay\": 0.0}}}}");
    assert_eq!(any(&optimizer), CosineDecayRestarts::new(0.1, 1000).expect("legal").into());
    let constant = r#"{"class_name": "Adam", "config": {"lr": 0.001, "beta_1": 0.9}}"#;
    let error = keras::deserialize::<AnySchedule>(constant).expect_err("no schedule");
    assert_eq!(error.to_string(), "config.lr: holds no schedule (received 0.001)");
}
