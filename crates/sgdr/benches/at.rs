//! One rate, scattered rates and the making of a schedule, beside the floor of one `std` cosine and the usual formula with
//! logarithms, in the same run.
//!
//! Each measurement of rates runs over the same 4096 inputs; criterion's "thrpt" is rates (or cosines) a second.
#![allow(missing_docs, clippy::cast_possible_truncation, reason = "a benchmark")]

mod common;

use std::hint::black_box;

use common::{Answer, COUNT, Usual, random_angles, random_steps};
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use sgdr::{CosineDecayRestarts, ScheduleExt};

fn floors(c: &mut Criterion) {
    let mut group = c.benchmark_group("floor");
    group.throughput(Throughput::Elements(COUNT));
    let angles = random_angles();
    let angles_f32: Vec<f32> = angles.iter().map(|&angle| angle as f32).collect();
    group.bench_function("std cos f64", |b| b.iter(|| angles.iter().map(|x| black_box(x).cos()).sum::<f64>()));
    group.bench_function("std cos f32", |b| b.iter(|| angles_f32.iter().map(|x| black_box(x).cos()).sum::<f32>()));
    let steps = random_steps(1 << 30);
    for t_mul in [1.0, 1.5, 2.0] {
        let usual = Usual { initial_learning_rate: 0.1, first_decay_steps: 1000.0, t_mul, m_mul: 1.0, alpha: 0.0 };
        group.bench_with_input(BenchmarkId::new("usual formula f64", t_mul), &steps, |b, steps| {
            b.iter(|| steps.iter().map(|&step| usual.at(black_box(step))).sum::<f64>());
        });
    }
    group.finish();
}

fn schedule(t_mul: f64) -> CosineDecayRestarts {
    CosineDecayRestarts::builder(0.1, 1000).t_mul(t_mul).build().expect("legal")
}

fn rates<T: Answer>(group: &mut BenchmarkGroup<WallTime>) {
    let cases = [
        ("step 10", vec![10; COUNT as usize]),
        ("step 10^18", vec![1_000_000_000_000_000_000; COUNT as usize]),
        ("random steps below 2^30", random_steps(1 << 30)),
    ];
    for t_mul in [1.0, 1.5, 2.0] {
        let schedule = schedule(t_mul);
        let mut out = vec![T::from_f64(0.0); COUNT as usize];
        for (name, steps) in &cases {
            group.bench_with_input(BenchmarkId::new(format!("at {}, {name}", T::DTYPE), t_mul), steps, |b, steps| {
                b.iter(|| {
                    for &step in steps {
                        black_box(schedule.at_as::<T>(black_box(step)));
                    }
                });
            });
        }
        let (name, steps) = &cases[2];
        group.bench_with_input(BenchmarkId::new(format!("at_many {}, {name}", T::DTYPE), t_mul), steps, |b, steps| {
            b.iter(|| T::at_many(&schedule, black_box(steps), black_box(&mut out)));
        });
    }
}

fn one_rate(c: &mut Criterion) {
    let mut group = c.benchmark_group("rate");
    group.throughput(Throughput::Elements(COUNT));
    rates::<f64>(&mut group);
    rates::<f32>(&mut group);
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

criterion_group!(benches, floors, one_rate, construction);
criterion_main!(benches);
