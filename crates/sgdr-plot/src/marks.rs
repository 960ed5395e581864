//! The row of restarts under a chart: marks, bars where marks would touch, and the steps where there is room.

use crate::number::grouped;

/// A restart, or several that touch.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mark {
    pub(crate) start: f64,
    pub(crate) end: f64,
    /// The step, unless there is no room for it.
    pub(crate) label: Option<String>,
}

/// How much room a row has, in the unit of its places.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    /// Restarts that are closer touch.
    pub(crate) touching: f64,
    /// From a mark to its label, and from that to the next mark.
    pub(crate) gap: f64,
    pub(crate) character: f64,
    /// No label goes beyond.
    pub(crate) end: f64,
}

/// The marks of restarts, each given by its place and its step.
pub(crate) fn marks(restarts: &[(f64, u64)], room: Room) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for (index, &(at, step)) in restarts.iter().enumerate() {
        if let Some(last) = marks.last_mut().filter(|last| at - last.end < room.touching) {
            *last = Mark { start: last.start, end: at, label: None };
            continue;
        }
        let label = grouped(step);
        let length = label.chars().map(|_| room.character).sum::<f64>() + room.gap;
        let before = index.checked_sub(1).and_then(|index| restarts.get(index)).map(|&(before, _)| at - before);
        let after = restarts.get(index + 1).map(|&(after, _)| after - at);
        // The last one has as much room as the one before it, so that it is not the only one with a label.
        let fits = after.or(before).is_none_or(|distance| length + room.gap <= distance) && at + length <= room.end;
        marks.push(Mark { start: at, end: at, label: fits.then_some(label) });
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::{Room, marks};

    const ROOM: Room = Room { touching: 2.0, gap: 2.0, character: 1.0, end: 100.0 };

    fn told(places: &[f64]) -> Vec<(f64, f64, bool)> {
        let restarts: Vec<(f64, u64)> = places.iter().map(|&at| (at, 1000)).collect();
        marks(&restarts, ROOM).into_iter().map(|mark| (mark.start, mark.end, mark.label.is_some())).collect()
    }

    #[test]
    fn labels_are_where_there_is_room() {
        assert_eq!(
            told(&[10.0, 30.0, 36.0, 80.0]),
            [(10.0, 10.0, true), (30.0, 30.0, false), (36.0, 36.0, true), (80.0, 80.0, true)]
        );
        assert_eq!(told(&[95.0]), [(95.0, 95.0, false)]);
        assert_eq!(told(&[80.0, 85.0]), [(80.0, 80.0, false), (85.0, 85.0, false)]);
    }

    #[test]
    fn marks_that_touch_become_one() {
        assert_eq!(told(&[10.0, 11.0, 12.5, 20.0]), [(10.0, 12.5, false), (20.0, 20.0, false)]);
        assert_eq!(told(&[]), []);
    }
}
