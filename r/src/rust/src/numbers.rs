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

/// The whole numbers of a numeric vector.
pub(crate) fn whole(name: &str, values: &Robj) -> Answer<Vec<u64>> {
    if let Some(integers) = integer64(values) {
        let wrong = |value: i64| if value == i64::MIN { "NA".into() } else { value.to_string() };
        return each(name, &integers, |&value| u64::try_from(value).map_err(|_| wrong(value)));
    }
    if let Some(integers) = values.as_integer_slice() {
        let wrong = |value: i32| if value == i32::MIN { "NA".into() } else { value.to_string() };
        return each(name, integers, |&value| u64::try_from(value).map_err(|_| wrong(value)));
    }
    each(name, values.as_real_slice().ok_or_else(|| format!("`{name}` must be numeric"))?, |&value| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, and below 2^64")]
        let whole = (0.0..BEYOND).contains(&value).then_some(value as u64);
        match whole {
            Some(whole) if value.fract() == 0.0 => Ok(whole),
            _ if value.is_na() => Err("NA".into()),
            _ if value.is_infinite() => Err(if value > 0.0 { "Inf" } else { "-Inf" }.into()),
            _ => Err(number(value).to_string()),
        }
    })
}

/// The only number of a vector.
pub(crate) fn whole_number(name: &str, values: &Robj) -> Answer<u64> {
    match whole(name, values)?[..] {
        [value] => Ok(value),
        _ => Err(format!("`{name}` must be one number (received {})", values.len())),
    }
}

fn each<V>(name: &str, values: &[V], whole: impl Fn(&V) -> Answer<u64>) -> Answer<Vec<u64>> {
    let place = |index: usize| if values.len() == 1 { String::new() } else { format!(", element {}", index + 1) };
    let message = |index, received| {
        format!("`{name}` must be a whole number >= 0 and < 2^64 (received {received}{})", place(index))
    };
    let checked = |(index, value)| whole(value).map_err(|received| message(index, received));
    values.iter().enumerate().map(checked).collect()
}
