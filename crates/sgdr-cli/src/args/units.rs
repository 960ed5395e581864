//! The flags that say how much training an optimizer step is.

use clap::Args;
use sgdr::Units;

use crate::error::CliError;
use crate::text::decimal;

pub(crate) const HEADING: &str = "Units";

/// With these, lengths may be given in epochs.
#[derive(Args, Clone, Debug)]
pub(crate) struct UnitsArgs {
    /// The number of samples in an epoch; with it, and --batch-size, lengths may be in epochs: -s 10ep
    #[arg(long, help_heading = HEADING, value_name = "SAMPLES", allow_negative_numbers = true, requires = "batch_size")]
    #[arg(value_parser = |text: &str| decimal::whole("dataset_size", 1, text))]
    dataset_size: Option<u64>,

    /// The number of samples that a process takes at a time
    #[arg(long, help_heading = HEADING, value_name = "SAMPLES", allow_negative_numbers = true, requires = "dataset_size")]
    #[arg(value_parser = |text: &str| decimal::whole("batch_size", 1, text))]
    batch_size: Option<u64>,

    /// The number of batches whose gradients are accumulated for a step
    #[arg(long, help_heading = HEADING, value_name = "BATCHES", default_value = "1", allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| decimal::whole("accumulate", 1, text), requires = "dataset_size")]
    accumulate: u64,

    /// The number of processes that train together, each on its share of the samples
    #[arg(long, help_heading = HEADING, value_name = "COUNT", default_value = "1", allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| decimal::whole("processes", 1, text), requires = "dataset_size")]
    processes: u64,

    /// Leave out an incomplete last batch of an epoch
    #[arg(long, help_heading = HEADING, requires = "dataset_size")]
    drop_last: bool,

    /// Count steps as a scheduler prepared by Accelerate does: --processes steps for each update
    #[arg(long, help_heading = HEADING, requires = "dataset_size", conflicts_with = "for_keras")]
    for_accelerate: bool,

    /// Count steps as Keras does with gradient_accumulation_steps: --accumulate steps for each update
    #[arg(long, help_heading = HEADING, requires = "dataset_size")]
    for_keras: bool,
}

impl UnitsArgs {
    /// The units, if they are given and possible.
    pub(crate) fn units(&self) -> Result<Option<Units>, CliError> {
        let (Some(dataset_size), Some(batch_size)) = (self.dataset_size, self.batch_size) else { return Ok(None) };
        let units = Units::builder(dataset_size, batch_size);
        let units = units.accumulate(self.accumulate).processes(self.processes).drop_last(self.drop_last).build();
        let counted = |units: Units| match (self.for_accelerate, self.for_keras) {
            (true, _) => units.for_accelerate(),
            (_, true) => units.for_keras(),
            _ => units,
        };
        units.map(|units| Some(counted(units))).map_err(|error| match error.parameter() {
            "steps_per_epoch" => CliError::usage(format!("--drop-last leaves no batch of an epoch: {error}"))
                .hint("use a smaller --batch-size or fewer --processes"),
            _ => CliError::from(error).hint("--batch-size, --accumulate and --processes are multiplied"),
        })
    }
}
