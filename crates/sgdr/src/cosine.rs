//! Cosine cycles. VALUE-BEARING: a change here may change a rate.

pub(crate) mod curve;
pub(crate) mod kernel;
pub(crate) mod pieces;
pub(crate) mod powers;
pub(crate) mod progression;
pub(crate) mod timeline;
pub(crate) mod vector;
