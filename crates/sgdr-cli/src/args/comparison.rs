//! What `--vs` changes of a schedule with warm restarts, and of the plan around it.

use sgdr::{CosineDecayRestarts, Parameters as _};

use crate::args::plan::{self, PlanArgs};
use crate::dtype::Dtype;
use crate::error::CliError;
use crate::schedule::Schedule;
use crate::text::decimal;

/// The parameters that a curve depends on, named as in Keras.
pub(crate) fn shape() -> impl Iterator<Item = &'static str> {
    CosineDecayRestarts::PARAMETERS.iter().map(|parameter| parameter.name).filter(|name| *name != "name")
}

/// A parameter and the text of its value.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) name: &'static str,
    value: String,
}

/// Reads `t_mul=1.5,m_mul=0.9`. A name may have hyphens, as the flags do.
pub(crate) fn changes(text: &str) -> Result<Vec<Change>, CliError> {
    let mut changes: Vec<Change> = Vec::new();
    for part in text.split(',') {
        let Some((name, value)) = part.split_once('=') else {
            let error = CliError::usage(format!("--vs must be NAME=VALUE,... (received {})", decimal::shown(text)));
            return Err(error.hint("for example --vs t_mul=1.5,m_mul=0.9"));
        };
        let wanted = name.trim().replace('-', "_");
        let mut names = shape().chain(plan::LENGTHS);
        let Some(name) = names.find(|name| *name == wanted) else {
            let error = CliError::usage(format!("--vs knows no parameter {}", decimal::shown(name)));
            let names: Vec<&str> = shape().chain(plan::LENGTHS).collect();
            return Err(error.hint(format!("the parameters are {}", names.join(", "))));
        };
        if changes.iter().any(|change| change.name == name) {
            return Err(CliError::usage(format!("--vs gives {name} twice (received {})", decimal::shown(text))));
        }
        changes.push(Change { name, value: value.trim().to_string() });
    }
    Ok(changes)
}

/// The same schedule with the changes made.
pub(crate) fn changed(core: &CosineDecayRestarts, dtype: Dtype, changes: &[Change]) -> Result<Schedule, CliError> {
    let (mut initial_learning_rate, mut first_decay_steps) = (core.initial_learning_rate(), core.first_decay_steps());
    let (mut t_mul, mut m_mul, mut alpha) = (core.t_mul(), core.m_mul(), core.alpha());
    for &Change { name, ref value } in changes.iter().filter(|change| !plan::LENGTHS.contains(&change.name)) {
        match name {
            "initial_learning_rate" => initial_learning_rate = dtype.parse(name, value)?,
            "first_decay_steps" => first_decay_steps = decimal::whole(name, 1, value)?,
            "t_mul" => t_mul = decimal::number(name, value)?,
            "m_mul" => m_mul = decimal::number(name, value)?,
            _ => alpha = decimal::number(name, value)?,
        }
    }
    let builder = CosineDecayRestarts::builder(initial_learning_rate, first_decay_steps).name(core.name());
    Ok(Schedule::new(builder.t_mul(t_mul).m_mul(m_mul).alpha(alpha).build()?, dtype))
}

/// The same plan with the changes made.
pub(crate) fn changed_plan(plan: &PlanArgs, changes: &[Change]) -> Result<PlanArgs, CliError> {
    let mut changes = changes.iter().filter(|change| plan::LENGTHS.contains(&change.name));
    changes.try_fold(plan.clone(), |plan, change| plan.with_length(change.name, &change.value))
}
