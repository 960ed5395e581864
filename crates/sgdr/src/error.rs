//! What is wrong with a parameter.

/// A parameter that cannot be: the rule it breaks, and the value received.
///
/// ```
/// use sgdr::{CosineDecayRestarts, Error};
///
/// let error = CosineDecayRestarts::new(-0.1, 1000).unwrap_err();
/// assert_eq!(error, Error::InitialLearningRate(-0.1));
/// assert_eq!(error.to_string(), "initial_learning_rate must be finite and >= 0 (received -0.1)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// `initial_learning_rate` is negative, infinite or not a number.
    #[error("initial_learning_rate must be finite and >= 0 (received {0})")]
    InitialLearningRate(f64),
    /// `first_decay_steps` is zero.
    #[error("first_decay_steps must be >= 1 (received {0})")]
    FirstDecaySteps(u64),
    /// `t_mul` is zero, negative, infinite or not a number.
    #[error("t_mul must be finite and > 0 (received {0})")]
    TMul(f64),
    /// `m_mul` is negative, infinite or not a number.
    #[error("m_mul must be finite and >= 0 (received {0})")]
    MMul(f64),
    /// `alpha` lies outside 0 to 1 or is not a number.
    #[error("alpha must be between 0 and 1 (received {0})")]
    Alpha(f64),
    /// `peak_mul` is negative, infinite or not a number.
    #[error("peak_mul must be finite and >= 0 (received {0})")]
    PeakMul(f64),
    /// `eta_min` lies outside 0 to the initial learning rate or is not a number.
    #[error("eta_min must be between 0 and the initial learning rate, {most} (received {eta_min})")]
    EtaMin {
        /// The floor asked for.
        eta_min: f64,
        /// The initial learning rate.
        most: f64,
    },
    /// A schedule without cycles was given where cycles are needed.
    #[error("schedule must have cycles, as CosineDecayRestarts does")]
    NoCycles,
    /// A cycle that should end goes on to the last step there is.
    #[error("steps must lie in a cycle that ends (received {0})")]
    Endless(u64),
    /// A warm-up takes the whole first cycle or more.
    #[error("warmup_steps must be < {cycle}, the steps of the first cycle (received {warmup_steps})")]
    WarmupSteps {
        /// The length of the warm-up asked for.
        warmup_steps: u64,
        /// How many steps the first cycle has.
        cycle: u64,
    },
    /// `start` is negative, infinite or not a number.
    #[error("start must be finite and >= 0 (received {0})")]
    Start(f64),
    /// `factor` is negative, infinite or not a number.
    #[error("factor must be finite and >= 0 (received {0})")]
    Factor(f64),
    /// `min` is negative, infinite or not a number.
    #[error("min must be finite and >= 0 (received {0})")]
    Min(f64),
    /// `max` is negative, infinite or not a number.
    #[error("max must be finite and >= 0 (received {0})")]
    Max(f64),
    /// `min` is above `max`.
    #[error("min must be <= max, {max} (received {min})")]
    MinAboveMax {
        /// The lowest rate.
        min: f64,
        /// The highest rate.
        max: f64,
    },
    /// `weight_decay` is negative, infinite or not a number.
    #[error("weight_decay must be finite and >= 0 (received {0})")]
    WeightDecay(f64),
    /// `dataset_size` is zero.
    #[error("dataset_size must be >= 1 (received {0})")]
    DatasetSize(u64),
    /// `batch_size` is zero.
    #[error("batch_size must be >= 1 (received {0})")]
    BatchSize(u64),
    /// `steps_per_epoch` is zero.
    #[error("steps_per_epoch must be >= 1 (received {0})")]
    StepsPerEpoch(u64),
    /// `accumulate` is zero.
    #[error("accumulate must be >= 1 (received {0})")]
    Accumulate(u64),
    /// `processes` is zero.
    #[error("processes must be >= 1 (received {0})")]
    Processes(u64),
    /// An amount of training is no whole number of optimizer steps.
    #[error("{amount} {unit} are no whole number of steps of {per_step} {unit}; {below} or {above} are")]
    NotWhole {
        /// What is counted: samples, micro-batches, tokens.
        unit: &'static str,
        /// How many of them.
        amount: u64,
        /// How many of them a step takes.
        per_step: u64,
        /// The most that are whole steps, and fewer.
        below: u64,
        /// The fewest that are whole steps, and more.
        above: u64,
    },
    /// An amount of training is more than 2^64 - 1 steps, samples or tokens.
    #[error("{unit} are too many: more than 18446744073709551615 (received {received})")]
    TooMany {
        /// What is counted.
        unit: &'static str,
        /// How many of them.
        received: u64,
    },
    /// There are more or fewer rates to write than steps are given.
    #[error("out must be as long as steps, {steps} (received {out})")]
    OutLength {
        /// The length of `out`.
        out: usize,
        /// The number of steps.
        steps: usize,
    },
    /// A real `step` is negative, 2^64 or more, or not a number.
    #[error("step must be a number from 0 to 18446744073709551615 (received {0})")]
    Step(f64),
    /// `steps` is zero.
    #[error("steps must be >= 1 (received {0})")]
    Steps(u64),
    /// `cycles` is zero.
    #[error("cycles must be >= 1 (received {0})")]
    Cycles(u64),
    /// The cycles take more steps than these, whatever the length of the first one.
    #[error("cycles must be <= {most} to fit in {steps} steps (received {cycles})")]
    TooManyCycles {
        /// The number of cycles asked for.
        cycles: u64,
        /// The length of the run.
        steps: u64,
        /// The most cycles that fit in it.
        most: u64,
    },
    /// `decay_steps` is zero.
    #[error("decay_steps must be >= 1 (received {0})")]
    DecaySteps(u64),
    /// `warmup_target` is negative, infinite or not a number.
    #[error("warmup_target must be finite and >= 0 (received {0})")]
    WarmupTarget(f64),
    /// `decay_rate` is negative, infinite or not a number.
    #[error("decay_rate must be finite and >= 0 (received {0})")]
    DecayRate(f64),
    /// `end_learning_rate` is negative, infinite or not a number.
    #[error("end_learning_rate must be finite and >= 0 (received {0})")]
    EndLearningRate(f64),
    /// `power` is negative, infinite or not a number.
    #[error("power must be finite and >= 0 (received {0})")]
    Power(f64),
    /// `boundaries` is empty.
    #[error("boundaries must have at least one element (received none)")]
    NoBoundaries,
    /// One of `boundaries` is not above the one before.
    #[error("boundaries must increase strictly (received {boundary} after {before}, at index {index})")]
    Boundaries {
        /// Where it is, counted from 0.
        index: usize,
        /// The boundary.
        boundary: u64,
        /// The one before.
        before: u64,
    },
    /// There are too few or too many `values`.
    #[error("values must have one element more than boundaries (received {values} values, {boundaries} boundaries)")]
    ValueCount {
        /// The number of values.
        values: usize,
        /// The number of boundaries.
        boundaries: usize,
    },
    /// One of `values` is negative, infinite or not a number.
    #[error("values must be finite and >= 0 (received {value}, at index {index})")]
    Values {
        /// Where it is, counted from 0.
        index: usize,
        /// The value.
        value: f64,
    },
}

