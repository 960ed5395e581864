//! JSON: one object with columns as arrays.
//!
//! ```text
//! { "steps": 10, "every": 5, "step": [0, 5],
//!   "curves": [{ "label": "", "class": "CosineDecayRestarts", "parameters": { "initial_learning_rate": 0.1, ... },
//!                "learning_rate": [0.1, 0.05] }] }
//! ```
//!
//! A rate is the shortest decimal that reads back as the same value of its type; an infinite one is null.

use std::io::{self, Write};

use super::rows::Rows;
use crate::args::run::Run;
use crate::error::CliError;

pub(super) fn write(run: &Run, rows: &Rows, out: &mut impl Write) -> Result<(), CliError> {
    write!(out, "{{\n\"steps\": {},\n\"every\": {},\n\"step\": [", rows.steps, rows.every)?;
    for step in rows.steps() {
        write!(out, "{}{step}", if step == 0 { "" } else { "," })?;
    }
    write!(out, "],\n\"curves\": [")?;
    for (index, curve) in run.curves.iter().enumerate() {
        write!(out, "{}\n{{\"label\": ", if index == 0 { "" } else { "," })?;
        serde_json::to_writer(&mut *out, &curve.label).map_err(io::Error::from)?;
        write!(out, ", \"class\": \"{}\", \"parameters\": ", curve.schedule.class())?;
        serde_json::to_writer(&mut *out, &curve.schedule.parameters()).map_err(io::Error::from)?;
        write!(out, ", \"learning_rate\": [")?;
        rows.rates(&curve.schedule, |first, rates| {
            for (index, &rate) in rates.iter().enumerate() {
                let comma = if first == 0 && index == 0 { "" } else { "," };
                if rate.is_finite() {
                    write!(out, "{comma}{}", curve.schedule.dtype().text(rate))?;
                } else {
                    write!(out, "{comma}null")?;
                }
            }
            Ok(())
        })?;
        write!(out, "]}}")?;
    }
    Ok(out.write_all(b"\n]\n}\n")?)
}
