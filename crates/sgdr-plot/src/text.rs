//! A chart as lines of text, for terminals and logs.
//!
//! From top to bottom: title, legend, the names of the axes and the end of the run, the curves, the step axis, a row
//! of restarts for each curve that has them, notes, caption.

use crate::canvas::Canvas;
use crate::chart::{Chart, Drawn, Plot};
use crate::marks::{Mark, Room, marks};
use crate::number::{self, real_length};
use crate::sample::{Sample, Stroke};
use crate::scale::{StepAxis, Tick};
use crate::words::{shortened, wrapped};

mod line;
mod style;

use line::{Line, Paint};
pub use style::TextStyle;

const RESTARTS: &str = "restarts";
const RATE: &str = "learning rate";

pub(crate) fn draw(chart: &Chart<'_>, style: &TextStyle) -> String {
    // The widest labels of a rate are shorter than the word in the same column.
    let gutter = RESTARTS.len() + 1;
    let columns = style.width - gutter - 2;
    let dots = if style.ascii { columns } else { 2 * columns };
    let plot = chart.plot(u64::try_from(dots).unwrap_or(u64::MAX));

    let mut lines: Vec<Line> = wrapped(&chart.title, style.width).iter().map(|it| Line::of(it, Paint::Plain)).collect();
    if chart.len() > 1 {
        lines.extend(legend(&plot.curves, style));
    }
    lines.push(header(chart.step_axis(), style));
    let below = chart.lines_below(&plot, style.width);
    let with_restarts = plot.curves.iter().enumerate().filter_map(|(index, curve)| Some((index, curve.restarts()?)));
    let mut restart_rows: Vec<Line> = with_restarts
        .map(|(index, restarts)| restart_row(chart.step_axis(), restarts, index, style, gutter, columns))
        .collect();
    if let Some(first) = restart_rows.first_mut() {
        first.write(0, RESTARTS, Paint::Plain);
    }
    let rows = style.height.saturating_sub(lines.len() + 2 + restart_rows.len() + below.len()).max(4);
    lines.extend(curve_rows(chart.step_axis(), &plot, style, gutter, columns, rows));
    lines.extend(step_rows(chart.step_axis(), style, gutter, columns));
    lines.extend(restart_rows);
    lines.extend(below.iter().map(|text| Line::of(text, Paint::Plain)));
    lines.iter().map(|line| line.text(style.color) + "\n").collect()
}

/// The curves' labels, each after its mark and a piece of its line, in as few lines as they fit.
fn legend(curves: &[Drawn<'_>], style: &TextStyle) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for (index, curve) in curves.iter().enumerate() {
        let mut canvas = Canvas::new(4, 1, style.ascii, !style.color);
        let (width, height) = canvas.size();
        canvas.line(index, (0..width).map(|x| (x, height / 2)));
        let mut entry = Line::default();
        entry.push(mark(style, index), Paint::Curve(index));
        entry.push(' ', Paint::Plain);
        for column in 0..4 {
            entry.push(canvas.cell(column, 0).map_or(' ', |(character, _)| character), Paint::Curve(index));
        }
        let label = shortened(curve.label, style.width.saturating_sub(8));
        entry.extend(&Line::of(&format!(" {label}"), Paint::Plain));
        match lines.last_mut().filter(|line| line.len() + 3 + entry.len() <= style.width) {
            Some(line) => {
                line.extend(&Line::of("   ", Paint::Plain));
                line.extend(&entry);
            }
            None => lines.push(entry),
        }
    }
    lines
}

fn mark(style: &TextStyle, curve: usize) -> char {
    let marks = style.glyphs().restarts;
    marks[curve % marks.len()]
}

/// What the rate axis measures, and at the other side the end of the run.
fn header(axis: StepAxis, style: &TextStyle) -> Line {
    let end = format!("run ends after {}", number::steps(axis.steps));
    let start = style.width.saturating_sub(end.len());
    // A very long run needs the whole line for its end.
    let mut line = if start > RATE.len() { Line::of(RATE, Paint::Plain) } else { Line::default() };
    line.write(start, &end, Paint::Plain);
    line
}

