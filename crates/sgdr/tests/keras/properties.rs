//! What is written comes back: every class, legal parameters of every size.

use proptest::prelude::*;
use sgdr::{
    AnySchedule, CosineDecay, CosineDecayRestarts, ExponentialDecay, InverseTimeDecay, LearningRateSchedule,
    PiecewiseConstantDecay, PolynomialDecay, keras,
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
    fn schedule(&self) -> AnySchedule {
        let Self { rates, steps, factor, power, flag, .. } = *self;
        let [first, second, ..] = rates;
        let name = self.name.as_str();
        match self.kind {
            0 => {
                let builder = CosineDecayRestarts::builder(first, steps).t_mul(power + 0.5).m_mul(power);
                builder.alpha(factor).name(name).build().expect("legal").into()
            }
            1 => {
                let builder = CosineDecay::builder(first, steps).alpha(factor).name(name).warmup_steps(steps / 3);
                if flag { builder.warmup_target(second) } else { builder }.build().expect("legal").into()
            }
            2 => {
                ExponentialDecay::builder(first, steps, power).staircase(flag).name(name).build().expect("legal").into()
            }
            3 => {
                InverseTimeDecay::builder(first, steps, power).staircase(flag).name(name).build().expect("legal").into()
            }
            4 => {
                let boundaries: Vec<u64> = self.boundaries.iter().copied().collect();
                let values = rates[..=boundaries.len()].to_vec();
                PiecewiseConstantDecay::new(boundaries, values).expect("legal").with_name(name).into()
            }
            _ => {
                let builder = PolynomialDecay::builder(first, steps).end_learning_rate(second).power(power);
                builder.cycle(flag).name(name).build().expect("legal").into()
            }
        }
    }
}

fn check(schedule: &AnySchedule, step: u64) -> Result<(), TestCaseError> {
    let text = keras::serialize(schedule);
    let again: AnySchedule = keras::deserialize(&text).map_err(|e| TestCaseError::fail(format!("{e}: {text}")))?;
    prop_assert_eq!(&again, schedule);
    prop_assert_eq!(keras::serialize(&again), text.as_str());
    prop_assert_eq!(again.at(step), schedule.at(step));
    let mut runs = [[0.0; 5]; 2];
    again.fill(step, &mut runs[0]);
    schedule.fill(step, &mut runs[1]);
    prop_assert_eq!(runs[0], runs[1]);
    prop_assert!(text.is_ascii() && !text.contains('\n'));
    // serde, by JSON of its own
    let json = serde_json::to_string(schedule).expect("text");
    prop_assert_eq!(&serde_json::from_str::<AnySchedule>(&json).expect("just written"), schedule);
    prop_assert_eq!(&serde_json::from_str::<AnySchedule>(&text).expect("just written"), schedule);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_comes_back(inputs in inputs(), step in of_any_size()) {
        check(&inputs.schedule(), step)?;
    }

    #[test]
    fn no_text_makes_it_panic(text in "[\\[\\]{}\",:a-z0-9. eE\\\\-]{0,40}") {
        let _ = keras::deserialize::<AnySchedule>(&text);
    }
}
