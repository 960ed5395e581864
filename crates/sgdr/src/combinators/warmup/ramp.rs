//! The way up.

use super::WarmupShape;
use crate::cosine::blocks::line;
use crate::cosine::cycle_rates::CycleRates;
use crate::cosine::envelope::Envelope;
use crate::cosine::progression::Term;
use crate::num::double_double::DoubleDouble;
use crate::num::span::Span;

/// The rate after `done + fraction` of `steps` steps, fewer than all; from `start` to `target`, up or down.
pub(super) fn ramp(shape: WarmupShape, start: f64, target: f64, done: u64, fraction: f64, steps: u64) -> f64 {
    match shape {
        _ if done == 0 && fraction == 0.0 => start,
        _ if target.is_infinite() => target,
        _ if fraction > 0.0 => between(shape, start, target, done, fraction, steps),
        WarmupShape::Linear => Span::new(start, target).straight(done, steps - done),
        // Half a cosine is a cycle, walked backwards where it climbs.
        WarmupShape::Cosine if target >= start => cycle(target, start, steps).rate(steps - done),
        WarmupShape::Cosine => cycle(start, target, steps).rate(done),
    }
}

/// Writes the rates after `done`, `done + 1`, ... of `steps` steps, fewer than all: those of `ramp`.
pub(super) fn fill(shape: WarmupShape, start: f64, target: f64, done: u64, steps: u64, out: &mut [f64]) {
    let (first, out) = out.split_at_mut(usize::from(done == 0).min(out.len()));
    first.fill(start);
    let done = done.max(1);
    match shape {
        _ if target.is_infinite() => out.fill(target),
        WarmupShape::Linear => line::fill(&Span::new(start, target), done, steps, out),
        WarmupShape::Cosine if target >= start => cycle(target, start, steps).fill_backwards(steps - done, out),
        WarmupShape::Cosine => cycle(start, target, steps).fill(done, out),
    }
}

/// The same between whole steps.
fn between(shape: WarmupShape, start: f64, target: f64, done: u64, fraction: f64, steps: u64) -> f64 {
    let left = steps - done;
    if shape == WarmupShape::Linear {
        return Span::new(start, target).straight_between(done, left, fraction);
    }
    let from = DoubleDouble::whole(u128::from(done)).add(DoubleDouble::new(fraction));
    let to = DoubleDouble::whole(u128::from(left)).add(DoubleDouble::new(-fraction));
    if target >= start {
        cycle(target, start, steps).rate_at(to, from)
    } else {
        cycle(start, target, steps).rate_at(from, to)
    }
}

fn cycle(peak: f64, floor: f64, steps: u64) -> CycleRates {
    CycleRates::new(&Term::first(steps), &Envelope::between(peak, floor, false))
}
