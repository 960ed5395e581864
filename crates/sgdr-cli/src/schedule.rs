//! A schedule of whatever class whose rates have the type that was asked for.
//!
//! As with [`Restarts`], one schedule in `f64` with parameters that the type can hold serves all types.

use half::{bf16, f16};
use sgdr::keras::{self, Class, Config, Document};
use sgdr::{AnySchedule, CosineDecayRestarts, LearningRateSchedule as _, Rate};

use crate::dtype::Dtype;
use crate::error::CliError;
use crate::parameters::Parameters;
use crate::restarts::Restarts;

/// A schedule and the type of its rates, which are handed out as `f64` values that the type can hold.
pub(crate) struct Schedule {
    /// Its rates among the parameters are such that the type can hold.
    core: AnySchedule,
    dtype: Dtype,
}

impl Schedule {
    /// What a text holds.
    pub(crate) fn read(document: &Document, dtype: Dtype) -> Result<Self, keras::Error> {
        fn read<T: Rate>(document: &Document) -> Result<AnySchedule, keras::Error> {
            converted(&document.schedule::<AnySchedule<T>>()?)
        }
        let core = match dtype {
            Dtype::F64 => document.schedule()?,
            Dtype::F32 => read::<f32>(document)?,
            Dtype::F16 => read::<f16>(document)?,
            Dtype::Bf16 => read::<bf16>(document)?,
        };
        Ok(Self { core, dtype })
    }

    /// The text that Keras reads.
    pub(crate) fn to_keras(&self) -> Result<String, keras::Error> {
        fn text<T: Rate>(core: &AnySchedule) -> Result<String, keras::Error> {
            Ok(keras::serialize(&converted::<f64, T>(core)?))
        }
        match self.dtype {
            Dtype::F64 => Ok(keras::serialize(&self.core)),
            Dtype::F32 => text::<f32>(&self.core),
            Dtype::F16 => text::<f16>(&self.core),
            Dtype::Bf16 => text::<bf16>(&self.core),
        }
    }

    pub(crate) fn core(&self) -> &AnySchedule {
        &self.core
    }

    pub(crate) fn dtype(&self) -> Dtype {
        self.dtype
    }

    /// The name of its class.
    pub(crate) fn class(&self) -> &'static str {
        class_and_config(&self.core).0
    }

    pub(crate) fn parameters(&self) -> Parameters {
        Parameters::new(class_and_config(&self.core).1, self.dtype)
    }

    /// The rate at a step.
    pub(crate) fn rate(&self, step: u64) -> f64 {
        self.dtype.round(self.core.at(step))
    }

    /// Writes the rates from a step on.
    pub(crate) fn fill(&self, first_step: u64, out: &mut [f64]) {
        self.core.fill(first_step, out);
        out.iter_mut().for_each(|rate| *rate = self.dtype.round(*rate));
    }

    /// The same, if it is of the class that has warm restarts.
    pub(crate) fn restarts(&self) -> Option<Restarts> {
        match &self.core {
            AnySchedule::CosineDecayRestarts(core) => Some(Restarts::new(core.clone(), self.dtype)),
            _ => None,
        }
    }

    /// The same for something that is about warm restarts, which is told in the error for another class.
    pub(crate) fn restarts_for(&self, what: &str) -> Result<Restarts, CliError> {
        self.restarts().ok_or_else(|| {
            let class = self.class();
            let needed = <CosineDecayRestarts as Class>::NAME;
            CliError::usage(format!("{what} needs a schedule of class {needed} (received {class})"))
        })
    }
}

impl From<Restarts> for Schedule {
    fn from(restarts: Restarts) -> Self {
        Self { core: restarts.core().clone().into(), dtype: restarts.dtype() }
    }
}

fn class_and_config<T: Rate>(schedule: &AnySchedule<T>) -> (&'static str, Config) {
    fn of<C: Class>(schedule: &C) -> (&'static str, Config) {
        (C::NAME, schedule.get_config())
    }
    match schedule {
        AnySchedule::CosineDecayRestarts(schedule) => of(schedule),
        AnySchedule::CosineDecay(schedule) => of(schedule),
        AnySchedule::ExponentialDecay(schedule) => of(schedule),
        AnySchedule::InverseTimeDecay(schedule) => of(schedule),
        AnySchedule::PiecewiseConstantDecay(schedule) => of(schedule),
        AnySchedule::PolynomialDecay(schedule) => of(schedule),
        // Custom classes are not read here.
        _ => ("", Config::new()),
    }
}

/// The same parameters with rates of another type, which can hold them.
fn converted<S: Rate, T: Rate>(schedule: &AnySchedule<S>) -> Result<AnySchedule<T>, keras::Error> {
    let (class, config) = class_and_config(schedule);
    keras::deserialize(&format!("{{\"class_name\": \"{class}\", \"config\": {}}}", config.to_json()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLASSES: [&str; 8] = [
        r#"{"class_name": "CosineDecayRestarts", "config": {"initial_learning_rate": 0.3, "first_decay_steps": 10, "m_mul": 0.9}}"#,
        r#"{"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.003, "decay_steps": 900, "alpha": 0.01, "warmup_target": 0.3, "warmup_steps": 100}}"#,
        r#"{"class_name": "ExponentialDecay", "config": {"initial_learning_rate": 0.3, "decay_steps": 70, "decay_rate": 0.9}}"#,
        r#"{"class_name": "ExponentialDecay", "config": {"initial_learning_rate": 0.3, "decay_steps": 70, "decay_rate": 0.9, "staircase": true}}"#,
        r#"{"class_name": "InverseTimeDecay", "config": {"initial_learning_rate": 0.3, "decay_steps": 70, "decay_rate": 0.7}}"#,
        r#"{"class_name": "PiecewiseConstantDecay", "config": {"boundaries": [100, 900], "values": [0.3, 0.2, 0.1]}}"#,
        r#"{"class_name": "PolynomialDecay", "config": {"initial_learning_rate": 0.3, "decay_steps": 70, "power": 1.7, "cycle": true}}"#,
        r#"{"class_name": "PolynomialDecay", "config": {"initial_learning_rate": 0.3, "decay_steps": 70, "power": 0.0}}"#,
    ];

    fn check<T: Rate>(dtype: Dtype) {
        for text in CLASSES {
            let typed: AnySchedule<T> = keras::deserialize(text).expect("legal");
            let schedule = Schedule::read(&Document::parse(text).expect("JSON"), dtype).expect("legal");
            assert_eq!(schedule.to_keras().as_deref(), Ok(keras::serialize(&typed).as_str()));
            let steps: Vec<u64> = (0..1200).chain([1 << 40, u64::MAX]).collect();
            for &step in &steps {
                assert_eq!(schedule.rate(step), typed.at(step).to_f64(), "{text} {step}");
            }
            let mut filled = [0.0; 1200];
            schedule.fill(0, &mut filled);
            assert!(filled.iter().zip(0..).all(|(&rate, step)| rate == schedule.rate(step)), "{text}");
        }
    }

    #[test]
    fn rates_and_text_are_those_of_a_schedule_of_the_type() {
        check::<f64>(Dtype::F64);
        check::<f32>(Dtype::F32);
        check::<f16>(Dtype::F16);
        check::<bf16>(Dtype::Bf16);
    }
}
