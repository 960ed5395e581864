//! HTML: one page with an interactive chart, complete in itself.
//!
//! The rates are in the page as numbers, made by the core; the script only draws them. A long run is thinned to the
//! steps that a picture needs, unless `--every` says which ones to take.

use std::collections::BTreeSet;

use serde::Serialize;
use sgdr::LearningRateSchedule as _;

use super::rows::Rows;
use crate::decimal::{counted, grouped};
use crate::error::CliError;
use crate::outline::Outline;
use crate::run::{Labelled, Run, curve};

/// A run of at most so many steps has them all in the page.
const ALL: u64 = 20_000;
/// The most rows that a page is asked to hold.
const MOST: u64 = 100_000;
/// A longer run is thinned as for a picture of so many columns, shared by its schedules.
const COLUMNS: u64 = 2000;
/// More marks than this are no marks.
const MOST_RESTARTS: usize = 5000;
/// Whole numbers above are not exact in a script.
const EXACT: u64 = 1 << 53;

pub(super) struct Page<'a> {
    run: &'a Run,
    steps: Vec<u64>,
    log: bool,
}

/// What `chart.js` draws.
#[derive(Serialize)]
struct Data<'a> {
    steps: Step,
    step: Vec<Step>,
    curves: Vec<Curve<'a>>,
    log: bool,
    /// The lowest and the highest rate of the rate axis: linear, logarithmic.
    ranges: [(f64, f64); 2],
}

#[derive(Serialize)]
struct Curve<'a> {
    label: &'a str,
    rate: Vec<f64>,
    /// The number of a piece, and the row that it begins with.
    pieces: Vec<(usize, u64)>,
    /// None unless the pieces are cycles.
    restarts: Option<Vec<Step>>,
}

/// A step as the script can hold it.
#[derive(Serialize)]
#[serde(untagged)]
enum Step {
    Number(u64),
    Text(String),
}

impl Step {
    fn new(step: u64) -> Self {
        if step <= EXACT { Self::Number(step) } else { Self::Text(step.to_string()) }
    }
}

impl<'a> Page<'a> {
    pub(super) fn new(run: &'a Run, every: Option<u64>, log: bool) -> Result<Self, CliError> {
        let steps = match every.or((run.steps.get() <= ALL).then_some(1)) {
            Some(every) => Rows::at_most(MOST, run.steps, every)?.steps().collect(),
            None => thinned(run),
        };
        Ok(Self { run, steps, log })
    }

    pub(super) fn words(&self) -> String {
        let (held, all) = (self.steps.len() as u64, self.run.steps.get());
        let held = if held == all { String::new() } else { format!("{} of ", grouped(held)) };
        format!("page with {held}{}", counted(all, "step"))
    }

    /// The page; `picture` is shown where scripts do not run.
    pub(super) fn text(&self, picture: &str) -> String {
        let title = escaped(&self.run.title);
        let captions: String = self.run.captions().map(|caption| format!("<p>{}</p>\n", escaped(&caption))).collect();
        let parts = [
            ("uplot.css", include_str!("../../assets/vendor/uplot/uPlot.min.css")),
            ("uplot.js", include_str!("../../assets/vendor/uplot/uPlot.iife.min.js")),
            ("uplot.licence", include_str!("../../assets/vendor/uplot/LICENSE")),
            ("chart.css", include_str!("../../assets/chart.css")),
            ("chart.js", include_str!("../../assets/chart.js")),
            ("title", &title),
            ("captions", captions.trim_end()),
            ("note", &self.note()),
            ("picture", picture),
            ("data", &self.data()),
        ];
        filled(include_str!("../../assets/export.html"), &parts)
    }

    /// What the page leaves out.
    fn note(&self) -> String {
        let (shown, all) = (self.steps.len() as u64, self.run.steps.get());
        if shown == all {
            return String::new();
        }
        format!("The page holds {} of the {} steps; the rate of each is exact.", grouped(shown), grouped(all))
    }

    /// As JSON that cannot end the script it is in.
    fn data(&self) -> String {
        let data = Data {
            steps: Step::new(self.run.steps.get()),
            step: self.steps.iter().copied().map(Step::new).collect(),
            curves: self.run.curves.iter().map(|labelled| self.curve(labelled)).collect(),
            log: self.log,
            ranges: [false, true].map(|log| self.run.chart(log).rate_range()),
        };
        // Numbers and strings are all there is, and these have a JSON.
        serde_json::to_string(&data).unwrap_or_default().replace('<', "\\u003c")
    }

    fn curve(&self, Labelled { label, schedule }: &'a Labelled) -> Curve<'a> {
        let outline = Outline::new(schedule.core());
        let mut pieces: Vec<(usize, u64)> = Vec::new();
        for (row, &step) in self.steps.iter().enumerate() {
            let piece = outline.piece(step);
            if pieces.last().is_none_or(|&(_, last)| last != piece) {
                pieces.push((row, piece));
            }
        }
        let restarts = outline.has_restarts().then(|| {
            let next = |&step: &u64| outline.next_jump(step).filter(|&step| step < self.run.steps.get());
            let restarts = std::iter::successors(next(&0), next).map(Step::new);
            let restarts: Vec<Step> = restarts.take(MOST_RESTARTS + 1).collect();
            if restarts.len() > MOST_RESTARTS { Vec::new() } else { restarts }
        });
        Curve {
            label,
            rate: self.steps.iter().map(|&step| schedule.dtype().shortest(schedule.at(step))).collect(),
            pieces,
            restarts,
        }
    }
}

/// The steps that a picture of the run needs.
fn thinned(run: &Run) -> Vec<u64> {
    let columns = COLUMNS / run.curves.len() as u64;
    let steps = run
        .curves
        .iter()
        .flat_map(|Labelled { label, schedule }| curve(label, schedule).steps_to_draw(run.steps.get(), columns));
    steps.collect::<BTreeSet<u64>>().into_iter().collect()
}

/// A template with the parts in place of their names in braces. What is put in is not looked through again.
fn filled(template: &str, parts: &[(&str, &str)]) -> String {
    let mut text = String::new();
    let mut pieces = template.split("{{");
    text += pieces.next().unwrap_or_default();
    for piece in pieces {
        let (name, rest) = piece.split_once("}}").unwrap_or((piece, ""));
        text += parts.iter().find(|(known, _)| *known == name).map_or("", |(_, part)| part);
        text += rest;
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
