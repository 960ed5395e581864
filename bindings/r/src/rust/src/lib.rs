//! The core for R: calls that take numbers and the config of a schedule, and return numbers.
//!
//! Each call passes the schedule as the JSON text that Keras would save. The last schedule is kept, because training loops
//! evaluate the same one step by step; nothing else outlives a call. An error comes back as a condition with its message,
//! which R raises.

mod json;
mod numbers;
mod problem;
mod table;

use std::cell::RefCell;
use std::rc::Rc;

use extendr_api::prelude::*;
use sgdr::keras::{self, Json, Serializable as _};
use sgdr::{AnySchedule, Error, Fit, LearningRateSchedule as _, Replan, ScheduleExt as _, Standing};
use sgdr_plot::{Curve, Outline};

use numbers::{Outside, Step, double, whole, whole_number};
use table::{column, cycle_columns, cycles_until};

type Answer<T> = std::result::Result<T, String>;

thread_local! {
    /// The last schedule, with its text.
    static LAST: RefCell<Option<(String, Rc<AnySchedule>)>> = const { RefCell::new(None) };
}

/// The text of a new schedule, which is kept.
fn keep(schedule: AnySchedule) -> String {
    let text = keras::serialize(&schedule);
    LAST.set(Some((text.clone(), Rc::new(schedule))));
    text
}

/// The schedule of a text.
fn kept(text: &str) -> Answer<Rc<AnySchedule>> {
    LAST.with_borrow_mut(|last| match last {
        Some((of, schedule)) if of == text => Ok(Rc::clone(schedule)),
        _ => {
            let schedule = Rc::new(keras::deserialize(text).map_err(|error| error.to_string())?);
            *last = Some((text.into(), Rc::clone(&schedule)));
            Ok(schedule)
        }
    })
}

/// The text of the schedule in a JSON document.
#[extendr]
fn read_text(text: &str) -> Answer<String> {
    keras::deserialize(text).map(keep).map_err(|error| error.to_string())
}

/// The text of the schedule in a config of Keras, given as R's lists.
#[extendr]
fn read_list(config: List) -> Answer<String> {
    read_text(&json::from_r(&config.into())?.to_string())
}

/// The text of the schedule of a class with these arguments.
#[extendr]
fn make(class_name: &str, registered_name: Nullable<String>, arguments: List) -> Answer<String> {
    let registered_name: Option<String> = registered_name.into();
    let object = Json::Object(vec![
        ("class_name".into(), class_name.into()),
        ("config".into(), json::from_r(&arguments.into())?),
        ("registered_name".into(), registered_name.into()),
    ]);
    keras::deserialize(&object.to_string()).map(keep).map_err(|error| problem::of_argument(&error))
}

/// Keras' config as R's lists.
#[extendr]
fn config(text: &str) -> Answer<Robj> {
    Ok(json::to_r(kept(text)?.to_json()))
}

/// The rate of each step; `done` steps came before these, and a framework's are never outside.
#[extendr]
fn rates(text: &str, steps: Robj, done: f64, at_door: bool) -> Answer<Doubles> {
    let schedule = kept(text)?;
    let mut rates = vec![0.0; steps.len()];
    // Most often all are whole.
    if let Ok(steps) = whole("step", &steps, done) {
        schedule.at_many(&steps, &mut rates).map_err(|error| problem::of_parameter(&error))?;
        return Ok(Doubles::from_values(rates));
    }
    let outside = if at_door { Outside::Nearest } else { Outside::Error };
    for (rate, step) in rates.iter_mut().zip(numbers::steps(&steps, done, outside)?) {
        *rate = match step {
            Step::Whole(step) => schedule.at(step),
            Step::Between(step, fraction) => schedule.at_fraction(step, fraction),
            Step::Missing => f64::na(),
        };
    }
    Ok(Doubles::from_values(rates))
}

/// The cycle of each step, with the step's position in it.
#[extendr]
fn cycles_of(text: &str, steps: Robj, done: f64) -> Answer<List> {
    let schedule = kept(text)?;
    let steps = whole("step", &steps, done)?;
    let cycles: Option<Vec<_>> = steps.iter().map(|&step| schedule.cycle_of(step)).collect();
    let cycles = cycles.ok_or_else(problem::no_cycles)?;
    let positions = cycles.iter().zip(&steps).map(|(cycle, &step)| cycle.position(step)).collect();
    let steps = steps.into_iter().map(double).collect();
    cycle_columns(&schedule, &cycles, &[("step", steps), ("position", positions)])
}

/// Whether each step is the last one of its cycle.
#[extendr]
fn are_last_steps(text: &str, steps: Robj, done: f64) -> Answer<Logicals> {
    let schedule = kept(text)?;
    Ok(whole("step", &steps, done)?.into_iter().map(|step| schedule.is_last_step_of_cycle(step)).collect())
}

/// All cycles that begin before a step.
#[extendr]
fn cycles_before(text: &str, steps: Robj) -> Answer<List> {
    let schedule = kept(text)?;
    let cycles = cycles_until(&schedule, whole_number("steps", &steps)?)?;
    let holds = column(&cycles, |cycle| f64::from(u8::from(cycle.is_hold())))?;
    cycle_columns(&schedule, &cycles, &[("hold", holds)])
}

