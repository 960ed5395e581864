//! The classes whose parameters the core declares, with their documentation.

use pyo3::prelude::*;

use crate::argument::Argument;
use crate::class::{class, declared, made};
use crate::schedule::LearningRateSchedule;

declared! {
    /// Cosine decay with warm restarts (SGDR).
    ///
    ///     lr(n) = initial_learning_rate * ((1 - alpha) * m_mul**i * (1 + cos(pi * (n - S_i) / T_i)) / 2 + alpha)
    ///
    ///     T_i = first_decay_steps * t_mul**i      the length of cycle i, a real number
    ///     S_i = T_0 + ... + T_(i-1)               its start; its steps n are S_i <= n < S_(i+1)
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
    CosineDecayRestarts(initial_learning_rate, first_decay_steps; t_mul, m_mul, alpha, name)
    "(initial_learning_rate, first_decay_steps, t_mul=2.0, m_mul=1.0, alpha=0.0, name='SGDRDecay')"
}

declared! {
    /// Cosine decay with warm restarts between two rates, whose cycles may include their endpoint.
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
    ///     closed: Whether the endpoint is inclusive: the last step of a cycle has the floor.
    ///     name: Carried along, never interpreted.
    ///
    /// Example:
    ///
    /// >>> CosineCycles(0.1, 1001, eta_min=0.01, closed=True)([0, 500, 1000, 1001])
    /// array([0.1  , 0.055, 0.01 , 0.1  ])
    CosineCycles(initial_learning_rate, first_decay_steps; t_mul, peak_mul, eta_min, closed, name)
    "(initial_learning_rate, first_decay_steps, t_mul=2.0, peak_mul=1.0, eta_min=0.0, closed=False, name='CosineCycles')"
}

declared! {
    /// Cosine decay once, with a linear warm-up if `warmup_target` is given.
    ///
    /// Args:
    ///     initial_learning_rate: The rate of step 0; finite, >= 0.
    ///     decay_steps: The length of the decay; a whole number >= 1.
    ///     alpha: The floor as a fraction of the rate that the decay begins with; 0 to 1.
    ///     name: Carried along, never interpreted.
    ///     warmup_target: The rate at the end of a warm-up, with which the decay begins; no warm-up if None.
    ///     warmup_steps: The length of the warm-up.
    ///
    /// Example:
    ///
    /// >>> CosineDecay(0.1, 1000)([0, 500, 1000, 5000])
    /// array([0.1 , 0.05, 0.  , 0.  ])
    CosineDecay(initial_learning_rate, decay_steps; alpha, name, warmup_target, warmup_steps)
    "(initial_learning_rate, decay_steps, alpha=0.0, name='CosineDecay', warmup_target=None, warmup_steps=0)"
}

declared! {
    /// Exponential decay: `initial_learning_rate * decay_rate ** (n / decay_steps)`.
    ///
    /// Args:
    ///     initial_learning_rate: The rate of step 0; finite, >= 0.
    ///     decay_steps: The number of steps in which the rate is multiplied by decay_rate once; a whole number >= 1.
    ///     decay_rate: Finite, >= 0.
    ///     staircase: Whether the exponent is rounded down.
    ///     name: Carried along, never interpreted.
    ///
    /// Example:
    ///
    /// >>> ExponentialDecay(0.1, 1000, 0.25)(500)
    /// 0.05
    ExponentialDecay(initial_learning_rate, decay_steps, decay_rate; staircase, name)
    "(initial_learning_rate, decay_steps, decay_rate, staircase=False, name='ExponentialDecay')"
}

declared! {
    /// Inverse time decay: `initial_learning_rate / (1 + decay_rate * n / decay_steps)`.
    ///
    /// Args:
    ///     initial_learning_rate: The rate of step 0; finite, >= 0.
    ///     decay_steps: The number of steps in a unit of time; a whole number >= 1.
    ///     decay_rate: Finite, >= 0.
    ///     staircase: Whether `n / decay_steps` is rounded down.
    ///     name: Carried along, never interpreted.
    ///
    /// Example:
    ///
    /// >>> InverseTimeDecay(0.1, 1000, 1.0)(1000)
    /// 0.05
    InverseTimeDecay(initial_learning_rate, decay_steps, decay_rate; staircase, name)
    "(initial_learning_rate, decay_steps, decay_rate, staircase=False, name='InverseTimeDecay')"
}

declared! {
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
    PiecewiseConstantDecay(boundaries, values; name)
    "(boundaries, values, name='PiecewiseConstant')"
}

declared! {
    /// Polynomial decay from initial_learning_rate to end_learning_rate.
    ///
    /// Args:
    ///     initial_learning_rate: The rate of step 0; finite, >= 0.
    ///     decay_steps: The length of the decay; a whole number >= 1.
    ///     end_learning_rate: The rate at its end; finite, >= 0.
    ///     power: Of the polynomial; finite, >= 0.
    ///     cycle: Whether the decay starts again, longer each time, when it is over.
    ///     name: Carried along, never interpreted.
    ///
    /// Example:
    ///
    /// >>> PolynomialDecay(0.1, 1000, 0.0)(500)
    /// 0.05
    PolynomialDecay(initial_learning_rate, decay_steps; end_learning_rate, power, cycle, name)
    "(initial_learning_rate, decay_steps, end_learning_rate=0.0001, power=1.0, cycle=False, name='PolynomialDecay')"
}

declared! {
    /// The same rate at every step.
    ///
    /// Args:
    ///     learning_rate: The rate; finite, >= 0.
    ///     name: Carried along, never interpreted.
    ///
    /// Example:
    ///
    /// >>> ConstantRate(0.5).warmup(100)([0, 50, 100, 1000])
    /// array([0.  , 0.25, 0.5 , 0.5 ])
    ConstantRate(learning_rate; name)
    "(learning_rate, name='ConstantRate')"
}
