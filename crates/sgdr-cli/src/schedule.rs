//! A schedule of whatever class whose rates have the type that was asked for.

use std::sync::Arc;

use half::{bf16, f16};
use serde_json::Value;
use sgdr::keras::{self, Class, Config, Document};
use sgdr::{AnySchedule, CosineDecayRestarts, Cycle, LearningRateSchedule, Rate};

use crate::decimal;
use crate::dtype::Dtype;
use crate::error::CliError;
use crate::parameters::Parameters;
use crate::restarts::Restarts;

/// A schedule and the type of its rates, which are handed out as `f64` values that the type can hold.
#[derive(Clone)]
pub(crate) struct Schedule {
    /// Its rates among the parameters are such that the type can hold.
    core: AnySchedule,
    dtype: Dtype,
    rates: Arc<dyn LearningRateSchedule<Rate = f64>>,
}

impl Schedule {
    /// The schedule of the type that has these parameters.
    pub(crate) fn new(core: AnySchedule, dtype: Dtype) -> Result<Self, keras::Error> {
        let rates: Arc<dyn LearningRateSchedule<Rate = f64>> = match dtype {
            Dtype::F64 => Arc::new(core.clone()),
            Dtype::F32 => Arc::new(Typed::<f32>::new(&core)?),
            Dtype::F16 => Arc::new(Typed::<f16>::new(&core)?),
            Dtype::Bf16 => Arc::new(Typed::<bf16>::new(&core)?),
        };
        Ok(Self { core, dtype, rates })
    }

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
        Self::new(core, dtype)
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

    /// What is legal and hardly meant: a decay that rises.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let rate = |rate: f64| decimal::text(self.dtype.shortest(rate));
        let mut warnings = Vec::new();
        each(&self.core, &mut |schedule| match schedule {
            AnySchedule::PolynomialDecay(decay) if decay.end_learning_rate() > decay.initial_learning_rate() => {
                let [end, first] = [decay.end_learning_rate(), decay.initial_learning_rate()].map(rate);
                warnings
                    .push(format!("end_learning_rate, {end}, is above initial_learning_rate, {first}: the rate rises"));
            }
            AnySchedule::CosineDecay(decay) => {
                let target = decay.warmup_target().filter(|&target| target < decay.initial_learning_rate());
                if let Some(target) = target {
                    let [target, first] = [target, decay.initial_learning_rate()].map(rate);
                    warnings.push(format!(
                        "warmup_target, {target}, is below initial_learning_rate, {first}: the rate falls in the warm-up"
                    ));
                }
            }
            _ => {}
        });
        warnings
    }

    /// The name of its class.
    pub(crate) fn class(&self) -> &'static str {
        class_and_config(&self.core).0
    }

    pub(crate) fn parameters(&self) -> Parameters {
        Parameters::new(class_and_config(&self.core).1, self.dtype)
    }

    /// Whether it has cycles.
    pub(crate) fn has_cycles(&self) -> bool {
        self.core.cycle_of(0).is_some()
    }

    /// The same, if it is of the class that has warm restarts and nothing around it.
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

    /// The same for something that is about cycles, which is told in the error for a class without.
    pub(crate) fn with_cycles_for(&self, what: &str) -> Result<&Self, CliError> {
        if self.has_cycles() {
            return Ok(self);
        }
        Err(CliError::usage(format!("{what} needs a schedule with cycles (received {})", self.class())))
    }
}

impl LearningRateSchedule for Schedule {
    type Rate = f64;

    fn at(&self, step: u64) -> f64 {
        self.rates.at(step)
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        self.rates.at_fraction(step, fraction)
    }

    fn fill(&self, first_step: u64, out: &mut [f64]) {
        self.rates.fill(first_step, out);
    }

    fn cycle_of(&self, step: u64) -> Option<Cycle> {
        self.rates.cycle_of(step)
    }
}

/// A schedule of a type, as one whose rates have been widened.
///
/// A plan rounds the rates of the schedule inside to the type before it goes on with them, so rounding those of a
/// schedule in `f64` at the end would not do. Where its cycles are does not depend on the type.
struct Typed<T: Rate> {
    typed: AnySchedule<T>,
    core: AnySchedule,
}

impl<T: Rate> Typed<T> {
    fn new(core: &AnySchedule) -> Result<Self, keras::Error> {
        Ok(Self { typed: converted(core)?, core: core.clone() })
    }
}

impl<T: Rate> LearningRateSchedule for Typed<T> {
    type Rate = f64;

    fn at(&self, step: u64) -> f64 {
        self.typed.at(step).to_f64()
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        self.typed.at_fraction(step, fraction).to_f64()
    }

    fn fill(&self, first_step: u64, out: &mut [f64]) {
        let mut rates = vec![T::from_f64(0.0); out.len()];
        self.typed.fill(first_step, &mut rates);
        out.iter_mut().zip(rates).for_each(|(out, rate)| *out = rate.to_f64());
    }

    fn cycle_of(&self, step: u64) -> Option<Cycle> {
        let (mut cycle, typed) = (self.core.cycle_of(step)?, self.typed.cycle_of(step)?);
        (cycle.peak, cycle.floor) = (typed.peak.to_f64(), typed.floor.to_f64());
        Some(cycle)
    }
}

impl From<Restarts> for Schedule {
    fn from(restarts: Restarts) -> Self {
        let (core, dtype) = (restarts.core().clone().into(), restarts.dtype());
        Self { core, dtype, rates: Arc::new(restarts) }
    }
}

/// A schedule and those inside it.
fn each(schedule: &AnySchedule, visit: &mut impl FnMut(&AnySchedule)) {
    visit(schedule);
    match schedule {
        AnySchedule::Warmup(schedule) => each(schedule.schedule(), visit),
        AnySchedule::CycleLimit(schedule) => each(schedule.schedule(), visit),
        AnySchedule::Scale(schedule) => each(schedule.schedule(), visit),
        AnySchedule::Clamp(schedule) => each(schedule.schedule(), visit),
        AnySchedule::NormalizedWeightDecay(schedule) => each(schedule.schedule(), visit),
        AnySchedule::Chain(chain) => chain.pieces().iter().for_each(|piece| each(&piece.schedule, visit)),
        _ => {}
    }
}

pub(crate) fn class_and_config(schedule: &AnySchedule) -> (&'static str, Config) {
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
        AnySchedule::CosineCycles(schedule) => of(schedule),
        AnySchedule::Warmup(schedule) => of(&**schedule),
        AnySchedule::CycleLimit(schedule) => of(&**schedule),
        AnySchedule::Chain(schedule) => of(schedule),
        AnySchedule::Scale(schedule) => of(&**schedule),
        AnySchedule::Clamp(schedule) => of(&**schedule),
        AnySchedule::NormalizedWeightDecay(schedule) => of(&**schedule),
        // Custom classes are not read here.
        _ => ("", Config::new()),
    }
}

/// The same parameters with rates of another type, which can hold them.
fn converted<S: Rate, T: Rate>(schedule: &AnySchedule<S>) -> Result<AnySchedule<T>, keras::Error> {
    // What is written as JSON here is no text that could fail.
    let mut object = serde_json::to_value(schedule).unwrap_or_default();
    forget_dtype(&mut object);
    keras::deserialize(&object.to_string())
}

/// Takes the type of the rates out of the object of a schedule and of those in it. No parameter has that name.
fn forget_dtype(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            entries.remove("dtype");
            entries.values_mut().for_each(forget_dtype);
        }
        Value::Array(values) => values.iter_mut().for_each(forget_dtype),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
