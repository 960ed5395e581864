//! TEMPORARY naive internals; the public surface is final.
#![allow(missing_docs, clippy::pedantic, clippy::all, clippy::cast_precision_loss, clippy::cast_possible_truncation)]

use alloc::string::String;

use crate::{Cycle, Cycles, Error, LearningRateSchedule, Rate, Restarts};

#[derive(Clone, Debug, PartialEq)]
pub struct CosineDecayRestarts<T = f64> {
    b: CosineDecayRestartsBuilder<T>,
}

#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct CosineDecayRestartsBuilder<T = f64> {
    initial_learning_rate: T,
    first_decay_steps: u64,
    t_mul: f64,
    m_mul: f64,
    alpha: f64,
    name: String,
}

impl<T: Rate> CosineDecayRestartsBuilder<T> {
    pub fn t_mul(mut self, t_mul: f64) -> Self {
        self.t_mul = t_mul;
        self
    }
    pub fn m_mul(mut self, m_mul: f64) -> Self {
        self.m_mul = m_mul;
        self
    }
    pub fn alpha(mut self, alpha: f64) -> Self {
        self.alpha = alpha;
        self
    }
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }
    pub fn build(self) -> Result<CosineDecayRestarts<T>, Error> {
        let lr = self.initial_learning_rate.to_f64();
        if !(lr.is_finite() && lr >= 0.0) {
            return Err(Error::InitialLearningRate(lr));
        }
        if self.first_decay_steps == 0 {
            return Err(Error::FirstDecaySteps(0));
        }
        if !(self.t_mul.is_finite() && self.t_mul > 0.0) {
            return Err(Error::TMul(self.t_mul));
        }
        if !(self.m_mul.is_finite() && self.m_mul >= 0.0) {
            return Err(Error::MMul(self.m_mul));
        }
        if !(0.0..=1.0).contains(&self.alpha) {
            return Err(Error::Alpha(self.alpha));
        }
        Ok(CosineDecayRestarts { b: self })
    }
}

impl<T: Rate> CosineDecayRestarts<T> {
    pub fn new(initial_learning_rate: T, first_decay_steps: u64) -> Result<Self, Error> {
        Self::builder(initial_learning_rate, first_decay_steps).build()
    }
    pub fn builder(initial_learning_rate: T, first_decay_steps: u64) -> CosineDecayRestartsBuilder<T> {
        CosineDecayRestartsBuilder {
            initial_learning_rate,
            first_decay_steps,
            t_mul: 2.0,
            m_mul: 1.0,
            alpha: 0.0,
            name: "SGDRDecay".into(),
        }
    }
    pub fn initial_learning_rate(&self) -> T {
        self.b.initial_learning_rate
    }
    pub fn first_decay_steps(&self) -> u64 {
        self.b.first_decay_steps
    }
    pub fn t_mul(&self) -> f64 {
        self.b.t_mul
    }
    pub fn m_mul(&self) -> f64 {
        self.b.m_mul
    }
    pub fn alpha(&self) -> f64 {
        self.b.alpha
    }
    pub fn name(&self) -> &str {
        &self.b.name
    }
    pub fn cycle_at(&self, step: u64) -> Cycle<T> {
        let (mut start, mut len, mut index, mut m) = (0.0, self.b.first_decay_steps as f64, 0, 1.0);
        while step as f64 >= start + len {
            start += len;
            len *= self.b.t_mul;
            index += 1;
            m *= self.b.m_mul;
        }
        let lr = self.b.initial_learning_rate.to_f64();
        let first_step = start as u64;
        Cycle {
            index,
            first_step,
            last_step: Some((start + len) as u64 - 1),
            length: len,
            peak: T::from_f64(lr * ((1.0 - self.b.alpha) * m + self.b.alpha)),
            floor: T::from_f64(lr * self.b.alpha),
        }
    }
    pub fn cycles(&self) -> Cycles<'_, T> {
        Cycles { schedule: self, next: Some(0) }
    }
    pub fn restarts(&self) -> Restarts<'_, T> {
        let mut cycles = self.cycles();
        cycles.next();
        Restarts(cycles)
    }
    pub fn is_last_step_of_cycle(&self, step: u64) -> bool {
        self.cycle_at(step).last_step == Some(step)
    }
}

impl<T: Rate> LearningRateSchedule for CosineDecayRestarts<T> {
    type Rate = T;
    fn at(&self, step: u64) -> T {
        let c = self.cycle_at(step);
        let f = c.position(step);
        let (peak, floor) = (c.peak.to_f64(), c.floor.to_f64());
        let f = f - 0.0;
        let cos = 1.0 - 2.0 * f; // placeholder for the cosine (no_std)
        T::from_f64(floor + (peak - floor) * (1.0 + cos) / 2.0)
    }
}
