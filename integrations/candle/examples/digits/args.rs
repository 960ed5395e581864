//! The command line.

use std::path::{Path, PathBuf};

use clap::Parser;

use super::data::Data;
use super::schedules::{CYCLES, FIRST_CYCLE, Kind, Plan, is_rate};

const EXAMPLES: &str = "\
Examples:
  digits                                         compare the four schedules on the 8x8 digits
  digits --schedule sgdr --seed 1                one schedule, other weights and batches
  digits --resume target/digits/sgdr-30.safetensors
                                                 continue where that snapshot was taken
  digits --data mnist --cycles 2 --first-cycle 1 three epochs of your copy of MNIST
  digits --schedule sgdr --peak 0.2 --validate   try a peak without looking at the test images";

/// Trains a small network on handwritten digits under four learning-rate schedules and compares them.
#[derive(Debug, Parser)]
#[command(name = "digits", after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Run only this schedule
    #[arg(long, value_enum)]
    schedule: Option<Kind>,

    /// Highest rate of the schedule, instead of the one chosen for it
    #[arg(long, requires = "schedule", value_name = "RATE", value_parser = rate)]
    peak: Option<f64>,

    /// Number of SGDR cycles, each twice as long as the one before; all schedules stop where the last one ends
    #[arg(long, default_value_t = 3, value_name = "N", value_parser = clap::value_parser!(u32).range(CYCLES))]
    cycles: u32,

    /// Epochs in the first cycle
    #[arg(long, default_value_t = 10, value_name = "EPOCHS", value_parser = clap::value_parser!(u64).range(FIRST_CYCLE))]
    first_cycle: u64,

    /// Seed of the first weights and of the order of the images
    #[arg(long, default_value_t = 0)]
    seed: u64,

    /// Test on the last fifth of the training images, and leave the test images alone
    #[arg(long)]
    validate: bool,

    /// Folder with your own copy of MNIST (train-images-idx3-ubyte, ...) or CIFAR-10 (data_batch_1.bin, ...)
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,

    /// Folder for the snapshots and the picture
    #[arg(long, value_name = "DIR", default_value = "target/digits")]
    out: PathBuf,

    /// Resume from this snapshot, with its settings and in its folder; the newest one loses the least
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["schedule", "peak", "cycles", "first_cycle", "seed", "validate", "out"]
    )]
    pub(crate) resume: Option<PathBuf>,
}

impl Args {
    /// What these arguments ask for, with `data` to train on.
    pub(crate) fn plan(&self, data: &Data) -> Plan {
        let kinds = self.schedule.map_or(Kind::ALL.to_vec(), |kind| vec![kind]);
        Plan {
            data: data.name.to_owned(),
            peaks: kinds.into_iter().map(|kind| (kind, self.peak.unwrap_or(kind.peak()))).collect(),
            cycles: self.cycles,
            first_cycle: self.first_cycle,
            seed: self.seed,
            validate: self.validate,
        }
    }

    /// The folder to write to.
    pub(crate) fn folder(&self) -> PathBuf {
        match &self.resume {
            Some(snapshot) => snapshot.parent().unwrap_or(Path::new("")).to_owned(),
            None => self.out.clone(),
        }
    }
}

fn rate(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(rate) if is_rate(rate) => Ok(rate),
        _ => Err("expected a number above 0".to_owned()),
    }
}
