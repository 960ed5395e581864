//! Parameters of one of the six classes.

use arbitrary::Arbitrary;
use sgdr::Rate;

use crate::classes::{
    CosineDecayParameters, CosineDecayRestartsParameters, ExponentialDecayParameters, InverseTimeDecayParameters,
    Parameters, PiecewiseConstantDecayParameters, PolynomialDecayParameters,
};

/// Any parameters of any class.
#[derive(Arbitrary, Clone, Debug)]
#[expect(missing_docs, reason = "the variants are the classes")]
pub enum AnyClass {
    CosineDecayRestarts(CosineDecayRestartsParameters),
    CosineDecay(CosineDecayParameters),
    ExponentialDecay(ExponentialDecayParameters),
    InverseTimeDecay(InverseTimeDecayParameters),
    PiecewiseConstantDecay(PiecewiseConstantDecayParameters),
    PolynomialDecay(PolynomialDecayParameters),
}

impl AnyClass {
    /// Panics unless everything that the class documents holds.
    pub fn check<T: Rate>(&self, steps: &[u64]) {
        match self {
            Self::CosineDecayRestarts(parameters) => parameters.check_all::<T>(steps),
            Self::CosineDecay(parameters) => parameters.check_all::<T>(steps),
            Self::ExponentialDecay(parameters) => parameters.check_all::<T>(steps),
            Self::InverseTimeDecay(parameters) => parameters.check_all::<T>(steps),
            Self::PiecewiseConstantDecay(parameters) => parameters.check_all::<T>(steps),
            Self::PolynomialDecay(parameters) => parameters.check_all::<T>(steps),
        }
    }
}
