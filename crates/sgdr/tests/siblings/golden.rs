//! Every row of `golden/siblings.csv`: rates within the error that `golden/README.md` allows.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use sgdr::{
    CosineDecay, ExponentialDecay, InverseTimeDecay, LearningRateSchedule, PiecewiseConstantDecay, PolynomialDecay,
    Rate, ScheduleExt,
};

/// In units in the last place; where the rate is subnormal the second one.
const ALLOWED: f64 = 0.65;
const ALLOWED_SUBNORMAL: f64 = 0.75;

type Schedule = Box<dyn LearningRateSchedule>;

/// One step of one parameter set, as text.
struct Row<'a> {
    columns: &'a [&'a str],
    cells: Vec<&'a str>,
}

impl Row<'_> {
    fn text(&self, column: &str) -> &str {
        self.cells[self.columns.iter().position(|name| *name == column).expect(column)]
    }

    fn number(&self, column: &str) -> f64 {
        self.text(column).parse().expect(column)
    }

    fn whole(&self, column: &str) -> u64 {
        self.text(column).parse().expect(column)
    }

    fn flag(&self, column: &str) -> bool {
        self.text(column).parse().expect(column)
    }

    fn schedule(&self) -> Schedule {
        let first = || self.number("initial_learning_rate");
        let steps = || self.whole("decay_steps");
        match self.text("schedule") {
            "CosineDecay" => {
                let mut builder = CosineDecay::builder(first(), steps()).alpha(self.number("alpha"));
                if !self.text("warmup_target").is_empty() {
                    builder = builder.warmup_target(self.number("warmup_target"));
                }
                Box::new(builder.warmup_steps(self.whole("warmup_steps")).build().expect("golden rows are legal"))
            }
            "ExponentialDecay" => {
                let builder = ExponentialDecay::builder(first(), steps(), self.number("decay_rate"));
                Box::new(builder.staircase(self.flag("staircase")).build().expect("golden rows are legal"))
            }
            "InverseTimeDecay" => {
                let builder = InverseTimeDecay::builder(first(), steps(), self.number("decay_rate"));
                Box::new(builder.staircase(self.flag("staircase")).build().expect("golden rows are legal"))
            }
            "PiecewiseConstantDecay" => {
                let boundaries = self.text("boundaries").split(' ').map(|cell| cell.parse().expect(cell));
                let values = self.text("values").split(' ').map(|cell| cell.parse().expect(cell));
                Box::new(
                    PiecewiseConstantDecay::new(boundaries.collect::<Vec<_>>(), values.collect::<Vec<_>>())
                        .expect("golden rows are legal"),
                )
            }
            "PolynomialDecay" => {
                let builder = PolynomialDecay::builder(first(), steps());
                let builder = builder.end_learning_rate(self.number("end_learning_rate")).power(self.number("power"));
                Box::new(builder.cycle(self.flag("cycle")).build().expect("golden rows are legal"))
            }
            other => panic!("no such schedule: {other}"),
        }
    }
}

fn for_each_row(mut check: impl FnMut(&Row<'_>)) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden/siblings.csv");
    let text = fs::read_to_string(path).expect("golden/siblings.csv is part of the repository");
    let (header, lines) = text.split_once('\n').expect("a header");
    let columns: Vec<&str> = header.split(',').collect();
    assert!(lines.lines().count() >= 20_000);
    for line in lines.lines() {
        check(&Row { columns: &columns, cells: line.split(',').collect() });
    }
}

#[test]
fn rates_are_within_the_allowed_error_of_the_exact_ones() {
    /// Rows, correctly rounded ones, the worst errors.
    #[derive(Debug, Default)]
    struct Seen {
        rows: u32,
        nearest: u32,
        worst: f64,
        worst_subnormal: f64,
    }
    let mut seen = HashMap::<String, Seen>::new();
    for_each_row(|row| {
        let exact = row.number("lr");
        let bits = u64::from_str_radix(row.text("lr_bits"), 16).expect("bits");
        assert_eq!(exact.to_bits(), bits, "{:?}: decimal and bits differ", row.cells);
        let rate = row.schedule().at(row.whole("step"));
        let ulp = f64::from_bits(bits + 1) - exact;
        let error = ((rate - exact) / ulp - row.number("residual")).abs();
        let seen = seen.entry(row.text("schedule").to_owned()).or_default();
        let (allowed, worst) = if exact < f64::MIN_POSITIVE {
            (ALLOWED_SUBNORMAL, &mut seen.worst_subnormal)
        } else {
            (ALLOWED, &mut seen.worst)
        };
        assert!(error <= allowed, "{:?}: {rate:e} is {error} ulp from the exact rate", row.cells);
        *worst = worst.max(error);
        seen.rows += 1;
        seen.nearest += u32::from(rate.to_bits() == bits);
    });
    println!("{seen:#?}");
    assert!(seen.len() == 5 && seen.values().all(|seen| seen.rows >= 3000));
}

/// A rate in a narrower type is the exact rate rounded to it: where the `f64` rate is not the nearest one, a neighbour of
/// the nearest one may decide.
fn check_rounded<T: Rate>() {
    let (mut count, mut nearest) = (0_u32, 0_u32);
    for_each_row(|row| {
        let exact = row.number("lr").to_bits();
        let rate: T = row.schedule().at_as(row.whole("step"));
        let near = [exact, exact.saturating_sub(1), exact + 1].map(|bits| T::from_f64(f64::from_bits(bits)));
        assert!(near.contains(&rate), "{:?}: {rate}", row.cells);
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
