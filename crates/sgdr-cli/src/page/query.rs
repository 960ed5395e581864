//! The query of a request: what is asked about the schedule that its body describes.

use crate::error::CliError;
use crate::text::decimal;

pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn new(text: &str) -> Self {
        Self(form_urlencoded::parse(text.as_bytes()).map(|(name, value)| (name.into(), value.into())).collect())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A required text.
    pub(super) fn text(&self, name: &str) -> Result<&str, CliError> {
        self.get(name).ok_or_else(|| CliError::usage(format!("{name} is missing")))
    }

    /// A whole number of at least `least`, if it is given.
    pub(super) fn whole(&self, name: &str, least: u64) -> Result<Option<u64>, CliError> {
        self.get(name).map(|text| decimal::whole(name, least, text)).transpose()
    }
}
