//! What other libraries compute, replayed with their rounding, to say where it goes wrong. No rate of ours comes from here.

pub(crate) mod compiled_keras;
pub(crate) mod float_formula;
