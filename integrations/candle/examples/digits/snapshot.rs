//! A run at the end of a cycle, in a file: weights, velocities, and how it came there.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};
use candle_core::Device;
use safetensors::SafeTensors;
use serde::{Deserialize, Serialize};

use super::data::Data;
use super::model::Weights;
use super::schedules::{Kind, Plan};

/// The key of the record in a file's metadata.
const KEY: &str = "digits";

/// What an epoch achieved.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Epoch {
    /// The mean loss of the training images, each as its batch found it.
    pub(crate) loss: f64,
    /// How many test images the network got right after it.
    pub(crate) correct: usize,
}

/// The part of a snapshot that is not tensors.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Record {
    pub(crate) plan: Plan,
    pub(crate) kind: Kind,
    /// The next step.
    pub(crate) step: u64,
    pub(crate) history: Vec<Epoch>,
}

/// Everything that a run needs to go on: it loses nothing but the cycle that it was in.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot {
    pub(crate) path: PathBuf,
    pub(crate) record: Record,
    pub(crate) weights: Weights,
    pub(crate) velocities: Weights,
}

impl Snapshot {
    /// Where the snapshot of a run after `epoch` lies.
    pub(crate) fn path(folder: &Path, kind: Kind, epoch: u64) -> PathBuf {
        folder.join(format!("{}-{epoch:02}.safetensors", kind.name()))
    }

    /// Writes the file under another name first, so that it is whole whenever it is there.
    pub(crate) fn save(&self) -> Result<()> {
        let record = HashMap::from([(KEY.to_owned(), serde_json::to_string(&self.record)?)]);
        let named = |prefix: &'static str, weights: &Weights| {
            let tensors = weights.iter().map(move |(name, tensor)| (format!("{prefix}{name}"), tensor.clone()));
            tensors.collect::<Vec<_>>()
        };
        let tensors = [named("", &self.weights), named("velocity.", &self.velocities)].concat();
        let bytes = safetensors::serialize(tensors, Some(record))?;
        let unfinished = self.path.with_extension("unfinished");
        let write = || {
            let mut file = File::create(&unfinished)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            fs::rename(&unfinished, &self.path)
        };
        write().with_context(|| format!("{}: cannot write the snapshot", self.path.display()))
    }

    pub(crate) fn load(path: &Path) -> Result<Self> {
        let bytes = fs::read(path).with_context(|| format!("{}: cannot read the snapshot", path.display()))?;
        Self::parse(path, &bytes)
            .with_context(|| format!("{}: expected a snapshot that this example wrote", path.display()))
    }

    fn parse(path: &Path, bytes: &[u8]) -> Result<Self> {
        let (_, header) = SafeTensors::read_metadata(bytes)?;
        let record = header.metadata().as_ref().and_then(|metadata| metadata.get(KEY));
        let record = record.ok_or_else(|| anyhow!("no record \"{KEY}\" in its metadata"))?;
        let (mut weights, mut velocities) = (BTreeMap::new(), BTreeMap::new());
        for (name, tensor) in candle_core::safetensors::load_buffer(bytes, &Device::Cpu)? {
            match name.strip_prefix("velocity.") {
                Some(name) => velocities.insert(name.to_owned(), tensor),
                None => weights.insert(name, tensor),
            };
        }
        let record: Record = serde_json::from_str(record).context("its record is broken")?;
        record.plan.check()?;
        ensure!(record.plan.kinds().any(|kind| kind == record.kind), "its schedule is not in its plan");
        Ok(Self { path: path.to_owned(), record, weights, velocities })
    }

    /// The plan to continue, if `data` is what it is for.
    pub(crate) fn plan_for(&self, data: &Data) -> Result<Plan> {
        let plan = &self.record.plan;
        ensure!(
            plan.data == data.name,
            "{}: expected a snapshot of a run on {}, found one on {} (see --data)",
            self.path.display(),
            data.name,
            plan.data,
        );
        Ok(plan.clone())
    }
}
