//! `CosineDecay`.

use arbitrary::Arbitrary;
use sgdr::{CosineDecay, CosineDecayRestarts, Error, LearningRateSchedule};

use super::Parameters;
use crate::number::Number;
use crate::promise::{check_near, check_one_way, is_legal};
use crate::step::Step;

/// Any parameters.
#[derive(Arbitrary, Clone, Debug)]
pub struct CosineDecayParameters {
    initial_learning_rate: Number,
    decay_steps: Step,
    alpha: Number,
    warmup_target: Option<Number>,
    warmup_steps: Step,
}

impl Parameters for CosineDecayParameters {
    type Schedule = CosineDecay;

    fn build(&self) -> Result<CosineDecay, Error> {
        let first = self.initial_learning_rate.0;
        let builder = CosineDecay::builder(first, self.decay_steps.0).alpha(self.alpha.0);
        let builder = builder.warmup_steps(self.warmup_steps.0);
        match self.warmup_target {
            Some(target) => builder.warmup_target(target.0).build(),
            None => builder.build(),
        }
    }

    fn are_legal(&self) -> bool {
        is_legal(self.initial_learning_rate.0)
            && self.decay_steps.0 >= 1
            && (0.0..=1.0).contains(&self.alpha.0)
            && self.warmup_target.is_none_or(|target| is_legal(target.0))
    }

    fn check(&self, schedule: &CosineDecay, steps: &[u64]) {
        let (first, decay) = (schedule.initial_learning_rate(), schedule.decay_steps());
        let target = schedule.warmup_target();
        let warmup = if target.is_some() { schedule.warmup_steps() } else { 0 };
        let peak = target.unwrap_or(first);
        let restarts = CosineDecayRestarts::builder(peak, decay).alpha(schedule.alpha()).build().expect("legal");
        let floor = restarts.cycle_at(0).floor;
        for &step in steps {
            if step < warmup {
                check_one_way(schedule, (step, warmup), (first, peak));
                assert_eq!(schedule.at(0), first);
                assert_eq!(schedule.at(warmup), peak);
            }
            let in_decay = step % decay;
            if let Some(later) = warmup.checked_add(in_decay) {
                assert_eq!(schedule.at(later), restarts.at(in_decay), "at {later}");
                check_one_way(schedule, (later, u64::MAX), (peak, floor));
            }
            if let Some(end) = warmup.checked_add(decay) {
                assert_eq!(schedule.at(end.saturating_add(step)), floor);
            }
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "near is enough")]
    fn check_size(&self, schedule: &CosineDecay, step: u64) {
        let (first, decay) = (schedule.initial_learning_rate(), schedule.decay_steps());
        let warmup = if schedule.warmup_target().is_some() { schedule.warmup_steps() } else { 0 };
        let target = schedule.warmup_target().unwrap_or(first);
        if step < warmup {
            let expected = first + (target - first) * (step as f64 / warmup as f64);
            check_near(schedule.at(step), expected, first.max(target), step);
        } else {
            let part = ((step - warmup) as f64 / decay as f64).min(1.0);
            let cosine = (core::f64::consts::PI * part).cos();
            let expected = target * ((1.0 - schedule.alpha()) * (1.0 + cosine) / 2.0 + schedule.alpha());
            check_near(schedule.at(step), expected, target, step);
        }
        let floor = target * schedule.alpha();
        if step >= warmup && step - warmup >= decay {
            check_near(schedule.at(step), floor, floor, step);
        }
    }
}
