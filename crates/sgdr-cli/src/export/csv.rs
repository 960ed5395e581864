//! CSV: the step, and the rate of each schedule.
//!
//! The columns are `step` and `learning_rate`; where schedules are compared, `step` and one named after each, such as
//! `t_mul=1.5`. A rate is the shortest decimal that reads back as the same value of its type.

use std::io::Write;

use super::rows::Rows;
use crate::args::run::Run;
use crate::error::CliError;

/// Rows that are put together before they are written.
const CHUNK: usize = 4096;

pub(super) fn write(run: &Run, rows: &Rows, out: &mut impl Write) -> Result<(), CliError> {
    let mut text = String::from("step");
    for curve in &run.curves {
        text.push(',');
        text += &quoted(if curve.label.is_empty() { "learning_rate" } else { &curve.label });
    }
    text.push('\n');

    let mut columns: Vec<Column> = run.curves.iter().map(|_| Column::default()).collect();
    let mut steps = rows.steps();
    let mut row = 0;
    while row < rows.count {
        let length = usize::try_from(rows.count - row).unwrap_or(CHUNK).min(CHUNK);
        for (curve, column) in run.curves.iter().zip(&mut columns) {
            column.rates.resize(length, 0.0);
            rows.fill(&curve.schedule, row, &mut column.rates);
        }
        for (index, step) in steps.by_ref().take(length).enumerate() {
            text += &step.to_string();
            for (curve, column) in run.curves.iter().zip(&mut columns) {
                text.push(',');
                let rate = column.rates[index];
                if column.last != Some(rate) {
                    column.last = Some(rate);
                    column.text = curve.schedule.dtype().text(rate);
                }
                text += &column.text;
            }
            text.push('\n');
        }
        out.write_all(text.as_bytes())?;
        text.clear();
        row += length as u64;
    }
    Ok(())
}

#[derive(Default)]
struct Column {
    rates: Vec<f64>,
    /// The last rate and its text. A short type has few values: its rates repeat for many steps.
    last: Option<f64>,
    text: String,
}

fn quoted(name: &str) -> String {
    if name.contains([',', '"']) { format!("\"{}\"", name.replace('"', "\"\"")) } else { name.to_string() }
}
