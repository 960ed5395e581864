//! One rate, beside the floor of one `std` cosine and the usual formula with logarithms, in the same run.
//!
//! Each measurement runs over the same 4096 inputs, prepared before; criterion's "thrpt" is rates (or cosines) a second.
#![allow(missing_docs, clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a benchmark")]

use std::f64::consts::PI;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use sgdr::{CosineDecayRestarts, LearningRateSchedule};

const COUNT: u64 = 4096;

/// Steps all over `0..limit` (SplitMix64).
fn random_steps(limit: u64) -> Vec<u64> {
    let mut state = 0_u64;
    let mut random = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    (0..COUNT).map(|_| random() % limit).collect()
}

/// The formula as it is usually written, with the cycle taken from a logarithm.
fn naive(step: u64, first_decay_steps: f64, t_mul: f64) -> f64 {
    let x = step as f64 / first_decay_steps;
    let fraction = if t_mul == 1.0 {
        x - x.floor()
    } else {
        let i = ((1.0 - x * (1.0 - t_mul)).ln() / t_mul.ln()).floor();
        let power = t_mul.powf(i);
        (x - (1.0 - power) / (1.0 - t_mul)) / power
    };
    0.1 * (0.5 * (1.0 + (PI * fraction).cos()))
}

fn one_rate(c: &mut Criterion) {
    let mut group = c.benchmark_group("at");
    group.throughput(Throughput::Elements(COUNT));

    let steps = random_steps(1 << 30);
    let angles: Vec<f64> = steps.iter().map(|&step| PI * (step as f64 / (1 << 30) as f64)).collect();
    let angles_f32: Vec<f32> = angles.iter().map(|&angle| angle as f32).collect();
    group.bench_function("floor: std cos f64", |b| b.iter(|| angles.iter().map(|x| black_box(x).cos()).sum::<f64>()));
    group.bench_function("floor: std cos f32", |b| {
        b.iter(|| angles_f32.iter().map(|x| black_box(x).cos()).sum::<f32>())
    });

    for t_mul in [1.0, 1.5, 2.0] {
        let schedule = CosineDecayRestarts::builder(0.1, 1000).t_mul(t_mul).build().expect("legal");
        let schedule_f32 = CosineDecayRestarts::builder(0.1_f32, 1000).t_mul(t_mul).build().expect("legal");
        group.bench_with_input(BenchmarkId::new("f64, random steps below 2^30", t_mul), &steps, |b, steps| {
            b.iter(|| steps.iter().map(|&step| schedule.at(black_box(step))).sum::<f64>());
        });
        group.bench_with_input(BenchmarkId::new("f32, random steps below 2^30", t_mul), &steps, |b, steps| {
            b.iter(|| steps.iter().map(|&step| schedule_f32.at(black_box(step))).sum::<f32>());
        });
        group.bench_with_input(BenchmarkId::new("usual formula f64", t_mul), &steps, |b, steps| {
            b.iter(|| steps.iter().map(|&step| naive(black_box(step), 1000.0, t_mul)).sum::<f64>());
        });
        for near in [10, 1_000_000_000_000_000_000] {
            group.bench_with_input(BenchmarkId::new(format!("f64, step {near}"), t_mul), &near, |b, &near| {
                b.iter(|| (0..COUNT).map(|_| schedule.at(black_box(near))).sum::<f64>());
            });
        }
    }
    group.finish();
}

fn construction(c: &mut Criterion) {
    let mut group = c.benchmark_group("new");
    for t_mul in [1.0, 1.1, 1.5, 2.0, 1.0 + 1e-9, 0.9] {
        group.bench_with_input(BenchmarkId::from_parameter(t_mul), &t_mul, |b, &t_mul| {
            b.iter(|| CosineDecayRestarts::builder(0.1, black_box(1000)).t_mul(t_mul).m_mul(0.9).build());
        });
    }
    group.finish();
}

criterion_group!(benches, one_rate, construction);
criterion_main!(benches);
