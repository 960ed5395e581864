//! `ExponentialDecay`.

use arbitrary::Arbitrary;
use sgdr::{Error, ExponentialDecay, LearningRateSchedule};

use super::Parameters;
use crate::number::Number;
use crate::promise::{check_near, check_one_way, is_legal};
use crate::step::Step;

/// Any parameters.
#[derive(Arbitrary, Clone, Debug)]
pub struct ExponentialDecayParameters {
    initial_learning_rate: Number,
    decay_steps: Step,
    decay_rate: Number,
    staircase: bool,
}

impl Parameters for ExponentialDecayParameters {
    type Schedule = ExponentialDecay;

    fn build(&self) -> Result<ExponentialDecay, Error> {
        let first = self.initial_learning_rate.0;
        ExponentialDecay::builder(first, self.decay_steps.0, self.decay_rate.0).staircase(self.staircase).build()
    }

    fn are_legal(&self) -> bool {
        is_legal(self.initial_learning_rate.0) && self.decay_steps.0 >= 1 && is_legal(self.decay_rate.0)
    }

    fn check(&self, schedule: &ExponentialDecay, steps: &[u64]) {
        let (first, decay) = (schedule.initial_learning_rate(), schedule.decay_steps());
        assert_eq!(schedule.at(0), first);
        let end = if schedule.decay_rate() > 1.0 { f64::INFINITY } else { 0.0 };
        for &step in steps {
            check_one_way(schedule, (step, u64::MAX), (first, end));
            let stair = step / decay * decay;
            if schedule.staircase() {
                assert_eq!(schedule.at(step), schedule.at(stair));
            }
            let kept = step == 0 || schedule.staircase() && stair == 0;
            if schedule.decay_rate() == 1.0 || schedule.decay_rate() == 0.0 && kept {
                assert_eq!(schedule.at(step), first);
            } else if schedule.decay_rate() == 0.0 {
                assert_eq!(schedule.at(step), 0.0);
            }
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "near is enough")]
    fn check_size(&self, schedule: &ExponentialDecay, step: u64) {
        let (first, decay) = (schedule.initial_learning_rate(), schedule.decay_steps());
        let times = if schedule.staircase() { (step / decay) as f64 } else { step as f64 / decay as f64 };
        let factor = schedule.decay_rate().powf(times);
        let expected = first * factor;
        if factor.is_normal() {
            check_near(schedule.at(step), expected, expected, step);
        }
    }
}
