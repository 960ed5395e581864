//! Which steps of a curve are evaluated, and what is drawn between them.
//!
//! A picture has a fixed number of columns, a run any number of steps. A column that covers many steps is evaluated at
//! its ends, at three steps between, and at both sides of every jump in it, so no restart is lost; the cost
//! does not grow with the run. Where cycles are shorter than three columns, separate lines would be a smear:
//! such columns show the range of their rates instead.

use std::ops::Range;

use crate::curve::Curve;
use crate::number::real;

/// A step and its rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sample {
    pub(crate) step: u64,
    pub(crate) rate: f64,
}

/// The range of the rates near a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Extent {
    pub(crate) first_step: u64,
    pub(crate) last_step: u64,
    pub(crate) low: Sample,
    pub(crate) high: Sample,
}

impl Extent {
    fn add(&mut self, sample: Sample) {
        if sample.rate < self.low.rate {
            self.low = sample;
        }
        if sample.rate > self.high.rate {
            self.high = sample;
        }
    }
}

/// A part of a drawn curve.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stroke {
    /// Samples of one piece to join, in order; a line that follows on a line begins with a jump.
    Line(Vec<Sample>),
    /// Neighbouring columns whose pieces are too short to be told apart.
    Band(Vec<Extent>),
}

impl Stroke {
    pub(crate) fn band(&self) -> Option<&[Extent]> {
        match self {
            Self::Line(_) => None,
            Self::Band(extents) => Some(extents),
        }
    }
}

/// Pieces shorter than this many columns are drawn as a band.
const SHORTEST_PIECE: f64 = 3.0;
/// The most jumps of one column that are followed one by one.
const MOST_JUMPS: usize = 64;
/// The most jumps that a column of a band is evaluated at, besides the last one.
const PROBES: usize = 16;

/// The curve over some steps, for a picture with `columns` columns.
pub(crate) fn strokes(curve: &Curve<'_>, steps: Range<u64>, columns: u64) -> Vec<Stroke> {
    let count = steps.end.saturating_sub(steps.start);
    let width = real(count) / real(columns.max(1));
    let mut strokes = Vec::new();
    for (first, last) in ranges(count, columns).map(|(first, last)| (steps.start + first, steps.start + last)) {
        let lines = if is_dense(curve, first, width) { None } else { lines(curve, first, last) };
        match (lines, strokes.last_mut()) {
            (None, Some(Stroke::Band(band))) => band.push(extent(curve, first, last, width)),
            (None, _) => strokes.push(Stroke::Band(vec![extent(curve, first, last, width)])),
            (Some(lines), previous) => {
                let mut lines = lines.into_iter();
                if let (Some(Stroke::Line(line)), false) = (previous, is_jump(curve, first)) {
                    line.extend(lines.next().into_iter().flatten());
                }
                strokes.extend(lines.map(Stroke::Line));
            }
        }
    }
    strokes
}

/// The first jump in each of `columns` columns: every jump, where they are further apart.
pub(crate) fn jumps(curve: &Curve<'_>, steps: u64, columns: u64) -> Vec<Sample> {
    ranges(steps, columns)
        .filter_map(|(first, last)| {
            // Step 0 starts the run; it is no jump.
            curve.next_jump(first.saturating_sub(1)).filter(|&jump| jump <= last)
        })
        .map(|jump| curve.sample(jump))
        .collect()
}

/// The first and the last step of each column that has any.
fn ranges(steps: u64, columns: u64) -> impl Iterator<Item = (u64, u64)> {
    let columns = columns.min(steps);
    // At most `steps`, so it fits.
    let start = move |column: u64| {
        let product = u128::from(steps) * u128::from(column);
        product.checked_div(u128::from(columns)).and_then(|step| u64::try_from(step).ok()).unwrap_or(steps)
    };
    (0..columns).map(move |column| (start(column), start(column + 1) - 1))
}

fn is_dense(curve: &Curve<'_>, step: u64, width: f64) -> bool {
    let Some(jump) = curve.next_jump(step) else { return false };
    let Some(next) = curve.next_jump(jump) else { return false };
    let is_near = |distance: u64| real(distance) < SHORTEST_PIECE * width;
    is_near(jump - step) && is_near(next - jump)
}

fn is_jump(curve: &Curve<'_>, step: u64) -> bool {
    step.checked_sub(1).is_some_and(|before| curve.next_jump(before) == Some(step))
}

/// A line for each piece in the column. None when there are too many jumps.
fn lines(curve: &Curve<'_>, first: u64, last: u64) -> Option<Vec<Vec<Sample>>> {
    let mut lines = Vec::new();
    let mut start = first;
    for _ in 0..=MOST_JUMPS {
        let jump = curve.next_jump(start).filter(|&jump| jump <= last);
        let end = jump.map_or(last, |jump| jump - 1);
        let between = |quarter: u64| start + (end - start) / 4 * quarter;
        let mut steps = vec![start, between(1), between(2), between(3), end, curve.peak(start).clamp(start, end)];
        steps.sort_unstable();
        steps.dedup();
        lines.push(steps.into_iter().map(|step| curve.sample(step)).collect());
        match jump {
            Some(jump) => start = jump,
            None => return Some(lines),
        }
    }
    None
}

/// The range of the rates, with those of the columns just before, so that a whole cycle is in it; where there are no
/// cycles, with that of the step before, so that columns touch.
fn extent(curve: &Curve<'_>, first_step: u64, last_step: u64, width: f64) -> Extent {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few columns of the run")]
    let before = if curve.has_restarts { (SHORTEST_PIECE * width) as u64 } else { 1 };
    let from = first_step.saturating_sub(before);
    let first = curve.sample(first_step);
    let mut extent = Extent { first_step, last_step, low: first, high: first };
    extent.add(curve.sample(from));
    extent.add(curve.sample(last_step));
    for jump in some_jumps(curve, from, last_step) {
        extent.add(curve.sample(jump - 1));
        extent.add(curve.sample(jump));
        extent.add(curve.sample(curve.peak(jump).clamp(jump, last_step)));
    }
    extent
}

/// The jumps after `from` up to `last`; where there are many, the first and the last one and some between.
fn some_jumps(curve: &Curve<'_>, from: u64, last: u64) -> Vec<u64> {
    let next = |step: u64| curve.next_jump(step).filter(|&jump| jump <= last);
    let at_least = |distance: u64| {
        let after = move |&jump: &u64| next(jump.saturating_add(distance));
        std::iter::successors(next(from), after).take(PROBES + 1).collect::<Vec<u64>>()
    };
    let jumps = at_least(0);
    if jumps.len() <= PROBES {
        return jumps;
    }
    let mut jumps = at_least((last - from) / u64::try_from(PROBES).unwrap_or(1));
    // The last one, by halving what is left; peaks that grow are highest there.
    let (mut before, mut beyond) = (jumps.last().map_or(from, |jump| jump - 1), last);
    while beyond - before > 1 {
        let middle = before + (beyond - before) / 2;
        if next(middle).is_some() { before = middle } else { beyond = middle }
    }
    jumps.extend(next(before));
    jumps
}
