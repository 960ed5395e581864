//! Whole runs of ten million steps, beside the writing of the same memory and the usual formula, in the same run.
#![allow(missing_docs, clippy::cast_precision_loss, reason = "a benchmark")]

mod common;

use std::hint::black_box;

use common::{Answer, Usual};
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use sgdr::{CosineDecayRestarts, ScheduleExt};

const STEPS: u64 = 10_000_000;

fn runs<T: Answer>(group: &mut BenchmarkGroup<WallTime>) {
    let mut rates = vec![T::from_f64(1.0); usize::try_from(STEPS).expect("64 bits")];
    group.bench_function(format!("floor: memory {}", T::DTYPE), |b| {
        let value = black_box(T::from_f64(0.0));
        b.iter(|| black_box(&mut rates).fill(value));
    });
    for (first_decay_steps, t_mul, m_mul) in
        [(10, 1.0, 1.0), (100, 1.0, 0.999), (4096, 1.0, 1.0), (4096, 2.0, 0.9), (100_000, 1.0, 1.0), (1000, 1.5, 0.9)]
    {
        let builder = CosineDecayRestarts::builder(0.1, first_decay_steps).t_mul(t_mul).m_mul(m_mul);
        let schedule = builder.build().expect("legal");
        let name = format!("{first_decay_steps}, t_mul {t_mul}, m_mul {m_mul}");
        group.bench_function(BenchmarkId::new(format!("fill {}", T::DTYPE), &name), |b| {
            b.iter(|| schedule.fill_as(0, black_box(&mut rates)));
        });
    }
    let usual = Usual { initial_learning_rate: 0.1, first_decay_steps: 4096.0, t_mul: 2.0, m_mul: 0.9, alpha: 0.0 };
    group.bench_function(format!("usual formula {}", T::DTYPE), |b| {
        b.iter(|| {
            for (step, rate) in (0..).zip(black_box(&mut rates)) {
                *rate = T::from_f64(usual.at(step));
            }
        });
    });
}

fn whole_runs(c: &mut Criterion) {
    let mut group = c.benchmark_group("run");
    group.throughput(Throughput::Elements(STEPS)).sample_size(10);
    runs::<f64>(&mut group);
    runs::<f32>(&mut group);
    group.finish();
}

criterion_group!(benches, whole_runs);
criterion_main!(benches);
