//! Fewer points for the same line: a point is left out where the line without it is nowhere visibly different.
//!
//! Source: D. Douglas, T. Peucker, "Algorithms for the reduction of the number of points required to represent a
//! digitized line or its caricature" (1973), with a stack in place of the recursion.

/// A place in a picture: right, and down.
pub(crate) type Point = (f64, f64);

/// The points that keep the line within `tolerance` of itself, the ends among them.
pub(crate) fn simplify(points: &[Point], tolerance: f64) -> Vec<Point> {
    let mut kept = vec![false; points.len()];
    let mut spans = vec![(0, points.len().saturating_sub(1))];
    while let Some((first, last)) = spans.pop() {
        let (Some(&start), Some(&end)) = (points.get(first), points.get(last)) else { break };
        (kept[first], kept[last]) = (true, true);
        let between = points.iter().enumerate().take(last).skip(first + 1);
        let distances = between.map(|(index, &point)| (index, distance(point, start, end)));
        let furthest = distances.max_by(|one, other| one.1.total_cmp(&other.1));
        if let Some((index, _)) = furthest.filter(|&(_, distance)| distance > tolerance) {
            spans.extend([(first, index), (index, last)]);
        }
    }
    points.iter().zip(kept).filter_map(|(&point, kept)| kept.then_some(point)).collect()
}

/// From a point to the segment between two others.
fn distance(point: Point, start: Point, end: Point) -> f64 {
    let (along, from_start) = (minus(end, start), minus(point, start));
    let squared = along.0 * along.0 + along.1 * along.1;
    let part = if squared > 0.0 { (from_start.0 * along.0 + from_start.1 * along.1) / squared } else { 0.0 };
    let part = part.clamp(0.0, 1.0);
    let (right, down) = minus(from_start, (along.0 * part, along.1 * part));
    right.hypot(down)
}

fn minus(one: Point, other: Point) -> Point {
    (one.0 - other.0, one.1 - other.1)
}

#[cfg(test)]
mod tests {
    use super::simplify;

    #[test]
    fn corners_stay_and_points_on_a_line_go() {
        let line = [(0.0, 0.0), (1.0, 1.0), (2.0, 2.0), (2.0, 9.0), (3.0, 9.0), (4.0, 9.01)];
        assert_eq!(simplify(&line, 0.05), [(0.0, 0.0), (2.0, 2.0), (2.0, 9.0), (4.0, 9.01)]);
    }

    #[test]
    fn a_smooth_line_needs_few_points() {
        let arc: Vec<_> = (0..=600).map(|x| (f64::from(x), 150.0 + 150.0 * (f64::from(x) / 191.0).cos())).collect();
        let kept = simplify(&arc, 0.05).len();
        assert!((20..60).contains(&kept), "{kept}");
    }

    #[test]
    fn short_lines_stay_as_they_are() {
        assert_eq!(simplify(&[], 1.0), []);
        assert_eq!(simplify(&[(1.0, 2.0)], 1.0), [(1.0, 2.0)]);
        assert_eq!(simplify(&[(1.0, 2.0), (1.0, 2.0)], 1.0), [(1.0, 2.0), (1.0, 2.0)]);
    }
}
