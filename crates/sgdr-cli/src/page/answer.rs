//! Responses.

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, Response, StatusCode};
use serde::Serialize;

use crate::error::CliError;

pub(super) const JSON: &str = "application/json";

/// A body of a media type.
pub(super) fn contents(of_type: &'static str, contents: impl Into<Bytes>) -> Response<Body> {
    let mut response = Response::new(Body::from(contents.into()));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(of_type));
    response
}

pub(super) fn json(value: &impl Serialize) -> Result<Response<Body>, CliError> {
    let text = serde_json::to_string(value).map_err(|error| CliError::failed(error.to_string()))?;
    Ok(contents(JSON, text))
}

/// A file to save.
pub(super) fn file(of_type: &'static str, bytes: Vec<u8>) -> Response<Body> {
    let mut response = contents(of_type, bytes);
    response.headers_mut().insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    response
}

/// An error as on the command line.
pub(super) fn failure(status: StatusCode, error: &CliError) -> Response<Body> {
    let text = serde_json::to_string(error).unwrap_or_default();
    let mut response = contents(JSON, text);
    *response.status_mut() = status;
    response
}

/// A refusal, with the reason in a sentence.
pub(super) fn refusal(status: StatusCode, reason: &str) -> Response<Body> {
    failure(status, &CliError::usage(reason))
}
