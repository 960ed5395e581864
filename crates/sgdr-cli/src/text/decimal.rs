//! Numbers as people write them, and as they are written back.
//!
//! Whole numbers may be 1000, 1_000, 1e3 or 1000.0: whatever is exactly a whole number. Rates are printed as the
//! shortest decimal that reads back as the same value, plainly from 1e-4 up to 1e16 and with an exponent otherwise.

use std::fmt::Write as _;

pub(crate) use sgdr_plot::grouped;

use crate::error::CliError;

/// A whole number of at least `least`.
pub(crate) fn whole(name: &str, least: u64, text: &str) -> Result<u64, CliError> {
    let rule = || {
        let received = shown(text);
        let error = CliError::usage(format!("{name} must be a whole number >= {least} (received {received})"));
        if has_commas(text) { error.hint("write thousands as 10000 or 10_000") } else { error }
    };
    match exact_whole(text) {
        Some(Ok(value)) if value >= least => Ok(value),
        Some(Err(TooLarge)) => {
            let (largest, received) = (u64::MAX, shown(text));
            Err(CliError::usage(format!("{name} is out of range: the largest is {largest} (received {received})")))
        }
        _ => Err(rule()),
    }
}

struct TooLarge;

/// `None` unless the text is a decimal that is exactly a whole number and not negative.
fn exact_whole(text: &str) -> Option<Result<u64, TooLarge>> {
    let digits = text.replace('_', "");
    if let Ok(value) = digits.parse() {
        return Some(Ok(value));
    }
    let (mantissa, exponent) = digits.split_once(['e', 'E']).unwrap_or((&digits, "0"));
    let exponent: i64 = exponent.parse().ok()?;
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let significant = format!("{before}{after}");
    if significant.is_empty() || !significant.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // significant * 10^zeros, without the zeros that it begins and ends with
    let significant = significant.trim_start_matches('0');
    let shortened = significant.trim_end_matches('0');
    if shortened.is_empty() {
        return Some(Ok(0));
    }
    let places = |length: usize| i64::try_from(length).ok();
    let zeros =
        exponent.checked_sub(places(after.len())?)?.checked_add(places(significant.len() - shortened.len())?)?;
    let zeros = usize::try_from(zeros).ok()?;
    if shortened.len().saturating_add(zeros) > 20 {
        return Some(Err(TooLarge));
    }
    Some(format!("{shortened}{}", "0".repeat(zeros)).parse().map_err(|_| TooLarge))
}

/// A step: a whole one however it is written, or a real number between two of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Step {
    Whole(u64),
    Real(f64),
}

impl Step {
    pub(crate) fn parse(text: &str) -> Result<Self, CliError> {
        if let Some(Ok(step)) = exact_whole(text) {
            return Ok(Self::Whole(step));
        }
        let rule = || {
            let (largest, received) = (u64::MAX, shown(text));
            let error = CliError::usage(format!("step must be a number from 0 to {largest} (received {received})"));
            if has_commas(text) { error.hint("write thousands as 10000 or 10_000") } else { error }
        };
        const END: f64 = 18_446_744_073_709_551_616.0;
        let step: f64 = text.replace('_', "").parse().map_err(|_| rule())?;
        if (0.0..END).contains(&step) { Ok(Self::Real(step)) } else { Err(rule()) }
    }
}

/// A real number. The schedule checks whether it is legal.
pub(crate) fn number(name: &str, text: &str) -> Result<f64, CliError> {
    let value = text.parse::<f64>().map_err(|_| not_a_number(name, text))?;
    in_range(name, text, value, "f64")?;
    Ok(value)
}

pub(crate) fn not_a_number(name: &str, text: &str) -> CliError {
    let error = CliError::usage(format!("{name} must be a number (received {})", shown(text)));
    if has_commas(text) { error.hint("decimals have a point: 0.1") } else { error }
}

/// An error for a finite decimal that became infinite, or a nonzero one that became zero.
pub(crate) fn in_range(name: &str, text: &str, value: f64, dtype: &str) -> Result<(), CliError> {
    let mantissa = text.split(['e', 'E']).next().unwrap_or(text);
    let written_finite = mantissa.bytes().any(|byte| byte.is_ascii_digit());
    let written_nonzero = mantissa.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
    if value.is_infinite() && written_finite || value == 0.0 && written_nonzero {
        let what = if value == 0.0 { "small" } else { "large" };
        return Err(CliError::usage(format!(
            "{name} is out of range: too {what} for {dtype} (received {})",
            shown(text)
        )));
    }
    Ok(())
}

/// Whether commas may be all that is wrong with a number.
fn has_commas(text: &str) -> bool {
    text.contains(',') && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b',')
}

