//! The results as a picture: rate, loss and accuracy against the step, in an SVG file.
//!
//! Written by hand: the plotting crates at hand place points on whole pixels, which turns a cosine into stairs.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::Result;
use sgdr::LearningRateSchedule;

use super::data::Data;
use super::report::{count, percent, plural};
use super::schedules::{Kind, Plan};
use super::snapshot::Epoch;
use super::train::Outcome;

/// The paper, the left and right edges of the panels, where the first begins, how high they are and how far apart.
const SIZE: (f64, f64) = (1000., TOP + 2. * PITCH + HEIGHT + 60.);
const LEFT: f64 = 76.;
const RIGHT: f64 = 972.;
const TOP: f64 = 154.;
const HEIGHT: f64 = 220.;
const PITCH: f64 = HEIGHT + 54.;

const INK: &str = "#262626";
const GRID: &str = "#e6e6e6";
const RESTART: &str = "#858585";

type Points = Vec<(f64, f64)>;

/// Draws the three panels into a file.
pub(crate) fn draw(plan: &Plan, data: &Data, outcomes: &[Outcome], path: &Path) -> Result<()> {
    let per_epoch = data.steps_per_epoch();
    let end = position(plan.epochs() * per_epoch);
    let x = |step: f64| LEFT + (RIGHT - LEFT) * step / end;
    // The last cycle ends where the picture does; each of the others ends in a restart.
    let ends: Vec<u64> = plan.cycle_ends().collect();
    let restarts: Vec<(f64, u64)> =
        ends[..ends.len() - 1].iter().map(|&epoch| (x(position(epoch * per_epoch)), epoch)).collect();

    let epochs = plural(plan.epochs(), "epoch");
    let mut svg = Svg::new(&format!("{}: {epochs} under each schedule, seed {}", data.name, plan.seed))?;
    svg.legend(data, outcomes)?;
    let panels = [rates(plan, data, outcomes)?, losses(data, outcomes), accuracies(plan, data, outcomes)];
    for (row, panel) in (0..).zip(panels) {
        svg.panel(&panel, row, &x, &restarts)?;
    }
    svg.restarts(&restarts)?;
    svg.axis(end, &x)?;
    svg.0 += "</svg>\n";
    Ok(fs::write(path, svg.0)?)
}

/// One of the stacked diagrams.
struct Panel {
    title: String,
    lines: Vec<(Kind, Points)>,
    bottom: f64,
    top: f64,
    /// The values that the axis names, and their names.
    ticks: Vec<(f64, String)>,
    /// Points to be dotted in the colour of SGDR.
    dots: Points,
}

fn rates(plan: &Plan, data: &Data, outcomes: &[Outcome]) -> Result<Panel> {
    let per_epoch = data.steps_per_epoch();
    let mut lines = Vec::new();
    for outcome in outcomes {
        let schedule = plan.schedule(outcome.kind, per_epoch)?;
        // Rates jump between epochs only: the first and the last step of each epoch show every jump.
        let parts = (500 / plan.epochs()).max(4);
        let within = |epoch| (0..=parts).map(move |part| epoch * per_epoch + part * (per_epoch - 1) / parts);
        let steps = (0..plan.epochs()).flat_map(within);
        lines.push((outcome.kind, steps.map(|step| (position(step), schedule.at(step))).collect()));
    }
    let top = 1.05 * highest(&lines);
    let ticks = ticks(0., top, 4., "");
    Ok(Panel { title: "learning rate".to_owned(), lines, bottom: 0., top, ticks, dots: Vec::new() })
}

fn losses(data: &Data, outcomes: &[Outcome]) -> Panel {
    let lines = by_epoch(data, outcomes, |epoch| epoch.loss.max(1e-9).log10());
    let (bottom, top) = (lowest(&lines) - 0.1, highest(&lines) + 0.1);
    // Powers of ten, and twice and five times them where those are too few.
    let factors: &[u8] = if top - bottom > 1.5 { &[1] } else { &[1, 2, 5] };
    let names = (-9..=9).flat_map(|power| factors.iter().map(move |factor| format!("{factor}e{power}")));
    let values = names.filter_map(|name| name.parse::<f64>().ok()).map(|loss| (loss.log10(), loss.to_string()));
    let ticks = values.filter(|(log, _)| (bottom..top).contains(log)).collect();
    Panel { title: "training loss, logarithmic".to_owned(), lines, bottom, top, ticks, dots: Vec::new() }
}

