//! Steps against a loop over epochs, processes and micro-batches.

use proptest::prelude::*;
use sgdr::{CosineDecayRestarts, ScheduleExt, Units};

/// Counts the updates and the micro-batches of an epoch as a training loop makes them on one process.
fn epoch(dataset: u64, batch: u64, accumulate: u64, processes: u64, drop_last: bool) -> (u64, u64) {
    let mut samples = if drop_last { dataset / processes } else { dataset.div_ceil(processes) };
    let (mut updates, mut gradients, mut micro_batches) = (0, 0, 0);
    while samples > 0 {
        let taken = samples.min(batch);
        samples -= taken;
        if taken < batch && drop_last {
            break;
        }
        gradients += 1;
        micro_batches += 1;
        if gradients == accumulate {
            (updates, gradients) = (updates + 1, 0);
        }
    }
    (updates + u64::from(gradients > 0), micro_batches)
}

proptest! {
    #[test]
    fn steps_are_those_of_the_loop(
        dataset in 1..2000_u64, batch in 1..70_u64, accumulate in 1..9_u64, processes in 1..9_u64, drop_last: bool,
        epochs in 0..50_u64,
    ) {
        let builder = Units::builder(dataset, batch).accumulate(accumulate).processes(processes).drop_last(drop_last);
        let (expected, micro_batches) = epoch(dataset, batch, accumulate, processes, drop_last);
        match builder.build() {
            Ok(units) => {
                prop_assert_eq!(units.steps_per_epoch(), expected);
                prop_assert_eq!(units.epochs(epochs), Ok(expected * epochs));
                prop_assert_eq!(units.samples_per_step(), batch * accumulate * processes);
                // Accelerate steps a scheduler once for each process; Keras counts micro-batches.
                let accelerate = units.for_accelerate();
                prop_assert_eq!(accelerate.epochs(epochs), Ok(expected * processes * epochs));
                prop_assert_eq!(accelerate.samples_per_step(), batch * accumulate);
                let keras = units.for_keras();
                prop_assert_eq!(keras.epochs(epochs), Ok(micro_batches * epochs));
                prop_assert_eq!(keras.samples_per_step(), batch * processes);
                prop_assert_eq!(accelerate.for_keras(), keras.clone());
                prop_assert_eq!(keras.for_accelerate(), accelerate.clone());
                // What is written and read again, and what is built again, counts for the same trainer.
                for each in [&units, &accelerate, &keras] {
                    let text = serde_json::to_string(each).expect("written");
                    prop_assert_eq!(&serde_json::from_str::<Units>(&text).expect("read"), each);
                    prop_assert_eq!(&each.to_builder().build().expect("legal"), each);
                }
            }
            Err(error) => {
                prop_assert_eq!(error.to_string(), "steps_per_epoch must be >= 1 (received 0)");
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
        let units_of_two = Units::builder(1000, batch).accumulate(accumulate).processes(2).build().expect("legal");
        let accelerate = units_of_two.for_accelerate();
        prop_assert_eq!(accelerate.samples(steps * per_step * 2), Ok(steps * 2));
        prop_assert_eq!(accelerate.micro_batches(steps * accumulate), Ok(steps * 2));
        prop_assert_eq!(accelerate.tokens(steps * per_step * 2 * length, length), Ok(steps * 2));
        let keras = units_of_two.for_keras();
        prop_assert_eq!(keras.samples(steps * batch * 2), Ok(steps));
        prop_assert_eq!(keras.micro_batches(steps), Ok(steps));
        prop_assert_eq!(keras.tokens(steps * batch * 2 * length, length), Ok(steps));
        let over = over % per_step;
        if over > 0 {
            let (below, amount, above) = (steps * per_step, steps * per_step + over, (steps + 1) * per_step);
            let error = units.samples(amount).expect_err("between whole steps").to_string();
            prop_assert!(error.contains(&amount.to_string()), "{}", error);
            prop_assert!(error.contains(&format!("{below} or {above}")), "{}", error);
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
    for (name, error) in [
        ("dataset_size", build(0, 1, 1, 1)),
        ("batch_size", build(1, 0, 1, 1)),
        ("accumulate", build(1, 1, 0, 1)),
        ("processes", build(1, 1, 1, 0)),
    ] {
        assert_eq!(error.parameter(), name);
        assert_eq!(error.to_string(), format!("{name} must be >= 1 (received 0)"));
    }
    let too_many = |unit, received| format!("{unit} must be at most 18446744073709551615 in all (received {received})");
    assert_eq!(build(1, u64::MAX, 2, 1).to_string(), too_many("samples of a step", u64::MAX));
    assert_eq!(build(u64::MAX, 1, 1, u64::MAX - 1).to_string(), too_many("steps of an epoch", u64::MAX));
    let many = Units::builder(10, 1).processes(1 << 40).build().expect("legal").for_accelerate();
    assert_eq!(many.micro_batches(1 << 23), Ok(1 << 63));
    assert_eq!(many.micro_batches(1 << 24).expect_err("2^64").to_string(), too_many("micro-batches", 1 << 24));
    // An update of the two processes is two of Accelerate's steps, or none.
    let two = Units::builder(16, 4).processes(2).build().expect("legal").for_accelerate();
    assert_eq!((two.samples(8), two.samples_per_step()), (Ok(2), 4));
    assert_eq!(
        two.samples(4).expect_err("not whole").to_string(),
        "samples must be a whole number of steps of 8 samples, such as 0 or 8 (received 4)"
    );
    let units = Units::builder(10, 1).build().expect("legal");
    assert_eq!(units.epochs(u64::MAX).expect_err("more").to_string(), too_many("epochs", u64::MAX));
    assert_eq!(
        units.tokens(100, 30).expect_err("not whole").to_string(),
        "tokens must be a whole number of steps of 30 tokens, such as 90 or 120 (received 100)"
    );
}
