//! The other schedules of Keras, with Keras' arguments.

use pyo3::prelude::*;

use crate::argument::{Argument, each, number, whole};
use crate::class::class;
use crate::error::value_error;
use crate::schedule::LearningRateSchedule;
class! {
    /// Exponential decay: `initial_learning_rate * decay_rate ** (n / decay_steps)`.
    ///
    /// Args:
    ///     initial_learning_rate: The rate of step 0; finite, >= 0.
    ///     decay_steps: After so many steps the rate has been multiplied by decay_rate once; a whole number >= 1.
    ///     decay_rate: Finite, >= 0.
    ///     staircase: Whether the exponent is rounded down.
    ///     name: Carried along, never interpreted.
    ///
    /// Example:
    ///
    /// >>> ExponentialDecay(0.1, 1000, 0.25)(500)
    /// 0.05
    ExponentialDecay [initial_learning_rate decay_steps decay_rate staircase name]

    #[new]
    #[pyo3(signature = (initial_learning_rate, decay_steps, decay_rate, staircase=false, name="ExponentialDecay"))]
    fn new(
        initial_learning_rate: &Bound<'_, PyAny>,
        decay_steps: &Bound<'_, PyAny>,
        decay_rate: &Bound<'_, PyAny>,
        staircase: bool,
        name: Option<&str>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let initial_learning_rate = number("initial_learning_rate", initial_learning_rate)?;
        let (decay_steps, decay_rate) = (whole("decay_steps", decay_steps)?, number("decay_rate", decay_rate)?);
        let builder = sgdr::ExponentialDecay::builder(initial_learning_rate, decay_steps, decay_rate);
        let schedule = builder.staircase(staircase).name(name.unwrap_or("ExponentialDecay")).build();
        Ok(Self::initializer(schedule.map_err(value_error)?))
    }
}

class! {
    /// Inverse time decay: `initial_learning_rate / (1 + decay_rate * n / decay_steps)`.
    ///
    /// Args:
    ///     initial_learning_rate: The rate of step 0; finite, >= 0.
    ///     decay_steps: The unit in which steps count; a whole number >= 1.
    ///     decay_rate: Finite, >= 0.
    ///     staircase: Whether `n / decay_steps` is rounded down.
    ///     name: Carried along, never interpreted.
    ///
    /// Example:
    ///
    /// >>> InverseTimeDecay(0.1, 1000, 1.0)(1000)
    /// 0.05
    InverseTimeDecay [initial_learning_rate decay_steps decay_rate staircase name]

    #[new]
    #[pyo3(signature = (initial_learning_rate, decay_steps, decay_rate, staircase=false, name="InverseTimeDecay"))]
    fn new(
        initial_learning_rate: &Bound<'_, PyAny>,
        decay_steps: &Bound<'_, PyAny>,
        decay_rate: &Bound<'_, PyAny>,
        staircase: bool,
        name: Option<&str>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let initial_learning_rate = number("initial_learning_rate", initial_learning_rate)?;
        let (decay_steps, decay_rate) = (whole("decay_steps", decay_steps)?, number("decay_rate", decay_rate)?);
        let builder = sgdr::InverseTimeDecay::builder(initial_learning_rate, decay_steps, decay_rate);
        let schedule = builder.staircase(staircase).name(name.unwrap_or("InverseTimeDecay")).build();
        Ok(Self::initializer(schedule.map_err(value_error)?))
    }
}

class! {
    /// Constant rates: `values[0]` up to and with step `boundaries[0]`, then `values[1]`, and so on.
    ///
    /// Args:
    ///     boundaries: The last steps of all values but the last, increasing.
    ///     values: The rates, one more than there are boundaries.
    ///     name: Carried along, never interpreted.
    ///
    /// Example:
    ///
    /// >>> PiecewiseConstantDecay([1000, 2000], [0.1, 0.01, 0.001])([1000, 1001])
    /// array([0.1 , 0.01])
    PiecewiseConstantDecay [boundaries values name]

    #[new]
    #[pyo3(signature = (boundaries, values, name="PiecewiseConstant"))]
    fn new(
        boundaries: &Bound<'_, PyAny>,
        values: &Bound<'_, PyAny>,
        name: Option<&str>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let (boundaries, values) = (each("boundaries", boundaries, whole)?, each("values", values, number)?);
        let schedule = sgdr::PiecewiseConstantDecay::new(boundaries, values).map_err(value_error)?;
        Ok(Self::initializer(schedule.with_name(name.unwrap_or("PiecewiseConstant"))))
    }
}

class! {
    /// Polynomial decay from initial_learning_rate to end_learning_rate.
    ///
    /// Args:
    ///     initial_learning_rate: The rate of step 0; finite, >= 0.
    ///     decay_steps: The length of the decay; a whole number >= 1.
    ///     end_learning_rate: The rate at its end; finite, >= 0.
    ///     power: Of the polynomial; finite, >= 0.
    ///     cycle: Whether the decay begins anew, longer each time, when it is over.
    ///     name: Carried along, never interpreted.
    ///
    /// Example:
    ///
    /// >>> PolynomialDecay(0.1, 1000, 0.0)(500)
    /// 0.05
    PolynomialDecay [initial_learning_rate decay_steps end_learning_rate power cycle name]

    #[new]
    #[pyo3(signature = (
        initial_learning_rate, decay_steps, end_learning_rate=Argument::Default(0.0001),
        power=Argument::Default(1.0), cycle=false, name=None
    ))]
    #[pyo3(text_signature = "(initial_learning_rate, decay_steps, end_learning_rate=0.0001, power=1.0, \
        cycle=False, name='PolynomialDecay')")]
    fn new(
        initial_learning_rate: &Bound<'_, PyAny>,
        decay_steps: &Bound<'_, PyAny>,
        end_learning_rate: Argument<'_>,
        power: Argument<'_>,
        cycle: bool,
        name: Option<&str>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let initial_learning_rate = number("initial_learning_rate", initial_learning_rate)?;
        let schedule = sgdr::PolynomialDecay::builder(initial_learning_rate, whole("decay_steps", decay_steps)?)
            .end_learning_rate(end_learning_rate.number("end_learning_rate")?)
            .power(power.number("power")?)
            .cycle(cycle)
            .name(name.unwrap_or("PolynomialDecay"))
            .build();
        Ok(Self::initializer(schedule.map_err(value_error)?))
    }
}
