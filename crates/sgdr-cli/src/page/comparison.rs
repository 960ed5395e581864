//! How the schedules of a run differ.

use sgdr::LearningRateSchedule as _;

use crate::args::run::Run;
use crate::text::decimal::grouped;

/// The name of a difference, and the value of each schedule.
pub(super) type Difference = (String, Vec<String>);

/// What a limit of cycles is called in the class of the schedule.
const LIMIT: &str = "cycles";

/// The parameters that differ, and what follows from them; empty for a single schedule.
pub(super) fn differences(run: &Run) -> Vec<Difference> {
    if run.curves.len() < 2 {
        return Vec::new();
    }
    // Those of a schedule inside another one too: the same schedule may have a plan around it, or none.
    let parameters = run.curves.iter().map(|curve| curve.schedule.parameters().texts().into_iter());
    let parameters: Vec<Vec<(String, String)>> =
        parameters.map(|texts| texts.map(|(name, text)| (name.trim().to_string(), text)).collect()).collect();
    let mut names: Vec<&String> = Vec::new();
    for (name, _) in parameters.iter().flatten() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let row = |name: &String| -> Option<Difference> {
        let own = |texts: &Vec<(String, String)>| texts.iter().find(|(known, _)| known == name).map(|it| it.1.clone());
        let values: Vec<Option<String>> = parameters.iter().map(own).collect();
        // Of a whole plan that one has and another has not, its length says it.
        let is_told = [LIMIT, "warmup_steps"].contains(&name.as_str()) || values.iter().all(Option::is_some);
        let name = if name == LIMIT { "cycle_limit" } else { name };
        let values: Vec<String> = values.into_iter().map(|text| text.unwrap_or_else(|| String::from("none"))).collect();
        (is_told && values.iter().any(|value| *value != values[0])).then(|| (name.to_string(), values))
    };
    let mut rows: Vec<Difference> = names.into_iter().filter_map(row).collect();

    let last = run.steps.get() - 1;
    let restarts = run.curves.iter().map(|curve| curve.schedule.cycle_of(last));
    if let Some(cycles) = restarts.collect::<Option<Vec<_>>>() {
        rows.push((String::from("restarts in the run"), cycles.iter().map(|cycle| grouped(cycle.index)).collect()));
    }
    let rates = run.curves.iter().map(|curve| curve.schedule.dtype().text(curve.schedule.at(last)));
    rows.push((String::from("rate of the last step"), rates.collect()));
    rows
}
