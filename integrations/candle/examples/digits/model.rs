//! A small convolutional network.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use candle_core::{D, DType, Device, Tensor, Var};
use candle_nn::ops::softmax;
use candle_nn::{Conv2d, Conv2dConfig, Linear, Module, VarBuilder, VarMap};
use rand::Rng;

use super::data::{CLASSES, Images, generator};

/// The weights of a network by name.
pub(crate) type Weights = BTreeMap<String, Tensor>;

/// Two convolutions and a linear layer, for images of any size.
pub(crate) struct Net {
    vars: VarMap,
    conv1: Conv2d,
    conv2: Conv2d,
    linear: Linear,
}

impl Net {
    /// A network for the images of `shape`, with weights that depend on nothing but the seed.
    pub(crate) fn new([channels, rows, columns]: [usize; 3], seed: u64) -> Result<Self> {
        let vars = VarMap::new();
        let builder = VarBuilder::from_varmap(&vars, DType::F32, &Device::Cpu);
        let same = Conv2dConfig { padding: 1, ..Conv2dConfig::default() };
        let half = Conv2dConfig { stride: 2, ..same };
        let features = 32 * rows.div_ceil(2) * columns.div_ceil(2);
        let net = Self {
            conv1: candle_nn::conv2d(channels, 16, 3, same, builder.pp("conv1"))?,
            conv2: candle_nn::conv2d(16, 32, 3, half, builder.pp("conv2"))?,
            linear: candle_nn::linear(features, CLASSES, builder.pp("linear"))?,
            vars,
        };
        net.draw_weights(seed)?;
        Ok(net)
    }

    /// He's uniform weights and biases of zero, instead of candle's: its generator for the CPU takes no seed.
    fn draw_weights(&self, seed: u64) -> Result<()> {
        let mut generator = generator(seed, u64::MAX);
        for (name, var) in self.named_vars() {
            if name.ends_with("bias") {
                var.set(&var.zeros_like()?)?;
                continue;
            }
            #[expect(clippy::cast_precision_loss, reason = "nothing hangs on the last bit of the bound")]
            let fan_in = var.dims()[1..].iter().product::<usize>() as f32;
            let bound = (6. / fan_in).sqrt();
            let weights: Vec<f32> = (0..var.elem_count()).map(|_| generator.random_range(-bound..bound)).collect();
            var.set(&Tensor::from_vec(weights, var.shape(), var.device())?)?;
        }
        Ok(())
    }

    /// The variables in the order of their names.
    pub(crate) fn named_vars(&self) -> BTreeMap<String, Var> {
        let vars = self.vars.data().lock().expect("nobody panics with the lock");
        vars.iter().map(|(name, var)| (name.clone(), var.clone())).collect()
    }

    /// A copy of the weights.
    pub(crate) fn weights(&self) -> Result<Weights> {
        self.named_vars().into_iter().map(|(name, var)| Ok((name, var.copy()?))).collect()
    }

    /// Replaces the weights by others of the same names and shapes.
    pub(crate) fn set_weights(&self, weights: &Weights) -> Result<()> {
        for (name, var) in self.named_vars() {
            let weight = weights.get(&name).with_context(|| format!("no weights named {name}"))?;
            ensure!(
                weight.shape() == var.shape() && weight.dtype() == var.dtype(),
                "expected {name} to be {:?} of {:?}, found {:?} of {:?}",
                var.shape(),
                var.dtype(),
                weight.shape(),
                weight.dtype(),
            );
            var.set(weight)?;
        }
        Ok(())
    }

    /// A score for every class of every image.
    pub(crate) fn forward(&self, images: &Tensor) -> Result<Tensor> {
        let features = self.conv1.forward(images)?.relu()?;
        let features = self.conv2.forward(&features)?.relu()?;
        Ok(self.linear.forward(&features.flatten_from(1)?)?)
    }

    /// A score for every class of every image; only a limited number goes through the network at once.
    fn scores(&self, data: &Images) -> Result<Tensor> {
        const AT_ONCE: usize = 500;
        let starts = (0..data.len()).step_by(AT_ONCE);
        let parts = starts.map(|start| data.images.narrow(0, start, AT_ONCE.min(data.len() - start)));
        let scores: Vec<_> = parts.map(|part| self.forward(&part?)).collect::<Result<_>>()?;
        Ok(Tensor::cat(&scores, 0)?)
    }

    /// The probability of every class for every image.
    pub(crate) fn probabilities(&self, data: &Images) -> Result<Tensor> {
        Ok(softmax(&self.scores(data)?, D::Minus1)?)
    }

    /// How many of the images the network puts into their class.
    pub(crate) fn correct(&self, data: &Images) -> Result<usize> {
        correct(&self.scores(data)?, data)
    }
}

/// How many of the images have the highest score in their class.
pub(crate) fn correct(scores: &Tensor, data: &Images) -> Result<usize> {
    let hits = scores.argmax(D::Minus1)?.eq(&data.labels)?;
    Ok(usize::try_from(hits.to_dtype(DType::U32)?.sum_all()?.to_scalar::<u32>()?)?)
}
