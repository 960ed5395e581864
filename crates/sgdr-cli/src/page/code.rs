//! The schedule for another library, as `sgdr convert` prints it.

use axum::body::Body;
use axum::http::Response;
use clap::ValueEnum as _;
use serde::Serialize;

use super::answer;
use super::query::Query;
use super::request::Request;
use crate::convert::{Extent, Target};
use crate::error::CliError;
use crate::text::decimal;

#[derive(Serialize)]
struct Code {
    code: String,
    notes: Vec<String>,
    losses: Vec<String>,
}

/// For the curve `of`, over the whole run.
pub(super) fn answer(request: &Request, query: &Query) -> Result<Response<Body>, CliError> {
    let to = query.text("to")?;
    let target = Target::from_str(to, false)
        .map_err(|_| CliError::usage(format!("there is no library {}", decimal::shown(to))))?;
    let of = query.whole("of", 0)?.unwrap_or(0);
    let schedule = usize::try_from(of).ok().and_then(|of| request.run.curves.get(of));
    let Some(curve) = schedule else {
        return Err(CliError::usage(format!("there is no curve {of}")));
    };
    let conversion = target.convert(&curve.schedule, Some(Extent::Steps(request.run.steps.get())))?;
    let (code, notes, losses) = (conversion.code, conversion.notes, conversion.losses);
    answer::json(&Code { code, notes, losses })
}
