//! Gradient descent with Nesterov momentum, the optimizer of the SGDR paper.

use candle_core::backprop::GradStore;
use candle_core::{Result, Var};
use candle_nn::Optimizer;

const MOMENTUM: f64 = 0.9;
const WEIGHT_DECAY: f64 = 5e-4;

/// An optimizer whose whole state can be saved, unlike candle's own: its SGD has no momentum, and its AdamW keeps the
/// moments to itself.
///
/// ```text
/// g = gradient + weight_decay * weight
/// v = momentum * v + g
/// weight = weight - rate * (g + momentum * v)
/// ```
#[derive(Debug)]
pub(crate) struct Nesterov {
    vars: Vec<Var>,
    velocities: Vec<Var>,
    rate: f64,
}

impl Nesterov {
    /// One velocity for each variable, in the order in which `new` received them.
    pub(crate) fn velocities(&self) -> &[Var] {
        &self.velocities
    }
}

impl Optimizer for Nesterov {
    type Config = ();

    fn new(vars: Vec<Var>, (): ()) -> Result<Self> {
        let velocities = vars.iter().map(|var| Var::from_tensor(&var.zeros_like()?)).collect::<Result<_>>()?;
        Ok(Self { vars, velocities, rate: 0. })
    }

    fn step(&mut self, gradients: &GradStore) -> Result<()> {
        for (var, velocity) in self.vars.iter().zip(&self.velocities) {
            let Some(gradient) = gradients.get(var) else { continue };
            let gradient = (gradient + (var.as_tensor() * WEIGHT_DECAY)?)?;
            velocity.set(&((velocity.as_tensor() * MOMENTUM)? + &gradient)?)?;
            let direction = (gradient + (velocity.as_tensor() * MOMENTUM)?)?;
            var.set(&(var.as_tensor() - (direction * self.rate)?)?)?;
        }
        Ok(())
    }

    fn learning_rate(&self) -> f64 {
        self.rate
    }

    fn set_learning_rate(&mut self, rate: f64) {
        self.rate = rate;
    }
}
