//! The way up.

use super::WarmupShape;
use crate::curve::{Curve, Range};
use crate::progression::Term;
use crate::span::Span;

/// The rate after `done` of `steps` steps, of which it is one; from `start` to `target`, up or down.
pub(super) fn ramp(shape: WarmupShape, start: f64, target: f64, done: u64, steps: u64) -> f64 {
    match shape {
        _ if done == 0 => start,
        _ if target.is_infinite() => target,
        WarmupShape::Linear => Span::new(start, target).straight(done, steps - done),
        // Half a cosine is a cycle, walked backwards where it climbs.
        WarmupShape::Cosine if target >= start => cycle(target, start, steps).rate(steps - done),
        WarmupShape::Cosine => cycle(start, target, steps).rate(done),
    }
}

fn cycle(peak: f64, floor: f64, steps: u64) -> Curve {
    Curve::new(&Term::first(steps), &Range::between(peak, floor, false))
}
