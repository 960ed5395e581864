//! A JSON value.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

/// A JSON value: what a key of a [`Config`](super::Config) holds.
///
/// A number keeps whether it was written as an integer, an object the order of its keys. It is displayed as Python's
/// `json.dumps` writes it.
///
/// ```
/// use sgdr::keras::Json;
///
/// let boundaries = Json::from([1000_u64, 2000]);
/// assert_eq!(boundaries.to_string(), "[1000, 2000]");
/// assert_eq!(Json::from(1e-5).to_string(), "1e-05");
/// assert_eq!(Json::from(None::<f64>).to_string(), "null");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number written without point and exponent.
    Integer(i128),
    /// Any other number.
    Float(f64),
    /// Text.
    Text(String),
    /// Values in order.
    List(Vec<Json>),
    /// Keys and their values in order.
    Object(Vec<(String, Json)>),
}

impl Json {
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The value under a key, without the rest; null if there is none.
    pub(super) fn take(self, key: &str) -> Self {
        match self {
            Self::Object(entries) => {
                entries.into_iter().find(|(name, _)| name == key).map_or(Self::Null, |(_, value)| value)
            }
            _ => Self::Null,
        }
    }

    /// The value for a message: what it is, short.
    pub(super) fn excerpt(&self) -> String {
        match self {
            Self::Text(text) => excerpt(text),
            Self::List(values) => alloc::format!("a list of {}", values.len()),
            Self::Object(_) => String::from("an object"),
            plain => plain.to_string(),
        }
    }
}

/// A text in quotes, as a message may repeat it: on one line, and not endless.
pub(super) fn excerpt(text: &str) -> String {
    const MOST: usize = 40;
    let shown: String = text.chars().take(MOST).flat_map(char::escape_debug).collect();
    if text.chars().nth(MOST).is_none() { alloc::format!("\"{shown}\"") } else { alloc::format!("\"{shown}...\"") }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<u64> for Json {
    fn from(value: u64) -> Self {
        Self::Integer(value.into())
    }
}

impl From<i64> for Json {
    fn from(value: i64) -> Self {
        Self::Integer(value.into())
    }
}

impl From<f64> for Json {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<&str> for Json {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Json {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl<V: Into<Self>> From<Option<V>> for Json {
    fn from(value: Option<V>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<V: Into<Self>> From<Vec<V>> for Json {
    fn from(values: Vec<V>) -> Self {
        values.into_iter().collect()
    }
}

impl<V: Into<Self>, const N: usize> From<[V; N]> for Json {
    fn from(values: [V; N]) -> Self {
        values.into_iter().collect()
    }
}

impl<V: Into<Self>> FromIterator<V> for Json {
    fn from_iter<I: IntoIterator<Item = V>>(values: I) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

/// As Python's `json.dumps` writes it, on one line.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Float(value) => python_float(*value, f),
            Self::Text(text) => python_text(text, f),
            Self::List(values) => {
                for (index, value) in values.iter().enumerate() {
                    write!(f, "{}{value}", if index == 0 { "[" } else { ", " })?;
                }
                f.write_str(if values.is_empty() { "[]" } else { "]" })
            }
            Self::Object(entries) => {
                for (index, (key, value)) in entries.iter().enumerate() {
                    f.write_str(if index == 0 { "{" } else { ", " })?;
                    python_text(key, f)?;
                    write!(f, ": {value}")?;
                }
                f.write_str(if entries.is_empty() { "{}" } else { "}" })
            }
        }
    }
}

/// Rust and Python find the same shortest digits and change to an exponent at the same sizes; Python writes that with a
/// sign and two digits at least.
fn python_float(value: f64, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if !value.is_finite() {
        let sign = if value.is_sign_negative() { "-" } else { "" };
        return if value.is_nan() { f.write_str("NaN") } else { write!(f, "{sign}Infinity") };
    }
    let text = alloc::format!("{value:?}");
    let Some((digits, exponent)) = text.split_once('e') else { return f.write_str(&text) };
    match exponent.strip_prefix('-') {
        Some(exponent) => write!(f, "{digits}e-{exponent:0>2}"),
        None => write!(f, "{digits}e+{exponent:0>2}"),
    }
}

/// Everything outside ASCII is escaped, in UTF-16 as JSON wants it.
fn python_text(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    for character in text.chars() {
        match character {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            '\u{8}' => f.write_str("\\b")?,
            '\u{c}' => f.write_str("\\f")?,
            ' '..='~' => write!(f, "{character}")?,
            other => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    write!(f, "\\u{unit:04x}")?;
                }
            }
        }
    }
    f.write_str("\"")
}
