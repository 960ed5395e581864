//! Schedules one after the other.

use alloc::vec::Vec;
use core::fmt;

use crate::cosine::pieces;
use crate::error::not_increasing;
use crate::{Cycle, Error, LearningRateSchedule};

/// Schedules one after the other, each from its first step on.
///
/// ```text
/// lr(n) = schedule_j(start_j + n - b_j)   for b_j <= n < b_(j+1),     b_0 = 0
/// ```
///
/// Each schedule is asked for its own steps from `start_j` on, which is 0 unless said otherwise: a schedule that goes on
/// from a later step is how a plan is changed during a run. This is PyTorch's `SequentialLR` and Optax' `join_schedules`.
/// A schedule without cycles counts as one, whose peak is its first rate here and whose floor is its last.
///
/// ```
/// use sgdr::{AnySchedule, Chain, CosineDecayRestarts, LearningRateSchedule, PolynomialDecay};
///
/// let warmup = PolynomialDecay::builder(0.0, 500).end_learning_rate(0.1).build()?;
/// let schedule = Chain::new(warmup.into()).then(500, AnySchedule::from(CosineDecayRestarts::new(0.1, 1000)?))?;
/// assert_eq!([0, 250, 500, 1000, 1500].map(|step| schedule.at(step)), [0.0, 0.05, 0.1, 0.05, 0.1]);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Chain<S> {
    pieces: Vec<Piece<S>>,
}

/// A schedule in a [`Chain`], and where it begins.
///
/// ```
/// use sgdr::{Chain, CosineDecay};
///
/// let chain = Chain::new(CosineDecay::new(0.1, 10)?).then_from(10, CosineDecay::new(0.1, 20)?, 5)?;
/// assert_eq!((chain.pieces()[1].first_step, chain.pieces()[1].start), (10, 5));
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Piece<S> {
    /// The schedule.
    pub schedule: S,
    /// The first step that it is asked for, counted in the chain.
    pub first_step: u64,
    /// The same step, counted in the schedule.
    pub start: u64,
    /// How many cycles came before.
    cycles_before: u64,
}

impl<S> Chain<S> {
    /// The same of what its schedules become, whose rates are the same.
    pub(crate) fn around<R>(self, other: impl Fn(S) -> R) -> Chain<R> {
        let around = |Piece { schedule, first_step, start, cycles_before }| {
            let schedule = other(schedule);
            Piece { schedule, first_step, start, cycles_before }
        };
        Chain { pieces: self.pieces.into_iter().map(around).collect() }
    }
}

impl<S: LearningRateSchedule> Chain<S> {
    /// Begins with a schedule.
    ///
    /// ```
    /// use sgdr::{Chain, CosineDecay, LearningRateSchedule};
    ///
    /// assert_eq!(Chain::new(CosineDecay::new(0.1, 10)?).at(5), 0.05);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn new(schedule: S) -> Self {
        Self::new_from(schedule, 0)
    }

    /// Begins with a schedule that is asked for its steps from one on.
    ///
    /// ```
    /// use sgdr::{Chain, CosineDecay, LearningRateSchedule};
    ///
    /// assert_eq!(Chain::new_from(CosineDecay::new(0.1, 10)?, 5).at(0), 0.05);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn new_from(schedule: S, start: u64) -> Self {
        Self { pieces: Vec::from([Piece { schedule, first_step: 0, start, cycles_before: 0 }]) }
    }

    /// Continues with another schedule from a step on.
    ///
    /// # Errors
    /// [`Error`] unless the step is above the first one of the schedule before.
    ///
    /// ```
    /// use sgdr::{Chain, CosineDecay, LearningRateSchedule};
    ///
    /// let chain = Chain::new(CosineDecay::new(0.1, 10)?).then(10, CosineDecay::new(0.5, 20)?)?;
    /// assert_eq!([9, 10, 20].map(|step| chain.at(step) > 0.1), [false, true, true]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn then(self, first_step: u64, schedule: S) -> Result<Self, Error> {
        self.then_from(first_step, schedule, 0)
    }

    /// Continues with another schedule, beginning at one of that schedule's own steps.
    ///
    /// # Errors
    /// [`Error`] unless the step is above the first one of the schedule before.
    ///
    /// ```
    /// use sgdr::{Chain, CosineDecay, Error, LearningRateSchedule};
    ///
    /// let chain = Chain::new(CosineDecay::new(0.1, 10)?).then_from(10, CosineDecay::new(0.5, 20)?, 10)?;
    /// assert_eq!(chain.at(10), 0.25);
    ///
    /// let error = chain.then(10, CosineDecay::new(0.1, 10)?).unwrap_err();
    /// assert_eq!(error.to_string(), "boundaries must increase strictly (received 10 after 10, at index 1)");
    /// # Ok::<(), Error>(())
    /// ```
    pub fn then_from(mut self, first_step: u64, schedule: S, start: u64) -> Result<Self, Error> {
        let (index, before) = (self.pieces.len() - 1, self.pieces[self.pieces.len() - 1].first_step);
        if first_step <= before {
            return Err(not_increasing(first_step, before).at_index(index));
        }
        let last = self.cycle_of(first_step - 1);
        let cycles_before = last.map_or(0, |cycle| cycle.index.saturating_add(1));
        self.pieces.push(Piece { schedule, first_step, start, cycles_before });
        Ok(self)
    }

    /// The schedules, in order.
    ///
    /// ```
    /// use sgdr::{Chain, CosineDecay};
    ///
    /// assert_eq!(Chain::new(CosineDecay::new(0.1, 10)?).pieces().len(), 1);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn pieces(&self) -> &[Piece<S>] {
        &self.pieces
    }

    /// The index of the schedule that a step belongs to.
    fn index_of(&self, step: u64) -> usize {
        self.pieces.partition_point(|piece| piece.first_step <= step) - 1
    }

    /// The last step of a piece; `None` for the last piece.
    fn last_step_of(&self, index: usize) -> Option<u64> {
        Some(self.pieces.get(index + 1)?.first_step - 1)
    }
}

