//! How much of a curve a picture shows, and where it jumps.

use sgdr::{AnySchedule, CycleLimit, LearningRateSchedule};

/// How many cycles, or times `decay_steps`, are shown of a curve that has no end.
const CYCLES: u64 = 4;
const DECAYS: u64 = 10;

/// The length of a run that shows the whole curve, or enough of one that has no end.
pub(crate) fn usual_steps(schedule: &AnySchedule) -> u64 {
    let steps = match schedule {
        AnySchedule::CosineDecay(decay) => decay.warmup_steps().saturating_add(decay.decay_steps()),
        AnySchedule::PolynomialDecay(decay) => {
            decay.decay_steps().saturating_mul(if decay.cycle() { CYCLES } else { 1 })
        }
        AnySchedule::ExponentialDecay(decay) => decay.decay_steps().saturating_mul(DECAYS),
        AnySchedule::InverseTimeDecay(decay) => decay.decay_steps().saturating_mul(DECAYS),
        AnySchedule::PiecewiseConstantDecay(decay) => {
            let last = decay.boundaries().last().copied().unwrap_or(0);
            last.saturating_add(last / decay.boundaries().len().max(1) as u64)
        }
        AnySchedule::Warmup(warmup) => usual_steps(warmup.schedule()).saturating_add(warmup.warmup_steps()),
        AnySchedule::Scale(scale) => usual_steps(scale.schedule()),
        AnySchedule::Clamp(clamp) => usual_steps(clamp.schedule()),
        AnySchedule::Chain(chain) => chain.pieces().last().map_or(1, |last| {
            last.first_step.saturating_add(usual_steps(&last.schedule).saturating_sub(last.start).max(1))
        }),
        cycles => end_of_cycles(cycles),
    };
    steps.max(1)
}

/// Where the fourth cycle ends, or the last one if there are fewer.
fn end_of_cycles(schedule: &impl LearningRateSchedule<Rate = f64>) -> u64 {
    let hold = schedule.cycle_of(u64::MAX).filter(|last| last.is_hold()).map(|hold| hold.index);
    CycleLimit::new(schedule, hold.unwrap_or(CYCLES)).ok().and_then(|limit| limit.end()).unwrap_or(u64::MAX)
}

/// The first step after a step at which the rate jumps, where that is no restart.
pub(crate) fn next_jump(schedule: &AnySchedule, step: u64) -> Option<u64> {
    let stair = |length: u64| (step / length + 1).checked_mul(length);
    match schedule {
        AnySchedule::ExponentialDecay(decay) if decay.staircase() => stair(decay.decay_steps()),
        AnySchedule::InverseTimeDecay(decay) if decay.staircase() => stair(decay.decay_steps()),
        AnySchedule::PiecewiseConstantDecay(decay) => {
            decay.boundaries().iter().find(|&&last| last >= step)?.checked_add(1)
        }
        AnySchedule::Scale(scale) => next_jump(scale.schedule(), step),
        AnySchedule::Clamp(clamp) => next_jump(clamp.schedule(), step),
        _ => None,
    }
}
