//! A canvas of dots in character cells: braille has eight dots to a cell, plain ASCII one.

use crate::number::real_length;

/// How lines are drawn where colours cannot tell them apart: dots on, dots off, again and again.
const DASHES: [&[usize]; 4] = [&[1], &[5, 3], &[1, 2], &[6, 2, 1, 2]];

/// The dots of a cell, and the curve that set the last of them.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    dots: u8,
    curve: usize,
}

#[derive(Debug)]
pub(crate) struct Canvas {
    width: usize,
    height: usize,
    cells: Vec<Cell>,
    ascii: bool,
    dashed: bool,
}

impl Canvas {
    /// Width and height in cells. Curves are told apart by dashes if asked for.
    pub(crate) fn new(width: usize, height: usize, ascii: bool, dashed: bool) -> Self {
        Self { width, height, cells: vec![Cell::default(); width * height], ascii, dashed }
    }

    /// The number of dots in a row and in a column.
    pub(crate) fn size(&self) -> (usize, usize) {
        let (across, down) = self.dots_of_a_cell();
        (self.width * across, self.height * down)
    }

    /// The dot at a place from 0 to 1 to the right and from 0 to 1 up.
    pub(crate) fn dot(&self, right: f64, up: f64) -> (usize, usize) {
        let (width, height) = self.size();
        let scaled = |part: f64, dots: usize| part * real_length(dots);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the canvas")]
        let (x, y) = (scaled(right, width).floor() as usize, scaled(1.0 - up, height.max(1) - 1).round() as usize);
        (x.min(width.max(1) - 1), y.min(height.max(1) - 1))
    }

    /// A line through dots in order.
    pub(crate) fn line(&mut self, curve: usize, dots: impl IntoIterator<Item = (usize, usize)>) {
        let dashes = if self.dashed { DASHES[curve % DASHES.len()] } else { DASHES[0] };
        self.pattern_line(curve, dots, dashes);
    }

    /// A dotted line from one dot to another, upright between neighbours.
    pub(crate) fn jump(&mut self, curve: usize, from: (usize, usize), to: (usize, usize)) {
        let x = if from.0 + 1 == to.0 { to.0 } else { from.0 };
        self.pattern_line(curve, [to, (x, from.1)], &[1, 1]);
    }

    fn pattern_line(&mut self, curve: usize, dots: impl IntoIterator<Item = (usize, usize)>, dashes: &'static [usize]) {
        let mut pattern = pattern(dashes);
        let mut last: Option<(usize, usize)> = None;
        for dot in dots {
            for (x, y) in between(last.unwrap_or(dot), dot) {
                if last != Some((x, y)) && pattern.next() == Some(true) {
                    self.set(curve, x, y);
                }
            }
            last = Some(dot);
        }
    }

    /// A column of dots: all, or every second one.
    pub(crate) fn bar(&mut self, curve: usize, x: usize, top: usize, bottom: usize, sparse: bool) {
        for y in (top..=bottom).filter(|y| !sparse || (x + y) % 2 == 0) {
            self.set(curve, x, y);
        }
    }

    /// The character of a cell, and the curve that it belongs to.
    pub(crate) fn cell(&self, column: usize, row: usize) -> Option<(char, usize)> {
        let cell = self.cells.get(row * self.width + column).filter(|cell| cell.dots != 0)?;
        let character = if self.ascii {
            ASCII_MARKS[cell.curve % ASCII_MARKS.len()]
        } else {
            char::from_u32(0x2800 + u32::from(cell.dots))?
        };
        Some((character, cell.curve))
    }

    fn set(&mut self, curve: usize, x: usize, y: usize) {
        let (across, down) = self.dots_of_a_cell();
        let bit = match (x % across, y % down) {
            (0, 3) => 6,
            (1, 3) => 7,
            (column, row) => column * 3 + row,
        };
        if let Some(cell) = self.cells.get_mut(y / down * self.width + x / across) {
            *cell = Cell { dots: cell.dots | 1 << bit, curve };
        }
    }

    fn dots_of_a_cell(&self) -> (usize, usize) {
        if self.ascii { (1, 1) } else { (2, 4) }
    }
}

/// What curves are drawn with in plain ASCII.
pub(crate) const ASCII_MARKS: [char; 4] = ['*', 'o', '+', 'x'];

/// Whether each dot of a line is set.
fn pattern(dashes: &'static [usize]) -> impl Iterator<Item = bool> {
    dashes
        .iter()
        .zip([true, false].into_iter().cycle())
        .flat_map(|(&length, set)| std::iter::repeat_n(set, length))
        .cycle()
}

/// The dots of a straight line, ends included.
fn between(start: (usize, usize), end: (usize, usize)) -> impl Iterator<Item = (usize, usize)> {
    let steps = start.0.abs_diff(end.0).max(start.1.abs_diff(end.1));
    let part = move |from: usize, to: usize, step: usize| {
        let moved = (from.abs_diff(to) * step * 2 + steps).checked_div(2 * steps).unwrap_or(0);
        if to < from { from - moved } else { from + moved }
    };
    (0..=steps).map(move |step| (part(start.0, end.0, step), part(start.1, end.1, step)))
}

#[cfg(test)]
mod tests {
    use super::Canvas;

    fn text(canvas: &Canvas) -> Vec<String> {
        let cell = |column, row| canvas.cell(column, row).map_or(' ', |(character, _)| character);
        (0..canvas.height).map(|row| (0..canvas.width).map(|column| cell(column, row)).collect()).collect()
    }

    #[test]
    fn braille_has_eight_dots_to_a_cell() {
        let mut canvas = Canvas::new(2, 1, false, false);
        canvas.line(0, [(0, 0), (3, 3)]);
        assert_eq!(text(&canvas), ["⠑⢄"]);
        canvas.bar(0, 0, 0, 3, false);
        assert_eq!(text(&canvas), ["⡗⢄"]);
    }

    #[test]
    fn ascii_has_one() {
        let mut canvas = Canvas::new(4, 2, true, false);
        canvas.line(1, [(0, 0), (3, 1)]);
        assert_eq!(text(&canvas), ["oo  ", "  oo"]);
    }

    #[test]
    fn places_are_clipped_to_the_canvas() {
        let canvas = Canvas::new(2, 1, false, false);
        assert_eq!(canvas.dot(0.0, 0.0), (0, 3));
        assert_eq!(canvas.dot(1.0, 1.0), (3, 0));
        assert_eq!(canvas.dot(0.5, f64::NAN), (2, 0));
    }
}