fn curve_rows(
    axis: StepAxis,
    plot: &Plot<'_>,
    style: &TextStyle,
    gutter: usize,
    columns: usize,
    rows: usize,
) -> impl Iterator<Item = Line> {
    let mut canvas = Canvas::new(columns, rows, style.ascii, !style.color && plot.curves.len() > 1);
    let sparse = plot.curves.len() > 1;
    // The first curve comes last, so that it is on top.
    for (index, curve) in plot.curves.iter().enumerate().rev() {
        draw_bands(&mut canvas, axis, plot, curve, index, sparse);
    }
    for (index, curve) in plot.curves.iter().enumerate().rev() {
        draw_lines(&mut canvas, axis, plot, curve, index);
    }
    let (_, height) = canvas.size();
    let labels: Vec<(usize, String)> = plot
        .axis
        .ticks(rows.div_ceil(3).max(3))
        .into_iter()
        .map(|Tick { position, label }| (canvas.dot(0.0, position).1 * rows / height, label))
        .collect();
    let glyphs = style.glyphs();
    (0..rows).map(move |row| {
        let label = labels.iter().find(|(at, _)| *at == row).map(|(_, label)| label.as_str());
        let mut line = Line::of(&format!("{:>width$} ", label.unwrap_or_default(), width = gutter - 1), Paint::Plain);
        line.push(if label.is_some() { glyphs.side_tick } else { glyphs.side }, Paint::Faint);
        for column in 0..columns {
            match canvas.cell(column, row) {
                Some((character, curve)) => line.push(character, Paint::Curve(curve)),
                None => line.push(' ', Paint::Plain),
            }
        }
        line.push(glyphs.side, Paint::Plain);
        line
    })
}

fn draw_bands(canvas: &mut Canvas, axis: StepAxis, plot: &Plot<'_>, curve: &Drawn<'_>, index: usize, sparse: bool) {
    for extent in curve.strokes.iter().filter_map(Stroke::band).flatten() {
        let (first, top) = canvas.dot(axis.at(extent.first_step), plot.axis.at(extent.high.rate));
        let (last, bottom) = canvas.dot(axis.at(extent.last_step), plot.axis.at(extent.low.rate));
        (first..=last).for_each(|x| canvas.bar(index, x, top, bottom, sparse));
    }
}

/// The pieces as lines, with the jumps between them.
fn draw_lines(canvas: &mut Canvas, axis: StepAxis, plot: &Plot<'_>, curve: &Drawn<'_>, index: usize) {
    let mut last = None;
    for stroke in &curve.strokes {
        let Stroke::Line(samples) = stroke else {
            last = None;
            continue;
        };
        let place = |&Sample { step, rate }: &Sample| canvas.dot(axis.at(step), plot.axis.at(rate));
        let dots: Vec<(usize, usize)> = samples.iter().map(place).collect();
        if let (Some(from), Some(&to)) = (last, dots.first()) {
            canvas.jump(index, from, to);
        }
        last = dots.last().copied();
        canvas.line(index, dots);
    }
}

/// The step axis and the numbers under it.
fn step_rows(axis: StepAxis, style: &TextStyle, gutter: usize, columns: usize) -> [Line; 2] {
    let glyphs = style.glyphs();
    let mut line = Line::blank(gutter);
    line.push(glyphs.left_corner, Paint::Faint);
    (0..columns).for_each(|_| line.push(glyphs.bottom, Paint::Faint));
    line.push(glyphs.right_corner, Paint::Plain);

    let mut numbers = Line::of("step", Paint::Plain);
    let mut free = gutter;
    for tick in axis.ticks(u64::try_from(columns / 10).unwrap_or(1)) {
        let at = column(gutter, columns, tick.position);
        let length = tick.label.chars().count();
        let start = at.saturating_sub((length - 1) / 2).max(gutter).min(style.width - length);
        if start >= free {
            numbers.write(start, &tick.label, Paint::Plain);
            free = start + length + 2;
            if at > gutter && at + 1 < style.width {
                line.set(at, glyphs.bottom_tick, Paint::Faint);
            }
        }
    }
    [line, numbers]
}

/// A mark under each restart, with the step where there is room for it.
fn restart_row(
    axis: StepAxis,
    restarts: &[Sample],
    index: usize,
    style: &TextStyle,
    gutter: usize,
    columns: usize,
) -> Line {
    let mut row = Line::default();
    let places = restarts.iter().map(|restart| (column(gutter, columns, axis.at(restart.step)), restart.step));
    let (columns, steps): (Vec<usize>, Vec<u64>) = places.unzip();
    for &at in &columns {
        row.set(at, mark(style, index), Paint::Curve(index));
    }
    let places: Vec<(f64, u64)> = columns.into_iter().map(real_length).zip(steps).collect();
    let room = Room { touching: 1.5, gap: 2.0, character: 1.0, end: real_length(style.width) };
    for Mark { start, label, .. } in marks(&places, room) {
        if let Some(label) = label {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a column of the row")]
            row.write(start as usize + 2, &label, Paint::Faint);
        }
    }
    row
}

/// The column of a place on the step axis; the end of the run has the right side.
fn column(gutter: usize, columns: usize, position: f64) -> usize {
    let (x, _) = Canvas::new(columns, 1, true, false).dot(position, 0.0);
    if position < 1.0 { gutter + 1 + x } else { gutter + 1 + columns }
}
