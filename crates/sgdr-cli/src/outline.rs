//! What is known of a curve without evaluating it: where it jumps, where it is highest, and how much of it to show.

use sgdr::{AnySchedule, CosineDecay, CosineDecayRestarts};

/// How many cycles, or times `decay_steps`, are shown of a curve that has no end.
const CYCLES: u64 = 4;
const DECAYS: u64 = 10;

/// The smooth pieces that a curve is made of, and those that a picture of it has unless a length is asked for.
pub(crate) struct Outline<'a> {
    schedule: &'a AnySchedule,
    pieces: Pieces<'a>,
}

enum Pieces<'a> {
    One,
    Cycles(&'a CosineDecayRestarts),
    /// Pieces of equal length, the first one so many steps longer.
    Equal {
        length: u64,
        more: u64,
    },
    /// The last step of each but the last.
    Listed(&'a [u64]),
}

impl<'a> Outline<'a> {
    pub(crate) fn new(schedule: &'a AnySchedule) -> Self {
        let pieces = match schedule {
            AnySchedule::CosineDecayRestarts(schedule) => Pieces::Cycles(schedule),
            AnySchedule::ExponentialDecay(schedule) if schedule.staircase() => {
                Pieces::Equal { length: schedule.decay_steps(), more: 0 }
            }
            AnySchedule::InverseTimeDecay(schedule) if schedule.staircase() => {
                Pieces::Equal { length: schedule.decay_steps(), more: 0 }
            }
            AnySchedule::PolynomialDecay(schedule) if schedule.cycle() => {
                Pieces::Equal { length: schedule.decay_steps(), more: 1 }
            }
            AnySchedule::PiecewiseConstantDecay(schedule) => Pieces::Listed(schedule.boundaries()),
            _ => Pieces::One,
        };
        Self { schedule, pieces }
    }

    /// Whether the pieces are cycles: the rate falls in each, and rises to the next.
    pub(crate) fn has_restarts(&self) -> bool {
        matches!(self.schedule, AnySchedule::CosineDecayRestarts(_) | AnySchedule::PolynomialDecay(_))
            && !matches!(self.pieces, Pieces::One)
    }

    /// The number of the piece that holds a step.
    pub(crate) fn piece(&self, step: u64) -> u64 {
        match self.pieces {
            Pieces::One => 0,
            Pieces::Cycles(schedule) => schedule.cycle_at(step).index,
            Pieces::Equal { length, more } => step.saturating_sub(more) / length,
            Pieces::Listed(last_steps) => last_steps.partition_point(|&last| last < step) as u64,
        }
    }

    /// The first step after a step with which another piece begins.
    pub(crate) fn next_jump(&self, step: u64) -> Option<u64> {
        match self.pieces {
            Pieces::One => None,
            Pieces::Cycles(schedule) => sgdr_plot::next_restart(schedule, step),
            Pieces::Equal { length, more } => self.piece(step).checked_add(1)?.checked_mul(length)?.checked_add(more),
            Pieces::Listed(last_steps) => {
                last_steps.get(last_steps.partition_point(|&last| last < step))?.checked_add(1)
            }
        }
    }

    /// The step with the highest rate of the first piece.
    pub(crate) fn peak(&self) -> u64 {
        match self.schedule {
            AnySchedule::CosineDecay(schedule) => warmup_steps(schedule),
            AnySchedule::PolynomialDecay(schedule)
                if schedule.end_learning_rate() > schedule.initial_learning_rate() =>
            {
                schedule.decay_steps()
            }
            _ => 0,
        }
    }

    /// The length of a run that shows the whole curve, or enough of one that has no end.
    pub(crate) fn usual_steps(&self) -> u64 {
        match self.schedule {
            AnySchedule::CosineDecayRestarts(schedule) => end_of_cycles(schedule, None),
            AnySchedule::CosineDecay(schedule) => warmup_steps(schedule).saturating_add(schedule.decay_steps()),
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
            _ => 1,
        }
    }
}

/// How many steps so many cycles take; four, or all where they shrink, unless a number is given.
pub(crate) fn end_of_cycles(schedule: &CosineDecayRestarts, cycles: Option<u64>) -> u64 {
    let last = schedule.cycle_at(u64::MAX);
    let (count, usual) = if last.is_hold() { (last.index, last.index) } else { (u64::MAX, CYCLES) };
    let count = cycles.unwrap_or(usual).min(count);
    // The first step of the cycle after them, by halving: there may be more cycles than can be counted through.
    let (mut within, mut beyond) = (0, u64::MAX);
    while beyond - within > 1 {
        let middle = within + (beyond - within) / 2;
        if schedule.cycle_at(middle).index < count { within = middle } else { beyond = middle }
    }
    beyond
}

/// The steps that come before the decay.
pub(crate) fn warmup_steps(schedule: &CosineDecay) -> u64 {
    if schedule.warmup_target().is_some() { schedule.warmup_steps() } else { 0 }
}

#[cfg(test)]
mod tests {
    use sgdr::{
        ExponentialDecay, InverseTimeDecay, LearningRateSchedule as _, PiecewiseConstantDecay, PolynomialDecay,
    };

    use super::*;

    fn schedules() -> Vec<(AnySchedule, u64)> {
        let built = || -> Result<Vec<(AnySchedule, u64)>, sgdr::Error> {
            Ok(vec![
                (CosineDecayRestarts::new(0.1, 10)?.into(), 150),
                (CosineDecayRestarts::builder(0.1, 10).t_mul(0.5).build()?.into(), 19),
                (CosineDecay::new(0.1, 10)?.into(), 10),
                (CosineDecay::builder(0.01, 10).warmup_target(0.1).warmup_steps(5).build()?.into(), 15),
                (CosineDecay::builder(0.1, 10).warmup_steps(5).build()?.into(), 10),
                (ExponentialDecay::new(0.1, 10, 0.9)?.into(), 100),
                (ExponentialDecay::builder(0.1, 10, 0.9).staircase(true).build()?.into(), 100),
                (InverseTimeDecay::builder(0.1, 7, 0.9).staircase(true).build()?.into(), 70),
                (PiecewiseConstantDecay::new([10], [0.1, 0.2])?.into(), 22),
                (PiecewiseConstantDecay::new([10, 11, 40], [0.1, 0.2, 0.05, 0.3])?.into(), 70),
                (PolynomialDecay::new(0.1, 10)?.into(), 10),
                (PolynomialDecay::builder(0.1, 10).end_learning_rate(0.2).build()?.into(), 10),
                (PolynomialDecay::builder(0.1, 10).cycle(true).build()?.into(), 41),
            ])
        };
        built().expect("legal parameters")
    }

    #[test]
    fn pieces_end_where_the_rates_say_so() {
        for (schedule, _) in schedules() {
            let outline = Outline::new(&schedule);
            let is_constant = matches!(outline.pieces, Pieces::Equal { more: 0, .. } | Pieces::Listed(_));
            for step in 0..200 {
                let (rate, next) = (schedule.at(step), schedule.at(step + 1));
                let jumps = outline.next_jump(step) == Some(step + 1);
                assert_eq!(jumps, outline.piece(step + 1) > outline.piece(step) && next > 0.0, "{schedule} {step}");
                if outline.has_restarts() {
                    assert_eq!(jumps, next > rate, "{schedule} {step}");
                } else if is_constant {
                    assert_eq!(jumps, next != rate, "{schedule} {step}");
                } else {
                    assert!(!jumps, "{schedule} {step}");
                }
            }
        }
    }

    #[test]
    fn the_peak_is_the_highest_rate_of_the_first_piece() {
        for (schedule, _) in schedules() {
            let outline = Outline::new(&schedule);
            let highest = (0..200).take_while(|&step| outline.piece(step) == 0).map(|step| schedule.at(step));
            assert_eq!(schedule.at(outline.peak()), highest.fold(0.0, f64::max), "{schedule}");
        }
    }

    #[test]
    fn a_run_shows_the_whole_curve_or_enough_of_it() {
        for (schedule, steps) in schedules() {
            assert_eq!(Outline::new(&schedule).usual_steps(), steps, "{schedule}");
        }
    }

    #[test]
    fn steps_have_an_end() {
        let longest = || -> Result<Vec<AnySchedule>, sgdr::Error> {
            Ok(vec![
                CosineDecayRestarts::new(0.1, u64::MAX)?.into(),
                CosineDecay::builder(0.1, u64::MAX).warmup_target(0.2).warmup_steps(u64::MAX).build()?.into(),
                ExponentialDecay::builder(0.1, 1, 0.9).staircase(true).build()?.into(),
                ExponentialDecay::builder(0.1, u64::MAX, 0.9).staircase(true).build()?.into(),
                PiecewiseConstantDecay::new([0, u64::MAX], [0.1, 0.2, 0.3])?.into(),
                PolynomialDecay::builder(0.1, u64::MAX).cycle(true).build()?.into(),
            ])
        };
        for schedule in longest().expect("legal parameters") {
            let outline = Outline::new(&schedule);
            assert_eq!(outline.next_jump(u64::MAX), None, "{schedule}");
            assert!(outline.usual_steps() >= 10, "{schedule}");
        }
    }
}
