//! A file that is dropped on the page: the flags for the schedule in it.

use axum::body::Body;
use axum::http::Response;
use serde::Serialize;

use super::answer;
use super::query::Query;
use crate::args::flags::{self, Flags};
use crate::config_file::ConfigFile;
use crate::error::CliError;
use crate::schedule::Schedule;

#[derive(Serialize)]
struct Found<'a> {
    /// Where in the file, as keys joined by points.
    place: &'a str,
    class: &'a str,
    dtype: &'static str,
    flags: Flags,
}

pub(super) fn answer(query: &Query, body: &[u8]) -> Result<Response<Body>, CliError> {
    let file = ConfigFile::of_bytes(query.get("name").unwrap_or("the file"), body.to_vec())?;
    let schedule = file.schedule(None)?;
    let flags = flags_of(&schedule);
    answer::json(&Found { place: file.place(), class: schedule.class(), dtype: schedule.dtype().name(), flags })
}

/// Flags where there are some for the schedule, else its text.
pub(crate) fn flags_of(schedule: &Schedule) -> Flags {
    match schedule.restarts() {
        Some(restarts) => flags::of_restarts(restarts, schedule.dtype()),
        None => vec![(String::from("config"), schedule.to_keras())],
    }
}
