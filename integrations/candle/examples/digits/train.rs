//! One run: a network under one schedule, from its first step or a snapshot to the end of the budget.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use candle_nn::{Optimizer, loss};
use indicatif::MultiProgress;
use sgdr::{CosineDecayRestarts, ScheduleExt as _};
use sgdr_candle::Scheduled;

use super::data::Data;
use super::model::{Net, Weights};
use super::nesterov::Nesterov;
use super::progress::Progress;
use super::report::{count, plural};
use super::schedules::{BoxedSchedule, Kind, Plan};
use super::snapshot::{Epoch, Record, Snapshot};

/// A run under way.
pub(crate) struct Run<'a> {
    plan: &'a Plan,
    data: &'a Data,
    folder: &'a Path,
    kind: Kind,
    /// The clock of the snapshots, whatever schedule this run follows.
    sgdr: CosineDecayRestarts,
    net: Net,
    optimizer: Scheduled<Nesterov, BoxedSchedule>,
    history: Vec<Epoch>,
    snapshots: Vec<Weights>,
    progress: Progress,
}

/// A run at its end.
pub(crate) struct Outcome {
    pub(crate) kind: Kind,
    /// What each epoch achieved.
    pub(crate) history: Vec<Epoch>,
    /// The weights at the end of each SGDR cycle.
    pub(crate) snapshots: Vec<Weights>,
}

impl<'a> Run<'a> {
    pub(crate) fn new(
        plan: &'a Plan,
        kind: Kind,
        data: &'a Data,
        folder: &'a Path,
        bars: &MultiProgress,
    ) -> Result<Self> {
        let steps_per_epoch = data.steps_per_epoch();
        let net = Net::new(data.train.shape(), plan.seed)?;
        let vars = net.named_vars().into_values().collect();
        let schedule = plan.schedule(kind, steps_per_epoch)?;
        Ok(Self {
            plan,
            data,
            folder,
            kind,
            sgdr: plan.sgdr(steps_per_epoch)?,
            net,
            optimizer: Scheduled::new(vars, ((), schedule))?,
            history: Vec::new(),
            snapshots: Vec::new(),
            progress: Progress::new(bars, plan, kind, plan.epochs() * steps_per_epoch, data.test.len()),
        })
    }

    /// Goes to the newest snapshot of this very run in the folder, or stays at the first step.
    pub(crate) fn resume_newest(self) -> Result<Self> {
        let ends: Vec<u64> = self.plan.cycle_ends().collect();
        for &epoch in ends.iter().rev() {
            let path = Snapshot::path(self.folder, self.kind, epoch);
            if path.exists() {
                let snapshot = Snapshot::load(&path)?;
                if snapshot.record.plan == *self.plan {
                    return self.resume(&snapshot);
                }
            }
        }
        Ok(self)
    }

    /// Goes to where `snapshot` was taken.
    pub(crate) fn resume(mut self, snapshot: &Snapshot) -> Result<Self> {
        // The earlier snapshots have their part in the average at the end.
        for epoch in self.plan.cycle_ends().take_while(|&epoch| epoch < snapshot.record.history.len() as u64) {
            self.load_weights(&Snapshot::load(&Snapshot::path(self.folder, self.kind, epoch))?)?;
        }
        self.load_weights(snapshot)?;
        for (name, velocity) in self.net.named_vars().into_keys().zip(self.optimizer.inner().velocities()) {
            let saved = snapshot.velocities.get(&name).with_context(|| format!("no velocity of {name}"));
            saved.and_then(|saved| Ok(velocity.set(saved)?)).with_context(|| unfit(snapshot))?;
        }
        self.optimizer.resume_at(snapshot.record.step);
        self.history.clone_from(&snapshot.record.history);
        Ok(self)
    }

    fn load_weights(&mut self, snapshot: &Snapshot) -> Result<()> {
        self.check(snapshot)?;
        self.net.set_weights(&snapshot.weights).with_context(|| unfit(snapshot))?;
        self.snapshots.push(snapshot.weights.clone());
        Ok(())
    }

    /// Fails unless the snapshot is of this very run.
    fn check(&self, Snapshot { path, record, .. }: &Snapshot) -> Result<()> {
        let (expected, found) = (self.kind.name(), record.kind.name());
        ensure!(expected == found, "{}: expected a snapshot of {expected}, found one of {found}", path.display());
        ensure!(
            record.plan == *self.plan,
            "{}: expected a snapshot of this comparison, found one with other settings",
            path.display(),
        );
        let epochs = record.history.len() as u64;
        ensure!(
            self.plan.cycle_ends().any(|end| end == epochs) && record.step == epochs * self.data.steps_per_epoch(),
            "{}: expected a snapshot at the end of a cycle, found step {} after {}",
            path.display(),
            record.step,
            plural(epochs, "epoch"),
        );
        Ok(())
    }

    /// Trains to the end of the budget.
    pub(crate) fn train(mut self) -> Result<Outcome> {
        let sgdr = self.sgdr.clone();
        let ends = (0..self.plan.cycles).zip(sgdr.snapshots());
        // A snapshot belongs where the rate is lowest: at the last step of a cycle. The first ones may be there already.
        for (_, last_step) in ends.skip(self.snapshots.len()) {
            while self.optimizer.step_count() <= last_step {
                self.epoch()?;
            }
            self.save()?;
        }
        self.progress.finish();
        Ok(Outcome { kind: self.kind, history: self.history, snapshots: self.snapshots })
    }

    fn epoch(&mut self) -> Result<()> {
        let epoch = self.history.len() as u64;
        let mut total = 0.;
        let (mut rate, mut cycle) = (0., None);
        for batch in self.data.train.batches(self.plan.seed, epoch) {
            let batch = batch?;
            let step = self.optimizer.step_count();
            rate = self.optimizer.learning_rate();
            cycle = (self.kind == Kind::Sgdr).then(|| self.sgdr.cycle_at(step).index);
            self.progress.step(step, rate, cycle, &self.history);

            let loss = loss::cross_entropy(&self.net.forward(&batch.images)?, &batch.labels)?;
            self.optimizer.backward_step(&loss)?;
            total += f64::from(loss.to_scalar::<f32>()?) * count(batch.len());
        }
        let loss = total / count(self.data.train.len());
        ensure!(
            loss.is_finite(),
            "{}: the loss is {loss} after epoch {}; a peak of {} is too high",
            self.kind.name(),
            epoch + 1,
            self.plan.peak(self.kind),
        );
        self.history.push(Epoch { loss, correct: self.net.correct(&self.data.test)? });
        self.progress.epoch(rate, cycle, &self.history);
        Ok(())
    }

    fn save(&mut self) -> Result<()> {
        let weights = self.net.weights()?;
        let velocities = self.optimizer.inner().velocities().iter().map(|velocity| velocity.copy());
        let velocities = weights.keys().cloned().zip(velocities);
        let snapshot = Snapshot {
            path: Snapshot::path(self.folder, self.kind, self.history.len() as u64),
            record: Record {
                plan: self.plan.clone(),
                kind: self.kind,
                step: self.optimizer.step_count(),
                history: self.history.clone(),
            },
            velocities: velocities.map(|(name, velocity)| Ok((name, velocity?))).collect::<Result<_>>()?,
            weights,
        };
        snapshot.save()?;
        self.snapshots.push(snapshot.weights);
        Ok(())
    }
}

fn unfit(snapshot: &Snapshot) -> String {
    format!("{}: expected the weights of a network for these images", snapshot.path.display())
}
