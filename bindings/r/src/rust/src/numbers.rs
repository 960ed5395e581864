//! Whole numbers to 2^64 - 1 from R's numbers, and back.

use extendr_api::prelude::*;
use sgdr::keras::Json;

use crate::Answer;

/// 2^64, the first double that is no step.
const BEYOND: f64 = 18_446_744_073_709_551_616.0;

/// A whole number as R's double, which has all digits up to 2^53.
#[expect(clippy::cast_precision_loss, reason = "R has no wider number")]
pub(crate) fn double(value: u64) -> f64 {
    value as f64
}

/// A number as JSON; a whole one as an integer, so that messages show it as R does.
pub(crate) fn number(value: f64) -> Json {
    #[expect(clippy::cast_possible_truncation, reason = "whole, and below 2^53")]
    let integer = (value.abs() <= 9_007_199_254_740_992.0).then_some(value as i64);
    match integer {
        Some(integer) if value.fract() == 0.0 && (value != 0.0 || value.is_sign_positive()) => integer.into(),
        _ => value.into(),
    }
}

/// The numbers of a vector of bit64's integers, which R takes for doubles: the same bits.
pub(crate) fn integer64(values: &Robj) -> Option<Vec<i64>> {
    let bits = |value: &f64| i64::from_ne_bytes(value.to_ne_bytes());
    values.inherits("integer64").then(|| values.as_real_slice().unwrap_or(&[]).iter().map(bits).collect())
}

/// A step of R's: a whole one, one between two whole ones, or a missing one.
#[derive(Clone, Copy)]
pub(crate) enum Step {
    Whole(u64),
    Between(u64, f64),
    Missing,
}

/// What a framework hands in is no mistake: what lies outside the steps has the rate of the nearest one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outside {
    Error,
    Nearest,
}

/// The steps of a numeric vector; `done` elements came before it.
pub(crate) fn steps(values: &Robj, done: f64, outside: Outside) -> Answer<Vec<Step>> {
    let integer = |value: i64, missing: bool| match u64::try_from(value) {
        _ if missing => Ok(Step::Missing),
        Ok(step) => Ok(Step::Whole(step)),
        Err(_) if outside == Outside::Nearest => Ok(Step::Whole(0)),
        Err(_) => Err(value.to_string()),
    };
    let rule = "a number >= 0 and < 2^64";
    if let Some(integers) = integer64(values) {
        return each("step", rule, done, &integers, |&value| integer(value, value == i64::MIN));
    }
    if let Some(integers) = values.as_integer_slice() {
        return each("step", rule, done, integers, |&value| integer(value.into(), value == i32::MIN));
    }
    let doubles = values.as_real_slice().ok_or("`step` must be numeric")?;
    each("step", rule, done, doubles, |&value| double_step(value, outside))
}

fn double_step(value: f64, outside: Outside) -> Answer<Step> {
    if value.is_na() {
        return Ok(Step::Missing);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the nearest step, if there is none")]
    let whole = value as u64;
    match value.fract() {
        _ if !value.is_finite() => Err(shown(value)),
        _ if !(0.0..BEYOND).contains(&value) && outside == Outside::Error => Err(shown(value)),
        fraction if fraction > 0.0 => Ok(Step::Between(whole, fraction)),
        _ => Ok(Step::Whole(whole)),
    }
}

/// A number as R shows it.
fn shown(value: f64) -> String {
    if value.is_na() {
        "NA".into()
    } else if value.is_infinite() {
        if value > 0.0 { "Inf".into() } else { "-Inf".into() }
    } else {
        number(value).to_string()
    }
}

/// The whole numbers of a numeric vector; `done` elements came before it.
pub(crate) fn whole(name: &str, values: &Robj, done: f64) -> Answer<Vec<u64>> {
    let integer = |value: i64, missing: bool| {
        u64::try_from(value).map_err(|_| if missing { "NA".into() } else { value.to_string() })
    };
    let rule = "a whole number >= 0 and < 2^64";
    if let Some(integers) = integer64(values) {
        return each(name, rule, done, &integers, |&value| integer(value, value == i64::MIN));
    }
    if let Some(integers) = values.as_integer_slice() {
        return each(name, rule, done, integers, |&value| integer(value.into(), value == i32::MIN));
    }
    let doubles = values.as_real_slice().ok_or_else(|| format!("`{name}` must be numeric"))?;
    each(name, rule, done, doubles, |&value| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, and below 2^64")]
        let whole = (0.0..BEYOND).contains(&value).then_some(value as u64);
        whole.filter(|_| value.fract() == 0.0).ok_or_else(|| shown(value))
    })
}

/// The only number of a vector.
pub(crate) fn whole_number(name: &str, values: &Robj) -> Answer<u64> {
    match whole(name, values, 0.0)?[..] {
        [value] => Ok(value),
        _ => Err(format!("`{name}` must be one number (received {})", values.len())),
    }
}

fn each<V, W>(name: &str, rule: &str, done: f64, values: &[V], read: impl Fn(&V) -> Answer<W>) -> Answer<Vec<W>> {
    let place = |index: usize| {
        let element = done + double(index as u64) + 1.0;
        if values.len() == 1 && done == 0.0 { String::new() } else { format!(", element {element}") }
    };
    let message = |index, received| format!("`{name}` must be {rule} (received {received}{})", place(index));
    let checked = |(index, value)| read(value).map_err(|received| message(index, received));
    values.iter().enumerate().map(checked).collect()
}
