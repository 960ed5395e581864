//! Schedules beside each other: what `--vs` changes, and what tells the results apart.

use sgdr::CosineDecayRestarts;

use crate::decimal;
use crate::error::CliError;
use crate::schedule::Schedule;

/// The parameters that a curve depends on, named as in Keras.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parameter {
    InitialLearningRate,
    FirstDecaySteps,
    TMul,
    MMul,
    Alpha,
}

const ALL: [(&str, Parameter); 5] = [
    ("initial_learning_rate", Parameter::InitialLearningRate),
    ("first_decay_steps", Parameter::FirstDecaySteps),
    ("t_mul", Parameter::TMul),
    ("m_mul", Parameter::MMul),
    ("alpha", Parameter::Alpha),
];

/// A parameter and the text of its value.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) parameter: Parameter,
    value: String,
}

/// Reads `t_mul=1.5,m_mul=0.9`. A name may have hyphens, as the flags do.
pub(crate) fn changes(text: &str) -> Result<Vec<Change>, CliError> {
    let names = ALL.map(|(name, _)| name).join(", ");
    let mut changes: Vec<Change> = Vec::new();
    for part in text.split(',') {
        let Some((name, value)) = part.split_once('=') else {
            let error = CliError::usage(format!("--vs must be NAME=VALUE,... (received {})", decimal::shown(text)));
            return Err(error.hint("for example --vs t_mul=1.5,m_mul=0.9"));
        };
        let wanted = name.trim().replace('-', "_");
        let Some(&(_, parameter)) = ALL.iter().find(|(name, _)| *name == wanted) else {
            let error = CliError::usage(format!("--vs knows no parameter {}", decimal::shown(name)));
            return Err(error.hint(format!("the parameters are {names}")));
        };
        if changes.iter().any(|change| change.parameter == parameter) {
            return Err(CliError::usage(format!("--vs gives {wanted} twice (received {})", decimal::shown(text))));
        }
        changes.push(Change { parameter, value: value.trim().to_string() });
    }
    Ok(changes)
}

/// The same schedule but for the changes.
pub(crate) fn changed(schedule: &Schedule, changes: &[Change]) -> Result<Schedule, CliError> {
    let core = schedule.core();
    let (mut initial_learning_rate, mut first_decay_steps) = (core.initial_learning_rate(), core.first_decay_steps());
    let (mut t_mul, mut m_mul, mut alpha) = (core.t_mul(), core.m_mul(), core.alpha());
    for Change { parameter, value } in changes {
        match parameter {
            Parameter::InitialLearningRate => {
                initial_learning_rate = schedule.dtype().parse("initial_learning_rate", value)?;
            }
            Parameter::FirstDecaySteps => first_decay_steps = decimal::whole("first_decay_steps", 1, value)?,
            Parameter::TMul => t_mul = decimal::number("t_mul", value)?,
            Parameter::MMul => m_mul = decimal::number("m_mul", value)?,
            Parameter::Alpha => alpha = decimal::number("alpha", value)?,
        }
    }
    let core = CosineDecayRestarts::builder(initial_learning_rate, first_decay_steps)
        .t_mul(t_mul)
        .m_mul(m_mul)
        .alpha(alpha)
        .name(core.name())
        .build()?;
    Ok(Schedule::new(core, schedule.dtype()))
}

/// Those parameters of a schedule that are asked for: "t_mul=2, m_mul=0.9".
pub(crate) fn label(schedule: &Schedule, asked_for: impl Fn(Parameter) -> bool) -> String {
    let core = schedule.core();
    let value = |parameter| match parameter {
        Parameter::InitialLearningRate => schedule.text(core.initial_learning_rate()),
        Parameter::FirstDecaySteps => core.first_decay_steps().to_string(),
        Parameter::TMul => decimal::text(core.t_mul()),
        Parameter::MMul => decimal::text(core.m_mul()),
        Parameter::Alpha => decimal::text(core.alpha()),
    };
    let parts = ALL.iter().filter(|(_, parameter)| asked_for(*parameter));
    parts.map(|&(name, parameter)| format!("{name}={}", value(parameter))).collect::<Vec<_>>().join(", ")
}
