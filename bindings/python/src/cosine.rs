//! The schedules of cosines: two of Keras, and `CosineCycles`.

use pyo3::prelude::*;

use crate::argument::{Argument, number, optional, whole};
use crate::class::class;
use crate::error::value_error;
use crate::schedule::LearningRateSchedule;
class! {
    /// Cosine decay with warm restarts (SGDR).
    ///
    ///     lr(n) = initial_learning_rate * ((1 - alpha) * m_mul**i * (1 + cos(pi * (n - S_i) / T_i)) / 2 + alpha)
    ///
    ///     T_i = first_decay_steps * t_mul**i      the length of cycle i, a real number
    ///     S_i = T_0 + ... + T_(i-1)               its start; it holds the steps n with S_i <= n < S_(i+1)
    ///
    /// Rates are within 0.65 units in the last place of the formula, for every step up to 2**64 - 1, and no step is in
    /// a wrong cycle.
    ///
    /// Args:
    ///     initial_learning_rate: The rate of step 0; finite, >= 0.
    ///     first_decay_steps: The length of the first cycle; a whole number >= 1.
    ///     t_mul: Each cycle is this many times longer; finite, > 0. It means the simplest fraction that rounds to it:
    ///         1.1 is 11/10.
    ///     m_mul: Each cycle rises this many times higher above the floor; finite, >= 0.
    ///     alpha: The floor as a fraction of initial_learning_rate; 0 to 1.
    ///     name: Carried along, never interpreted.
    ///
    /// Reference: I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts" (arXiv 1608.03983).
    ///
    /// Example:
    ///
    /// >>> schedule = CosineDecayRestarts(0.1, 1000, m_mul=0.5, alpha=0.01)
    /// >>> schedule(0), schedule(500), schedule(1000)
    /// (0.1, 0.0505, 0.0505)
    CosineDecayRestarts [initial_learning_rate first_decay_steps t_mul m_mul alpha name]

    #[new]
    #[pyo3(signature = (
        initial_learning_rate, first_decay_steps, t_mul=Argument::Default(2.0), m_mul=Argument::Default(1.0),
        alpha=Argument::Default(0.0), name=None
    ))]
    #[pyo3(text_signature = "(initial_learning_rate, first_decay_steps, t_mul=2.0, m_mul=1.0, alpha=0.0, \
        name='SGDRDecay')")]
    fn new(
        initial_learning_rate: &Bound<'_, PyAny>,
        first_decay_steps: &Bound<'_, PyAny>,
        t_mul: Argument<'_>,
        m_mul: Argument<'_>,
        alpha: Argument<'_>,
        name: Option<&str>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let initial_learning_rate = number("initial_learning_rate", initial_learning_rate)?;
        let first_decay_steps = whole("first_decay_steps", first_decay_steps)?;
        let schedule = sgdr::CosineDecayRestarts::builder(initial_learning_rate, first_decay_steps)
            .t_mul(t_mul.number("t_mul")?)
            .m_mul(m_mul.number("m_mul")?)
            .alpha(alpha.number("alpha")?)
            .name(name.unwrap_or("SGDRDecay"))
            .build();
        Ok(Self::initializer(schedule.map_err(value_error)?))
    }
}

class! {
    /// Cosine decay with warm restarts whose floor and peaks are rates of their own, and whose cycles may be closed.
    ///
    /// Cycles are those of `CosineDecayRestarts`; cycle i falls from `max(eta_min, initial_learning_rate *
    /// peak_mul**i)` to `eta_min`. It is what PyTorch (T_0, T_mult, eta_min) and timm (lr_min, cycle_decay) describe.
    ///
    /// Args:
    ///     initial_learning_rate: The rate of step 0; finite, >= 0.
    ///     first_decay_steps: The length of the first cycle; a whole number >= 1.
    ///     t_mul: Each cycle is this many times longer; finite, > 0.
    ///     peak_mul: Each peak is this many times as high, but never below eta_min; finite, >= 0.
    ///     eta_min: The floor, a rate; 0 to initial_learning_rate.
    ///     closed: Whether the last step of a cycle reaches the floor.
    ///     name: Carried along, never interpreted.
    ///
    /// Example:
    ///
    /// >>> CosineCycles(0.1, 1001, eta_min=0.01, closed=True)([0, 500, 1000, 1001])
    /// array([0.1  , 0.055, 0.01 , 0.1  ])
    CosineCycles [initial_learning_rate first_decay_steps t_mul peak_mul eta_min closed name]

