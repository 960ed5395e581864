//! Trains a small network on handwritten digits with burn's own training loop, dashboard and checkpoints, under cosine
//! decay with warm restarts, and compares every rate that burn logs with the schedule.
//!
//! ```text
//! cargo run --release -p sgdr-burn-digits                          14 epochs: cycles of 2, 4 and 8
//! cargo run --release -p sgdr-burn-digits -- --epochs 5            stops in the middle of the second cycle
//! cargo run --release -p sgdr-burn-digits -- --resume 5            continues from there
//! cargo run --release -p sgdr-burn-digits -- --resume 5 --restart  the same, but leaves out the rest of the cycle
//! ```

mod data;
mod model;
mod quiet;
mod rates;

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Result, bail, ensure};
use burn::module::Module;
use burn::optim::SgdConfig;
use burn::optim::momentum::MomentumConfig;
use burn::tensor::Device;
use burn::train::checkpoint::KeepLastNCheckpoints;
use burn::train::metric::{AccuracyMetric, LearningRateMetric, LossMetric};
use burn::train::{Learner, SupervisedTraining};
use clap::Parser;
use sgdr::{AnySchedule, CosineDecayRestarts, Replan};
use sgdr_burn::{OnMismatch, Scheduler};

use data::{Images, Loader};
use model::Net;
use quiet::Quiet;

/// Trains on handwritten digits with burn under cosine decay with warm restarts
#[derive(Debug, Parser)]
#[command(version)]
struct Args {
    /// The last epoch
    #[arg(long, default_value_t = 14)]
    epochs: usize,
    /// Continues from the checkpoint of this epoch
    #[arg(long, value_name = "EPOCH")]
    resume: Option<usize>,
    /// Changes the plan there: the next step restarts
    #[arg(long, requires = "resume")]
    restart: bool,
    /// What to continue with where the checkpoint is of another schedule
    #[arg(long, value_enum, default_value = "error")]
    on_mismatch: Mismatch,
    /// Epochs in the first cycle; each further one is twice as long
    #[arg(long, default_value_t = 2, value_name = "EPOCHS")]
    first_cycle: u64,
    /// The rate at every restart
    #[arg(long, default_value_t = 0.1)]
    peak: f64,
    /// Folder for burn's logs and checkpoints
    #[arg(long, default_value = "target/burn-digits", value_name = "FOLDER")]
    out: PathBuf,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Mismatch {
    /// Nothing: that is an error
    Error,
    /// The schedule of these flags
    New,
}

fn main() -> Result<()> {
    let args = Args::parse();
    let done = args.resume.unwrap_or(0);
    ensure!(done < args.epochs, "--epochs: must be > {done}, the epochs done (received {})", args.epochs);
    if let Some(epoch) = args.resume {
        let checkpoint = args.out.join(format!("checkpoint/scheduler-{epoch}.bpk"));
        ensure!(checkpoint.exists(), "--resume: there is no checkpoint of epoch {epoch}, {}", checkpoint.display());
    }

    let device = Device::flex().autodiff();
    device.seed(1);
    let (train, test) = Images::digits();
    let Some(first_decay_steps) = args.first_cycle.checked_mul(train.batches()) else {
        bail!("--first-cycle: the cycle would have more than 2^64 - 1 steps (received {})", args.first_cycle);
    };
    let mut schedule = AnySchedule::from(CosineDecayRestarts::new(args.peak, first_decay_steps)?);
    if args.restart {
        schedule = Replan::new(schedule, done as u64 * train.batches())?.skip_cycle()?.into();
    }
    let scheduler = Scheduler::new(schedule.clone()).on_mismatch(match args.on_mismatch {
        Mismatch::Error => OnMismatch::Error,
        Mismatch::New => OnMismatch::New,
    });

    // What an sgdr run needs of burn's training loop: the schedule instead of the rate.
    let optimizer = SgdConfig::new()
        .with_momentum(Some(MomentumConfig::new().with_momentum(0.9).with_dampening(0.0).with_nesterov(true)))
        .init();
    let learner = Learner::new(Net::new(&device), optimizer, scheduler);

    let (train, test) = (Arc::new(train), Arc::new(test));
    let mut training = SupervisedTraining::new(
        &args.out,
        Arc::new(Loader::shuffled(train.clone(), done as u64, &device)),
        Arc::new(Loader::in_order(test.clone(), &device)),
    )
    .metric_train_numeric(LearningRateMetric::new())
    .metric_train_numeric(LossMetric::new())
    .metric_valid_numeric(LossMetric::new())
    .metric_valid_numeric(AccuracyMetric::new())
    .with_checkpointing_strategy(KeepLastNCheckpoints::new(args.epochs))
    .with_default_checkpointers()
    .num_epochs(args.epochs);
    if let Some(epoch) = args.resume {
        training = training.checkpoint(epoch);
    }
    // The dashboard is for a terminal; burn's other renderer writes a line for every batch.
    if !std::io::stdout().is_terminal() {
        training = training.renderer(Box::new(Quiet));
    }
    let result = training.launch(learner);
    if let Some(error) = result.error {
        bail!("the training stopped: {error}");
    }
    if let Some(interruption) = result.interrupted {
        println!("stopped: {}; --resume continues from a checkpoint", interruption.reason.unwrap_or_default());
        return Ok(());
    }
    drop(result.renderer);

    let steps = rates::check(&args.out, done..args.epochs, train.batches(), &schedule)?;
    println!("{steps} rates logged, each the same double as the schedule has");
    println!("{} of {} test images right", result.model.no_grad().correct(&test), test.len());
    Ok(())
}
