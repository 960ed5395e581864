//! Properties of every schedule: runs, also in narrower types, and no panic.

use proptest::prelude::*;
use sgdr::{
    ConstantRate, CosineDecay, Error, ExponentialDecay, InverseTimeDecay, LearningRateSchedule, PiecewiseConstantDecay,
    PolynomialDecay, Rate, ScheduleExt,
};

use crate::strategies::{factor, of_any_size, power, rate, steps};

/// Parameters of any schedule.
#[derive(Clone, Debug)]
struct Inputs {
    kind: u8,
    first: f64,
    decay: u64,
    factor: f64,
    second: f64,
    power: f64,
    flag: bool,
}

prop_compose! {
    fn inputs()(
        kind in 0..6_u8, first in rate(), decay in steps(), factor in factor(), second in rate(), power in power(), flag: bool,
    ) -> Inputs {
        Inputs { kind, first, decay, factor, second, power, flag }
    }
}

impl Inputs {
    /// The schedule; an error if the parameters are illegal.
    fn schedule(&self) -> Result<Box<dyn LearningRateSchedule>, Error> {
        let Self { first, decay, factor, second, power, flag, .. } = *self;
        Ok(match self.kind {
            0 => {
                let builder = CosineDecay::builder(first, decay).alpha(factor).warmup_target(second);
                Box::new(builder.warmup_steps(decay / 3).build()?)
            }
            1 => Box::new(ExponentialDecay::builder(first, decay, factor).staircase(flag).build()?),
            2 => Box::new(InverseTimeDecay::builder(first, decay, power).staircase(flag).build()?),
            3 => Box::new(PiecewiseConstantDecay::new([decay], [first, second])?),
            4 => Box::new(ConstantRate::new(first)?),
            _ => {
                let builder = PolynomialDecay::builder(first, decay).end_learning_rate(second).power(power);
                Box::new(builder.cycle(flag).build()?)
            }
        })
    }
}

/// A run in another type has the rates of its steps, each rounded once.
fn check_as<T: Rate>(schedule: &dyn LearningRateSchedule, first: u64, count: usize) -> Result<(), TestCaseError> {
    let mut run = vec![T::from_f64(1.0); count];
    schedule.fill_as(first, &mut run);
    for (i, rate) in (0_u64..).zip(run) {
        let step = first.saturating_add(i);
        prop_assert_eq!(rate, T::from_f64(schedule.at(step)));
        prop_assert_eq!(rate, schedule.at_as(step));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_run_has_the_bits_of_its_steps(inputs in inputs(), first in of_any_size(), count in 0_usize..300) {
        let schedule = inputs.schedule().expect("legal");
        let mut run = vec![f64::NAN; count];
        schedule.fill(first, &mut run);
        for (i, rate) in (0_u64..).zip(run) {
            prop_assert_eq!(rate.to_bits(), schedule.at(first.saturating_add(i)).to_bits());
        }
        check_as::<f32>(&*schedule, first, count)?;
        #[cfg(feature = "half")]
        {
            check_as::<half::f16>(&*schedule, first, count)?;
            check_as::<half::bf16>(&*schedule, first, count)?;
        }
    }

    #[test]
    fn nothing_panics(
        kind in 0..6_u8, first: f64, decay: u64, factor: f64, second: f64, power: f64, flag: bool,
        steps: [u64; 4], large in of_any_size(),
    ) {
        // Most values are illegal one by one, so each is also used where the others are not.
        let inputs = Inputs { kind, first, decay, factor, second, power, flag };
        for inputs in [
            inputs.clone(),
            Inputs { first: first.abs(), factor: factor.abs().fract(), second: second.abs(), power: power.abs(), ..inputs },
            Inputs { factor: factor.abs(), first: 0.1, second: 0.0, power: 1.5, ..inputs },
            Inputs { power: power.abs(), first: 0.0, second: 0.1, factor: 0.5, ..inputs },
        ] {
            let Ok(schedule) = inputs.schedule() else { continue };
            for step in steps.into_iter().chain([0, large, u64::MAX, decay, decay.wrapping_add(1), decay / 2]) {
                prop_assert!(schedule.at(step) >= 0.0, "step {step} of {inputs:?}: {}", schedule.at(step));
            }
        }
    }
}
