//! What `chart.js` draws: the rates of some steps of a run, and where its curves jump.
//!
//! The numbers are made by the core; the script only draws them. A long run is thinned to the steps that a picture
//! needs, which are found without walking through it.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Serialize;
use sgdr::LearningRateSchedule as _;
use sgdr_plot::Outline;

use crate::args::run::{Labelled, Run, curve};

/// With more restarts than this, none is marked.
const MOST_RESTARTS: usize = 5000;
/// Up to this many jumps, a thinned run keeps all of them.
const MOST_JUMPS: usize = 2000;
/// Whole numbers above are not exact in a script.
const EXACT: u64 = 1 << 53;

/// The interface to the script, which describes it.
#[derive(Serialize)]
pub(crate) struct ChartData<'a> {
    steps: Step,
    step: Vec<Step>,
    curves: Vec<Curve<'a>>,
    log: bool,
    ranges: [(f64, f64); 2],
}

#[derive(Serialize)]
struct Curve<'a> {
    label: &'a str,
    rate: Vec<f64>,
    pieces: Vec<(usize, u64)>,
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

impl<'a> ChartData<'a> {
    /// The run at these steps, which ascend.
    pub(crate) fn new(run: &'a Run, steps: &[u64], log: bool) -> Self {
        let chart = run.chart(false);
        let linear = chart.rate_range();
        Self {
            steps: Step::new(run.steps.get()),
            step: steps.iter().copied().map(Step::new).collect(),
            curves: run.curves.iter().map(|labelled| Curve::new(labelled, run.steps.get(), steps)).collect(),
            log,
            ranges: [linear, chart.log(true).rate_range()],
        }
    }

    /// As JSON; numbers and strings are all there is, and these have one.
    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl<'a> Curve<'a> {
    fn new(Labelled { label, schedule }: &'a Labelled, end: u64, steps: &[u64]) -> Self {
        let outline = Outline::new(schedule.core());
        let mut pieces: Vec<(usize, u64)> = Vec::new();
        for (row, &step) in steps.iter().enumerate() {
            let piece = outline.piece(step);
            if pieces.last().is_none_or(|&(_, last)| last != piece) {
                pieces.push((row, piece));
            }
        }
        let restarts = outline.has_restarts().then(|| {
            let next = |&step: &u64| outline.next_jump(step).filter(|&step| step < end);
            let restarts = std::iter::successors(next(&0), next).map(Step::new);
            let restarts: Vec<Step> = restarts.take(MOST_RESTARTS + 1).collect();
            if restarts.len() > MOST_RESTARTS { Vec::new() } else { restarts }
        });
        let rate = steps.iter().map(|&step| schedule.dtype().shortest(schedule.at(step))).collect();
        Self { label, rate, pieces, restarts }
    }
}

/// Those of some steps of a run that a picture of `columns` columns needs; the curves share the columns. Up to
/// `MOST_JUMPS` restarts have both their sides among them, however close they are.
pub(crate) fn thinned(run: &Run, steps: Range<u64>, columns: u64) -> BTreeSet<u64> {
    let columns = columns / run.curves.len().max(1) as u64;
    let mut drawn = BTreeSet::new();
    for Labelled { label, schedule } in &run.curves {
        drawn.extend(curve(label, schedule).steps_to_draw(steps.clone(), columns));
        let outline = Outline::new(schedule.core());
        let next = |&step: &u64| outline.next_jump(step).filter(|step| steps.contains(step));
        let jumps: Vec<u64> = std::iter::successors(next(&steps.start), next).take(MOST_JUMPS + 1).collect();
        if jumps.len() <= MOST_JUMPS {
            drawn.extend(jumps.iter().flat_map(|jump| [jump - 1, *jump]));
        }
    }
    drawn
}