/// A text as an error message repeats it: on one line, and cut off where it is long.
pub(crate) fn shown(text: &str) -> String {
    const MOST: usize = 40;
    let shown: String = text.chars().take(MOST).flat_map(char::escape_debug).collect();
    match (text.is_empty(), text.chars().nth(MOST)) {
        (true, _) => String::from("nothing"),
        (_, None) => shown,
        (_, Some(_)) => format!("{shown}..."),
    }
}

/// Appends the shortest decimal that reads back as the same double.
pub(crate) fn push(out: &mut String, value: f64) {
    // Writing to a string cannot fail. Debug is the notation wanted, except for the ".0" of whole numbers.
    let _ = write!(out, "{value:?}");
    if out.ends_with(".0") {
        out.truncate(out.len() - 2);
    }
}

/// The shortest decimal that reads back as the same double.
pub(crate) fn text(value: f64) -> String {
    let mut text = String::new();
    push(&mut text, value);
    text
}

/// The value with six digits, or with as many as a whole number has.
pub(crate) fn short(value: f64) -> String {
    let whole = value.abs() < 1e15 && value.fract() == 0.0;
    text(if whole || !value.is_finite() { value } else { format!("{value:.5e}").parse().unwrap_or(value) })
}

/// A count and what is counted: "1 step", "7,000 steps".
pub(crate) fn counted(count: u64, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{} {thing}s", grouped(count)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_may_be_written_in_every_exact_way() {
        for (text, value) in [
            ("0", 0),
            ("1000", 1000),
            ("1_000", 1000),
            ("1e3", 1000),
            ("1E+3", 1000),
            ("1000.0", 1000),
            ("1.5e3", 1500),
            ("15000e-1", 1500),
            (".5e1", 5),
            ("0.0e-5", 0),
            ("000000000000000000000000000001", 1),
            ("1e19", 10_000_000_000_000_000_000),
            ("18446744073709551615", u64::MAX),
            ("1844674407370955161.5e1", u64::MAX),
        ] {
            assert_eq!(whole("step", 0, text), Ok(value), "{text}");
        }
    }

    #[test]
    fn what_is_no_whole_number_is_told() {
        for text in
            ["", "-1", "-0.5", "10.7", "1e-1", "abc", "e5", ".", "_", "1e", "1e1.5", "0x10", "inf", "NaN", "1 2"]
        {
            let error = whole("step", 0, text).expect_err(text).to_string();
            assert!(error.starts_with("step must be a whole number >= 0 (received "), "{text}: {error}");
        }
        for text in ["1e20", "18446744073709551616", "1e400", "99999999999999999999", "1e9223372036854775807"] {
            let error = whole("step", 0, text).expect_err(text).to_string();
            assert!(error.starts_with("step is out of range: the largest is 18446744073709551615"), "{text}: {error}");
        }
        assert!(whole("steps", 1, "0").is_err());
    }

    #[test]
    fn steps_may_lie_between_whole_ones() {
        for (text, step) in [
            ("5", Step::Whole(5)),
            ("5.0", Step::Whole(5)),
            ("1e3", Step::Whole(1000)),
            ("18446744073709551615", Step::Whole(u64::MAX)),
            ("5.5", Step::Real(5.5)),
            ("1_000.25", Step::Real(1000.25)),
            ("1e-1", Step::Real(0.1)),
        ] {
            assert_eq!(Step::parse(text), Ok(step), "{text}");
        }
        for text in ["-1", "-0.5", "NaN", "inf", "-inf", "1e20", "18446744073709551616", "abc", "", "1 2", "1,5"] {
            let error = Step::parse(text).expect_err(text).to_string();
            assert!(
                error.starts_with("step must be a number from 0 to 18446744073709551615 (received "),
                "{text}: {error}"
            );
        }
    }

    #[test]
    fn real_numbers_keep_their_meaning() {
        assert_eq!(number("alpha", "1e-3"), Ok(0.001));
        assert_eq!(number("alpha", "0e-400"), Ok(0.0));
        assert_eq!(number("alpha", "inf"), Ok(f64::INFINITY));
        for (text, message) in [
            ("1e400", "alpha is out of range: too large for f64 (received 1e400)"),
            ("1e-400", "alpha is out of range: too small for f64 (received 1e-400)"),
            ("0,1", "alpha must be a number (received 0,1)"),
        ] {
            assert_eq!(number("alpha", text).expect_err(text).to_string(), message);
        }
    }

    #[test]
    fn numbers_are_written_shortly() {
        for (value, all, six) in [
            (0.0, "0", "0"),
            (1.0, "1", "1"),
            (123_456_789.0, "123456789", "123456789"),
            (11390.625, "11390.625", "11390.6"),
            (2.467_399_070_916_944e-7, "2.467399070916944e-7", "2.4674e-7"),
            (1e16, "1e16", "1e16"),
            (f64::INFINITY, "inf", "inf"),
        ] {
            assert_eq!((text(value).as_str(), short(value).as_str()), (all, six));
        }
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
