//! The cycles as a table for people: columns flush right, rates and lengths with six digits.

use clap::builder::styling::Style;

use super::Row;
use crate::schedule::Schedule;
use crate::text::decimal;

pub(crate) const HEAD: [&str; 7] = ["cycle", "first step", "last step", "length", "peak", "floor", "last rate"];

pub(super) fn table(schedule: &Schedule, rows: &[Row]) -> String {
    let lines: Vec<[String; 7]> = rows.iter().map(|row| line(schedule, row)).collect();
    let widths: Vec<usize> = HEAD
        .iter()
        .enumerate()
        .map(|(column, head)| lines.iter().map(|line| line[column].len()).max().unwrap_or(0).max(head.len()))
        .collect();
    let flush = |cells: &[&str]| {
        let cells = cells.iter().zip(&widths).map(|(cell, &width)| format!("{cell:>width$}"));
        cells.collect::<Vec<_>>().join("  ")
    };
    let bold = Style::new().bold();
    let mut table = format!("{bold}{}{bold:#}\n", flush(&HEAD));
    for line in &lines {
        table += &flush(&line.each_ref().map(String::as_str));
        table.push('\n');
    }
    table
}

/// The lines of the first `count` cycles.
pub(crate) fn lines(schedule: &Schedule, count: u64) -> Vec<[String; 7]> {
    super::rows(schedule, count).iter().map(|row| line(schedule, row)).collect()
}

fn line(schedule: &Schedule, Row { cycle, last_rate }: &Row) -> [String; 7] {
    let beyond = || String::from("-");
    [
        cycle.index.to_string(),
        cycle.first_step.to_string(),
        cycle.last_step.map_or_else(beyond, |step| step.to_string()),
        if cycle.is_hold() { String::from("hold") } else { decimal::short(cycle.length) },
        decimal::short(schedule.dtype().shortest(cycle.peak)),
        decimal::short(schedule.dtype().shortest(cycle.floor)),
        last_rate.map_or_else(beyond, |rate| decimal::short(schedule.dtype().shortest(rate))),
    ]
}
