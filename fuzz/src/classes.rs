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
    /// The class, with rates of a type.
    type Schedule<T: Rate>: LearningRateSchedule<Rate = T> + Display + Debug + PartialEq;

    /// The schedule, if it can be.
    ///
    /// # Errors
    /// A parameter is not legal.
    fn build<T: Rate>(&self) -> Result<Self::Schedule<T>, Error>;

    /// The parameters that rates of type `T` leave of these.
    fn rounded<T: Rate>(&self) -> Self;

    /// Whether the documentation allows them.
    fn are_legal<T: Rate>(&self) -> bool;

    /// Panics unless the schedule keeps the promises of its class.
    fn check<T: Rate>(&self, schedule: &Self::Schedule<T>, steps: &[u64]);

    /// Panics unless the rates are near those of plain arithmetic on doubles.
    fn check_size(&self, schedule: &Self::Schedule<f64>, step: u64);

    /// Panics unless everything that is documented holds.
    fn check_all<T: Rate>(&self, steps: &[u64]) {
        let schedule = match self.build::<T>() {
            Ok(schedule) => schedule,
            Err(error) => {
                assert!(!self.are_legal::<T>(), "{error}: {self:?}");
                assert!(error.to_string().starts_with(error.parameter()));
                return;
            }
        };
        assert!(self.are_legal::<T>(), "{self:?}");
        assert!(!schedule.to_string().contains('\n'));
        promise::check(&schedule, steps);
        self.check(&schedule, steps);
        let wide = self.rounded::<T>().build::<f64>().expect("a rate of T is one of f64");
        promise::check_rounded(&schedule, &wide, steps);
        for &step in steps {
            self.check_size(&wide, step);
        }
    }
}
