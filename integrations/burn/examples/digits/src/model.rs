//! A small convolutional network, that of the example of `sgdr-candle`.

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::loss::CrossEntropyLossConfig;
use burn::nn::{Linear, LinearConfig, PaddingConfig2d};
use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor};
use burn::train::{ClassificationOutput, InferenceStep, TrainOutput, TrainStep};

use super::data::{Batch, Images, SIDE};

/// Two convolutions and a linear layer.
#[derive(Module, Debug)]
pub(crate) struct Net {
    conv1: Conv2d,
    conv2: Conv2d,
    linear: Linear,
}

impl Net {
    pub(crate) fn new(device: &Device) -> Self {
        let same = PaddingConfig2d::Explicit(1, 1, 1, 1);
        Self {
            conv1: Conv2dConfig::new([1, 16], [3, 3]).with_padding(same.clone()).init(device),
            conv2: Conv2dConfig::new([16, 32], [3, 3]).with_stride([2, 2]).with_padding(same).init(device),
            linear: LinearConfig::new(32 * (SIDE / 2) * (SIDE / 2), 10).init(device),
        }
    }

    /// A score for every digit of every image.
    fn forward(&self, images: Tensor<4>) -> Tensor<2> {
        let features = relu(self.conv2.forward(relu(self.conv1.forward(images))));
        self.linear.forward(features.flatten(1, 3))
    }

    fn classify(&self, batch: Batch) -> ClassificationOutput {
        let output = self.forward(batch.images);
        let loss = CrossEntropyLossConfig::new().init(&output.device()).forward(output.clone(), batch.labels.clone());
        ClassificationOutput::new(loss, output, batch.labels)
    }

    /// How many of the images have the highest score at their digit.
    pub(crate) fn correct(&self, images: &Images) -> usize {
        let batch = images.all(&self.conv1.weight.device());
        let hits = self.forward(batch.images).argmax(1).squeeze_dim::<1>(1).equal(batch.labels);
        hits.int().sum().into_scalar::<i64>().try_into().expect("a count")
    }
}

impl TrainStep for Net {
    type Input = Batch;
    type Output = ClassificationOutput;

    fn step(&self, batch: Batch) -> TrainOutput<ClassificationOutput> {
        let output = self.classify(batch);
        TrainOutput::new(self, output.loss.backward(), output)
    }
}

impl InferenceStep for Net {
    type Input = Batch;
    type Output = ClassificationOutput;

    fn step(&self, batch: Batch) -> ClassificationOutput {
        self.classify(batch)
    }
}
