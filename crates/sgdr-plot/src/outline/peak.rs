//! Where a curve is highest, piece by piece.

use sgdr::{AnySchedule, Chain, LearningRateSchedule as _, Warmup, WarmupPlace};

use super::{Outline, steps_before};

/// The step with the highest rate of the piece that holds a step.
pub(super) fn peak(schedule: &AnySchedule, step: u64) -> u64 {
    match schedule {
        AnySchedule::CosineDecay(schedule) => schedule.decay_start(),
        AnySchedule::PolynomialDecay(schedule)
            if schedule.end_learning_rate() > schedule.initial_learning_rate() && step <= schedule.decay_steps() =>
        {
            schedule.decay_steps()
        }
        AnySchedule::Warmup(warmup) => peak_of_warmup(warmup, step),
        AnySchedule::CycleLimit(limit) if limit.end().is_none_or(|end| step < end) => peak(limit.schedule(), step),
        AnySchedule::Scale(scale) => peak(scale.schedule(), step),
        AnySchedule::Clamp(clamp) => peak(clamp.schedule(), step),
        AnySchedule::Chain(chain) => peak_of_chain(chain, step),
        _ => Outline::new(schedule).first_step(step),
    }
}

/// Where the ramp begins or ends, or where the schedule inside has its peak.
fn peak_of_warmup(warmup: &Warmup<AnySchedule>, step: u64) -> u64 {
    let (before, inner) = (steps_before(warmup), Outline::new(warmup.schedule()));
    let step = step.saturating_sub(before);
    let (first, peak) = (inner.first_step(step), peak(warmup.schedule(), step).saturating_add(before));
    if first > 0 && warmup.place() != WarmupPlace::EveryCycle {
        return peak;
    }
    let last = inner.next_jump(step).map_or(u64::MAX, |next| (next - 1).saturating_add(before));
    let end = first.saturating_add(warmup.warmup_steps()).min(last);
    let candidates = [first, end.saturating_sub(1).max(first), end, peak].map(|step| (warmup.at(step), step));
    candidates.into_iter().max_by(|(one, _), (other, _)| one.total_cmp(other)).map_or(peak, |(_, step)| step)
}

/// That of the piece that holds the step, or where the chain begins or ends it.
fn peak_of_chain(chain: &Chain<AnySchedule>, step: u64) -> u64 {
    let next = chain.pieces().partition_point(|piece| piece.first_step <= step);
    let Some(piece) = next.checked_sub(1).and_then(|index| chain.pieces().get(index)) else { return 0 };
    let own_step = piece.start.saturating_add(step - piece.first_step);
    let after = peak(&piece.schedule, own_step).saturating_sub(piece.start);
    let last = chain.pieces().get(next).map_or(u64::MAX, |next| next.first_step - 1);
    piece.first_step.saturating_add(after).min(last)
}
