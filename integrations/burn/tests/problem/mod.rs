//! Two weights and a loss with no easy minimum, under a schedule with three restarts.

#![allow(dead_code, reason = "every test uses its part")]

use burn::module::{Module, Param};
use burn::optim::GradientsParams;
use burn::tensor::{Device, Tensor};
use sgdr::CosineDecayRestarts;

/// Restarts are at steps 10, 30 and 70.
pub(crate) const STEPS: u64 = 71;

pub(crate) fn schedule() -> CosineDecayRestarts {
    CosineDecayRestarts::builder(0.1, 10).m_mul(0.9).alpha(0.01).build().expect("a legal schedule")
}

#[derive(Module, Debug)]
pub(crate) struct Problem {
    pub(crate) matrix: Param<Tensor<2>>,
    pub(crate) bias: Param<Tensor<1>>,
}

impl Problem {
    pub(crate) fn new() -> Self {
        let device = device();
        let matrix = Tensor::from_floats([[-0.7, -0.4, -0.1], [0.2, 0.5, 0.8]], &device);
        Self { matrix: Param::from_tensor(matrix), bias: Param::from_tensor(Tensor::zeros([3], &device)) }
    }

    pub(crate) fn gradients(&self) -> GradientsParams {
        let x = Tensor::<2>::from_floats([[0.5, -1.25], [2., 0.75]], &device());
        let y = x.matmul(self.matrix.val()) + self.bias.val().unsqueeze();
        let loss = (y.tanh() - 0.3).square().sum();
        GradientsParams::from_grads(loss.backward(), self)
    }

    pub(crate) fn bits(&self) -> Vec<u32> {
        [self.matrix_bits(), bits(self.bias.val())].concat()
    }

    pub(crate) fn matrix_bits(&self) -> Vec<u32> {
        bits(self.matrix.val())
    }
}

fn device() -> Device {
    Device::flex().autodiff()
}

fn bits<const D: usize>(tensor: Tensor<D>) -> Vec<u32> {
    tensor.into_data().try_to_vec::<f32>().expect("floats").into_iter().map(f32::to_bits).collect()
}
