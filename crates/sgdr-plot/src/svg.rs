//! A chart as an SVG document.
//!
//! From top to bottom: title, legend, the names of the axes and the end of the run, the curves, the step axis, a row
//! of restarts for each curve that has them, caption.

use crate::chart::{Chart, Drawn, Plot};
use crate::number::{self, Decimal, grouped, real, real_length};
use crate::sample::Sample;
use crate::scale::{RateAxis, StepAxis, Tick};
use crate::simplify::Point;
use crate::words::{shortened, wrapped};

mod curve;
mod page;

use curve::{draw_curve, draw_peaks, draw_restarts};
use page::{Anchor, Page, short};

const WIDTH: f64 = 800.0;
const PLOT_HEIGHT: f64 = 260.0;
const MARGIN: f64 = 20.0;
const LINE: f64 = 20.0;
/// An upper bound of the average width of a character: text is drawn in the reader's fonts.
const CHARACTER: f64 = 6.8;
/// The number of characters that fit in a line, even in bold.
const CHARACTERS: usize = 100;
/// Above the highest peak, for its label.
const HEADROOM: f64 = 24.0;
/// Columns of the picture: one for every two units of width, each with several samples.
const COLUMNS: u64 = 350;

/// Where things are, in units of the document.
struct Layout {
    left: f64,
    right: f64,
    /// Of the highest rate.
    top: f64,
    /// The step axis.
    bottom: f64,
    steps: StepAxis,
    rates: RateAxis,
}

impl Layout {
    fn x(&self, step: u64) -> f64 {
        self.left + self.steps.at(step) * (self.right - self.left)
    }

    fn y(&self, rate: f64) -> f64 {
        self.bottom - self.rates.at(rate) * (self.bottom - self.top)
    }

    fn point(&self, sample: Sample) -> Point {
        (self.x(sample.step), self.y(sample.rate))
    }
}

pub(crate) fn draw(chart: &Chart<'_>) -> String {
    let plot = chart.plot(COLUMNS);
    let rate_ticks = plot.axis.ticks(if chart.is_log() { 9 } else { 6 });
    let legend = legend(&plot.curves);
    let widest = rate_ticks.iter().map(|tick| width(&tick.label)).fold(width("restarts"), f64::max);

    let title = wrapped(&chart.title, CHARACTERS);
    let legend_line = MARGIN + LINE * real_length(title.len());
    let names_line = legend_line + LINE * real(legend.last().map_or(0, |entry| entry.row + 1)) + 12.0;
    let layout = Layout {
        left: MARGIN + widest + 10.0,
        right: WIDTH - MARGIN,
        top: names_line + 8.0 + HEADROOM,
        bottom: names_line + 8.0 + HEADROOM + PLOT_HEIGHT,
        steps: chart.step_axis(),
        rates: plot.axis,
    };
    let numbers_line = layout.bottom + 20.0;
    let restarts_line = numbers_line + LINE;
    let with_restarts = plot.curves.iter().filter(|curve| curve.has_restarts).count();
    let caption_line = restarts_line + LINE * real_length(with_restarts) + 4.0;
    let captions = chart.lines_below(&plot, CHARACTERS);
    let height = caption_line + LINE * real_length(captions.len()) - 8.0;

    let mut page = Page::new(WIDTH, height.ceil(), &spoken_title(chart), &description(chart, &plot));
    for (index, text) in title.iter().enumerate() {
        let y = MARGIN + LINE * real_length(index) + 10.0;
        page.text("sgdr-ink sgdr-title", (MARGIN, y), Anchor::Start, text);
    }
    for entry in &legend {
        let y = legend_line + LINE * real(entry.row) + 10.0;
        page.begin_curve(entry.curve, &entry.label);
        page.line(&format!("M{} {}h22", short(entry.x), short(y - 4.0)), "stroke-width=\"2.5\"");
        page.end_curve();
        page.text("sgdr-ink", (entry.x + 30.0, y), Anchor::Start, &entry.label);
    }
    axes(&mut page, &layout, &rate_ticks, names_line, numbers_line);
    let single = chart.len() == 1;
    // The first curve comes last, so that it is on top.
    for (index, curve) in plot.curves.iter().enumerate().rev() {
        page.begin_curve(index, curve.label);
        draw_curve(&mut page, &layout, curve);
        draw_peaks(&mut page, &layout, curve, single);
        if let Some(restarts) = curve.restarts() {
            let row = plot.curves[..index].iter().filter(|curve| curve.has_restarts).count();
            draw_restarts(&mut page, &layout, restarts, restarts_line + LINE * real_length(row));
        }
        page.end_curve();
    }
    if with_restarts > 0 {
        page.text("sgdr-soft", (layout.left - 10.0, restarts_line), Anchor::End, "restarts");
    }
    for (index, text) in captions.iter().enumerate() {
        page.text("sgdr-ink", (MARGIN, caption_line + LINE * real_length(index)), Anchor::Start, text);
    }
    page.finish()
}

