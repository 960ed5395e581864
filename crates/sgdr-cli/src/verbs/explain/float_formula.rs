//! The same schedule as it is usually computed: the cycle from a logarithm, everything in floating point.
//!
//! ```text
//! i = floor(log(1 - n / T_0 * (1 - t_mul)) / log(t_mul)),  or floor(n / T_0) if t_mul = 1
//! f = (n / T_0 - (1 - t_mul^i) / (1 - t_mul)) / t_mul^i
//! ```
//!
//! Where n is the start of a cycle the logarithms divide to a whole number, and what rounding leaves of it may lie
//! below. This is the form of `CosineDecayRestarts` in Keras, every operation rounded to one type. Logarithms, powers and
//! cosines are the platform's, as they are for everybody who computes it so; a framework's own may differ in the last bit.

use std::f64::consts::PI;

use clap::builder::styling::AnsiColor;
use sgdr::{CosineDecayRestarts, LearningRateSchedule as _};

use super::Line;
use crate::dtype::Dtype;
use crate::text::decimal::{short, text};

/// What the formula gives in two types, and whether that is right.
pub(super) fn lines(schedule: &CosineDecayRestarts, step: u64) -> Vec<Line> {
    let formula = if schedule.t_mul() == 1.0 {
        "i = floor(n / T_0)"
    } else {
        "i = floor(log(1 - n / T_0 * (1 - t_mul)) / log(t_mul))"
    };
    let mut lines = vec![Line::new("usually", format!("{formula}, in floating point"))];
    for (label, dtype) in [("float64", Dtype::F64), ("float32", Dtype::F32)] {
        lines.push(Line::new(label, FloatFormula::new(schedule, step, dtype).verdict(schedule, step)));
    }
    lines
}

/// What the formula makes of a step.
struct FloatFormula {
    dtype: Dtype,
    /// The number of the cycle; NaN where the logarithm has none.
    cycle: f64,
    position: f64,
    rate: f64,
}

impl FloatFormula {
    #[expect(clippy::cast_precision_loss, reason = "the formula works on floats")]
    fn new(schedule: &CosineDecayRestarts, step: u64, dtype: Dtype) -> Self {
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

    #[expect(clippy::cast_precision_loss, reason = "the formula has the cycle as a float")]
    fn verdict(&self, schedule: &CosineDecayRestarts, step: u64) -> String {
        let Self { dtype, cycle, position, rate } = *self;
        let expected = schedule.cycle_at(step);
        let wrong = AnsiColor::Red.on_default().bold();
        let error = (rate - dtype.round(schedule.at(step))).abs();
        let verdict = match (cycle == expected.index as f64, error) {
            _ if rate.is_nan() => format!("{wrong}not a number{wrong:#}"),
            (true, 0.0) => String::from("the same"),
            (true, _) => format!("the same cycle, off by {}", short(error)),
            (false, _) => format!("{wrong}the wrong cycle{wrong:#}, off by {}", short(error)),
        };
        let [position, rate] = [position, rate].map(|value| text(dtype.shortest(value)));
        format!("i = {}, f = {position}, rate {rate}: {verdict}", text(cycle))
    }
}
