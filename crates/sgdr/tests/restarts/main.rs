//! `CosineDecayRestarts`: against `golden/exact.csv` and a second oracle, for parameters of every kind, legal and illegal.

mod cycles;
mod golden;
mod half;
mod heights;
mod parameters;
mod properties;
mod runs;
