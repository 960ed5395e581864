//! `PiecewiseConstantDecay`.

use arbitrary::Arbitrary;
use sgdr::{Error, LearningRateSchedule, PiecewiseConstantDecay};

use super::Parameters;
use crate::number::Number;
use crate::promise::is_legal;
use crate::step::Step;

/// Any parameters, and whether they are put in order first.
#[derive(Arbitrary, Clone, Debug)]
pub struct PiecewiseConstantDecayParameters {
    tidy: bool,
    boundaries: Vec<Step>,
    values: Vec<Number>,
}

impl PiecewiseConstantDecayParameters {
    fn lists(&self) -> (Vec<u64>, Vec<f64>) {
        let mut boundaries: Vec<u64> = self.boundaries.iter().map(|boundary| boundary.0).collect();
        let mut values: Vec<f64> = self.values.iter().map(|value| value.0).collect();
        if self.tidy {
            boundaries.sort_unstable();
            boundaries.dedup();
            values.resize(boundaries.len() + 1, 0.1);
        }
        (boundaries, values)
    }
}

impl Parameters for PiecewiseConstantDecayParameters {
    type Schedule = PiecewiseConstantDecay;

    fn build(&self) -> Result<PiecewiseConstantDecay, Error> {
        let (boundaries, values) = self.lists();
        PiecewiseConstantDecay::new(boundaries, values)
    }

    fn are_legal(&self) -> bool {
        let (boundaries, values) = self.lists();
        !boundaries.is_empty()
            && boundaries.is_sorted_by(|a, b| a < b)
            && values.len() == boundaries.len() + 1
            && values.iter().all(|&value| is_legal(value))
    }

    fn check(&self, schedule: &PiecewiseConstantDecay, steps: &[u64]) {
        let boundaries = schedule.boundaries();
        let around = boundaries.iter().flat_map(|&b| [b.saturating_sub(1), b, b.saturating_add(1)]);
        for step in steps.iter().copied().chain(around) {
            let below = boundaries.iter().filter(|&&boundary| boundary < step).count();
            assert_eq!(schedule.at(step), schedule.values()[below], "at {step}");
        }
    }

    fn check_size(&self, schedule: &PiecewiseConstantDecay, step: u64) {
        assert!(schedule.values().contains(&schedule.at(step)));
    }
}
