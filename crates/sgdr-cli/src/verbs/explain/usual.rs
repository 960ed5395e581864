//! What the usual formula gives for a step; the module `emulation` evaluates it.

use clap::builder::styling::AnsiColor;
use sgdr::{CosineDecayRestarts, LearningRateSchedule as _};

use super::Line;
use crate::dtype::Dtype;
use crate::emulation::float_formula::FloatFormula;
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
        lines.push(Line::new(label, verdict(&FloatFormula::new(schedule, step, dtype), schedule, step)));
    }
    lines
}

#[expect(clippy::cast_precision_loss, reason = "the formula has the cycle as a float")]
fn verdict(formula: &FloatFormula, schedule: &CosineDecayRestarts, step: u64) -> String {
    let FloatFormula { dtype, cycle, position, rate } = *formula;
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