impl<S> Piece<S> {
    /// A step of the chain, counted in the schedule. After the last step there is, the schedule stays at it.
    fn own_step(&self, step: u64) -> u64 {
        self.start.saturating_add(step - self.first_step)
    }
}

impl<S: LearningRateSchedule> LearningRateSchedule for Chain<S> {
    fn at(&self, step: u64) -> f64 {
        let piece = &self.pieces[self.index_of(step)];
        piece.schedule.at(piece.own_step(step))
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        let piece = &self.pieces[self.index_of(step)];
        piece.schedule.at_fraction(piece.own_step(step), fraction)
    }

    fn fill(&self, first_step: u64, out: &mut [f64]) {
        let piece_at = |step| {
            let index = self.index_of(step);
            (&self.pieces[index], self.last_step_of(index))
        };
        pieces::fill(first_step, out, piece_at, |piece, step, rates| piece.schedule.fill(piece.own_step(step), rates));
    }

    fn cycle_of(&self, step: u64) -> Option<Cycle> {
        let index = self.index_of(step);
        let (piece, end) = (&self.pieces[index], self.last_step_of(index));
        let Some(cycle) = piece.schedule.cycle_of(piece.own_step(step)) else {
            // A schedule without cycles is one.
            let rates = [piece.first_step, end.unwrap_or(u64::MAX)].map(|step| self.at(step));
            return Some(Cycle::whole(piece.cycles_before, piece.first_step, end, rates));
        };
        let cycles_before = piece.schedule.cycle_of(piece.start).map_or(0, |first| first.index);
        let index = piece.cycles_before.saturating_add(cycle.index - cycles_before);
        Some(Cycle { index, ..cycle.moved(piece.start, piece.first_step, end) })
    }
}

/// The schedules by their parameters, and where they begin.
///
/// ```
/// use sgdr::{Chain, PiecewiseConstantDecay};
///
/// let schedule = PiecewiseConstantDecay::new([10], [0.1, 0.01])?;
/// let text = "PiecewiseConstantDecay(boundaries=[10], values=[0.1, 0.01], name=\"PiecewiseConstant\")";
/// assert_eq!(
///     Chain::new(schedule.clone()).then_from(100, schedule, 5)?.to_string(),
///     format!("Chain({text}, from step 100 on {text} from its step 5 on)")
/// );
/// # Ok::<(), sgdr::Error>(())
/// ```
impl<S: fmt::Display> fmt::Display for Chain<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Chain(")?;
        for (index, piece) in self.pieces.iter().enumerate() {
            if index > 0 {
                write!(f, ", from step {} on ", piece.first_step)?;
            }
            write!(f, "{}", piece.schedule)?;
            if piece.start > 0 {
                write!(f, " from its step {} on", piece.start)?;
            }
        }
        f.write_str(")")
    }
}
