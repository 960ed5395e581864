//! Steps against a loop over epochs, processes and micro-batches.

use proptest::prelude::*;
use sgdr::{CosineDecayRestarts, Error, LearningRateSchedule, Units};

/// Counts the updates of an epoch as a training loop makes them.
fn updates(dataset: u64, batch: u64, accumulate: u64, processes: u64, drop_last: bool) -> u64 {
    let mut samples = if drop_last { dataset / processes } else { dataset.div_ceil(processes) };
    let (mut updates, mut gradients) = (0, 0);
    while samples > 0 {
        let taken = samples.min(batch);
        samples -= taken;
        if taken < batch && drop_last {
            break;
        }
        gradients += 1;
        if gradients == accumulate {
            (updates, gradients) = (updates + 1, 0);
        }
    }
    updates + u64::from(gradients > 0)
}

proptest! {
    #[test]
    fn steps_are_those_of_the_loop(
        dataset in 1..2000_u64, batch in 1..70_u64, accumulate in 1..9_u64, processes in 1..9_u64, drop_last: bool,
        epochs in 0..50_u64,
    ) {
        let builder = Units::builder(dataset, batch).accumulate(accumulate).processes(processes).drop_last(drop_last);
        let expected = updates(dataset, batch, accumulate, processes, drop_last);
        match builder.build() {
            Ok(units) => {
                prop_assert_eq!(units.steps_per_epoch(), expected);
                prop_assert_eq!(units.epochs(epochs), Ok(expected * epochs));
                prop_assert_eq!(units.samples_per_step(), batch * accumulate * processes);
            }
            Err(error) => {
                prop_assert_eq!(error, Error::StepsPerEpoch(0));
                prop_assert_eq!(expected, 0);
            }
        }
    }

    #[test]
    fn amounts_are_whole_steps_or_an_error_that_says_which_are(
        batch in 1..70_u64, accumulate in 1..9_u64, steps in 0..1000_u64, over in 0..5000_u64, length in 1..100_u64,
    ) {
        let units = Units::builder(1000, batch).accumulate(accumulate).build().expect("legal");
        let per_step = batch * accumulate;
        prop_assert_eq!(units.samples(steps * per_step), Ok(steps));
        prop_assert_eq!(units.micro_batches(steps * accumulate), Ok(steps));
        prop_assert_eq!(units.tokens(steps * per_step * length, length), Ok(steps));
        let over = over % per_step;
        if over > 0 {
            let Err(Error::NotWhole { below, above, .. }) = units.samples(steps * per_step + over) else {
                return Err(TestCaseError::fail("whole"));
            };
            prop_assert_eq!((below, above), (steps * per_step, (steps + 1) * per_step));
            prop_assert_eq!(units.samples(below), Ok(steps));
            prop_assert_eq!(units.samples(above), Ok(steps + 1));
        }
    }
}

#[test]
fn ten_cycles_stay_ten_with_accumulation_on_four_processes() {
    for (accumulate, processes) in [(1, 1), (2, 1), (2, 4), (16, 8)] {
        let units = Units::builder(50_000, 32).accumulate(accumulate).processes(processes).build().expect("legal");
        let first = units.epochs(10).expect("small");
        let schedule = CosineDecayRestarts::builder(0.1, first).t_mul(1.0).build().expect("legal");
        let run = units.epochs(100).expect("small");
        assert_eq!(schedule.snapshots().take_while(|&step| step < run).count(), 10);
        assert!(schedule.is_last_step_of_cycle(run - 1));
    }
}

#[test]
fn each_wrong_size_has_its_error() {
    let build = |dataset, batch, accumulate, processes| {
        Units::builder(dataset, batch).accumulate(accumulate).processes(processes).build().expect_err("wrong")
    };
    assert_eq!(build(0, 1, 1, 1), Error::DatasetSize(0));
    assert_eq!(build(1, 0, 1, 1), Error::BatchSize(0));
    assert_eq!(build(1, 1, 0, 1), Error::Accumulate(0));
    assert_eq!(build(1, 1, 1, 0), Error::Processes(0));
    assert_eq!(
        build(1, u64::MAX, 2, 1).to_string(),
        "samples of a step are too many: more than 18446744073709551615 (received 18446744073709551615)"
    );
    let units = Units::builder(10, 1).build().expect("legal");
    assert_eq!(units.epochs(u64::MAX), Err(Error::TooMany { unit: "epochs", received: u64::MAX }));
    assert_eq!(
        units.tokens(100, 30).expect_err("not whole").to_string(),
        "100 tokens are no whole number of steps of 30 tokens; 90 or 120 are"
    );
}