impl Error {
    /// The name of the parameter that the error is about.
    ///
    /// ```
    /// let error = sgdr::CosineDecayRestarts::new(0.1, 0).unwrap_err();
    /// assert_eq!(error.parameter(), "first_decay_steps");
    /// ```
    #[must_use]
    pub fn parameter(&self) -> &'static str {
        match self {
            Self::InitialLearningRate(_) => "initial_learning_rate",
            Self::FirstDecaySteps(_) => "first_decay_steps",
            Self::TMul(_) => "t_mul",
            Self::MMul(_) => "m_mul",
            Self::PeakMul(_) => "peak_mul",
            Self::EtaMin { .. } => "eta_min",
            Self::NoCycles => "schedule",
            Self::WarmupSteps { .. } => "warmup_steps",
            Self::Start(_) => "start",
            Self::Factor(_) => "factor",
            Self::Min(_) | Self::MinAboveMax { .. } => "min",
            Self::Max(_) => "max",
            Self::WeightDecay(_) => "weight_decay",
            Self::DatasetSize(_) => "dataset_size",
            Self::BatchSize(_) => "batch_size",
            Self::StepsPerEpoch(_) => "steps_per_epoch",
            Self::Accumulate(_) => "accumulate",
            Self::Processes(_) => "processes",
            Self::NotWhole { unit, .. } | Self::TooMany { unit, .. } => unit,
            Self::Alpha(_) => "alpha",
            Self::OutLength { .. } => "out",
            Self::Step(_) => "step",
            Self::Steps(_) | Self::Endless(_) => "steps",
            Self::Cycles(_) | Self::TooManyCycles { .. } => "cycles",
            Self::DecaySteps(_) => "decay_steps",
            Self::WarmupTarget(_) => "warmup_target",
            Self::DecayRate(_) => "decay_rate",
            Self::EndLearningRate(_) => "end_learning_rate",
            Self::Power(_) => "power",
            Self::NoBoundaries | Self::Boundaries { .. } => "boundaries",
            Self::ValueCount { .. } | Self::Values { .. } => "values",
        }
    }
}

/// The error for steps and rates that are not equally many.
pub(crate) fn same_length<T>(steps: &[u64], out: &[T]) -> Result<(), Error> {
    let (steps, out) = (steps.len(), out.len());
    if steps == out { Ok(()) } else { Err(Error::OutLength { out, steps }) }
}

/// The error for a number that is not finite and at least 0.
pub(crate) fn not_negative(value: f64, error: impl FnOnce(f64) -> Error) -> Result<(), Error> {
    if value.is_finite() && value >= 0.0 { Ok(()) } else { Err(error(value)) }
}

/// The error for a number of steps that is 0.
pub(crate) fn at_least_one(steps: u64, error: impl FnOnce(u64) -> Error) -> Result<(), Error> {
    if steps >= 1 { Ok(()) } else { Err(error(steps)) }
}

/// The error for a number that is not finite and above 0.
pub(crate) fn above_zero(value: f64, error: impl FnOnce(f64) -> Error) -> Result<(), Error> {
    if value.is_finite() && value > 0.0 { Ok(()) } else { Err(error(value)) }
}

/// The error for a number outside 0 to 1.
pub(crate) fn fraction(value: f64, error: impl FnOnce(f64) -> Error) -> Result<(), Error> {
    if (0.0..=1.0).contains(&value) { Ok(()) } else { Err(error(value)) }
}

/// A parameter that may be none.
pub(crate) struct Shown<T>(pub(crate) Option<T>);

impl<T: core::fmt::Display> core::fmt::Display for Shown<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match &self.0 {
            Some(value) => value.fmt(f),
            None => f.write_str("none"),
        }
    }
}
