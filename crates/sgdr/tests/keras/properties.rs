//! What is written comes back: every class, every type, legal parameters of every size.

use proptest::prelude::*;
use sgdr::{
    AnySchedule, CosineDecay, CosineDecayRestarts, Error, ExponentialDecay, InverseTimeDecay, LearningRateSchedule,
    PiecewiseConstantDecay, PolynomialDecay, Rate, keras,
};

use crate::strategies::{factor, of_any_size, power, rate, steps};

/// Parameters of any class.
#[derive(Clone, Debug)]
struct Inputs {
    kind: u8,
    rates: [f64; 4],
    steps: u64,
    boundaries: std::collections::BTreeSet<u64>,
    factor: f64,
    power: f64,
    flag: bool,
    name: String,
}

prop_compose! {
    fn inputs()(
        kind in 0..6_u8, rates in [rate(), rate(), rate(), rate()], steps in steps(),
        boundaries in prop::collection::btree_set(of_any_size(), 1..4), factor in factor(), power in power(), flag: bool,
        name: String,
    ) -> Inputs {
        Inputs { kind, rates, steps, boundaries, factor, power, flag, name }
    }
}

impl Inputs {
    fn schedule<T: Rate>(&self) -> Result<AnySchedule<T>, Error> {
        let Self { steps, factor, power, flag, .. } = *self;
        let rates = self.rates.map(T::from_f64);
        let [first, second, ..] = rates;
        let name = self.name.as_str();
        Ok(match self.kind {
            0 => {
                let builder = CosineDecayRestarts::builder(first, steps).t_mul(power + 0.5).m_mul(power);
                builder.alpha(factor).name(name).build()?.into()
            }
            1 => {
                let builder = CosineDecay::builder(first, steps).alpha(factor).name(name).warmup_steps(steps / 3);
                if flag { builder.warmup_target(second) } else { builder }.build()?.into()
            }
            2 => ExponentialDecay::builder(first, steps, power).staircase(flag).name(name).build()?.into(),
            3 => InverseTimeDecay::builder(first, steps, power).staircase(flag).name(name).build()?.into(),
            4 => {
                let boundaries: Vec<u64> = self.boundaries.iter().copied().collect();
                let values = rates[..=boundaries.len()].to_vec();
                PiecewiseConstantDecay::new(boundaries, values)?.with_name(name).into()
            }
            _ => {
                let builder = PolynomialDecay::builder(first, steps).end_learning_rate(second).power(power);
                builder.cycle(flag).name(name).build()?.into()
            }
        })
    }
}

fn check<T: Rate>(inputs: &Inputs, step: u64) -> Result<(), TestCaseError> {
    // A rate that is infinite in T is not legal.
    let Ok(schedule) = inputs.schedule::<T>() else { return Ok(()) };
    let text = keras::serialize(&schedule);
    let again: AnySchedule<T> = keras::deserialize(&text).map_err(|e| TestCaseError::fail(format!("{e}: {text}")))?;
    prop_assert_eq!(&again, &schedule);
    prop_assert_eq!(keras::serialize(&again), text.as_str());
    prop_assert_eq!(again.at(step), schedule.at(step));
    let mut runs = [[T::from_f64(0.0); 5]; 2];
    again.fill(step, &mut runs[0]);
    schedule.fill(step, &mut runs[1]);
    prop_assert_eq!(runs[0], runs[1]);
    prop_assert!(text.is_ascii() && !text.contains('\n'));
    // serde, by JSON of its own
    let json = serde_json::to_string(&schedule).expect("text");
    prop_assert_eq!(&serde_json::from_str::<AnySchedule<T>>(&json).expect("just written"), &schedule);
    prop_assert_eq!(&serde_json::from_str::<AnySchedule<T>>(&text).expect("just written"), &schedule);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_comes_back(inputs in inputs(), step in of_any_size()) {
        check::<f64>(&inputs, step)?;
        check::<f32>(&inputs, step)?;
        #[cfg(feature = "half")]
        {
            check::<half::f16>(&inputs, step)?;
            check::<half::bf16>(&inputs, step)?;
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in "[\\[\\]{}\",:a-z0-9. eE\\\\-]{0,40}") {
        let _ = keras::deserialize::<AnySchedule>(&text);
    }
}
