//! Schedules of every class: answers are the rates of the core, rounded once.

use half::{bf16, f16};
use sgdr::{Rate, ScheduleExt as _};

use super::*;

const CLASSES: [&str; 16] = [
    r#"{"class_name": "CosineDecayRestarts", "config": {"initial_learning_rate": 0.3, "first_decay_steps": 10, "m_mul": 0.9}}"#,
    r#"{"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.003, "decay_steps": 900, "alpha": 0.01, "warmup_target": 0.3, "warmup_steps": 100}}"#,
    r#"{"class_name": "ExponentialDecay", "config": {"initial_learning_rate": 0.3, "decay_steps": 70, "decay_rate": 0.9}}"#,
    r#"{"class_name": "ExponentialDecay", "config": {"initial_learning_rate": 0.3, "decay_steps": 70, "decay_rate": 0.9, "staircase": true}}"#,
    r#"{"class_name": "InverseTimeDecay", "config": {"initial_learning_rate": 0.3, "decay_steps": 70, "decay_rate": 0.7}}"#,
    r#"{"class_name": "PiecewiseConstantDecay", "config": {"boundaries": [100, 900], "values": [0.3, 0.2, 0.1]}}"#,
    r#"{"class_name": "PolynomialDecay", "config": {"initial_learning_rate": 0.3, "decay_steps": 70, "power": 1.7, "cycle": true}}"#,
    r#"{"class_name": "PolynomialDecay", "config": {"initial_learning_rate": 0.3, "decay_steps": 70, "power": 0.0}}"#,
    r#"{"class_name": "CosineCycles", "registered_name": "sgdr>CosineCycles", "config": {"initial_learning_rate": 0.3, "first_decay_steps": 10, "t_mul": 1.5, "peak_mul": 0.9, "eta_min": 0.007, "closed": true}}"#,
    r#"{"class_name": "Warmup", "registered_name": "sgdr>Warmup", "config": {"schedule": {"class_name": "CosineDecayRestarts", "config": {"initial_learning_rate": 0.3, "first_decay_steps": 100, "m_mul": 0.9}}, "warmup_steps": 37, "start": 0.013, "shape": "cosine", "place": "every_cycle"}}"#,
    r#"{"class_name": "Warmup", "registered_name": "sgdr>Warmup", "config": {"schedule": {"class_name": "Scale", "registered_name": "sgdr>Scale", "config": {"schedule": {"class_name": "CosineDecayRestarts", "config": {"initial_learning_rate": 0.3, "first_decay_steps": 100, "m_mul": 0.9}}, "factor": 0.7}}, "warmup_steps": 37, "start": 0.013}}"#,
    r#"{"class_name": "CycleLimit", "registered_name": "sgdr>CycleLimit", "config": {"schedule": {"class_name": "CosineDecayRestarts", "config": {"initial_learning_rate": 0.3, "first_decay_steps": 10, "alpha": 0.03}}, "cycles": 3}}"#,
    r#"{"class_name": "Scale", "registered_name": "sgdr>Scale", "config": {"schedule": {"class_name": "Scale", "registered_name": "sgdr>Scale", "config": {"schedule": {"class_name": "ExponentialDecay", "config": {"initial_learning_rate": 0.3, "decay_steps": 70, "decay_rate": 0.9}}, "factor": 0.7}}, "factor": 0.3}}"#,
    r#"{"class_name": "Clamp", "registered_name": "sgdr>Clamp", "config": {"schedule": {"class_name": "CosineDecayRestarts", "config": {"initial_learning_rate": 0.3, "first_decay_steps": 100}}, "min": 0.01, "max": null}}"#,
    r#"{"class_name": "Chain", "registered_name": "sgdr>Chain", "config": {"schedules": [{"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.3, "decay_steps": 70}}, {"class_name": "CosineDecayRestarts", "config": {"initial_learning_rate": 0.1, "first_decay_steps": 100}}], "boundaries": [70], "starts": [0, 100]}}"#,
    r#"{"class_name": "NormalizedWeightDecay", "registered_name": "sgdr>NormalizedWeightDecay", "config": {"schedule": {"class_name": "CosineDecayRestarts", "config": {"initial_learning_rate": 0.1, "first_decay_steps": 100}}, "weight_decay": 0.05, "batch_size": 128, "dataset_size": 50000, "steps_per_epoch": 391}}"#,
];

fn check<T: Rate>(dtype: Dtype) {
    for text in CLASSES {
        let core: AnySchedule = keras::deserialize(text).expect("legal");
        let schedule = Schedule::read(&Document::parse(text).expect("JSON"), dtype).expect("legal");
        let steps: Vec<u64> = (0..1200).chain([1 << 40, u64::MAX]).collect();
        let rounded = |rate: f64| T::from_f64(rate).to_f64();
        for &step in &steps {
            assert_eq!(schedule.at(step), core.at_as::<T>(step).to_f64(), "{text} {step}");
            let expected = core.cycle_of(step).map(|it| (it.first_step, rounded(it.peak), rounded(it.floor)));
            assert_eq!(schedule.cycle_of(step).map(|it| (it.first_step, it.peak, it.floor)), expected, "{text} {step}");
            assert_eq!(dtype.parse("rate", &dtype.text(schedule.at(step))).map(rounded), Ok(schedule.at(step)));
        }
        let mut filled = [0.0; 1200];
        schedule.fill(0, &mut filled);
        assert!(filled.iter().zip(0..).all(|(&rate, step)| rate == schedule.at(step)), "{text}");
    }
}

#[test]
fn answers_are_rounded_once() {
    check::<f64>(Dtype::F64);
    check::<f32>(Dtype::F32);
    check::<f16>(Dtype::F16);
    check::<bf16>(Dtype::Bf16);
}

#[test]
fn the_json_keeps_the_parameters_and_the_type_of_the_answers() {
    for text in CLASSES {
        let core: AnySchedule = keras::deserialize(text).expect("legal");
        for dtype in [Dtype::F64, Dtype::F32, Dtype::F16, Dtype::Bf16] {
            let json = Schedule::new(core.clone(), dtype).to_keras();
            let document = Document::parse(&json).expect("JSON");
            assert_eq!(document.schedule::<AnySchedule>().as_ref(), Ok(&core), "{json}");
            assert_eq!(document.dtype().unwrap_or("float64"), dtype.keras_name(), "{json}");
        }
        assert_eq!(Schedule::new(core.clone(), Dtype::F64).to_keras(), keras::serialize(&core));
    }
}
