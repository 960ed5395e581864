//! How much of a curve to show.

use sgdr::{AnySchedule, Chain, CycleLimit, LearningRateSchedule as _};

use super::steps_before;

/// How many cycles, or times `decay_steps`, are shown of a curve that has no end.
const CYCLES: u64 = 4;
const DECAYS: u64 = 10;

/// The length of a run that shows the whole curve, or enough of one that has no end.
pub(super) fn usual_steps(schedule: &AnySchedule) -> u64 {
    match schedule {
        AnySchedule::CosineDecayRestarts(_) | AnySchedule::CosineCycles(_) => {
            end_of_cycles(schedule, if hold(schedule).is_some() { u64::MAX } else { CYCLES })
        }
        AnySchedule::CosineDecay(schedule) => schedule.decay_start().saturating_add(schedule.decay_steps()),
        AnySchedule::PolynomialDecay(schedule) if schedule.cycle() => {
            schedule.decay_steps().saturating_mul(CYCLES).saturating_add(1)
        }
        AnySchedule::PolynomialDecay(schedule) => schedule.decay_steps(),
        AnySchedule::ExponentialDecay(schedule) => schedule.decay_steps().saturating_mul(DECAYS),
        AnySchedule::InverseTimeDecay(schedule) => schedule.decay_steps().saturating_mul(DECAYS),
        AnySchedule::PiecewiseConstantDecay(schedule) => {
            // The last value lasts as long as the one before it.
            let end = |last: Option<&u64>| last.map_or(0, |&last| last.saturating_add(1));
            let mut last_steps = schedule.boundaries().iter().rev();
            let (end, before) = (end(last_steps.next()), end(last_steps.next()));
            end.saturating_add(end - before)
        }
        AnySchedule::Warmup(warmup) => usual_steps(warmup.schedule()).saturating_add(steps_before(warmup)),
        AnySchedule::CycleLimit(limit) => limit.end().unwrap_or_else(|| usual_steps(limit.schedule())),
        AnySchedule::Scale(scale) => usual_steps(scale.schedule()),
        AnySchedule::Clamp(clamp) => usual_steps(clamp.schedule()),
        AnySchedule::NormalizedWeightDecay(weight_decay) => usual_steps(weight_decay.schedule()),
        AnySchedule::Chain(chain) => usual_steps_of_chain(chain),
        _ => 1,
    }
}

/// All pieces, and of the last one what would be shown of it alone, or the cycle that it begins in.
fn usual_steps_of_chain(chain: &Chain<AnySchedule>) -> u64 {
    chain.pieces().last().map_or(1, |last| {
        let cycle_end = last.schedule.cycle_of(last.start).and_then(|cycle| cycle.last_step?.checked_add(1));
        let end = usual_steps(&last.schedule).max(cycle_end.unwrap_or(0));
        last.first_step.saturating_add(end.saturating_sub(last.start).max(1))
    })
}

/// The number of steps that `cycles` cycles take, or all of them where there are fewer.
pub(super) fn end_of_cycles(schedule: &AnySchedule, cycles: u64) -> u64 {
    let count = cycles.min(hold(schedule).unwrap_or(u64::MAX));
    CycleLimit::new(schedule, count).ok().and_then(|limit| limit.end()).unwrap_or(u64::MAX)
}

/// The number of cycles before a constant tail.
fn hold(schedule: &AnySchedule) -> Option<u64> {
    schedule.cycle_of(u64::MAX).filter(|last| last.is_hold()).map(|hold| hold.index)
}
