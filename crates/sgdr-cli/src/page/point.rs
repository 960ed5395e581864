//! The details of one step.

use axum::body::Body;
use axum::http::Response;
use serde::Serialize;
use sgdr::LearningRateSchedule as _;

use super::answer;
use super::query::Query;
use super::request::Request;
use crate::args::length;
use crate::args::run::Labelled;
use crate::error::CliError;
use crate::text::decimal::{grouped, short};

#[derive(Serialize)]
struct Point {
    step: String,
    /// `None` without units.
    epoch: Option<String>,
    curves: Vec<Reading>,
}

#[derive(Serialize)]
struct Reading {
    /// The shortest decimal that reads back, as `sgdr lr` prints it.
    rate: String,
    /// Every digit of the value that the type holds.
    exact: String,
    cycle: Option<String>,
    /// How much of the cycle has passed, in percent; `None` in the constant tail.
    position: Option<String>,
}

/// For the step `step`.
pub(super) fn answer(request: &Request, query: &Query) -> Result<Response<Body>, CliError> {
    query.text("step")?;
    let step = query.whole("step", 0)?.unwrap_or_default();
    answer::json(&Point {
        step: grouped(step),
        epoch: request.run.units.as_ref().map(|units| short(length::in_epochs(step, units))),
        curves: request.run.curves.iter().map(|curve| reading(curve, step)).collect(),
    })
}

fn reading(Labelled { schedule, .. }: &Labelled, step: u64) -> Reading {
    let rate = schedule.at(step);
    let cycle = schedule.cycle_of(step);
    let position = cycle.filter(|cycle| !cycle.is_hold() && cycle.length.is_finite());
    Reading {
        rate: schedule.dtype().text(rate),
        exact: every_digit(rate),
        cycle: cycle.map(|cycle| if cycle.is_hold() { String::from("hold") } else { grouped(cycle.index) }),
        position: position.map(|cycle| short(cycle.position(step) * 100.0)),
    }
}

/// The exact decimal of a double; with an exponent where rates are written with one.
fn every_digit(value: f64) -> String {
    // A double has at most 767 significant digits, and at most 1074 places.
    if value == 0.0 || (1e-4..1e16).contains(&value.abs()) {
        let text = format!("{value:.1074}");
        return String::from(text.trim_end_matches('0').trim_end_matches('.'));
    }
    let text = format!("{value:.766e}");
    match text.split_once('e') {
        Some((digits, exponent)) => format!("{}e{exponent}", digits.trim_end_matches('0').trim_end_matches('.')),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::every_digit;

    #[test]
    fn every_digit_of_a_double_is_shown() {
        for (value, text) in [
            (0.0, "0"),
            (0.5, "0.5"),
            (100.0, "100"),
            (0.1, "0.1000000000000000055511151231257827021181583404541015625"),
            (2f64.powi(-20), "9.5367431640625e-7"),
            (f64::INFINITY, "inf"),
        ] {
            assert_eq!(every_digit(value), text);
        }
        let smallest = every_digit(5e-324);
        assert!(
            smallest.starts_with("4.94065645841246544176568792868") && smallest.ends_with("625e-324"),
            "{smallest}"
        );
    }
}
