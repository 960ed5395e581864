//! A row of a table.

use sgdr::Cycle;

/// A part of the curve.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) first: u64,
    /// How far after the step before `first` the row begins, in (0, 1]: a cycle may begin between two whole steps.
    pub(super) early: f64,
    /// Whether it is a cycle.
    pub(super) is_cycle: bool,
    /// From the first step to the last; modulo 2^64 in a row that does not end, where it is not used.
    pub(super) span: u64,
    /// The last step, counted from the first, that is nearer to the start.
    pub(super) middle: u64,
    pub(super) gap: f64,
    pub(super) rest: f64,
    pub(super) length: f64,
    pub(super) peak: f64,
    pub(super) floor: f64,
    pub(super) height: f64,
    pub(super) slope: f64,
    /// The rate of the last step, where it does not depend on the period. A cycle may end less than any float after it.
    pub(super) last: f64,
}

impl Row {
    /// The same rate from then on.
    pub(super) fn hold(first: u64, rate: f64) -> Self {
        let (gap, rest, length) = (0.0, 1.0, f64::INFINITY);
        let (span, middle) = (u64::MAX, u64::MAX);
        Self {
            first,
            early: 1.0,
            is_cycle: false,
            span,
            middle,
            gap,
            rest,
            length,
            peak: rate,
            floor: rate,
            height: 0.0,
            slope: 0.0,
            last: f64::NAN,
        }
    }

    /// A number of steps, at least one, along half a cosine from one rate to another, which the step after them has.
    #[expect(clippy::cast_precision_loss, reason = "one rounding, as of any length")]
    pub(super) fn cosine(first: u64, steps: u64, peak: f64, floor: f64) -> Self {
        let (span, length) = (steps - 1, steps as f64);
        Self { span, middle: span / 2, length, floor, height: peak - floor, ..Self::hold(first, peak) }
    }

    /// The same along a straight line.
    pub(super) fn linear(first: u64, steps: u64, from: f64, to: f64) -> Self {
        let row = Self::cosine(first, steps, from, to);
        Self { height: 0.0, slope: (to - from) / row.length, ..row }
    }

    /// The same, beginning at any distance after the step before.
    pub(super) fn beginning(self, early: f64) -> Self {
        Self { early, ..self }
    }

    /// A cycle of a schedule.
    #[expect(clippy::cast_precision_loss, reason = "one rounding, as of any length")]
    pub(super) fn cycle(cycle: &Cycle, next: Option<&Cycle>, closed: bool) -> Self {
        // A peak beyond a double has no finite height.
        let (peak, floor) = (cycle.peak.min(f64::MAX), cycle.floor);
        let gap = |cycle: &Cycle| {
            if cycle.length.is_finite() { cycle.position(cycle.first_step) * cycle.length } else { 0.0 }
        };
        let hold = Self::hold(cycle.first_step, peak);
        let row = Self { is_cycle: !cycle.is_hold(), floor, height: peak - floor, length: cycle.length, ..hold };
        let Some(last) = cycle.last_step else { return Self { gap: gap(cycle), ..row } };
        let span = last - cycle.first_step;
        let row = Self { span, middle: span / 2, ..row };
        if closed {
            return Self { rest: 0.0, length: span.max(1) as f64, ..row };
        }
        let gap_before = gap(cycle);
        let rest = match next {
            // The cycles before a constant tail are short, so this is exact enough; for others the next one is more exact.
            Some(hold) if hold.is_hold() => cycle.length - span as f64 - gap_before,
            Some(next) => 1.0 - gap(next),
            None => 1.0,
        };
        Self { gap: gap_before, rest, ..row }
    }
}
