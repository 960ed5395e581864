//! Two weights and a loss with no easy minimum, under a schedule with three restarts.

use candle_core::{DType, Device, Result, Tensor, Var};
use sgdr::CosineDecayRestarts;

/// Restarts are at steps 10, 30 and 70.
pub(crate) const STEPS: u64 = 71;

pub(crate) fn schedule() -> CosineDecayRestarts {
    CosineDecayRestarts::builder(0.1, 10).m_mul(0.9).alpha(0.01).build().expect("a legal schedule")
}

pub(crate) struct Problem {
    matrix: Var,
    bias: Var,
}

impl Problem {
    pub(crate) fn new() -> Result<Self> {
        let matrix = Tensor::arange(0f32, 6., &Device::Cpu)?.reshape((2, 3))?.affine(0.3, -0.7)?;
        Ok(Self { matrix: Var::from_tensor(&matrix)?, bias: Var::zeros(3, DType::F32, &Device::Cpu)? })
    }

    pub(crate) fn vars(&self) -> Vec<Var> {
        vec![self.matrix.clone(), self.bias.clone()]
    }

    pub(crate) fn loss(&self) -> Result<Tensor> {
        let x = Tensor::new(&[[0.5f32, -1.25], [2., 0.75]], &Device::Cpu)?;
        x.matmul(&self.matrix)?.broadcast_add(&self.bias)?.tanh()?.affine(1., -0.3)?.sqr()?.sum_all()
    }

    pub(crate) fn bits(&self) -> Result<Vec<u32>> {
        let mut weights = self.matrix.flatten_all()?.to_vec1::<f32>()?;
        weights.extend(self.bias.to_vec1::<f32>()?);
        Ok(weights.into_iter().map(f32::to_bits).collect())
    }
}
