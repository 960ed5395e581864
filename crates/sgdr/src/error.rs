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
}
