//! Texts that hold no schedule: each has an error that says what is wrong and where.

use sgdr::{AnySchedule, CosineDecay, CosineDecayRestarts, keras};

fn message(text: &str) -> String {
    keras::deserialize::<AnySchedule>(text).expect_err(text).to_string()
}

fn restarts(config: &str) -> String {
    format!(r#"{{"class_name": "CosineDecayRestarts", "config": {{"initial_learning_rate": 0.1, {config}}}}}"#)
}

#[test]
fn each_wrong_text_has_its_error() {
    let known = "CosineDecayRestarts, CosineDecay, ExponentialDecay, InverseTimeDecay, PiecewiseConstantDecay, \
                 PolynomialDecay, sgdr>CosineCycles, sgdr>ConstantRate, sgdr>Warmup, sgdr>CycleLimit, sgdr>Chain, sgdr>Scale, sgdr>Clamp, \
                 sgdr>NormalizedWeightDecay";
    let keys = "module, class_name, config, registered_name, build_config, shared_object_id, dtype";
    for (text, expected) in [
        // no JSON
        ("", String::from("no JSON: EOF while parsing a value at line 1, column 0")),
        ("{\"class_name\": \"Cos", "class_name: no JSON: EOF while parsing a string at line 1, column 19".into()),
        ("{} {}", "no JSON: trailing characters at line 1, column 4".into()),
        ("{'a': 1}", "no JSON: key must be a string at line 1, column 2".into()),
        (&restarts("\"t_mul\": NaN"), "config.t_mul: must be a finite number (received NaN)".into()),
        (&restarts("\"t_mul\": Infinity"), "config.t_mul: must be a finite number (received Infinity)".into()),
        (&restarts("\"t_mul\": -Infinity"), "config.t_mul: must be a finite number (received -Infinity)".into()),
        (&restarts("\"t_mul\": 1e999"), "config.t_mul: no JSON: number out of range at line 1, column 93".into()),
        (&restarts("\"t_mul\": 1, \"t_mul\": 1"), "config: the key \"t_mul\" comes twice".into()),
        ("{\"a\": [{\"b\": 1, \"b\": 2}]}", "a[0]: the key \"b\" comes twice".into()),
        // no schedule
        ("null", "holds no schedule (received null)".into()),
        ("0.1", "holds no schedule (received 0.1)".into()),
        ("\"CosineDecay\"", "holds no schedule (received \"CosineDecay\")".into()),
        ("[]", "holds no schedule (received a list of 0)".into()),
        ("{}", "the key \"class_name\" is missing".into()),
        (r#"{"class_name": "CosineDecay"}"#, "the key \"config\" is missing".into()),
        (r#"{"class_name": "CosineDecay", "config": null}"#, "config: must be an object (received null)".into()),
        (r#"{"class_name": 7, "config": {}}"#, "class_name: must be text (received 7)".into()),
        (r#"{"class_name": "CosineDecay", "config": {}, "module": 7}"#, "module: must be text or null (received 7)".into()),
        (
            r#"{"class_name": "CosineDecay", "config": {}, "extra": 7}"#,
            format!("unexpected key \"extra\" (the keys are {keys})"),
        ),
        (
            r#"{"class_name": "Cosine", "config": {}}"#,
            format!("class_name: no schedule is known as \"Cosine\" (known: {known})"),
        ),
        (
            r#"{"class_name": "CosineDecay", "config": {}, "registered_name": "mine>CosineDecay"}"#,
            format!("registered_name: no schedule is known as \"mine>CosineDecay\" (known: {known})"),
        ),
        (
            r#"{"class_name": "SGD", "config": {"learning_rate": 0.01}}"#,
            "config.learning_rate: holds no schedule (received 0.01)".into(),
        ),
        (
            r#"{"class_name": "Model", "config": {}, "compile_config": {"optimizer": "adam"}}"#,
            "compile_config.optimizer: holds no schedule (received \"adam\")".into(),
        ),
        // wrong parameters
        (&restarts("\"alpha\": 0"), "config: the key \"first_decay_steps\" is missing".into()),
        (
            &restarts("\"first_decay_steps\": 10, \"tmul\": 2"),
            "config: unexpected key \"tmul\" (the keys are initial_learning_rate, first_decay_steps, t_mul, m_mul, alpha, \
             name)"
                .into(),
        ),
        (
            &restarts("\"first_decay_steps\": \"10\""),
            "config.first_decay_steps: must be a whole number >= 0 (received \"10\")".into(),
        ),
        (
            &restarts("\"first_decay_steps\": -10"),
            "config.first_decay_steps: must be a whole number >= 0 (received -10)".into(),
        ),
        (
            &restarts("\"first_decay_steps\": 18446744073709551616"),
            "config.first_decay_steps: must be a whole number <= 18446744073709551615 (received 1.8446744073709552e+19)"
                .into(),
        ),
        (
            &restarts("\"first_decay_steps\": 0"),
            "config.first_decay_steps: must be >= 1 (received 0)".into(),
        ),
        (
            &restarts("\"first_decay_steps\": true"),
            "config.first_decay_steps: must be a whole number >= 0 (received true)".into(),
        ),
        (&restarts("\"first_decay_steps\": 10, \"t_mul\": null"), "config.t_mul: must be a number (received null)".into()),
        (
            &restarts("\"first_decay_steps\": 10, \"t_mul\": 0"),
            "config.t_mul: must be finite and > 0 (received 0)".into(),
        ),
        (&restarts("\"first_decay_steps\": 10, \"name\": 7"), "config.name: must be text (received 7)".into()),
        (
            r#"{"class_name": "CosineDecay", "config": {"initial_learning_rate": {"class_name": "__tensor__"}, "decay_steps": 1}}"#,
            "config.initial_learning_rate: must be a number (received an object)".into(),
        ),
        (
            r#"{"class_name": "PiecewiseConstantDecay", "config": {"boundaries": [1, 2.5], "values": []}}"#,
            "config.boundaries[1]: must be a whole number >= 0 (received 2.5)".into(),
        ),
        (
            r#"{"class_name": "PiecewiseConstantDecay", "config": {"boundaries": 1, "values": []}}"#,
            "config.boundaries: must be a list (received 1)".into(),
        ),
        (
            r#"{"class_name": "PolynomialDecay", "config": {"initial_learning_rate": 1, "decay_steps": 1, "cycle": 1}}"#,
            "config.cycle: must be true or false (received 1)".into(),
        ),
    ] {
        assert_eq!(message(text), expected, "{text}");
    }
}

#[test]
fn another_class_than_asked_for_and_an_unknown_type_are_refused() {
    let text = keras::serialize(&CosineDecayRestarts::new(0.1, 1000).expect("legal"));
    let error = keras::deserialize::<CosineDecay>(&text).expect_err("another class");
    assert_eq!(error.to_string(), "class_name: must be CosineDecay (received \"CosineDecayRestarts\")");
    let text = text.replace("null}", "null, \"dtype\": \"int8\"}");
    let error = keras::deserialize::<AnySchedule>(&text).expect_err("no type of rate");
    assert_eq!(error.path(), "dtype");
}

#[test]
fn what_is_deep_or_long_is_refused_at_once() {
    let megabytes = 10 << 20;
    let deep = "lists and objects must lie in each other at most 100 deep";
    for text in ["[".repeat(megabytes), "{\"a\":".repeat(megabytes / 5), "[[{\"a\":".repeat(megabytes / 7)] {
        assert_eq!(message(&text), deep);
    }
    let long = "the text must be at most 16777216 bytes long (received 16777217)";
    assert_eq!(message(&" ".repeat((16 << 20) + 1)), long);
    // A message repeats no endless text, and stays on one line.
    let plain = "k".repeat(megabytes / 2);
    let nested = format!("{{\"{}\":", "k\\t".repeat(40)).repeat(99);
    for text in [format!("{{\"{plain}\": NaN}}"), format!("{{\"{plain}\": 1, \"{plain}\": 1}}"), nested] {
        let message = message(&text);
        assert!(message.len() < 600, "{} bytes: {}", message.len(), &message[..600]);
    }
    let key = "k\n".repeat(megabytes / 2);
    for text in [
        format!("{{\"{}\": 1, \"{0}\": 1}}", key.replace('\n', "\\n")),
        format!("{{\"{}\": nope}}", key.replace('\n', "\\n")),
        format!("{{\"class_name\": \"{}\", \"config\": {{}}}}", key.replace('\n', "\\n")),
        format!("{{\"class_name\": \"CosineDecay\", \"config\": {{}}, \"dtype\": \"{}\"}}", key.replace('\n', "\\n")),
    ] {
        let message = message(&text);
        assert!(message.len() < 400 && !message.contains('\n'), "{} bytes", message.len());
    }
}

#[test]
fn every_cut_of_a_text_is_refused_and_none_panics() {
    let text = keras::serialize(&CosineDecayRestarts::builder(0.1, 1000).name("é😀").build().expect("legal"));
    let spaced = text.replace(", ", ",\n  ");
    for text in [text.as_str(), &spaced] {
        for end in 0..text.len() {
            assert!(keras::deserialize::<AnySchedule>(&text[..end]).is_err(), "{}", &text[..end]);
            // One character left out may leave a schedule, but no panic.
            let _ = keras::deserialize::<AnySchedule>(&format!("{}{}", &text[..end], &text[end + 1..]));
        }
    }
}