    #[new]
    #[pyo3(signature = (
        initial_learning_rate, first_decay_steps, t_mul=Argument::Default(2.0), peak_mul=Argument::Default(1.0),
        eta_min=Argument::Default(0.0), closed=false, name=None
    ))]
    #[pyo3(text_signature = "(initial_learning_rate, first_decay_steps, t_mul=2.0, peak_mul=1.0, \
        eta_min=0.0, closed=False, name='CosineCycles')")]
    fn new(
        initial_learning_rate: &Bound<'_, PyAny>,
        first_decay_steps: &Bound<'_, PyAny>,
        t_mul: Argument<'_>,
        peak_mul: Argument<'_>,
        eta_min: Argument<'_>,
        closed: bool,
        name: Option<&str>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let initial_learning_rate = number("initial_learning_rate", initial_learning_rate)?;
        let first_decay_steps = whole("first_decay_steps", first_decay_steps)?;
        let schedule = sgdr::CosineCycles::builder(initial_learning_rate, first_decay_steps)
            .t_mul(t_mul.number("t_mul")?)
            .peak_mul(peak_mul.number("peak_mul")?)
            .eta_min(eta_min.number("eta_min")?)
            .closed(closed)
            .name(name.unwrap_or("CosineCycles"))
            .build();
        Ok(Self::initializer(schedule.map_err(value_error)?))
    }
}

class! {
    /// Cosine decay once, with a linear warm-up if `warmup_target` is given.
    ///
    /// Args:
    ///     initial_learning_rate: The rate of step 0; finite, >= 0.
    ///     decay_steps: The length of the decay; a whole number >= 1.
    ///     alpha: The floor as a fraction of the rate that the decay begins with; 0 to 1.
    ///     name: Carried along, never interpreted.
    ///     warmup_target: The rate that a warm-up goes to and the decay begins with; no warm-up if None.
    ///     warmup_steps: The length of the warm-up.
    ///
    /// Example:
    ///
    /// >>> CosineDecay(0.1, 1000)([0, 500, 1000, 5000])
    /// array([0.1 , 0.05, 0.  , 0.  ])
    CosineDecay [initial_learning_rate decay_steps alpha name warmup_target warmup_steps]

    #[new]
    #[pyo3(signature = (
        initial_learning_rate, decay_steps, alpha=Argument::Default(0.0), name=None, warmup_target=None,
        warmup_steps=None
    ))]
    #[pyo3(text_signature = "(initial_learning_rate, decay_steps, alpha=0.0, name='CosineDecay', \
        warmup_target=None, warmup_steps=0)")]
    fn new(
        initial_learning_rate: &Bound<'_, PyAny>,
        decay_steps: &Bound<'_, PyAny>,
        alpha: Argument<'_>,
        name: Option<&str>,
        warmup_target: Option<&Bound<'_, PyAny>>,
        warmup_steps: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyClassInitializer<Self>> {
        let initial_learning_rate = number("initial_learning_rate", initial_learning_rate)?;
        let builder = sgdr::CosineDecay::builder(initial_learning_rate, whole("decay_steps", decay_steps)?)
            .alpha(alpha.number("alpha")?)
            .name(name.unwrap_or("CosineDecay"))
            .warmup_steps(warmup_steps.map_or(Ok(0), |steps| whole("warmup_steps", steps))?);
        let builder = match optional("warmup_target", warmup_target)? {
            Some(target) => builder.warmup_target(target),
            None => builder,
        };
        Ok(Self::initializer(builder.build().map_err(value_error)?))
    }
}
