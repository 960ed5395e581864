//! The course of a schedule without cycles, in one line.

use sgdr::{AnySchedule, LearningRateSchedule as _};
use sgdr_plot::Outline;

use crate::schedule::Schedule;
use crate::text::decimal::{self, counted, grouped};

pub(super) fn course(schedule: &Schedule) -> String {
    let rate = |step| decimal::short(schedule.dtype().shortest(schedule.at(step)));
    // A decay may be longer than steps can be counted.
    let from = |step: Option<u64>| {
        step.map(|step| format!("; from step {} on the rate is {}", grouped(step), rate(step))).unwrap_or_default()
    };
    match schedule.core() {
        AnySchedule::CosineDecay(cosine) => {
            let (warmup, decay) = (cosine.decay_start(), cosine.decay_steps());
            let end = from(warmup.checked_add(decay));
            match warmup {
                0 => format!("the decay takes {}{end}", counted(decay, "step")),
                _ => format!("the warm-up takes {}, the decay {}{end}", counted(warmup, "step"), grouped(decay)),
            }
        }
        AnySchedule::PolynomialDecay(polynomial) => {
            let steps = counted(polynomial.decay_steps(), "step");
            match Outline::new(schedule.core()).next_jump(0) {
                Some(restart) => {
                    let (step, peak) = (grouped(restart), rate(restart));
                    format!("a cycle takes {steps}; at step {step} the rate rises again, to {peak}")
                }
                None => format!("the decay takes {steps}{}", from(Some(polynomial.decay_steps()))),
            }
        }
        AnySchedule::PiecewiseConstantDecay(piecewise) => {
            let last = piecewise.boundaries().last().and_then(|last| last.checked_add(1));
            format!("there are {}{}", counted(piecewise.values().len() as u64, "value"), from(last))
        }
        AnySchedule::ExponentialDecay(exponential) => endless(schedule, exponential.decay_steps(), rate),
        AnySchedule::InverseTimeDecay(inverse) => endless(schedule, inverse.decay_steps(), rate),
        _ => String::new(),
    }
}

fn endless(schedule: &Schedule, decay_steps: u64, rate: impl Fn(u64) -> String) -> String {
    let later = Outline::new(schedule.core()).usual_steps().get();
    let (one, other) = (counted(decay_steps, "step"), grouped(later));
    format!("the decay has no end; after {one} the rate is {}, after {other} it is {}", rate(decay_steps), rate(later))
}
