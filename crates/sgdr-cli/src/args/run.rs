//! A run to show: one schedule, others to compare it with, and how many steps.

use std::num::NonZeroU64;

use clap::Args;
use sgdr::{CosineDecayRestarts, Parameters as _, Units};
use sgdr_plot::{Chart, Curve, Outline};

use crate::args::comparison::{self, Change};
use crate::args::length;
use crate::args::plan::{self, PlanArgs};
use crate::args::schedule::ScheduleArgs;
use crate::dtype::Dtype;
use crate::error::CliError;
use crate::schedule::Schedule;
use crate::text::decimal;
use crate::text::run_end;

#[derive(Args)]
pub(crate) struct RunArgs {
    #[command(flatten)]
    pub(crate) schedule: ScheduleArgs,

    /// The length of the run; by default the whole curve, or a good part of it
    ///
    /// That is 4 cycles, or all of them where they come to an end; all of a chain; the warm-up and decay_steps of
    /// CosineDecay; decay_steps of PolynomialDecay, and 4 times that with cycle; 10 times decay_steps of ExponentialDecay
    /// and InverseTimeDecay; for PiecewiseConstantDecay, the last value lasts as long as the one before.
    #[arg(long, value_name = "STEPS", allow_negative_numbers = true, conflicts_with = "cycles")]
    #[arg(value_parser = |text: &str| decimal::whole("steps", 1, text))]
    steps: Option<u64>,

    /// The length of the run in epochs; see Units
    #[arg(long, value_name = "EPOCHS", allow_negative_numbers = true, conflicts_with_all = ["steps", "cycles"])]
    #[arg(value_parser = |text: &str| decimal::whole("epochs", 1, text))]
    epochs: Option<u64>,

    /// The length of the run in cycles
    #[arg(long, value_name = "COUNT", allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| decimal::whole("cycles", 1, text))]
    cycles: Option<u64>,

    /// A schedule to compare with, the same except for these parameters: t_mul=1.5,m_mul=0.9; at most three times
    ///
    /// Of the plan, warmup_steps and cycle_limit can be changed; warmup_steps=none removes the warm-up.
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
    /// How much training a step is, if that is known.
    pub(crate) units: Option<Units>,
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
        let inner = self.schedule.inner()?;
        let plan = &self.schedule.shape.plan;
        let schedule = self.schedule.planned(inner.clone(), plan)?;
        let units = self.schedule.shape.units()?;
        let steps = match (length::of_run(self.steps, self.epochs, units.as_ref())?, self.cycles) {
            (Some(steps), _) => steps,
            (None, Some(cycles)) => Outline::new(schedule.with_cycles_for("--cycles")?.core()).end_of_cycles(cycles),
            (None, None) => Outline::new(schedule.core()).usual_steps().get(),
        };
        let mut planned = vec![(schedule, plan.clone())];
        for Changes(changes) in &self.vs {
            let (restarts, dtype) = (inner.restarts_for("--vs")?, inner.dtype());
            let changed = || {
                let schedule = comparison::changed(restarts, dtype, changes)?;
                let plan = comparison::changed_plan(plan, changes)?;
                Ok((self.schedule.planned(schedule, &plan)?, plan))
            };
            planned.push(changed().map_err(|error: CliError| error.within("--vs"))?);
        }
        let is_changed = |name: &str| self.vs.iter().flat_map(|vs| &vs.0).any(|change| change.name == name);
        // In a plan some have other names: the fall of the peaks beside a floor that is a rate, and the limit of cycles.
        let title = title(&planned[0].0, |name| match name {
            "peak_mul" => !is_changed("m_mul"),
            "cycles" => !is_changed("cycle_limit"),
            name => !is_changed(name),
        });
        let labelled = |(schedule, plan): (Schedule, PlanArgs)| {
            let is_lengthless = |name: &str| !plan::LENGTHS.contains(&name);
            let shape = schedule
                .parameters()
                .label(|name| is_lengthless(name) && is_changed(if name == "peak_mul" { "m_mul" } else { name }));
            let lengths = plan::LENGTHS.iter().filter(|name| is_changed(name)).map(|name| plan.length(name));
            let parts = std::iter::once(shape).chain(lengths).filter(|part| !part.is_empty());
            Labelled { label: parts.collect::<Vec<_>>().join(", "), schedule }
        };
        Ok(Run {
            steps: NonZeroU64::new(steps).unwrap_or(NonZeroU64::MIN),
            curves: planned.into_iter().map(labelled).collect(),
            title,
            units,
        })
    }
}

/// Those parameters that are asked for, with what cannot be told from them.
fn title(schedule: &Schedule, asked_for: impl Fn(&str) -> bool) -> String {
    let parameters = schedule.parameters();
    let labels = parameters.labels(schedule.class(), asked_for).into_iter().map(|(class, label)| match class {
        // What this is about needs no name.
        CosineDecayRestarts::CLASS => label,
        _ => format!("{class}: {label}"),
    });
    let dtype = schedule.dtype();
    let dtype = if dtype == Dtype::F64 { String::new() } else { format!(", dtype={}", dtype.name()) };
    format!("{}{dtype}", labels.collect::<Vec<_>>().join("; "))
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
            let end = run_end::sentence(schedule, self.steps.get(), self.units.as_ref());
            if label.is_empty() { end } else { format!("{label}: {end}") }
        })
    }
}

/// A schedule as a curve.
pub(crate) fn curve<'a>(label: &str, schedule: &'a Schedule) -> Curve<'a> {
    Curve::new(label, schedule).outline(Outline::new(schedule.core()))
}
