//! The schedules of `sgdr` as Python classes.
//!
//! Nothing is computed here: arguments are read, the core is called, and its results become Python objects. What needs a
//! framework (Keras, Optax, PyTorch, matplotlib) is Python, in `python/sgdr`.

mod argument;
mod class;
mod classes;
mod cycle;
mod dtype;
mod error;
mod fit;
mod framework;
mod json;
mod keras;
mod plans;
mod rates;
mod replan;
mod schedule;
mod standing;
mod steps;
mod svg;
mod table;
mod units;
mod warmup;
mod weight_decay;

#[pyo3::pymodule]
mod _sgdr {
    #[pymodule_export]
    #[allow(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    #[pymodule_export]
    use crate::classes::{
        ConstantRate, CosineCycles, CosineDecay, CosineDecayRestarts, ExponentialDecay, InverseTimeDecay,
        PiecewiseConstantDecay, PolynomialDecay,
    };
    #[pymodule_export]
    use crate::cycle::{Cycle, Cycles};
    #[pymodule_export]
    use crate::fit::{FirstCycle, Fit, fit};
    #[pymodule_export]
    use crate::keras::{deserialize, serialize};
    #[pymodule_export]
    use crate::plans::{Chain, Clamp, CycleLimit, Scale};
    #[pymodule_export]
    use crate::replan::Replan;
    #[pymodule_export]
    use crate::schedule::LearningRateSchedule;
    #[pymodule_export]
    use crate::standing::Standing;
    #[pymodule_export]
    use crate::table::{_end_fraction, _table};
    #[pymodule_export]
    use crate::units::Units;
    #[pymodule_export]
    use crate::warmup::Warmup;
    #[pymodule_export]
    use crate::weight_decay::NormalizedWeightDecay;
}
