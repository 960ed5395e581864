//! What a rate costs in cosines, and a run in writes of its memory: both measured in turn, so that a noisy machine disturbs
//! both alike. Prints tables of BENCHMARKS.md (`scripts/bench` puts them there): medians, and quartiles in brackets.
#![allow(missing_docs, clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a benchmark")]

mod common;

use std::hint::black_box;

use common::{Answer, COUNT, random_angles, random_steps, timed};
use sgdr::{CosineDecayRestarts, LearningRateSchedule, ScheduleExt};

const ROUNDS_OF_STEPS: usize = 600;
const ROUNDS_OF_RUNS: usize = 15;

/// 128 MiB.
const BYTES: usize = 128 << 20;

/// The time of the work, and its ratio to the time of the floor, as medians with quartiles.
fn measure(rounds: usize, mut work: impl FnMut(), mut floor: impl FnMut()) -> (f64, String) {
    let (mut seconds, mut ratios) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let floor = timed(&mut floor).as_secs_f64();
        let work = timed(&mut work).as_secs_f64();
        seconds.push(work);
        ratios.push(work / floor);
    }
    seconds.sort_by(f64::total_cmp);
    ratios.sort_by(f64::total_cmp);
    let [low, median, high] = [1, 2, 3].map(|quarter| ratios[quarter * rounds / 4]);
    (seconds[rounds / 2], format!("{median:.2} ({low:.2} to {high:.2})"))
}

fn steps() {
    let cases = [
        ("random below 2^30", random_steps(1 << 30)),
        ("10", vec![10; COUNT as usize]),
        ("10^18", vec![1_000_000_000_000_000_000; COUNT as usize]),
    ];
    let angles = random_angles();
    let angles_f32: Vec<f32> = angles.iter().map(|&angle| angle as f32).collect();
    let cosines = || _ = black_box(angles.iter().map(|angle| black_box(angle).cos()).sum::<f64>());
    let cosines_f32 = || _ = black_box(angles_f32.iter().map(|angle| black_box(angle).cos()).sum::<f32>());

    println!("| t_mul | m_mul | steps | f64: `at` in cosines | f32: `at_as` in cosines |\n|---|---|---|---|---|");
    // In the last two there are more cycles than a list holds.
    for (t_mul, m_mul) in [(1.0, 1.0), (1.5, 0.9), (2.0, 0.9), (1.0, 0.9), (1.000_000_001, 0.9)] {
        let schedule = CosineDecayRestarts::builder(0.1, 1000).t_mul(t_mul).m_mul(m_mul).build().expect("legal");
        for (name, steps) in &cases {
            let rates = || _ = black_box(steps.iter().map(|&step| schedule.at(black_box(step))).sum::<f64>());
            let rates_f32 =
                || _ = black_box(steps.iter().map(|&step| schedule.at_as::<f32>(black_box(step))).sum::<f32>());
            let (_, wide) = measure(ROUNDS_OF_STEPS, rates, cosines);
            let (_, narrow) = measure(ROUNDS_OF_STEPS, rates_f32, cosines_f32);
            println!("| {t_mul} | {m_mul} | {name} | {wide} | {narrow} |");
        }
    }
}

fn run<T: Answer>(rates: &mut Vec<T>, first_decay_steps: u64, t_mul: f64, m_mul: f64) -> String {
    let count = BYTES / size_of::<T>();
    rates.resize(count, T::from_f64(1.0));
    let builder = CosineDecayRestarts::builder(0.1, first_decay_steps).t_mul(t_mul).m_mul(m_mul);
    let schedule = builder.build().expect("legal");
    // A value that the compiler does not know, so that it is written each time.
    let value = black_box(T::from_f64(0.0));
    let mut floor = rates.clone();
    let fill = || schedule.fill_as(0, black_box(&mut *rates));
    let (seconds, ratio) = measure(ROUNDS_OF_RUNS, fill, || black_box(&mut floor).fill(value));
    format!("{:.2} ns | {ratio}", seconds / count as f64 * 1e9)
}

fn runs() {
    println!("| first_decay_steps | t_mul | m_mul | f64: a rate | in writes | f32: a rate | in writes |");
    println!("|---|---|---|---|---|---|---|");
    let (mut wide, mut narrow) = (Vec::<f64>::new(), Vec::<f32>::new());
    for (first_decay_steps, t_mul, m_mul) in [
        (10, 1.0, 1.0),
        (10, 1.0, 0.9999),
        (100, 1.0, 0.9999),
        (1000, 1.0, 0.9999),
        (4096, 1.0, 1.0),
        (4096, 1.0, 0.9999),
        (4096, 2.0, 0.9),
        (100_000, 1.0, 1.0),
        (1000, 2.0, 1.0),
        (1000, 1.5, 0.9),
    ] {
        let wide = run(&mut wide, first_decay_steps, t_mul, m_mul);
        let narrow = run(&mut narrow, first_decay_steps, t_mul, m_mul);
        println!("| {first_decay_steps} | {t_mul} | {m_mul} | {wide} | {narrow} |");
    }
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let all = wanted.is_empty();
    if all || wanted.iter().any(|name| name == "steps") {
        steps();
    }
    if all || wanted.iter().any(|name| name == "runs") {
        println!();
        runs();
    }
}
