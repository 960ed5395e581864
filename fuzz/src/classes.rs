//! The six classes: any parameters, and what the documentation of each class promises.

mod cosine_decay;
mod cosine_decay_restarts;
mod exponential_decay;
mod inverse_time_decay;
mod piecewise_constant_decay;
mod polynomial_decay;

pub use cosine_decay::CosineDecayParameters;
pub use cosine_decay_restarts::CosineDecayRestartsParameters;
pub use exponential_decay::ExponentialDecayParameters;
pub use inverse_time_decay::InverseTimeDecayParameters;
pub use piecewise_constant_decay::PiecewiseConstantDecayParameters;
pub use polynomial_decay::PolynomialDecayParameters;

use core::fmt::{Debug, Display};

use sgdr::{Error, LearningRateSchedule, Rate};

use crate::promise;

/// Parameters of one class, legal or not.
pub trait Parameters: Debug + Sized {
    /// The class.
    type Schedule: LearningRateSchedule + Display + Debug + PartialEq;

    /// Builds the schedule.
    ///
    /// # Errors
    /// A parameter is not legal.
    fn build(&self) -> Result<Self::Schedule, Error>;

    /// Whether the documentation allows them.
    fn are_legal(&self) -> bool;

    /// Panics unless the schedule keeps the promises of its class.
    fn check(&self, schedule: &Self::Schedule, steps: &[u64]);

    /// Panics unless the rates are near those of plain arithmetic on doubles.
    fn check_size(&self, schedule: &Self::Schedule, step: u64);

    /// Panics unless everything that is documented holds, with answers of type `T` among the rest.
    fn check_all<T: Rate>(&self, steps: &[u64]) {
        let schedule = match self.build() {
            Ok(schedule) => schedule,
            Err(error) => {
                assert!(!self.are_legal(), "{error}: {self:?}");
                assert!(error.to_string().starts_with(error.parameter()));
                return;
            }
        };
        assert!(self.are_legal(), "{self:?}");
        assert!(!schedule.to_string().contains('\n'));
        promise::check(&schedule, steps);
        promise::check_rounded::<T>(&schedule, steps);
        self.check(&schedule, steps);
        for &step in steps {
            self.check_size(&schedule, step);
        }
    }
}
