//! Arithmetic beyond a double. VALUE-BEARING: a change here may change a rate.

pub(crate) mod double_double;
pub(crate) mod elementary;
pub(crate) mod extended;
pub(crate) mod interpolation;
pub(crate) mod ratio;
pub(crate) mod real_step;
pub(crate) mod wide;
