//! What one rate costs in cosines: both measured in turn, 600 times over 4096 inputs, so that a noisy machine disturbs
//! both alike. Prints the table of BENCHMARKS.md.
#![allow(missing_docs, clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a benchmark")]

use std::f64::consts::PI;
use std::hint::black_box;
use std::time::{Duration, Instant};

use sgdr::{CosineDecayRestarts, LearningRateSchedule};

const COUNT: usize = 4096;
const ROUNDS: usize = 600;

fn timed<T>(work: impl Fn() -> T) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

/// Steps all over `0..2^30`.
fn random_steps() -> Vec<u64> {
    let next = |state: &u64| Some(state.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f));
    std::iter::successors(Some(1), next).map(|state| state >> 34).take(COUNT).collect()
}

/// Median and quartiles of the ratio of two times, measured in turn.
fn ratio<T>(work: impl Fn() -> T, floor: impl Fn() -> T) -> String {
    let mut ratios: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let floor = timed(&floor);
            timed(&work).as_secs_f64() / floor.as_secs_f64()
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    let [low, median, high] = [1, 2, 3].map(|quarter| ratios[quarter * ROUNDS / 4]);
    format!("{median:.2} ({low:.2} to {high:.2})")
}

fn main() {
    let random = random_steps();
    let angles: Vec<f64> = random.iter().map(|&step| PI * (step as f64 / (1 << 30) as f64)).collect();
    let angles_f32: Vec<f32> = angles.iter().map(|&angle| angle as f32).collect();
    let cosines = || angles.iter().map(|angle| black_box(angle).cos()).sum::<f64>();
    let cosines_f32 = || angles_f32.iter().map(|angle| black_box(angle).cos()).sum::<f32>();

    println!("| t_mul | steps | `at` in f64, in f64 cosines | `at` in f32, in f32 cosines |\n|---|---|---|---|");
    for t_mul in [1.0, 1.5, 2.0] {
        let schedule = CosineDecayRestarts::builder(0.1, 1000).t_mul(t_mul).build().expect("legal");
        let schedule_f32 = CosineDecayRestarts::builder(0.1_f32, 1000).t_mul(t_mul).build().expect("legal");
        for (name, steps) in [
            ("random below 2^30", random.clone()),
            ("10", vec![10; COUNT]),
            ("10^18", vec![1_000_000_000_000_000_000; COUNT]),
        ] {
            let rates = || steps.iter().map(|&step| schedule.at(black_box(step))).sum::<f64>();
            let rates_f32 = || steps.iter().map(|&step| schedule_f32.at(black_box(step))).sum::<f32>();
            println!("| {t_mul} | {name} | {} | {} |", ratio(rates, cosines), ratio(rates_f32, cosines_f32));
        }
    }
}
