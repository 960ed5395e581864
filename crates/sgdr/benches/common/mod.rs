//! What the benchmarks share: steps, and the floors beside which rates are measured.
#![allow(
    dead_code,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "benchmarks; each uses a part"
)]

use std::f64::consts::PI;
use std::time::{Duration, Instant};

use sgdr::{Error, LearningRateSchedule, Rate};

/// How many single rates are measured together.
pub(crate) const COUNT: u64 = 4096;

/// Steps all over `0..limit` (SplitMix64).
pub(crate) fn random_steps(limit: u64) -> Vec<u64> {
    let mut state = 0_u64;
    let mut random = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    (0..COUNT).map(|_| random() % limit).collect()
}

/// Angles between 0 and pi, to take cosines of.
pub(crate) fn random_angles() -> Vec<f64> {
    random_steps(1 << 30).iter().map(|&step| PI * (step as f64 / (1 << 30) as f64)).collect()
}

/// A type of answer, with the method that gives many of them.
pub(crate) trait Answer: Rate {
    fn at_many(schedule: &impl LearningRateSchedule, steps: &[u64], out: &mut [Self]) -> Result<(), Error>;
}

impl Answer for f64 {
    fn at_many(schedule: &impl LearningRateSchedule, steps: &[u64], out: &mut [Self]) -> Result<(), Error> {
        schedule.at_many(steps, out)
    }
}

impl Answer for f32 {
    fn at_many(schedule: &impl LearningRateSchedule, steps: &[u64], out: &mut [Self]) -> Result<(), Error> {
        let mut rates = vec![0.0; steps.len()];
        schedule.at_many(steps, &mut rates)?;
        out.iter_mut().zip(rates).for_each(|(out, rate)| *out = rate as f32);
        Ok(())
    }
}

/// The formula as it is usually written, with the cycle taken from a logarithm.
#[derive(Clone, Copy)]
pub(crate) struct Usual {
    pub(crate) initial_learning_rate: f64,
    pub(crate) first_decay_steps: f64,
    pub(crate) t_mul: f64,
    pub(crate) m_mul: f64,
    pub(crate) alpha: f64,
}

impl Usual {
    pub(crate) fn at(&self, step: u64) -> f64 {
        let x = step as f64 / self.first_decay_steps;
        let (i, fraction) = if self.t_mul == 1.0 {
            (x.floor(), x - x.floor())
        } else {
            let i = ((1.0 - x * (1.0 - self.t_mul)).ln() / self.t_mul.ln()).floor();
            let power = self.t_mul.powf(i);
            (i, (x - (1.0 - power) / (1.0 - self.t_mul)) / power)
        };
        let cosine = 0.5 * self.m_mul.powf(i) * (1.0 + (PI * fraction).cos());
        self.initial_learning_rate * ((1.0 - self.alpha) * cosine + self.alpha)
    }
}

pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    std::hint::black_box(work());
    start.elapsed()
}
