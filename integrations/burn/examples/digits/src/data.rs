//! The digits, in batches that depend on nothing but the epoch.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use burn::data::dataloader::{DataLoader, DataLoaderIterator, Progress};
use burn::data::dataset::DatasetError;
use burn::tensor::{Device, Int, Tensor, TensorData};
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use smartcore::dataset::digits;

const BATCH: usize = 32;
/// Rows and columns of an image.
pub(crate) const SIDE: usize = 8;
const PIXELS: usize = SIDE * SIDE;
const SEED: u64 = 1;

/// Images and the digit that each of them shows.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    pub(crate) images: Tensor<4>,
    pub(crate) labels: Tensor<1, Int>,
}

/// Pixels from 0 to 1, row by row, with the digit that they show.
#[derive(Clone)]
pub(crate) struct Images(Vec<([f32; PIXELS], u32)>);

impl Images {
    /// 1,797 digits of 8x8 pixels, which the crate `smartcore` carries: 1,437 to train on, and the last 360 in its order
    /// to test with, as in the example of `sgdr-candle`.
    pub(crate) fn digits() -> (Self, Self) {
        let digits = digits::load_dataset();
        let (pixels, _) = digits.data.as_chunks();
        let images = pixels.iter().map(|pixels| pixels.map(|pixel| pixel / 16.0));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 9")]
        let labels = digits.target.iter().map(|&label| label as u32);
        let mut train: Vec<_> = images.zip(labels).collect();
        let test = train.split_off(train.len() - 360);
        (Self(train), Self(test))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// How many batches an epoch has.
    pub(crate) fn batches(&self) -> u64 {
        self.len().div_ceil(BATCH) as u64
    }

    /// All images at once.
    pub(crate) fn all(&self, device: &Device) -> Batch {
        batch(self.0.iter().copied(), device)
    }
}

fn batch(images: impl Iterator<Item = ([f32; PIXELS], u32)>, device: &Device) -> Batch {
    let (pixels, labels): (Vec<_>, Vec<_>) = images.unzip();
    let count = labels.len();
    Batch {
        images: Tensor::from_data(TensorData::new(pixels.concat(), [count, 1, SIDE, SIDE]), device),
        labels: Tensor::from_data(TensorData::new(labels, [count]), device),
    }
}

/// burn's loader for the images.
#[derive(Clone)]
pub(crate) struct Loader {
    images: Arc<Images>,
    /// The next epoch of a shuffled loader. burn does not tell a loader where it is, and its own shuffled ones begin a
    /// resumed run with the order of the first epoch.
    epoch: Option<Arc<AtomicU64>>,
    device: Device,
}

impl Loader {
    /// Shuffled and shifted again in every epoch.
    pub(crate) fn shuffled(images: Arc<Images>, epoch: u64, device: &Device) -> Self {
        Self { images, epoch: Some(Arc::new(AtomicU64::new(epoch))), device: device.clone() }
    }

    /// As they are.
    pub(crate) fn in_order(images: Arc<Images>, device: &Device) -> Self {
        Self { images, epoch: None, device: device.clone() }
    }
}

impl DataLoader<Batch> for Loader {
    fn iter<'a>(&'a self) -> Box<dyn DataLoaderIterator<Batch> + 'a> {
        let mut order: Vec<usize> = (0..self.images.len()).collect();
        let shift = self.epoch.as_ref().map(|epoch| {
            let mut generator = ChaCha8Rng::seed_from_u64(SEED);
            generator.set_stream(epoch.fetch_add(1, Ordering::Relaxed));
            order.shuffle(&mut generator);
            generator
        });
        Box::new(Batches { loader: self, order, done: 0, shift })
    }

    fn num_items(&self) -> usize {
        self.images.len()
    }

    fn to_device(&self, device: &Device) -> Arc<dyn DataLoader<Batch>> {
        Arc::new(Self { device: device.clone(), ..self.clone() })
    }

    fn slice(&self, start: usize, end: usize) -> Arc<dyn DataLoader<Batch>> {
        Arc::new(Self { images: Arc::new(Images(self.images.0[start..end].to_vec())), ..self.clone() })
    }
}

/// One epoch.
struct Batches<'a> {
    loader: &'a Loader,
    order: Vec<usize>,
    done: usize,
    shift: Option<ChaCha8Rng>,
}

impl Iterator for Batches<'_> {
    type Item = Result<Batch, DatasetError>;

    fn next(&mut self) -> Option<Self::Item> {
        let range: Range<usize> = self.done..self.order.len().min(self.done + BATCH);
        if range.is_empty() {
            return None;
        }
        self.done = range.end;
        let images = self.order[range].iter().map(|&index| {
            let (pixels, label) = self.loader.images.0[index];
            (self.shift.as_mut().map_or(pixels, |generator| shifted(&pixels, generator)), label)
        });
        Some(Ok(batch(images, &self.loader.device)))
    }
}

impl DataLoaderIterator<Batch> for Batches<'_> {
    fn progress(&self) -> Progress {
        Progress::new(self.done, self.order.len(), Some("images".to_string()))
    }
}

/// An image moved up or down and left or right by at most a pixel.
fn shifted(pixels: &[f32; PIXELS], generator: &mut impl Rng) -> [f32; PIXELS] {
    let (down, right) = (generator.random_range(0..3), generator.random_range(0..3));
    std::array::from_fn(|index| {
        // From 1 on, for a pixel beyond the edge.
        let (row, column) = (index / SIDE + down, index % SIDE + right);
        let inside = (1..=SIDE).contains(&row) && (1..=SIDE).contains(&column);
        if inside { pixels[(row - 1) * SIDE + column - 1] } else { 0.0 }
    })
}
