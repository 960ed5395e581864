//! From text to a JSON value, strictly: no key twice, no number that is not finite, a bounded depth; an error says where.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::error::{Error, Problem};
use super::json::Json;

/// A text longer than this is not read; models of ten thousand layers take less.
const MOST_BYTES: usize = 16 << 20;
/// serde_json's own limit is 128.
const MOST_LEVELS: usize = 100;

pub(super) fn read(text: &str) -> Result<Json, Error> {
    if text.len() > MOST_BYTES {
        return Err(Error::new(Problem::TooLong { most: MOST_BYTES, received: text.len() }));
    }
    let trace = Trace::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Value(&trace).deserialize(&mut deserializer);
    value.and_then(|value| deserializer.end().map(|()| value)).map_err(|error| trace.error(|| syntax(text, &error)))
}

/// The key of a binary format under which a schedule is text.
pub(super) const JSON: &str = "json";

/// The same from any format of serde.
#[cfg_attr(not(feature = "serde"), expect(dead_code, reason = "for serde's traits"))]
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Json, D::Error> {
    let trace = Trace { is_binary: !deserializer.is_human_readable(), ..Trace::default() };
    let value = if trace.is_binary {
        deserializer.deserialize_map(Value(&trace))
    } else {
        deserializer.deserialize_any(Value(&trace))
    };
    let value = value.map_err(|error| match trace.problem.take() {
        Some(problem) => D::Error::custom(trace.place(Error::new(problem))),
        None => error,
    })?;
    match text_of(&value) {
        Some(text) => read(text).map_err(D::Error::custom),
        None => Ok(value),
    }
}

/// The text of a schedule in a binary format.
fn text_of(value: &Json) -> Option<&str> {
    match value {
        Json::Object(entries) => match &entries[..] {
            [(key, Json::Text(text))] if key == JSON => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// A number that JSON does not have, or what the parser says.
fn syntax(text: &str, error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    let rest = text.lines().nth(line.saturating_sub(1)).and_then(|line| {
        // The column is that of the last byte that was looked at.
        let token = line.get(..column)?.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '-').len();
        line.get(token..)
    });
    for literal in ["NaN", "Infinity", "-Infinity"] {
        if rest.is_some_and(|rest| rest.starts_with(literal)) {
            return Problem::NotFinite(String::from(literal));
        }
    }
    let message = alloc::format!("{error}");
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(message, _)| message);
    Problem::Syntax { message: String::from(message), line, column }
}

/// Where the reader is, and what it found there.
#[derive(Default)]
struct Trace {
    path: RefCell<Vec<Segment>>,
    problem: RefCell<Option<Problem>>,
    is_binary: bool,
}

enum Segment {
    Key(String),
    Index(usize),
}

impl Trace {
    fn error(&self, syntax: impl FnOnce() -> Problem) -> Error {
        self.place(Error::new(self.problem.take().unwrap_or_else(syntax)))
    }

    /// The error at the place where the reader stopped.
    fn place(&self, error: Error) -> Error {
        // The way down to what is too deep tells nothing.
        if matches!(error.problem(), Problem::TooDeep(_)) {
            return error;
        }
        self.path.borrow().iter().rev().fold(error, |error, segment| match segment {
            Segment::Key(key) => error.within(key),
            Segment::Index(index) => error.at(*index),
        })
    }

    fn fail<E: serde::de::Error>(&self, problem: Problem) -> E {
        *self.problem.borrow_mut() = Some(problem);
        E::custom("")
    }

    /// Goes down to a part for as long as it is read; after an error the path stays.
    fn part<V, E: serde::de::Error>(&self, segment: Segment, read: impl FnOnce() -> Result<V, E>) -> Result<V, E> {
        self.path.borrow_mut().push(segment);
        if self.path.borrow().len() > MOST_LEVELS {
            return Err(self.fail(Problem::TooDeep(MOST_LEVELS)));
        }
        let value = read()?;
        self.path.borrow_mut().pop();
        Ok(value)
    }
}

#[derive(Clone, Copy)]
struct Value<'a>(&'a Trace);

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_none<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Integer(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Integer(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Json, E> {
        if value.is_finite() {
            Ok(Json::Float(value))
        } else {
            Err(self.0.fail(Problem::NotFinite(alloc::format!("{value}"))))
        }
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(String::from(value)))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Json, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = self.0.part(Segment::Index(values.len()), || sequence.next_element_seed(self))? {
            values.push(value);
        }
        Ok(Json::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut entries: Vec<(String, Json)> = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            // Some binary formats do not tell what a value is: they have to be asked for it.
            let is_text = self.0.is_binary && key == JSON && self.0.path.borrow().is_empty();
            let value = self.0.part(Segment::Key(key.clone()), || {
                if is_text { map.next_value().map(Json::Text) } else { map.next_value_seed(self) }
            })?;
            entries.push((key, value));
        }
        let mut keys: Vec<&str> = entries.iter().map(|(key, _)| key.as_str()).collect();
        keys.sort_unstable();
        if let Some(pair) = keys.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(self.0.fail(Problem::Twice(String::from(pair[0]))));
        }
        Ok(Json::Object(entries))
    }
}
