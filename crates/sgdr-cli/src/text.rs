//! What the command reads and writes as text: numbers, parameters, sentences, and the two outputs.

pub(crate) mod decimal;
pub(crate) mod output;
pub(crate) mod parameters;
pub(crate) mod run_end;