/// Where a run of a number of steps ends among the cycles; nothing if there are none.
#[extendr]
fn standing(text: &str, steps: Robj) -> Answer<Nullable<List>> {
    let standing = Standing::after(whole_number("steps", &steps)?, &*kept(text)?);
    let end = |end: Option<u64>| end.map_or(f64::NAN, double);
    Ok(standing.map_or(Null, |standing| {
        NotNull(list!(
            cycle = double(standing.cycle.index),
            first_step = double(standing.cycle.first_step),
            hold = standing.cycle.is_hold(),
            position = standing.position,
            end_before = end(standing.end_before),
            end_after = end(standing.end_after)
        ))
    }))
}

/// Where a run ends among the cycles, as a sentence; nothing if there are none.
#[extendr]
fn run_end(text: &str, steps: Robj) -> Answer<Nullable<String>> {
    let standing = Standing::after(whole_number("steps", &steps)?, &*kept(text)?);
    Ok(standing.map_or(Null, |standing| NotNull(standing.to_string())))
}

/// The first restarts, at most a number of them.
#[extendr]
fn first_restarts(text: &str, most: i32) -> Answer<Vec<f64>> {
    Ok(kept(text)?.restarts().take(usize::try_from(most).unwrap_or(0)).map(double).collect())
}

/// The length of a run that shows the whole curve, or enough of one that has no end.
#[extendr]
fn usual_steps(text: &str) -> Answer<f64> {
    Ok(double(Outline::new(&*kept(text)?).usual_steps().get()))
}

/// Whether a schedule has cycles.
#[extendr]
fn has_cycles(text: &str) -> Answer<bool> {
    Ok(kept(text)?.cycle_of(0).is_some())
}

/// The length of a run as a double.
#[extendr]
fn length_of_run(steps: Robj) -> Answer<f64> {
    match whole_number("steps", &steps)? {
        0 => Err(problem::of_parameter(&Error::new("steps", "must be >= 1", 0))),
        steps => Ok(double(steps)),
    }
}

/// The steps that a drawing of a run needs, each with the number of the piece that it belongs to.
#[extendr]
fn drawing(text: &str, steps: Robj) -> Answer<List> {
    const COLUMNS: u64 = 1000;
    let schedule = kept(text)?;
    let outline = Outline::new(&schedule);
    let curve = Curve::new("", &*schedule).outline(outline);
    let mut steps = curve.steps_to_draw(0..whole_number("steps", &steps)?, COLUMNS);
    // Beyond 2^53 steps may be the same number to R.
    steps.dedup_by_key(|step| double(*step));
    let pieces: Vec<f64> = steps.iter().map(|&step| double(outline.piece(step))).collect();
    Ok(list!(step = steps.into_iter().map(double).collect::<Vec<f64>>(), piece = pieces))
}

/// The lengths of the first cycle for which a number of cycles takes a number of steps, or comes nearest.
#[extendr]
fn fit(steps: Robj, cycles: Robj, t_mul: f64) -> Answer<List> {
    let (steps, cycles) = (whole_number("steps", &steps)?, whole_number("cycles", &cycles)?);
    let found = match sgdr::fit(steps, cycles, t_mul).map_err(|error| problem::of_parameter(&error))? {
        Fit::Exact(first) => vec![first],
        Fit::Nearest { below, above } => [Some(below), above].into_iter().flatten().collect(),
    };
    let column = |value: fn(&sgdr::FirstCycle) -> f64| found.iter().map(value).collect::<Vec<f64>>();
    Ok(list!(
        first_decay_steps = column(|first| double(first.first_decay_steps)),
        steps = column(|first| double(first.steps)),
        whole = found.iter().map(|first| first.is_whole).collect::<Vec<bool>>()
    ))
}

/// The text of the schedule that a change of plan makes after some steps of a run.
#[extendr]
fn replan(text: &str, steps: Robj, change: &str, next: Nullable<String>) -> Answer<String> {
    let schedule = Rc::unwrap_or_clone(kept(text)?);
    let replan =
        Replan::new(schedule, whole_number("steps", &steps)?).map_err(|error| problem::of_parameter(&error))?;
    let next: Option<String> = next.into();
    let chain = match (change, next) {
        ("skip", _) => replan.skip_cycle(),
        ("repeat", _) => replan.repeat_cycle(),
        (_, next) => replan.go_on_with(Rc::unwrap_or_clone(kept(&next.unwrap_or_default())?)),
    };
    Ok(keep(chain.map_err(|error| problem::of_parameter(&error))?.into()))
}

extendr_module! {
    mod sgdr;
    fn read_text;
    fn read_list;
    fn make;
    fn config;
    fn rates;
    fn cycles_of;
    fn cycles_before;
    fn are_last_steps;
    fn standing;
    fn run_end;
    fn length_of_run;
    fn first_restarts;
    fn usual_steps;
    fn has_cycles;
    fn drawing;
    fn fit;
    fn replan;
}
