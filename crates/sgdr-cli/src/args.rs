//! Flags that several verbs share, and what they ask for.

pub(crate) mod comparison;
pub(crate) mod flags;
pub(crate) mod length;
pub(crate) mod plan;
pub(crate) mod run;
pub(crate) mod schedule;
pub(crate) mod units;
