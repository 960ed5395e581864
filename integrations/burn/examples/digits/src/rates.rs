//! The rates that burn logged against the schedule.

use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use burn::train::metric::NumericEntry;
use sgdr::LearningRateSchedule;

/// How many rates burn logged in these epochs; fails unless each one is the schedule's, bit for bit.
pub(crate) fn check(
    folder: &Path,
    epochs: Range<usize>,
    steps_per_epoch: u64,
    schedule: &impl LearningRateSchedule,
) -> Result<u64> {
    let first_step = epochs.start as u64 * steps_per_epoch;
    let mut step = first_step;
    for epoch in epochs {
        let path = folder.join(format!("train/epoch-{}/Learning_Rate.log", epoch + 1));
        let log = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        for line in log.lines() {
            let entry = NumericEntry::deserialize(line).map_err(anyhow::Error::msg)?;
            let rate = match entry {
                NumericEntry::Value(rate) | NumericEntry::Aggregated { aggregated_value: rate, .. } => rate,
                // The last line of an epoch is the mean.
                NumericEntry::Final(_) => continue,
            };
            let expected = schedule.at(step);
            ensure!(
                rate.to_bits() == expected.to_bits(),
                "step {step}: burn logged {rate}, the schedule has {expected}"
            );
            step += 1;
        }
        let end = (epoch as u64 + 1) * steps_per_epoch;
        ensure!(step == end, "{}: expected the rates up to step {end}, found those up to {step}", path.display());
    }
    Ok(step - first_step)
}
