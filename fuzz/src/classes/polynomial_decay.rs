//! `PolynomialDecay`.

use arbitrary::Arbitrary;
use sgdr::{Error, LearningRateSchedule, PolynomialDecay};

use super::Parameters;
use crate::number::Number;
use crate::promise::{check_near, check_one_way, is_legal};
use crate::step::Step;

/// Any parameters.
#[derive(Arbitrary, Clone, Debug)]
pub struct PolynomialDecayParameters {
    initial_learning_rate: Number,
    decay_steps: Step,
    end_learning_rate: Number,
    power: Number,
    cycle: bool,
}

impl Parameters for PolynomialDecayParameters {
    type Schedule = PolynomialDecay;

    fn build(&self) -> Result<PolynomialDecay, Error> {
        PolynomialDecay::builder(self.initial_learning_rate.0, self.decay_steps.0)
            .end_learning_rate(self.end_learning_rate.0)
            .power(self.power.0)
            .cycle(self.cycle)
            .build()
    }

    fn are_legal(&self) -> bool {
        is_legal(self.initial_learning_rate.0)
            && self.decay_steps.0 >= 1
            && is_legal(self.end_learning_rate.0)
            && is_legal(self.power.0)
    }

    fn check(&self, schedule: &PolynomialDecay, steps: &[u64]) {
        let (first, decay) = (schedule.initial_learning_rate(), schedule.decay_steps());
        let last = if schedule.power() == 0.0 { first } else { schedule.end_learning_rate() };
        assert_eq!(schedule.at(0), first);
        assert_eq!(schedule.at(decay), last);
        for &step in steps {
            check_one_way(schedule, (step % decay, decay), (first, last));
            let rate = schedule.at(step);
            assert!(if first <= last { first <= rate && rate <= last } else { last <= rate && rate <= first });
            if !schedule.cycle() {
                assert_eq!(schedule.at(decay.saturating_add(step)), last);
                continue;
            }
            // A cycle is the decay to the next multiple.
            if let Some(next) = step.max(1).div_ceil(decay).checked_mul(decay) {
                assert_eq!(schedule.at(next), last);
                let to_next = PolynomialDecay::builder(first, next)
                    .end_learning_rate(schedule.end_learning_rate())
                    .power(schedule.power())
                    .build()
                    .expect("legal");
                assert_eq!(rate, to_next.at(step), "at {step}");
            }
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "near is enough")]
    fn check_size(&self, schedule: &PolynomialDecay, step: u64) {
        let (first, last) = (schedule.initial_learning_rate(), schedule.end_learning_rate());
        let decay = u128::from(schedule.decay_steps());
        let turns = if schedule.cycle() { u128::from(step).div_ceil(decay).max(1) } else { 1 };
        let left = (decay * turns).saturating_sub(u128::from(step));
        // Larger powers enlarge the error of the quotient.
        if schedule.power() < 1000.0 {
            let part = (left as f64 / (decay * turns) as f64).powf(schedule.power());
            check_near(schedule.at(step), (first - last) * part + last, first.max(last), step);
        }
    }
}
