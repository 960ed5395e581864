//! SGDR against three other learning-rate schedules on real handwritten digits, in candle.
//!
//! Every schedule trains the same network from the same weights on the same batches for the same number of epochs:
//! what differs is the rate. The example prints a table, draws a picture, and keeps a snapshot of each run at the last
//! step of every SGDR cycle, from which a run goes on bit for bit.
//!
//! ```text
//! cargo run --release -p sgdr-candle --example digits
//! ```
//!
//! Two runs print the same numbers, whatever the number of cores.
//!
//! Where to look: [`schedules`] makes the four schedules, [`train`] is the loop around `sgdr_candle::Scheduled`,
//! [`snapshot`] is all that a run needs to go on, [`ensemble`] what the networks of several snapshots know together.

mod args;
mod data;
mod ensemble;
mod files;
mod model;
mod nesterov;
mod picture;
mod progress;
mod report;
mod schedules;
mod snapshot;
mod train;

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::panic::resume_unwind;
use std::path::Path;
use std::process::ExitCode;
use std::thread::{self, ScopedJoinHandle};

use anyhow::{Context, Result};
use clap::Parser;
use indicatif::MultiProgress;

pub(crate) use args::Args;
use data::Data;
use schedules::Plan;
use snapshot::Snapshot;
use train::{Outcome, Run};

fn main() -> ExitCode {
    #[cfg(unix)]
    start_again_for_one_thread();
    match run(&Args::parse(), &mut io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Tells candle to use one thread, since the runs share the cores already. It reads that from its environment only, and
/// where it finds nothing it looks up the number of cores for every product, which takes half of the time here.
#[cfg(unix)]
fn start_again_for_one_thread() {
    use std::env;
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    const THREADS: &str = "RAYON_NUM_THREADS";
    if let (None, Ok(program)) = (env::var_os(THREADS), env::current_exe()) {
        // Comes back only if it cannot; then this process does the work, more slowly.
        let _error = Command::new(program).args(env::args_os().skip(1)).env(THREADS, "1").exec();
    }
}

/// Trains, then writes the table to `out` and the picture into the output folder.
pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<()> {
    let start = args.resume.as_deref().map(Snapshot::load).transpose()?;
    let data = match &args.data {
        Some(folder) => files::load(folder)?,
        None => Data::digits()?,
    };
    let plan = match &start {
        Some(snapshot) => snapshot.plan_for(&data)?,
        None => args.plan(&data),
    };
    let folder = args.folder();
    fs::create_dir_all(&folder).with_context(|| format!("{}: cannot make the output folder", folder.display()))?;

    let data = if plan.validate { data.with_validation_for_test()? } else { data };
    let outcomes = compare(&plan, &data, &folder, start.as_ref())?;
    report::print(&plan, &data, &outcomes, out)?;
    let picture = folder.join("digits.svg");
    picture::draw(&plan, &data, &outcomes, &picture)
        .with_context(|| format!("{}: cannot draw the picture", picture.display()))?;
    writeln!(out, "picture: {}", picture.display())?;
    Ok(())
}

/// Runs the schedules of `plan` side by side.
fn compare(plan: &Plan, data: &Data, folder: &Path, start: Option<&Snapshot>) -> Result<Vec<Outcome>> {
    let bars = MultiProgress::new();
    let mut runs = Vec::new();
    for kind in plan.kinds() {
        let run = Run::new(plan, kind, data, folder, &bars)?;
        runs.push(match start {
            Some(snapshot) if snapshot.record.kind == kind => run.resume(snapshot)?,
            Some(_) => run.resume_newest()?,
            None => run,
        });
    }
    let outcomes = thread::scope(|scope| {
        let threads: Vec<_> = runs.into_iter().map(|run| scope.spawn(|| on_one_thread(|| run.train()))).collect();
        let join = |thread: ScopedJoinHandle<'_, _>| thread.join().unwrap_or_else(|panic| resume_unwind(panic));
        threads.into_iter().map(join).collect()
    });
    if io::stderr().is_terminal() {
        eprintln!(); // the bars stay where they are
    }
    outcomes
}

/// Gives the parallel loops of candle a pool of one thread, so that the runs do not wait for each other.
fn on_one_thread<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    rayon::ThreadPoolBuilder::new().num_threads(1).build()?.install(work)
}
