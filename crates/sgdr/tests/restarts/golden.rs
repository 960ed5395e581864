//! Every row of `golden/exact.csv`: right cycle, and a rate within the error that `golden/README.md` allows.

use std::fs;
use std::path::Path;

use sgdr::{CosineDecayRestarts, LearningRateSchedule, Rate, ScheduleExt};

/// In units in the last place; where the rate is subnormal the second one.
const ALLOWED: f64 = 0.65;
const ALLOWED_SUBNORMAL: f64 = 0.75;

struct Row {
    parameters: Parameters,
    step: u64,
    cycle: u64,
    first_step: u64,
    rate: f64,
    bits: u64,
    /// (the exact rate - `rate`) / ulp
    residual: f64,
}

#[derive(Clone, Copy, PartialEq)]
struct Parameters {
    initial_learning_rate: f64,
    first_decay_steps: u64,
    t_mul: f64,
    m_mul: f64,
    alpha: f64,
}

impl Parameters {
    fn schedule(&self) -> CosineDecayRestarts {
        CosineDecayRestarts::builder(self.initial_learning_rate, self.first_decay_steps)
            .t_mul(self.t_mul)
            .m_mul(self.m_mul)
            .alpha(self.alpha)
            .build()
            .expect("golden rows are legal")
    }
}

fn rows() -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden/exact.csv");
    let text = fs::read_to_string(path).expect("golden/exact.csv is part of the repository");
    let mut lines = text.lines();
    let header = lines.next().expect("a header");
    assert_eq!(
        header,
        "initial_learning_rate,first_decay_steps,t_mul,m_mul,alpha,step,cycle,first_step,lr,lr_bits,residual"
    );
    lines
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            let number = |i: usize| fields[i].parse::<f64>().expect(line);
            let whole = |i: usize| fields[i].parse::<u64>().expect(line);
            Row {
                parameters: Parameters {
                    initial_learning_rate: number(0),
                    first_decay_steps: whole(1),
                    t_mul: number(2),
                    m_mul: number(3),
                    alpha: number(4),
                },
                step: whole(5),
                cycle: whole(6),
                first_step: whole(7),
                rate: number(8),
                bits: u64::from_str_radix(fields[9], 16).expect(line),
                residual: number(10),
            }
        })
        .collect()
}

/// Calls `check` for each row with the schedule of its parameters, which successive rows share.
fn for_each_row(mut check: impl FnMut(&CosineDecayRestarts, &Row)) {
    let rows = rows();
    assert!(rows.len() >= 20_000, "only {} rows", rows.len());
    for set in rows.chunk_by(|a, b| a.parameters == b.parameters) {
        let schedule = set[0].parameters.schedule();
        for row in set {
            check(&schedule, row);
        }
    }
}

#[test]
fn rates_are_within_the_allowed_error_of_the_exact_ones() {
    let (mut worst, mut worst_subnormal, mut count, mut nearest) = (0.0_f64, 0.0_f64, 0, 0);
    for_each_row(|schedule, row| {
        assert_eq!(row.rate.to_bits(), row.bits, "step {} of {schedule}: decimal and bits differ", row.step);
        let rate = schedule.at(row.step);
        let ulp = f64::from_bits(row.bits + 1) - row.rate;
        let error = ((rate - row.rate) / ulp - row.residual).abs();
        let (allowed, worst) = if row.rate < f64::MIN_POSITIVE {
            (ALLOWED_SUBNORMAL, &mut worst_subnormal)
        } else {
            (ALLOWED, &mut worst)
        };
        assert!(error <= allowed, "step {} of {schedule}: {rate:e} is {error} ulp from {:e}", row.step, row.rate);
        *worst = worst.max(error);
        count += 1;
        nearest += usize::from(rate.to_bits() == row.bits);
    });
    println!("{count} rows, {nearest} correctly rounded; worst {worst} ulp, subnormal {worst_subnormal} ulp");
}

#[test]
fn no_cycle_is_wrong() {
    for_each_row(|schedule, row| {
        let cycle = schedule.cycle_at(row.step);
        assert_eq!((cycle.index, cycle.first_step), (row.cycle, row.first_step), "step {} of {schedule}", row.step);
        assert!(cycle.last_step.is_none_or(|last| row.step <= last), "step {} of {schedule}", row.step);
    });
}

/// A rate in a narrower type is the exact rate rounded to it: where the `f64` rate is not the nearest one, a neighbour of
/// the nearest one may decide.
fn check_rounded<T: Rate>() {
    let (mut count, mut nearest) = (0_u32, 0_u32);
    for_each_row(|schedule, row| {
        let mut filled = [T::from_f64(1.0)];
        schedule.fill_as(row.step, &mut filled);
        let rate: T = schedule.at_as(row.step);
        assert_eq!(filled, [rate], "step {} of {schedule}", row.step);
        let near = [row.bits, row.bits.saturating_sub(1), row.bits + 1].map(|bits| T::from_f64(f64::from_bits(bits)));
        assert!(near.contains(&rate), "step {} of {schedule}: {rate} for {:e}", row.step, row.rate);
        count += 1;
        nearest += u32::from(rate == near[0]);
    });
    println!("{count} rows, {nearest} of them the exact rate rounded once");
    assert!(count - nearest <= count / 10_000, "{nearest} of {count}");
}

#[test]
fn an_f32_rate_is_the_exact_rate_rounded_once() {
    check_rounded::<f32>();
}

#[cfg(feature = "half")]
#[test]
fn a_half_rate_is_the_exact_rate_rounded_once() {
    check_rounded::<half::f16>();
    check_rounded::<half::bf16>();
}