fn accuracies(plan: &Plan, data: &Data, outcomes: &[Outcome]) -> Panel {
    let share = |epoch: &Epoch| 100. * count(epoch.correct) / count(data.test.len());
    let mut lines = by_epoch(data, outcomes, share);
    // The first tenth climbs steeply and alike for all: it would squeeze what follows.
    let settled: Vec<_> = lines.iter().map(|(kind, points)| (*kind, points[points.len() / 10..].to_vec())).collect();
    let bottom = lowest(&settled).floor() - 0.5;
    for (_, points) in &mut lines {
        points.retain(|&(_, share)| share >= bottom);
    }
    let top = (highest(&lines) + 0.5).min(100.);
    let ends: Vec<f64> = plan.cycle_ends().map(|epoch| position(epoch * data.steps_per_epoch())).collect();
    let sgdr = lines.iter().filter(|(kind, _)| *kind == Kind::Sgdr).flat_map(|(_, points)| points);
    let dots = sgdr.filter(|(step, _)| ends.contains(step)).copied().collect();
    let title = format!("{} accuracy, with the snapshots of SGDR", plan.held_out());
    Panel { title, lines, bottom, top, ticks: ticks(bottom, top, 6., " %"), dots }
}

/// The text of the file as it grows.
struct Svg(String);

