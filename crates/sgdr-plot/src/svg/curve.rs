//! A curve in an SVG document: its pieces, jumps, peaks and restarts.

use super::page::{Anchor, Page, path, short};
use super::{CHARACTER, Layout, WIDTH, width};
use crate::chart::Drawn;
use crate::marks::{Mark, Room, marks};
use crate::number::Decimal;
use crate::sample::{Extent, Sample, Stroke};
use crate::simplify::{Point, simplify};

/// The smallest step in both directions that an eye sees on a screen.
const TOLERANCE: f64 = 0.05;
/// Steps at least so far apart have a dot each.
const FAR_APART: f64 = 12.0;

/// Pieces as lines, jumps as thin dashes, and what cannot be told apart as bands.
pub(super) fn draw_curve(page: &mut Page, layout: &Layout, curve: &Drawn<'_>) {
    let (mut lines, mut jumps, mut bands, mut edges) = (String::new(), String::new(), String::new(), String::new());
    let mut previous: Option<Point> = None;
    for stroke in &curve.strokes {
        match stroke {
            Stroke::Line(samples) => {
                let points: Vec<Point> = samples.iter().map(|&sample| layout.point(sample)).collect();
                if let (Some(from), Some(&to)) = (previous, points.first()) {
                    jumps += &path(&[from, to]);
                }
                previous = points.last().copied();
                if layout.x(1) - layout.left >= FAR_APART {
                    points.iter().for_each(|&point| page.dot(point, 2.5));
                }
                lines += &path(&simplify(&points, TOLERANCE));
            }
            Stroke::Band(extents) => {
                previous = None;
                let (high, low) = outline(layout, extents);
                edges += &path(&high);
                edges += &path(&low);
                bands += &path(&high.into_iter().chain(low.into_iter().rev()).collect::<Vec<_>>());
                bands += "Z";
            }
        }
    }
    page.shape(&bands, "fill-opacity=\"0.3\"");
    page.line(&edges, "stroke-width=\"1\"");
    page.line(&jumps, "stroke-width=\"1\" stroke-dasharray=\"2 2\"");
    page.line(&lines, "stroke-width=\"2\" stroke-linecap=\"round\"");
}

/// The upper and the lower edge of a band.
fn outline(layout: &Layout, extents: &[Extent]) -> (Vec<Point>, Vec<Point>) {
    let edge = |rate: fn(&Extent) -> f64| {
        let point = |step: u64, extent: &Extent| (layout.x(step), layout.y(rate(extent)));
        let starts = extents.iter().map(|extent| point(extent.first_step, extent));
        let end = extents.last().map(|extent| point(extent.last_step, extent));
        simplify(&starts.chain(end).collect::<Vec<_>>(), TOLERANCE)
    };
    (edge(|extent| extent.high.rate), edge(|extent| extent.low.rate))
}

/// A dot on each peak, and beside it the rate if the curve has the picture for itself; where they are close, fewer.
pub(super) fn draw_peaks(page: &mut Page, layout: &Layout, curve: &Drawn<'_>, labelled: bool) {
    let places: Vec<(Sample, Point)> = curve.peaks().map(|peak| (peak, layout.point(peak))).collect();
    let mut free = f64::NEG_INFINITY;
    for (index, &(peak, (x, y))) in places.iter().enumerate() {
        let near = |other: Option<usize>| {
            other.and_then(|other| places.get(other)).is_some_and(|&(_, (other, _))| (x - other).abs() < 10.0)
        };
        if index > 0 && (near(index.checked_sub(1)) || near(index.checked_add(1))) {
            continue;
        }
        page.dot((x, y), if labelled { 3.5 } else { 2.5 });
        let label = Decimal::rounded(peak.rate, 4).text();
        let length = width(&label);
        let next = places.get(index + 1).map_or(layout.right, |&(_, (next, _))| next);
        // Above the beginning of a stair runs the line from the one before.
        let (start, end) = if curve.is_stairs() {
            (x + 6.0, next)
        } else {
            ((x - length / 2.0).min(layout.right - length), layout.right)
        };
        if labelled && peak.rate.is_finite() && start > free && start + length <= end {
            page.text("sgdr-ink", (start + length / 2.0, y - 9.0), Anchor::Middle, &label);
            free = start + length + 10.0;
        }
    }
}

/// A triangle for each restart, with the step where there is room for it; a bar where they would touch.
pub(super) fn draw_restarts(page: &mut Page, layout: &Layout, restarts: &[Sample], y: f64) {
    let places: Vec<(f64, u64)> = restarts.iter().map(|restart| (layout.x(restart.step), restart.step)).collect();
    let room = Room { touching: 8.0, gap: 8.0, character: CHARACTER, end: WIDTH - 4.0 };
    let mut shapes = String::new();
    for Mark { start, end, label } in marks(&places, room) {
        shapes += &if start < end {
            format!("M{} {}H{}v6H{}Z", short(start - 2.0), short(y - 8.0), short(end + 2.0), short(start - 2.0))
        } else {
            format!("M{} {}l4 7h-8Z", short(start), short(y - 8.5))
        };
        if let Some(label) = label {
            page.text("sgdr-soft", (start + room.gap, y), Anchor::Start, &label);
        }
    }
    page.shape(&shapes, "");
}
