//! What to change for a run to end where a cycle ends.

use serde::Serialize;
use sgdr::{AnySchedule, Fit, LearningRateSchedule as _, Standing, Units, WarmupPlace};

use crate::args::flags::Flags;
use crate::schedule::Schedule;
use crate::text::decimal::{counted, grouped};

#[derive(Serialize)]
pub(super) struct Fix {
    /// What to change.
    change: String,
    /// What the change does.
    outcome: String,
    flags: Flags,
}

/// Other lengths of the run, and other first cycles; nothing if the run ends where a cycle does, or if there are none.
pub(super) fn fixes(schedule: &Schedule, steps: u64, units: Option<&Units>) -> Vec<Fix> {
    let Some(standing) = Standing::after(steps, schedule).filter(|it| !it.is_end() && !it.cycle.is_hold()) else {
        return Vec::new();
    };
    let lengths = [standing.end_before, standing.end_after].into_iter().flatten();
    let lengths = lengths.map(|end| Fix {
        change: format!("run of {}", counted(end, "step")),
        outcome: schedule.cycle_of(end - 1).map(|cycle| format!("ends cycle {}", cycle.index)).unwrap_or_default(),
        flags: length(end, units),
    });
    lengths.chain(first_cycles(schedule.core(), &standing, units)).collect()
}

/// The first cycles for which the number of cycles that the run has begun, or one less, takes exactly the run.
fn first_cycles(core: &AnySchedule, standing: &Standing, units: Option<&Units>) -> Vec<Fix> {
    let steps = standing.steps;
    let Some((warmup, t_mul)) = growth(core).filter(|&(warmup, _)| warmup < steps) else { return Vec::new() };
    let counts = [standing.cycle.index, standing.cycle.index.saturating_add(1)].into_iter().filter(|&count| count > 0);
    let fix = |count: u64| {
        let first = match sgdr::fit(steps - warmup, count, t_mul).ok()? {
            Fit::Exact(first) => first,
            Fit::Nearest { below, above } => {
                let above = above.filter(|above| above.steps - (steps - warmup) < (steps - warmup) - below.steps);
                above.unwrap_or(below)
            }
        };
        let end = first.steps.checked_add(warmup)?;
        let flags = vec![(String::from("first-decay-steps"), first.first_decay_steps.to_string())];
        let (more, length) =
            if end == steps { (String::new(), Flags::new()) } else { (difference(end, steps), length(end, units)) };
        Some(Fix {
            change: format!("first_decay_steps {}", grouped(first.first_decay_steps)),
            outcome: format!("{} in {}{more}", counted(count, "cycle"), counted(end, "step")),
            flags: flags.into_iter().chain(length).collect(),
        })
    };
    counts.filter_map(fix).collect()
}

fn difference(end: u64, steps: u64) -> String {
    if end < steps { format!(", {} fewer", grouped(steps - end)) } else { format!(", {} more", grouped(end - steps)) }
}

/// The steps before the first cycle, and how the cycles grow, where their lengths are those of `fit`.
fn growth(core: &AnySchedule) -> Option<(u64, f64)> {
    match core {
        AnySchedule::CosineDecayRestarts(core) => Some((0, core.t_mul())),
        AnySchedule::CosineCycles(core) if !core.closed() => Some((0, core.t_mul())),
        AnySchedule::Scale(scale) => growth(scale.schedule()),
        AnySchedule::Clamp(clamp) => growth(clamp.schedule()),
        AnySchedule::Warmup(warmup) => {
            let before = if warmup.place() == WarmupPlace::Prefix { warmup.warmup_steps() } else { 0 };
            let (inner, t_mul) = growth(warmup.schedule())?;
            Some((inner.checked_add(before)?, t_mul))
        }
        _ => None,
    }
}

/// The length of a run, in epochs where it is a whole number of them.
fn length(steps: u64, units: Option<&Units>) -> Flags {
    let epochs = units.map(Units::steps_per_epoch).filter(|per_epoch| steps % per_epoch == 0);
    match epochs {
        Some(per_epoch) => vec![(String::from("epochs"), (steps / per_epoch).to_string())],
        None => vec![(String::from("steps"), steps.to_string())],
    }
}

#[cfg(test)]
mod tests {
    use sgdr::{CosineDecayRestarts, ScheduleExt as _};

    use super::*;
    use crate::dtype::Dtype;

    /// Applies each fix: the run has to end where a cycle ends.
    fn check(t_mul: f64, first_decay_steps: u64, warmup_steps: u64, steps: u64) -> usize {
        let planned = |first_decay_steps: u64| {
            let core = CosineDecayRestarts::builder(0.1, first_decay_steps).t_mul(t_mul).build().expect("legal");
            let core = AnySchedule::from(core).warmup(warmup_steps).expect("legal");
            Schedule::new(core, Dtype::F64)
        };
        let fixes = fixes(&planned(first_decay_steps), steps, None);
        for Fix { change, flags, .. } in &fixes {
            let value = |wanted: &str, or: u64| {
                let flag = flags.iter().find(|(name, _)| name == wanted);
                flag.map_or(or, |(_, value)| value.parse().expect("a number"))
            };
            let (first, steps) = (value("first-decay-steps", first_decay_steps), value("steps", steps));
            let standing = Standing::after(steps, &planned(first)).expect("cycles");
            assert!(standing.is_end(), "{change}: {standing:?}");
        }
        fixes.len()
    }

    #[test]
    fn a_fix_fixes() {
        for t_mul in [0.9, 1.0, 1.1, 1.5, 2.0, 3.0] {
            for warmup in [0, 100] {
                for steps in [150, 999, 10_000, 123_456] {
                    check(t_mul, 1000, warmup, steps);
                }
            }
        }
        assert_eq!(check(2.0, 1000, 0, 7000), 0);
        assert_eq!(check(2.0, 1000, 0, 10_000), 4);
    }
}