impl Svg {
    fn new(title: &str) -> Result<Self> {
        let (width, height) = SIZE;
        let mut svg = Self(format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" font-family="sans-serif">
<title>{title}</title>
<rect width="{width}" height="{height}" fill="#fff"/>
"##
        ));
        svg.text((LEFT, 42.), 22, INK, "start", title)?;
        Ok(svg)
    }

    /// The name of each schedule and the accuracy that it ended with.
    fn legend(&mut self, data: &Data, outcomes: &[Outcome]) -> Result<()> {
        for (column, outcome) in (0..).zip(outcomes) {
            let left = LEFT + 230. * f64::from(column);
            self.line(outcome.kind, &[(left, 76.), (left + 30., 76.)])?;
            let correct = outcome.history.last().map_or(0, |epoch| epoch.correct);
            let label = format!("{}  {}", outcome.kind.name(), percent(correct, data.test.len()));
            self.text((left + 40., 82.), 17, INK, "start", &label)?;
        }
        Ok(())
    }

    fn panel(&mut self, panel: &Panel, row: u8, x: &impl Fn(f64) -> f64, restarts: &[(f64, u64)]) -> Result<()> {
        let top = TOP + PITCH * f64::from(row);
        let bottom = top + HEIGHT;
        let y = |value: f64| bottom - HEIGHT * (value - panel.bottom) / (panel.top - panel.bottom);
        // Above the first panel the restarts have their names.
        let above = if row == 0 { 26. } else { 10. };
        self.text((LEFT, top - above), 16, INK, "start", &panel.title)?;
        for (tick, name) in &panel.ticks {
            self.rule((LEFT, y(*tick)), (RIGHT, y(*tick)), GRID, "none")?;
            self.text((LEFT - 8., y(*tick) + 5.), 14, INK, "end", name)?;
        }
        self.rule((LEFT, bottom), (RIGHT, bottom), INK, "none")?;
        for &(restart, _) in restarts {
            self.rule((restart, top), (restart, bottom), RESTART, "3 4")?;
        }
        // SGDR is the first in the legend and the last here, on top of the others.
        for (kind, points) in panel.lines.iter().rev() {
            let points: Points = points.iter().map(|&(step, value)| (x(step), y(value))).collect();
            self.line(*kind, &points)?;
        }
        for &(step, value) in &panel.dots {
            let (x, y, colour) = (x(step), y(value), colour(Kind::Sgdr));
            writeln!(self.0, r##"<circle cx="{x:.1}" cy="{y:.1}" r="5.5" fill="{colour}" stroke="#fff"/>"##)?;
        }
        Ok(())
    }

    /// Names the restarts, from the last to the first, as far as there is room.
    fn restarts(&mut self, restarts: &[(f64, u64)]) -> Result<()> {
        let mut free = RIGHT;
        for &(restart, epoch) in restarts.iter().rev() {
            if restart + 60. < free {
                self.text((restart, TOP - 6.), 13, RESTART, "middle", &format!("restart, epoch {epoch}"))?;
                free = restart - 60.;
            }
        }
        Ok(())
    }

    /// The axis of steps, below the last panel.
    fn axis(&mut self, end: f64, x: &impl Fn(f64) -> f64) -> Result<()> {
        let y = TOP + 2. * PITCH + HEIGHT;
        for (step, name) in ticks(0., end, 8., "") {
            self.rule((x(step), y), (x(step), y + 5.), INK, "none")?;
            self.text((x(step), y + 22.), 14, INK, "middle", &name)?;
        }
        self.text((f64::midpoint(LEFT, RIGHT), y + 44.), 14, INK, "middle", "step")
    }

    fn line(&mut self, kind: Kind, points: &[(f64, f64)]) -> Result<()> {
        let (colour, width) = (colour(kind), if kind == Kind::Sgdr { 3. } else { 1.8 });
        let style = format!(r#"fill="none" stroke="{colour}" stroke-width="{width}" stroke-linejoin="round""#);
        let points: Vec<_> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        Ok(writeln!(self.0, r#"<polyline {style} points="{}"/>"#, points.join(" "))?)
    }

    fn rule(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), colour: &str, dashes: &str) -> Result<()> {
        let style = format!(r#"stroke="{colour}" stroke-dasharray="{dashes}""#);
        Ok(writeln!(self.0, r#"<line x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}" {style}/>"#)?)
    }

    fn text(&mut self, (x, y): (f64, f64), size: u32, colour: &str, anchor: &str, text: &str) -> Result<()> {
        let style = format!(r#"font-size="{size}" fill="{colour}" text-anchor="{anchor}""#);
        Ok(writeln!(self.0, r#"<text x="{x:.1}" y="{y:.1}" {style}>{text}</text>"#)?)
    }
}

/// Colours that stay apart for every kind of colour vision (Okabe and Ito).
fn colour(kind: Kind) -> &'static str {
    match kind {
        Kind::Sgdr => "#d55e00",
        Kind::Constant => "#7f7f7f",
        Kind::Cosine => "#0072b2",
        Kind::Step => "#009e73",
    }
}

/// About `number` round values from `bottom` to `top`, with their names.
fn ticks(bottom: f64, top: f64, number: f64, unit: &str) -> Vec<(f64, String)> {
    let rough = (top - bottom) / number;
    let power = rough.log10().floor();
    // Dividing by a whole power of ten keeps 0.3 from turning into 0.30000000000000004.
    let (factor, scale) = if power < 0. { (1., 10f64.powf(-power)) } else { (10f64.powf(power), 1.) };
    let step = [1., 2., 5., 10.].into_iter().find(|step| step * factor / scale >= rough).unwrap_or(10.);
    let nth = |n: u32| ((bottom * scale / factor / step).ceil() + f64::from(n)) * step * factor / scale;
    (0..).map(nth).take_while(|&tick| tick <= top).map(|tick| (tick, format!("{tick}{unit}"))).collect()
}

/// A point for each epoch of each run, at the epoch's end.
fn by_epoch(data: &Data, outcomes: &[Outcome], value: impl Fn(&Epoch) -> f64) -> Vec<(Kind, Points)> {
    let per_epoch = data.steps_per_epoch();
    let points = |outcome: &Outcome| {
        let ends = (1..).map(|epochs| position(epochs * per_epoch));
        ends.zip(outcome.history.iter().map(&value)).collect()
    };
    outcomes.iter().map(|outcome| (outcome.kind, points(outcome))).collect()
}

/// A step on the horizontal axis.
#[expect(clippy::cast_precision_loss, reason = "no run of this example has 2^53 steps")]
fn position(step: u64) -> f64 {
    step as f64
}

fn values(lines: &[(Kind, Points)]) -> impl Iterator<Item = f64> {
    lines.iter().flat_map(|(_, points)| points).map(|&(_, value)| value)
}

fn lowest(lines: &[(Kind, Points)]) -> f64 {
    values(lines).fold(f64::INFINITY, f64::min)
}

fn highest(lines: &[(Kind, Points)]) -> f64 {
    values(lines).fold(f64::NEG_INFINITY, f64::max)
}
