//! The learning-rate schedules of [`sgdr`] in [`tch`], PyTorch's C++ library for Rust.
//!
//! ```no_run
//! use sgdr::CosineDecayRestarts;
//! use sgdr_tch::ScheduledOptimizer;
//! use tch::nn::{self, Module, OptimizerConfig};
//! use tch::{Device, Kind, Tensor};
//!
//! let vars = nn::VarStore::new(Device::Cpu);
//! let model = nn::linear(vars.root(), 2, 1, Default::default());
//! let sgd = nn::Sgd::default().build(&vars, 0.1)?;
//! let mut optimizer = ScheduledOptimizer::wrap(sgd, CosineDecayRestarts::new(0.1, 1000)?);
//! let (x, y) = (Tensor::ones([8, 2], (Kind::Float, Device::Cpu)), Tensor::ones([8, 1], (Kind::Float, Device::Cpu)));
//! for _ in 0..7000 {
//!     let loss = model.forward(&x).mse_loss(&y, tch::Reduction::Mean);
//!     optimizer.backward_step(&loss); // with the rate of this step, and on to the next
//! }
//! assert_eq!(optimizer.learning_rate(), 0.1); // step 7000 is a restart
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The methods are those of tch's [`Optimizer`]. A step that panics, as tch does if libtorch fails, is not counted.
//! This crate is type-checked with tch's feature `doc-only`; libtorch is too large for this repository's tests.

use sgdr::LearningRateSchedule;
use tch::Tensor;
use tch::nn::Optimizer;

/// A tch optimizer whose learning rate follows a schedule; the state is one number, [`step_count`](Self::step_count).
#[derive(Debug)]
pub struct ScheduledOptimizer<S> {
    inner: Optimizer,
    schedule: S,
    step: u64,
}

impl<S: LearningRateSchedule> ScheduledOptimizer<S> {
    /// Wraps an optimizer; the first step is step 0. A rate that it was built with is never used.
    pub fn wrap(inner: Optimizer, schedule: S) -> Self {
        Self { inner, schedule, step: 0 }
    }

    /// The rate of the next step.
    pub fn learning_rate(&self) -> f64 {
        self.schedule.at(self.step)
    }

    /// The number of steps done, which is the number of the next step.
    pub fn step_count(&self) -> u64 {
        self.step
    }

    /// Makes `step` the next step, to resume from a checkpoint.
    pub fn resume_at(&mut self, step: u64) {
        self.step = step;
    }

    /// The schedule.
    pub fn schedule(&self) -> &S {
        &self.schedule
    }

    /// The inner optimizer. Its own rate is that of its last step.
    pub fn inner(&self) -> &Optimizer {
        &self.inner
    }

    /// The inner optimizer, to change other numbers than its rate: a momentum, a weight decay.
    pub fn inner_mut(&mut self) -> &mut Optimizer {
        &mut self.inner
    }

    /// Zeroes the gradients.
    pub fn zero_grad(&mut self) {
        self.inner.zero_grad();
    }

    /// Updates the weights with the rate of this step, and counts the step.
    pub fn step(&mut self) {
        self.scheduled(Optimizer::step);
    }

    /// Zeroes the gradients, computes them, and updates the weights.
    pub fn backward_step(&mut self, loss: &Tensor) {
        self.scheduled(|inner| inner.backward_step(loss));
    }

    /// The same with every gradient clipped to the range from `-max` to `max`.
    pub fn backward_step_clip(&mut self, loss: &Tensor, max: f64) {
        self.scheduled(|inner| inner.backward_step_clip(loss, max));
    }

    /// The same with the gradients scaled to a norm of at most `max`.
    pub fn backward_step_clip_norm(&mut self, loss: &Tensor, max: f64) {
        self.scheduled(|inner| inner.backward_step_clip_norm(loss, max));
    }

    fn scheduled(&mut self, update: impl FnOnce(&mut Optimizer)) {
        self.inner.set_lr(self.learning_rate());
        update(&mut self.inner);
        self.step = self.step.saturating_add(1);
    }
}
