//! A run to show: one schedule, others to compare it with, and how many steps.

use std::num::NonZeroU64;

use clap::Args;
use sgdr_plot::{Chart, Curve};

use crate::comparison::{self, Change};
use crate::decimal;
use crate::dtype::Dtype;
use crate::error::CliError;
use crate::run_end::RunEnd;
use crate::schedule::Schedule;
use crate::schedule_args::ScheduleArgs;

#[derive(Args)]
pub(crate) struct RunArgs {
    #[command(flatten)]
    schedule: ScheduleArgs,

    /// The length of the run
    #[arg(long, value_name = "STEPS", allow_negative_numbers = true, conflicts_with = "cycles")]
    #[arg(value_parser = |text: &str| decimal::whole("steps", 1, text))]
    steps: Option<u64>,

    /// The length of the run in cycles; 4 unless given, or all of them where they shrink
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| decimal::whole("cycles", 1, text))]
    cycles: Option<u64>,

    /// A schedule to compare with, the same but for these parameters: t_mul=1.5,m_mul=0.9; three times at most
    #[arg(long, value_name = "NAME=VALUE,...", value_parser = changes)]
    vs: Vec<Changes>,
}

/// What one `--vs` says.
#[derive(Clone)]
struct Changes(Vec<Change>);

fn changes(text: &str) -> Result<Changes, CliError> {
    comparison::changes(text).map(Changes)
}

/// A run and the schedules that it may have.
pub(crate) struct Run {
    pub(crate) steps: NonZeroU64,
    /// One, and those that it is compared with.
    pub(crate) curves: Vec<Labelled>,
    /// What the schedules have in common.
    pub(crate) title: String,
}

/// A schedule and what tells it from the others of the run; nothing does if there are none.
pub(crate) struct Labelled {
    pub(crate) label: String,
    pub(crate) schedule: Schedule,
}

impl RunArgs {
    /// The run, if it is a possible one.
    pub(crate) fn run(&self) -> Result<Run, CliError> {
        const MOST: usize = 3;
        if self.vs.len() > MOST {
            return Err(CliError::usage(format!("--vs can be given three times at most (received {})", self.vs.len())));
        }
        let schedule = self.schedule.schedule()?;
        let steps = self.steps.unwrap_or_else(|| end_of_cycles(&schedule, self.cycles));
        let others: Result<Vec<_>, _> = self
            .vs
            .iter()
            .map(|vs| comparison::changed(&schedule, &vs.0).map_err(|error| error.within("--vs")))
            .collect();
        let changed = |parameter| self.vs.iter().flat_map(|vs| &vs.0).any(|change| change.parameter == parameter);
        let mut title = comparison::label(&schedule, |parameter| !changed(parameter));
        if schedule.dtype() != Dtype::F64 {
            title += &format!(", dtype={}", schedule.dtype().name());
        }
        let labelled = |schedule| Labelled { label: comparison::label(&schedule, changed), schedule };
        Ok(Run {
            steps: NonZeroU64::new(steps).unwrap_or(NonZeroU64::MIN),
            curves: std::iter::once(schedule).chain(others?).map(labelled).collect(),
            title,
        })
    }
}

/// How many steps so many cycles take; four, or all where they shrink, unless a number is given.
fn end_of_cycles(schedule: &Schedule, cycles: Option<u64>) -> u64 {
    let last = schedule.cycle_at(u64::MAX);
    let (count, usual) = if last.is_hold() { (last.index, last.index) } else { (u64::MAX, 4) };
    let count = cycles.unwrap_or(usual).min(count);
    // The first step of the cycle after them, by halving: there may be more cycles than can be counted through.
    let (mut within, mut beyond) = (0, u64::MAX);
    while beyond - within > 1 {
        let middle = within + (beyond - within) / 2;
        if schedule.cycle_at(middle).index < count { within = middle } else { beyond = middle }
    }
    beyond
}

impl Run {
    /// The chart of the run, and below it where each schedule is at its end.
    pub(crate) fn chart(&self, log: bool) -> Chart<'_> {
        let chart = Chart::new(self.steps).log(log);
        let chart = self.curves.iter().fold(chart, |chart, it| chart.curve(curve(&it.label, &it.schedule)));
        self.captions().fold(chart, Chart::caption)
    }

    /// Where each schedule is when the run ends.
    pub(crate) fn captions(&self) -> impl Iterator<Item = String> {
        self.curves.iter().map(|Labelled { label, schedule }| {
            let end = RunEnd::new(schedule, self.steps.get()).sentence();
            if label.is_empty() { end } else { format!("{label}: {end}") }
        })
    }
}

/// A schedule as a curve.
pub(crate) fn curve<'a>(label: &str, schedule: &'a Schedule) -> Curve<'a> {
    let rates = sgdr::from_fn(|step| schedule.rate(step));
    Curve::new(label, rates).restarts(|step| sgdr_plot::next_restart(schedule.core(), step))
}
