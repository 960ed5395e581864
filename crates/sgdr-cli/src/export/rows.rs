//! The rows of a data file: one for every `every` steps, with a rate of each schedule.

use std::num::NonZeroU64;

use sgdr::LearningRateSchedule as _;

use crate::error::CliError;
use crate::schedule::Schedule;
use crate::text::decimal::{counted, grouped};

/// The steps 0, `every`, 2 `every`, ... of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows {
    pub(super) steps: u64,
    pub(super) every: u64,
    pub(super) count: u64,
}

/// Rows that are evaluated at a time.
const CHUNK: usize = 4096;

impl Rows {
    pub(super) fn at_most(most: u64, steps: NonZeroU64, every: Option<u64>) -> Result<Self, CliError> {
        let (steps, every) = (steps.get(), every.unwrap_or(1));
        let count = steps.div_ceil(every);
        if count > most {
            let message = format!("{} rows are too many for a file: at most {}", grouped(count), grouped(most));
            return Err(CliError::usage(message).hint(format!("use --every {} or more", steps.div_ceil(most))));
        }
        Ok(Self { steps, every, count })
    }

    /// "500 rows, one for every 10 steps"
    pub(super) fn words(&self) -> String {
        let rows = counted(self.count, "row");
        match self.every {
            1 => format!("{rows}, one for each step"),
            every => format!("{rows}, one for every {} steps", grouped(every)),
        }
    }

    pub(super) fn steps(self) -> impl Iterator<Item = u64> {
        (0..self.count).map(move |row| row * self.every)
    }

    /// Hands out the rates of a schedule in pieces, with the step of the first.
    pub(super) fn rates(
        &self,
        schedule: &Schedule,
        mut take: impl FnMut(u64, &[f64]) -> Result<(), CliError>,
    ) -> Result<(), CliError> {
        let mut buffer = [0.0; CHUNK];
        let mut row = 0;
        while row < self.count {
            let length = usize::try_from(self.count - row).unwrap_or(CHUNK).min(CHUNK);
            let piece = &mut buffer[..length];
            self.fill(schedule, row, piece);
            take(row * self.every, piece)?;
            row += length as u64;
        }
        Ok(())
    }

    /// Writes the rates from a row on.
    pub(super) fn fill(&self, schedule: &Schedule, row: u64, out: &mut [f64]) {
        if self.every == 1 {
            schedule.fill(row, out);
        } else {
            let steps = (row..).map(|row| row * self.every);
            out.iter_mut().zip(steps).for_each(|(rate, step)| *rate = schedule.at(step));
        }
    }
}
