//! What holds for every schedule: rounding to narrower types, runs, no panic.

use proptest::prelude::*;
use sgdr::{
    CosineDecay, Error, ExponentialDecay, InverseTimeDecay, LearningRateSchedule, PiecewiseConstantDecay,
    PolynomialDecay, Rate,
};

use crate::strategies::{factor, of_any_size, power, rate, steps};

/// Parameters of any schedule of any type.
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
        kind in 0..5_u8, first in rate(), decay in steps(), factor in factor(), second in rate(), power in power(), flag: bool,
    ) -> Inputs {
        Inputs { kind, first, decay, factor, second, power, flag }
    }
}

impl Inputs {
    /// Whether or not the parameters are legal.
    fn schedule<T: Rate>(&self) -> Result<Box<dyn LearningRateSchedule<Rate = T>>, Error> {
        let Self { decay, factor, power, flag, .. } = *self;
        let (first, second) = (T::from_f64(self.first), T::from_f64(self.second));
        Ok(match self.kind {
            0 => {
                let builder = CosineDecay::builder(first, decay).alpha(factor).warmup_target(second);
                Box::new(builder.warmup_steps(decay / 3).build()?)
            }
            1 => Box::new(ExponentialDecay::builder(first, decay, factor).staircase(flag).build()?),
            2 => Box::new(InverseTimeDecay::builder(first, decay, power).staircase(flag).build()?),
            3 => Box::new(PiecewiseConstantDecay::new([decay], [first, second])?),
            _ => {
                let builder = PolynomialDecay::builder(first, decay).end_learning_rate(second).power(power);
                Box::new(builder.cycle(flag).build()?)
            }
        })
    }

    /// With rates that `T` holds exactly.
    fn rounded<T: Rate>(&self) -> Self {
        let rounded = |rate: f64| T::from_f64(rate).to_f64();
        Self { first: rounded(self.first), second: rounded(self.second), ..*self }
    }
}

fn check_rounded<T: Rate>(inputs: &Inputs, step: u64) -> Result<(), TestCaseError> {
    let inputs = inputs.rounded::<T>();
    // A rate that is infinite in T is not legal.
    if let (Ok(narrow), Ok(wide)) = (inputs.schedule::<T>(), inputs.schedule::<f64>()) {
        for step in [step, step % inputs.decay, inputs.decay / 2] {
            prop_assert_eq!(narrow.at(step), T::from_f64(wide.at(step)));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn a_narrower_rate_is_the_f64_rate_rounded_once(inputs in inputs(), step in of_any_size()) {
        check_rounded::<f32>(&inputs, step)?;
        #[cfg(feature = "half")]
        {
            check_rounded::<half::f16>(&inputs, step)?;
            check_rounded::<half::bf16>(&inputs, step)?;
        }
    }

    #[test]
    fn a_run_has_the_bits_of_its_steps(inputs in inputs(), first in of_any_size(), count in 0_usize..300) {
        let schedule = inputs.schedule::<f64>().expect("legal");
        let mut run = vec![f64::NAN; count];
        schedule.fill(first, &mut run);
        for (i, rate) in (0_u64..).zip(run) {
            prop_assert_eq!(rate.to_bits(), schedule.at(first.saturating_add(i)).to_bits());
        }
    }

    #[test]
    fn nothing_panics(
        kind in 0..5_u8, first: f64, decay: u64, factor: f64, second: f64, power: f64, flag: bool,
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
            let Ok(schedule) = inputs.schedule::<f64>() else { continue };
            for step in steps.into_iter().chain([0, large, u64::MAX, decay, decay.wrapping_add(1), decay / 2]) {
                prop_assert!(schedule.at(step) >= 0.0, "step {step} of {inputs:?}: {}", schedule.at(step));
            }
        }
    }
}
