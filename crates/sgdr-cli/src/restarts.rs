//! A schedule with warm restarts whose rates have the type that was asked for: what the verbs about cycles work on.
//!
//! A rate of a narrower type is the `f64` rate rounded once, by the core's own definition, so one schedule in `f64`
//! that starts from the widened initial learning rate serves all types.

use sgdr::{CosineDecayRestarts, CosineDecayRestartsBuilder, Cycle, LearningRateSchedule};

use crate::dtype::Dtype;

/// A schedule and the type of its rates, which are handed out as `f64` values that the type can hold.
#[derive(Clone)]
pub(crate) struct Restarts {
    /// The initial learning rate is one that the type can hold.
    core: CosineDecayRestarts,
    dtype: Dtype,
}

impl Restarts {
    pub(crate) fn new(core: CosineDecayRestarts, dtype: Dtype) -> Self {
        Self { core, dtype }
    }

    /// The parameters, and everything that does not depend on the type of the rates.
    pub(crate) fn core(&self) -> &CosineDecayRestarts {
        &self.core
    }

    pub(crate) fn dtype(&self) -> Dtype {
        self.dtype
    }

    /// A schedule of the same shape.
    pub(crate) fn builder(&self, initial_learning_rate: f64, first_decay_steps: u64) -> CosineDecayRestartsBuilder {
        let core = &self.core;
        let builder = CosineDecayRestarts::builder(initial_learning_rate, first_decay_steps);
        builder.t_mul(core.t_mul()).m_mul(core.m_mul()).alpha(core.alpha()).name(core.name())
    }

    /// The cycle that holds a step, its peak and floor of the type.
    pub(crate) fn cycle_at(&self, step: u64) -> Cycle {
        let mut cycle = self.core.cycle_at(step);
        (cycle.peak, cycle.floor) = (self.dtype.round(cycle.peak), self.dtype.round(cycle.floor));
        cycle
    }
}

impl LearningRateSchedule for Restarts {
    type Rate = f64;

    fn at(&self, step: u64) -> f64 {
        self.dtype.round(self.core.at(step))
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        self.dtype.round(self.core.at_fraction(step, fraction))
    }

    fn fill(&self, first_step: u64, out: &mut [f64]) {
        self.core.fill(first_step, out);
        out.iter_mut().for_each(|rate| *rate = self.dtype.round(*rate));
    }

    fn cycle_of(&self, step: u64) -> Option<Cycle> {
        Some(self.cycle_at(step))
    }
}

#[cfg(test)]
mod tests {
    use half::{bf16, f16};
    use sgdr::Rate;

    use super::*;

    fn check<T: Rate>(dtype: Dtype) {
        let initial = dtype.parse("initial_learning_rate", "0.3").expect("in range");
        let core = |t_mul| CosineDecayRestarts::builder(initial, 10).t_mul(t_mul).m_mul(0.9).alpha(0.01);
        for t_mul in [0.9, 1.0, 1.1, 2.0] {
            let typed = CosineDecayRestarts::builder(T::from_f64(initial), 10).t_mul(t_mul).m_mul(0.9).alpha(0.01);
            let (typed, schedule) = (typed.build().expect("legal"), core(t_mul).build().expect("legal"));
            let schedule = Restarts::new(schedule, dtype);
            for step in (0..3000).chain([1 << 40, u64::MAX]) {
                let (rate, cycle, expected) = (schedule.at(step), schedule.cycle_at(step), typed.cycle_at(step));
                assert_eq!(rate, typed.at(step).to_f64());
                assert_eq!((cycle.peak, cycle.floor), (expected.peak.to_f64(), expected.floor.to_f64()));
                assert_eq!(dtype.parse("rate", &dtype.text(rate)), Ok(rate));
            }
        }
    }

    #[test]
    fn rates_are_those_of_a_schedule_of_the_type() {
        check::<f64>(Dtype::F64);
        check::<f32>(Dtype::F32);
        check::<f16>(Dtype::F16);
        check::<bf16>(Dtype::Bf16);
    }
}
