//! `CosineDecayRestarts`: against `golden/exact.csv` and a second oracle, for parameters of every kind, and what it refuses.

mod cycles;
mod golden;
mod half;
mod heights;
mod parameters;
mod properties;
mod runs;
