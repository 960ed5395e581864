//! `InverseTimeDecay`.

use arbitrary::Arbitrary;
use sgdr::{Error, InverseTimeDecay, LearningRateSchedule};

use super::Parameters;
use crate::number::Number;
use crate::promise::{check_near, check_one_way, is_legal};
use crate::step::Step;

/// Any parameters.
#[derive(Arbitrary, Clone, Debug)]
pub struct InverseTimeDecayParameters {
    initial_learning_rate: Number,
    decay_steps: Step,
    decay_rate: Number,
    staircase: bool,
}

impl Parameters for InverseTimeDecayParameters {
    type Schedule = InverseTimeDecay;

    fn build(&self) -> Result<InverseTimeDecay, Error> {
        let first = self.initial_learning_rate.0;
        InverseTimeDecay::builder(first, self.decay_steps.0, self.decay_rate.0).staircase(self.staircase).build()
    }

    fn are_legal(&self) -> bool {
        is_legal(self.initial_learning_rate.0) && self.decay_steps.0 >= 1 && is_legal(self.decay_rate.0)
    }

    fn check(&self, schedule: &InverseTimeDecay, steps: &[u64]) {
        let (first, decay) = (schedule.initial_learning_rate(), schedule.decay_steps());
        assert_eq!(schedule.at(0), first);
        for &step in steps {
            check_one_way(schedule, (step, u64::MAX), (first, 0.0));
            if schedule.staircase() {
                assert_eq!(schedule.at(step), schedule.at(step / decay * decay));
            }
            if schedule.decay_rate() == 0.0 {
                assert_eq!(schedule.at(step), first);
            }
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "near is enough")]
    fn check_size(&self, schedule: &InverseTimeDecay, step: u64) {
        let (first, decay) = (schedule.initial_learning_rate(), schedule.decay_steps());
        let times = if schedule.staircase() { (step / decay) as f64 } else { step as f64 / decay as f64 };
        let divisor = 1.0 + schedule.decay_rate() * times;
        if divisor.is_finite() {
            check_near(schedule.at(step), first / divisor, first / divisor, step);
        }
    }
}
