//! What a whole run costs beside the writing of its memory: both measured in turn, so that a noisy machine disturbs both
//! alike. Prints the table of BENCHMARKS.md.
#![allow(missing_docs, clippy::cast_precision_loss, reason = "a benchmark")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use sgdr::{CosineDecayRestarts, LearningRateSchedule, Rate};

/// 128 MiB.
const BYTES: usize = 128 << 20;
const ROUNDS: usize = 15;

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn row<T: Rate>(dtype: &str, first_decay_steps: u64, t_mul: f64) {
    let count = BYTES / size_of::<T>();
    let mut rates = vec![T::from_f64(1.0); count];
    let builder = CosineDecayRestarts::builder(T::from_f64(0.1), first_decay_steps).t_mul(t_mul);
    let schedule = builder.build().expect("legal");
    let mut ratios = Vec::new();
    let mut nanoseconds = Vec::new();
    for _ in 0..ROUNDS {
        // A value that the compiler does not know, so that it is written each time.
        let value = black_box(T::from_f64(0.0));
        let floor = timed(|| black_box(&mut rates).fill(value));
        let run = timed(|| schedule.fill(0, black_box(&mut rates)));
        ratios.push(run.as_secs_f64() / floor.as_secs_f64());
        nanoseconds.push(run.as_secs_f64() / count as f64 * 1e9);
    }
    let median = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    println!(
        "| {dtype} | {first_decay_steps} | {t_mul} | {:.2} | {:.2} |",
        median(&mut nanoseconds),
        median(&mut ratios)
    );
}

fn main() {
    println!("| type | first_decay_steps | t_mul | ns a rate | in writes of the same memory |\n|---|---|---|---|---|");
    for (first_decay_steps, t_mul) in [(4096, 1.0), (100_000, 1.0), (1000, 2.0), (1000, 1.5), (10, 1.0), (100, 1.0)] {
        row::<f64>("f64", first_decay_steps, t_mul);
        row::<f32>("f32", first_decay_steps, t_mul);
    }
}
