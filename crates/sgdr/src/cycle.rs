//! A cycle of a schedule, and all of them in order.

use crate::curve::Curve;
use crate::{CosineDecayRestarts, Rate};

/// One cycle of a [`CosineDecayRestarts`]: from a restart to the step before the next.
///
/// A schedule whose cycles shrink (`t_mul` below 1) ends in a hold: a last cycle of infinite length whose peak and floor
/// are the same.
///
/// ```
/// let schedule = sgdr::CosineDecayRestarts::builder(0.1, 4).t_mul(0.5).build()?;
/// let cycles: Vec<_> = schedule.cycles().collect();
/// assert_eq!(cycles.iter().map(|cycle| cycle.first_step).collect::<Vec<_>>(), [0, 4, 6, 7]);
/// assert_eq!(cycles[3].length, f64::INFINITY);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Cycle<T = f64> {
    /// How many restarts came before: 0 for the first cycle.
    pub index: u64,
    /// The first step of the cycle: its start, rounded up.
    pub first_step: u64,
    /// The last step of the cycle; none when that lies beyond step 2^64 - 1.
    pub last_step: Option<u64>,
    /// The length in steps, a real number.
    pub length: f64,
    /// The rate at its start, in the limit: that of the first step where the start is a whole step.
    pub peak: T,
    /// The rate that the cycle falls towards.
    pub floor: T,
    /// From the start to the first step, in [0, 1).
    gap: f64,
    hold: bool,
}

impl<T: Rate> Cycle<T> {
    pub(crate) fn new(curve: &Curve) -> Self {
        Self {
            index: curve.index,
            first_step: curve.first_step,
            last_step: curve.last_step(),
            length: curve.length,
            peak: T::from_f64(curve.peak()),
            floor: T::from_f64(curve.floor()),
            gap: curve.gap,
            hold: curve.hold,
        }
    }

    /// How much of the cycle has passed at one of its steps: from 0 at its start to 1 at its end.
    ///
    /// This is f in `cos(pi * f)`, to within two units in the last place. A step before the cycle counts as its first.
    ///
    /// ```
    /// let cycle = sgdr::CosineDecayRestarts::new(0.1, 1000)?.cycle_at(3100);
    /// assert_eq!(cycle.position(3000), 0.0);
    /// assert_eq!(cycle.position(5000), 0.5);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    #[expect(clippy::cast_precision_loss, reason = "one rounding, within the error stated")]
    pub fn position(&self, step: u64) -> f64 {
        (step.saturating_sub(self.first_step) as f64 + self.gap) / self.length
    }

    /// Whether this is not a cycle but the floor held to the end, after cycles that shrank below a step.
    ///
    /// ```
    /// let schedule = sgdr::CosineDecayRestarts::builder(0.1, 4).t_mul(0.5).build()?;
    /// assert!(schedule.cycle_at(1000).is_hold());
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn is_hold(&self) -> bool {
        self.hold
    }
}

/// The cycles of a schedule in order; made by [`CosineDecayRestarts::cycles`].
#[derive(Clone, Debug)]
pub struct Cycles<'a, T: Rate = f64> {
    schedule: &'a CosineDecayRestarts<T>,
    next_step: Option<u64>,
}

impl<'a, T: Rate> Cycles<'a, T> {
    pub(crate) fn new(schedule: &'a CosineDecayRestarts<T>) -> Self {
        Self { schedule, next_step: Some(0) }
    }
}

impl<T: Rate> Iterator for Cycles<'_, T> {
    type Item = Cycle<T>;

    fn next(&mut self) -> Option<Cycle<T>> {
        let cycle = self.schedule.cycle_at(self.next_step?);
        self.next_step = cycle.last_step.and_then(|last| last.checked_add(1));
        Some(cycle)
    }
}

impl<T: Rate> core::iter::FusedIterator for Cycles<'_, T> {}

/// The steps at which a schedule restarts, in order; made by [`CosineDecayRestarts::restarts`].
#[derive(Clone, Debug)]
pub struct Restarts<'a, T: Rate = f64> {
    cycles: Cycles<'a, T>,
}

impl<'a, T: Rate> Restarts<'a, T> {
    pub(crate) fn new(schedule: &'a CosineDecayRestarts<T>) -> Self {
        let mut cycles = schedule.cycles();
        cycles.next();
        Self { cycles }
    }
}

impl<T: Rate> Iterator for Restarts<'_, T> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        self.cycles.next().filter(|cycle| !cycle.is_hold()).map(|cycle| cycle.first_step)
    }
}

impl<T: Rate> core::iter::FusedIterator for Restarts<'_, T> {}
