//! What is known of a curve without evaluating it: where it jumps, where it is highest, and how much of it to show.

mod extent;
mod peak;

use sgdr::{AnySchedule, LearningRateSchedule as _, Warmup, WarmupPlace};

pub(crate) use extent::{end_of_cycles, warmup_steps};

/// The smooth pieces that a curve is made of, and those that a picture of it has unless a length is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Outline<'a> {
    schedule: &'a AnySchedule,
    pieces: Pieces<'a>,
    /// The steps of a warm-up before schedules without cycles, which belong to the first piece.
    before: u64,
}

#[derive(Clone, Copy)]
enum Pieces<'a> {
    One,
    /// Cycles, which the schedule itself tells.
    Cycles,
    /// Pieces of equal length, the first one so many steps longer: cycles, or the steps of a staircase.
    Equal {
        length: u64,
        more: u64,
        cycles: bool,
    },
    /// The last step of each but the last.
    Listed(&'a [u64]),
}

impl<'a> Outline<'a> {
    pub(crate) fn new(schedule: &'a AnySchedule) -> Self {
        let stairs = |length| Pieces::Equal { length, more: 0, cycles: false };
        let pieces = match schedule {
            _ if schedule.cycle_of(0).is_some() => Pieces::Cycles,
            AnySchedule::Scale(scale) => return Self { schedule, ..Self::new(scale.schedule()) },
            AnySchedule::Clamp(clamp) => return Self { schedule, ..Self::new(clamp.schedule()) },
            AnySchedule::Warmup(warmup) => {
                let inner = Self::new(warmup.schedule());
                return Self { schedule, before: inner.before.saturating_add(steps_before(warmup)), ..inner };
            }
            AnySchedule::ExponentialDecay(schedule) if schedule.staircase() => stairs(schedule.decay_steps()),
            AnySchedule::InverseTimeDecay(schedule) if schedule.staircase() => stairs(schedule.decay_steps()),
            AnySchedule::PolynomialDecay(schedule) if schedule.cycle() => {
                Pieces::Equal { length: schedule.decay_steps(), more: 1, cycles: true }
            }
            AnySchedule::PiecewiseConstantDecay(schedule) => Pieces::Listed(schedule.boundaries()),
            _ => Pieces::One,
        };
        Self { schedule, pieces, before: 0 }
    }

    /// Whether the pieces are cycles: the rate falls in each, and rises to the next.
    pub(crate) fn has_restarts(&self) -> bool {
        matches!(self.pieces, Pieces::Cycles | Pieces::Equal { cycles: true, .. })
    }

    /// The number of the piece that holds a step.
    pub(crate) fn piece(&self, step: u64) -> u64 {
        let own_step = step.saturating_sub(self.before);
        match self.pieces {
            Pieces::One => 0,
            Pieces::Cycles => self.schedule.cycle_of(step).map_or(0, |cycle| cycle.index),
            Pieces::Equal { length, more, .. } => own_step.saturating_sub(more) / length,
            Pieces::Listed(last_steps) => last_steps.partition_point(|&last| last < own_step) as u64,
        }
    }

    /// The first step of the piece that holds a step.
    fn first_step(&self, step: u64) -> u64 {
        let start = match self.pieces {
            Pieces::Cycles => return self.schedule.cycle_of(step).map_or(0, |cycle| cycle.first_step),
            _ => self.piece(step).checked_sub(1).and_then(|before| self.end_of(before)),
        };
        start.unwrap_or(0)
    }

    /// The first step after a step with which another piece begins.
    pub(crate) fn next_jump(&self, step: u64) -> Option<u64> {
        match self.pieces {
            Pieces::Cycles => sgdr_plot::next_restart(self.schedule, step),
            _ => self.end_of(self.piece(step)),
        }
    }

    /// The first step after a piece, where it is no cycle that the schedule tells.
    fn end_of(&self, piece: u64) -> Option<u64> {
        let end = match self.pieces {
            Pieces::One | Pieces::Cycles => None,
            Pieces::Equal { length, more, .. } => piece.checked_add(1)?.checked_mul(length)?.checked_add(more),
            Pieces::Listed(last_steps) => last_steps.get(usize::try_from(piece).ok()?)?.checked_add(1),
        };
        end?.checked_add(self.before)
    }

    /// The step with the highest rate of the piece that holds a step.
    pub(crate) fn peak(&self, step: u64) -> u64 {
        peak::peak(self.schedule, step)
    }

    /// The length of a run that shows the whole curve, or enough of one that has no end.
    pub(crate) fn usual_steps(&self) -> u64 {
        extent::usual_steps(self.schedule).max(1)
    }
}

/// The steps of a warm-up that come before the schedule.
fn steps_before(warmup: &Warmup<AnySchedule>) -> u64 {
    if warmup.place() == WarmupPlace::Prefix { warmup.warmup_steps() } else { 0 }
}

#[cfg(test)]
mod tests;
