//! A schedule of any class, and the type of the answers.

use sgdr::keras::{self, Document, Json, Serializable as _};
use sgdr::{AnySchedule, CosineDecayRestarts, Cycle, LearningRateSchedule, Parameters as _};

use crate::dtype::Dtype;
use crate::error::CliError;
use crate::text::decimal;
use crate::text::parameters::Parameters;

/// A schedule in `f64`, whose rates are rounded once to the type of the answers. They are handed out as `f64` values that
/// the type can hold.
#[derive(Clone)]
pub(crate) struct Schedule {
    core: AnySchedule,
    dtype: Dtype,
}

impl Schedule {
    pub(crate) fn new(core: impl Into<AnySchedule>, dtype: Dtype) -> Self {
        Self { core: core.into(), dtype }
    }

    /// The schedule in a file.
    pub(crate) fn read(document: &Document, dtype: Dtype) -> Result<Self, keras::Error> {
        Ok(Self { core: document.schedule()?, dtype })
    }

    /// An error for a rate among the parameters that the type of the answers cannot hold.
    pub(crate) fn check_range(&self) -> Result<(), CliError> {
        check_range(&self.core.to_json(), "", false, self.dtype)
    }

    /// The JSON that Keras reads, with one key more where the answers are not `f64`.
    pub(crate) fn to_keras(&self) -> String {
        let mut json = self.core.to_json();
        if let (Json::Object(entries), false) = (&mut json, self.dtype == Dtype::F64) {
            entries.push((String::from("dtype"), self.dtype.keras_name().into()));
        }
        json.to_string()
    }

    /// The schedule and all those inside it.
    fn with_inner(&self) -> Vec<&AnySchedule> {
        let mut schedules = vec![&self.core];
        let mut next = 0;
        while let Some(schedule) = schedules.get(next) {
            schedules.extend(schedule.schedules());
            next += 1;
        }
        schedules
    }

    pub(crate) fn core(&self) -> &AnySchedule {
        &self.core
    }

    pub(crate) fn dtype(&self) -> Dtype {
        self.dtype
    }

    /// Warnings about what is legal but hardly intended: a decay that rises.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        for schedule in self.with_inner() {
            match schedule {
                AnySchedule::PolynomialDecay(decay) if decay.end_learning_rate() > decay.initial_learning_rate() => {
                    let [end, first] = [decay.end_learning_rate(), decay.initial_learning_rate()].map(decimal::text);
                    warnings.push(format!(
                        "end_learning_rate, {end}, is above initial_learning_rate, {first}: the rate rises"
                    ));
                }
                AnySchedule::CosineDecay(decay) => {
                    let target = decay.warmup_target().filter(|&target| target < decay.initial_learning_rate());
                    if let Some(target) = target {
                        let [target, first] = [target, decay.initial_learning_rate()].map(decimal::text);
                        warnings.push(format!(
                        "warmup_target, {target}, is below initial_learning_rate, {first}: the rate falls in the warm-up"
                    ));
                    }
                }
                _ => {}
            }
        }
        warnings
    }

    /// The name of its class.
    pub(crate) fn class(&self) -> &str {
        self.core.class()
    }

    pub(crate) fn parameters(&self) -> Parameters {
        Parameters::new(&self.core.to_json(), self.dtype)
    }

    /// Whether it has cycles.
    pub(crate) fn has_cycles(&self) -> bool {
        self.core.cycle_of(0).is_some()
    }

    /// The same, if it is of the class that has warm restarts and nothing around it.
    pub(crate) fn restarts(&self) -> Option<&CosineDecayRestarts> {
        match &self.core {
            AnySchedule::CosineDecayRestarts(core) => Some(core),
            _ => None,
        }
    }

    /// The same for something that is about warm restarts, which is told in the error for another class.
    pub(crate) fn restarts_for(&self, what: &str) -> Result<&CosineDecayRestarts, CliError> {
        self.restarts().ok_or_else(|| {
            let class = self.class();
            let needed = CosineDecayRestarts::CLASS;
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
    fn at(&self, step: u64) -> f64 {
        self.dtype.round(self.core.at(step))
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        self.dtype.round(self.core.at_fraction(step, fraction))
    }

    fn fill(&self, first_step: u64, out: &mut [f64]) {
        self.core.fill(first_step, out);
        out.iter_mut().for_each(|rate| *rate = self.dtype.round(*rate));
    }

    fn cycle_of(&self, step: u64) -> Option<Cycle> {
        let mut cycle = self.core.cycle_of(step)?;
        (cycle.peak, cycle.floor) = (self.dtype.round(cycle.peak), self.dtype.round(cycle.floor));
        Some(cycle)
    }
}

/// The parameters that are rates, in any class.
const RATES: [&str; 9] = [
    "initial_learning_rate",
    "learning_rate",
    "warmup_target",
    "end_learning_rate",
    "values",
    "eta_min",
    "start",
    "min",
    "max",
];

/// Checks the rates in a value, which is at a `place` in the JSON of a schedule.
fn check_range(value: &Json, place: &str, is_rate: bool, dtype: Dtype) -> Result<(), CliError> {
    match value {
        Json::Float(rate) if is_rate => {
            decimal::in_range(place, &decimal::text(*rate), dtype.round(*rate), dtype.name())
        }
        Json::List(values) => {
            let mut values = values.iter().enumerate();
            values.try_for_each(|(index, value)| check_range(value, &format!("{place}[{index}]"), is_rate, dtype))
        }
        Json::Object(entries) => entries.iter().try_for_each(|(name, value)| {
            let place = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
            check_range(value, &place, RATES.contains(&name.as_str()), dtype)
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
