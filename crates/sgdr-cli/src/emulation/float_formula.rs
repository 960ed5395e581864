//! The same schedule as it is usually computed: the cycle from a logarithm, everything in floating point.
//!
//! ```text
//! i = floor(log(1 - n / T_0 * (1 - t_mul)) / log(t_mul)),  or floor(n / T_0) if t_mul = 1
//! f = (n / T_0 - (1 - t_mul^i) / (1 - t_mul)) / t_mul^i
//! ```
//!
//! Where n is the start of a cycle the logarithms divide to a whole number, and what rounding leaves of it may lie
//! below. This is the form of `CosineDecayRestarts` in Keras, every operation rounded to one type. Logarithms, powers and
//! cosines are the platform's, as they are for everyone who computes it this way; a framework's own may differ in the last bit.

use std::f64::consts::PI;

use sgdr::CosineDecayRestarts;

use crate::dtype::Dtype;

/// What the formula makes of a step.
pub(crate) struct FloatFormula {
    pub(crate) dtype: Dtype,
    /// The number of the cycle; NaN where the logarithm has none.
    pub(crate) cycle: f64,
    pub(crate) position: f64,
    pub(crate) rate: f64,
}

impl FloatFormula {
    #[expect(clippy::cast_precision_loss, reason = "the formula works on floats")]
    pub(crate) fn new(schedule: &CosineDecayRestarts, step: u64, dtype: Dtype) -> Self {
        // A sum, product or quotient of doubles rounded to a narrower type is that of the type.
        let r = |value| dtype.round(value);
        let [initial_learning_rate, t_mul, m_mul, alpha] =
            [schedule.initial_learning_rate(), schedule.t_mul(), schedule.m_mul(), schedule.alpha()].map(r);
        let passed = r(r(step as f64) / r(schedule.first_decay_steps() as f64));
        let (cycle, position) = if t_mul == 1.0 {
            (passed.floor(), r(passed - passed.floor()))
        } else {
            let ratio = r(1.0 - t_mul);
            let cycle = r(r(r(1.0 - r(passed * ratio)).ln()) / r(t_mul.ln())).floor();
            let growth = r(t_mul.powf(cycle));
            let start = r(r(1.0 - growth) / ratio);
            (cycle, r(r(passed - start) / growth))
        };
        let height = r(m_mul.powf(cycle));
        let fall = r(1.0 + r(r(r(PI) * position).cos()));
        let cosine = r(r(0.5 * height) * fall);
        let decayed = r(r(r(1.0 - alpha) * cosine) + alpha);
        Self { dtype, cycle, position, rate: r(initial_learning_rate * decayed) }
    }
}
