//! JSON values as R's lists and vectors, and back.

use extendr_api::prelude::*;
use sgdr::keras::{Json, Serializable as _};

use crate::numbers::{integer64, number};
use crate::{Answer, kept};

/// The deepest list that is looked into; more than any schedule has.
const DEEPEST: usize = 200;

/// The longest message that a place is put before.
const LONGEST: usize = 200;

/// The keys that hold lists, because in R every number is a vector.
const LISTS: [&str; 4] = ["boundaries", "values", "schedules", "starts"];

/// The JSON of a value of R: a schedule becomes its config, a vector of one element this element.
pub(crate) fn from_r(value: &Robj) -> Answer<Json> {
    at_depth(value, 0)
}

fn at_depth(value: &Robj, depth: usize) -> Answer<Json> {
    if depth > DEEPEST {
        return Err(format!("lists must lie in each other at most {DEEPEST} deep"));
    }
    if value.is_null() {
        return Ok(Json::Null);
    }
    if let Some(text) = value.get_attrib("json") {
        return Ok(kept(text.as_str().unwrap_or_default())?.to_json());
    }
    let Some(list) = value.as_list() else { return Ok(single(vector(value)?)) };
    let inner = |value: &Robj| at_depth(value, depth + 1);
    let Some(names) = value.names() else { return list.values().map(|value| inner(&value)).collect() };
    let entries = names.zip(list.values()).map(|(name, value)| {
        let place = |message: String| if message.len() > LONGEST { message } else { format!("{name}: {message}") };
        let json = inner(&value).map_err(place)?;
        let is_element = LISTS.contains(&name) && !matches!(json, Json::List(_));
        Ok((name.into(), if is_element { Json::List(vec![json]) } else { json }))
    });
    entries.collect::<Answer<_>>().map(Json::Object)
}

/// The elements of a vector.
fn vector(value: &Robj) -> Answer<Json> {
    if let Some(integers) = integer64(value) {
        Ok(integers.into())
    } else if let Some(doubles) = value.as_real_slice() {
        Ok(doubles.iter().map(|&value| number(value)).collect())
    } else if let (Ok(integers), false) = (Integers::try_from(value), value.is_factor()) {
        Ok(integers.iter().map(|value| if value.is_na() { Json::Null } else { i64::from(value.0).into() }).collect())
    } else if let Ok(flags) = Logicals::try_from(value) {
        Ok(flags.iter().map(|flag| if flag.is_na() { Json::Null } else { flag.is_true().into() }).collect())
    } else if let (Some(texts), false) = (value.as_string_vector(), value.is_factor()) {
        Ok(texts.into())
    } else {
        Err(String::from("must be a number, text, TRUE or FALSE, NULL, or a list of these"))
    }
}

fn single(json: Json) -> Json {
    match json {
        Json::List(mut values) if values.len() == 1 => values.pop().unwrap_or(Json::Null),
        list => list,
    }
}

/// The value of R for JSON; integers too large for R's become doubles.
pub(crate) fn to_r(json: Json) -> Robj {
    match json {
        Json::Null => NULL.into(),
        Json::Bool(value) => value.into(),
        #[expect(clippy::cast_precision_loss, reason = "R has no wider number")]
        Json::Integer(value) => i32::try_from(value).map_or_else(|_| (value as f64).into(), Into::into),
        Json::Float(value) => value.into(),
        Json::Text(text) => text.into(),
        Json::List(values) => List::from_values(values.into_iter().map(to_r)).into(),
        Json::Object(entries) => List::from_pairs(entries.into_iter().map(|(key, value)| (key, to_r(value)))).into(),
    }
}
