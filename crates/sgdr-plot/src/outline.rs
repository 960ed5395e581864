//! What is known about a curve without evaluating it: where it jumps, where it is highest, and how much of it to show.

mod extent;
mod peak;

use std::num::NonZeroU64;

use sgdr::{AnySchedule, LearningRateSchedule as _, Warmup, WarmupPlace};

use crate::curve::next_restart;

/// The smooth pieces that a curve is made of, and how long a run is that shows it.
///
/// A piece is a cycle, a step of a staircase, or the whole curve where there is neither.
///
/// ```
/// use sgdr::{AnySchedule, CosineDecayRestarts, ExponentialDecay};
/// use sgdr_plot::Outline;
///
/// let restarts = AnySchedule::from(CosineDecayRestarts::new(0.1, 1000)?);
/// let staircase = AnySchedule::from(ExponentialDecay::builder(0.1, 1000, 0.5).staircase(true).build()?);
/// assert_eq!(Outline::new(&restarts).next_jump(1000), Some(3000));
/// assert_eq!(Outline::new(&staircase).next_jump(1000), Some(2000));
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Outline<'a> {
    schedule: &'a AnySchedule,
    pieces: Pieces<'a>,
    /// The steps of a warm-up before schedules without cycles, which belong to the first piece.
    before: u64,
}

#[derive(Clone, Copy, Debug)]
enum Pieces<'a> {
    One,
    /// Cycles, which the schedule itself tells.
    Cycles,
    /// Pieces of equal length, the first one `more` steps longer: cycles, or the steps of a staircase.
    Equal {
        length: u64,
        more: u64,
        cycles: bool,
    },
    /// The last step of each but the last.
    Listed(&'a [u64]),
}

impl<'a> Outline<'a> {
    /// The outline of a schedule.
    ///
    /// ```
    /// let schedule = sgdr::CosineDecay::new(0.1, 1000)?.into();
    /// assert!(!sgdr_plot::Outline::new(&schedule).has_restarts());
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn new(schedule: &'a AnySchedule) -> Self {
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
    ///
    /// ```
    /// let schedule = sgdr::PolynomialDecay::builder(0.1, 1000).cycle(true).build()?.into();
    /// assert!(sgdr_plot::Outline::new(&schedule).has_restarts());
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn has_restarts(&self) -> bool {
        matches!(self.pieces, Pieces::Cycles | Pieces::Equal { cycles: true, .. })
    }

    /// The number of the piece that holds a step, from 0 on.
    ///
    /// ```
    /// let schedule = sgdr::PiecewiseConstantDecay::new([100, 200], [0.1, 0.01, 0.001])?.into();
    /// assert_eq!(sgdr_plot::Outline::new(&schedule).piece(101), 1); // step 100 is the last one of piece 0
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn piece(&self, step: u64) -> u64 {
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

    /// The first step after a step with which another piece begins; the start of a constant tail does not count.
    ///
    /// ```
    /// let schedule = sgdr::CosineDecayRestarts::builder(0.1, 4).t_mul(0.5).build()?.into();
    /// let outline = sgdr_plot::Outline::new(&schedule);
    /// assert_eq!([0, 4, 6].map(|step| outline.next_jump(step)), [Some(4), Some(6), None]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn next_jump(&self, step: u64) -> Option<u64> {
        match self.pieces {
            Pieces::Cycles => next_restart(self.schedule, step),
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
    ///
    /// ```
    /// let schedule = sgdr::CosineDecay::builder(0.0, 1000).warmup_target(0.1).warmup_steps(100).build()?.into();
    /// assert_eq!(sgdr_plot::Outline::new(&schedule).peak(0), 100);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn peak(&self, step: u64) -> u64 {
        peak::peak(self.schedule, step)
    }

    /// The length of a run that shows the whole curve, or enough of one that has no end: four cycles, or ten times
    /// `decay_steps`.
    ///
    /// ```
    /// let schedule = sgdr::CosineDecayRestarts::new(0.1, 1000)?.into();
    /// assert_eq!(sgdr_plot::Outline::new(&schedule).usual_steps().get(), 15_000);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn usual_steps(&self) -> NonZeroU64 {
        NonZeroU64::new(extent::usual_steps(self.schedule)).unwrap_or(NonZeroU64::MIN)
    }

    /// The number of steps that `cycles` cycles take, or all of them where there are fewer; `u64::MAX` where steps
    /// cannot be counted that far, or where there are no cycles.
    ///
    /// ```
    /// let schedule = sgdr::CosineDecayRestarts::new(0.1, 1000)?.into();
    /// assert_eq!(sgdr_plot::Outline::new(&schedule).end_of_cycles(2), 3000);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn end_of_cycles(&self, cycles: u64) -> u64 {
        extent::end_of_cycles(self.schedule, cycles)
    }
}

/// The steps of a warm-up that come before the schedule.
fn steps_before(warmup: &Warmup<AnySchedule>) -> u64 {
    if warmup.place() == WarmupPlace::Prefix { warmup.warmup_steps() } else { 0 }
}

#[cfg(test)]
mod tests;
