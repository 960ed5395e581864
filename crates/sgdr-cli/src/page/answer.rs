//! What is sent back.

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, Response, StatusCode};
use serde::Serialize;

use crate::error::CliError;

pub(super) const JSON: &str = "application/json";

/// The contents of a type.
pub(super) fn contents(of_type: &'static str, contents: impl Into<Bytes>) -> Response<Body> {
    let mut response = Response::new(Body::from(contents.into()));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(of_type));
    response
}

pub(super) fn json(value: &impl Serialize) -> Result<Response<Body>, CliError> {
    let text = serde_json::to_string(value).map_err(|error| CliError::failed(error.to_string()))?;
    Ok(contents(JSON, text))
}

/// A file to be saved.
pub(super) fn file(of_type: &'static str, bytes: Vec<u8>) -> Response<Body> {
    let mut response = contents(of_type, bytes);
    response.headers_mut().insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    response
}

/// An error with the words of the command line.
pub(super) fn failure(status: StatusCode, error: &CliError) -> Response<Body> {
    let text = serde_json::to_string(error).unwrap_or_default();
    let mut response = contents(JSON, text);
    *response.status_mut() = status;
    response
}

/// An answer in place of one, with a sentence that says why.
pub(super) fn refusal(status: StatusCode, reason: &str) -> Response<Body> {
    failure(status, &CliError::usage(reason))
}