fn width(text: &str) -> f64 {
    real_length(text.chars().count()) * CHARACTER
}

/// A label and its place.
struct Entry {
    curve: usize,
    label: String,
    row: u64,
    x: f64,
}

/// The labels of several curves, in as few rows as they fit.
fn legend(curves: &[Drawn<'_>]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    if curves.len() < 2 {
        return entries;
    }
    let (mut row, mut x) = (0, MARGIN);
    for (curve, drawn) in curves.iter().enumerate() {
        let label = shortened(drawn.label, CHARACTERS);
        let length = 30.0 + width(&label) + 24.0;
        if x > MARGIN && x + length > WIDTH {
            (row, x) = (row + 1, MARGIN);
        }
        entries.push(Entry { curve, label, row, x });
        x += length;
    }
    entries
}

fn axes(page: &mut Page, layout: &Layout, rate_ticks: &[Tick], names_line: f64, numbers_line: f64) {
    let Layout { left, right, top, bottom, .. } = *layout;
    let mut grid = String::new();
    for tick in rate_ticks {
        let y = bottom - tick.position * (bottom - top);
        // The axis itself is at the bottom.
        if tick.position > 0.0 {
            grid += &format!("M{} {}H{}", short(left), short(y.round() + 0.5), short(right));
        }
        page.text("sgdr-soft", (left - 10.0, y + 4.0), Anchor::End, &tick.label);
    }
    page.rules("sgdr-grid", &grid);
    let ticks = layout.steps.ticks(8);
    let mut marks = format!("M{} {}H{}", short(left), short(bottom.round() + 0.5), short(right));
    for tick in &ticks {
        let x = left + tick.position * (right - left);
        marks += &format!("M{} {}v5", short(x.round() + 0.5), short(bottom.round()));
        let half = width(&tick.label) / 2.0;
        let (x, anchor) = if x + half > right { (right, Anchor::End) } else { (x, Anchor::Middle) };
        page.text("sgdr-soft", (x, numbers_line), anchor, &tick.label);
    }
    page.rules("sgdr-axis", &marks);
    let end = right.round() - 0.5;
    page.rules("sgdr-axis", &format!("M{} {}V{}", short(end), short(names_line + 6.0), short(bottom)));
    page.text("sgdr-soft", (MARGIN, names_line), Anchor::Start, "learning rate");
    let end = format!("run ends after {}", number::steps(layout.steps.steps));
    page.text("sgdr-soft", (right, names_line), Anchor::End, &end);
    page.text("sgdr-soft", (left - 10.0, numbers_line), Anchor::End, "step");
}

fn spoken_title(chart: &Chart<'_>) -> String {
    let run = format!("Learning rate over {}", number::steps(chart.step_axis().steps));
    if chart.title.is_empty() { run } else { format!("{run}: {}", chart.title) }
}

/// The chart in words.
fn description(chart: &Chart<'_>, plot: &Plot<'_>) -> String {
    const TOLD: usize = 8;
    let mut sentences = Vec::new();
    for curve in &plot.curves {
        let rate = |sample: Sample| Decimal::rounded(sample.rate, 4).text();
        let label = if curve.label.is_empty() { String::new() } else { format!("{}: ", curve.label) };
        let mut sentence = format!("{label}starts at {}", rate(curve.start));
        if curve.peak.step > 0 {
            sentence += &format!(", peaks at step {} with {}", grouped(curve.peak.step), rate(curve.peak));
        }
        let jumps = curve.jumps.iter().take(TOLD);
        let jumps: Vec<String> = jumps.map(|&to| format!("step {} to {}", grouped(to.step), rate(to))).collect();
        let verb = if curve.has_restarts { "restarts" } else { "jumps" };
        if !jumps.is_empty() {
            let more = if curve.jumps.len() > TOLD { ", and more" } else { "" };
            sentence += &format!(", {verb} at {}{more}", jumps.join(", at "));
        } else if curve.has_restarts {
            sentence += ", no restarts";
        }
        sentences.push(sentence + ".");
    }
    sentences.extend(plot.notes.iter().chain(&chart.captions).map(|caption| format!("{caption}.")));
    sentences.join(" ")
}
