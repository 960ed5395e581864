//! Images with labels, and the order in which an epoch sees them.

use anyhow::{Result, ensure};
use candle_core::{DType, Device, Tensor};
use rand::Rng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use smartcore::dataset::digits;

pub(crate) const CLASSES: usize = 10;
const BATCH: usize = 32;

/// Training and test images.
pub(crate) struct Data {
    pub(crate) name: &'static str,
    pub(crate) train: Images,
    pub(crate) test: Images,
}

impl Data {
    /// 1,797 digits of 8x8 pixels, which the crate `smartcore` carries; the last 360 in its order are the test images.
    pub(crate) fn digits() -> Result<Self> {
        let digits = digits::load_dataset();
        let images = Tensor::from_vec(digits.data, (digits.num_samples, 1, 8, 8), &Device::Cpu)?;
        let labels = Tensor::from_vec(digits.target, digits.num_samples, &Device::Cpu)?;
        let all = Images::new((images / 16.)?, labels.to_dtype(DType::U32)?)?;
        let (train, test) = all.split(all.len() - 360)?;
        Ok(Self { name: "8x8 digits", train, test })
    }

    /// The same data with the last fifth of the training images instead of the test images.
    pub(crate) fn with_validation_for_test(self) -> Result<Self> {
        let fifth = self.train.len() / 5;
        ensure!(fifth > 0, "expected at least 5 training images to validate with, found {}", self.train.len());
        let (train, test) = self.train.split(self.train.len() - fifth)?;
        Ok(Self { train, test, ..self })
    }

    pub(crate) fn steps_per_epoch(&self) -> u64 {
        self.train.len().div_ceil(BATCH) as u64
    }
}

/// Images as `(image, channel, row, column)` with values from 0 to 1, and the class of each.
pub(crate) struct Images {
    pub(crate) images: Tensor,
    pub(crate) labels: Tensor,
}

impl Images {
    pub(crate) fn new(images: Tensor, labels: Tensor) -> Result<Self> {
        let (count, ..) = images.dims4()?;
        ensure!(count == labels.dims1()?, "{count} images but {} labels", labels.dims1()?);
        Ok(Self { images, labels })
    }

    pub(crate) fn len(&self) -> usize {
        self.labels.elem_count()
    }

    /// Channels, rows and columns of one image.
    pub(crate) fn shape(&self) -> [usize; 3] {
        let dims = self.images.dims();
        [dims[1], dims[2], dims[3]]
    }

    fn split(&self, at: usize) -> Result<(Self, Self)> {
        let part = |start, len| Self::new(self.images.narrow(0, start, len)?, self.labels.narrow(0, start, len)?);
        Ok((part(0, at)?, part(at, self.len() - at)?))
    }

    /// The images, each moved up or down and left or right by at most an eighth of its size.
    fn shifted(self, generator: &mut impl Rng) -> Result<Self> {
        let (_, _, rows, columns) = self.images.dims4()?;
        let (down, right) = (rows / 8, columns / 8);
        let wider = self.images.pad_with_zeros(2, down, down)?.pad_with_zeros(3, right, right)?;
        let mut images = Vec::with_capacity(self.len());
        for index in 0..self.len() {
            let (row, column) = (generator.random_range(0..=2 * down), generator.random_range(0..=2 * right));
            images.push(wider.get(index)?.narrow(1, row, rows)?.narrow(2, column, columns)?);
        }
        Self::new(Tensor::stack(&images, 0)?, self.labels)
    }

    /// The batches of an epoch, shuffled and shifted. They depend on nothing but `seed` and `epoch`, so a run that goes
    /// on sees what it would have seen.
    pub(crate) fn batches(&self, seed: u64, epoch: u64) -> impl Iterator<Item = Result<Self>> {
        let mut order: Vec<u32> = (0..).take(self.len()).collect();
        let mut generator = generator(seed, epoch);
        order.shuffle(&mut generator);
        let batches: Vec<Vec<u32>> = order.chunks(BATCH).map(<[u32]>::to_vec).collect();
        batches.into_iter().map(move |batch| {
            let batch = Tensor::new(batch, &Device::Cpu)?;
            let images = self.images.index_select(&batch, 0)?;
            Self::new(images, self.labels.index_select(&batch, 0)?)?.shifted(&mut generator)
        })
    }
}

/// A generator of its own for every use of a seed; epochs use the streams from 0 on.
pub(crate) fn generator(seed: u64, stream: u64) -> ChaCha8Rng {
    let mut generator = ChaCha8Rng::seed_from_u64(seed);
    generator.set_stream(stream);
    generator
}
