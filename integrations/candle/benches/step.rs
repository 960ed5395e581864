//! What `Scheduled` adds to a training step of the digits example: the step with it and without, in turn, and the part that
//! it adds measured alone, around an optimizer that does nothing. Prints the table of BENCHMARKS.md.
#![allow(missing_docs, clippy::cast_precision_loss, reason = "a benchmark")]

#[path = "../examples/digits/data.rs"]
#[allow(dead_code, reason = "the example's; this uses a part")]
mod data;
#[path = "../examples/digits/model.rs"]
#[allow(dead_code, reason = "the example's; this uses a part")]
mod model;
#[path = "../examples/digits/nesterov.rs"]
#[allow(dead_code, reason = "the example's; this uses a part")]
mod nesterov;

use std::hint::black_box;
use std::time::Instant;

use anyhow::{Context, Result};
use candle_core::Var;
use candle_core::backprop::GradStore;
use candle_nn::{Optimizer, loss};
use sgdr::CosineDecayRestarts;
use sgdr_candle::Scheduled;

use data::{Data, Images};
use model::Net;
use nesterov::Nesterov;

const ROUNDS: usize = 400;
const STEPS_ALONE: u32 = 1_000_000;

/// An optimizer that does nothing but hold a rate.
#[derive(Debug)]
struct Idle(f64);

impl Optimizer for Idle {
    type Config = ();

    fn new(_: Vec<Var>, (): ()) -> candle_core::Result<Self> {
        Ok(Self(0.0))
    }

    fn step(&mut self, gradients: &GradStore) -> candle_core::Result<()> {
        black_box((&self.0, gradients));
        Ok(())
    }

    fn learning_rate(&self) -> f64 {
        self.0
    }

    fn set_learning_rate(&mut self, rate: f64) {
        self.0 = rate;
    }
}

/// Seconds of one training step.
fn step(net: &Net, batch: &Images, optimizer: &mut impl Optimizer) -> Result<f64> {
    let start = Instant::now();
    let loss = loss::cross_entropy(&net.forward(&batch.images)?, &batch.labels)?;
    optimizer.backward_step(&loss)?;
    Ok(start.elapsed().as_secs_f64())
}

/// Seconds of one step of an optimizer, without a network.
fn alone(optimizer: &mut impl Optimizer, gradients: &GradStore) -> Result<f64> {
    let start = Instant::now();
    for _ in 0..STEPS_ALONE {
        black_box(&mut *optimizer).step(black_box(gradients))?;
    }
    Ok(start.elapsed().as_secs_f64() / f64::from(STEPS_ALONE))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() -> Result<()> {
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global()?;
    let data = Data::digits()?;
    let batch = data.train.batches(0, 0).next().context("no batch")??;
    let net = Net::new(data.train.shape(), 0)?;
    let vars: Vec<Var> = net.named_vars().into_values().collect();
    let schedule = CosineDecayRestarts::new(1e-6, 450)?;
    let mut bare = Nesterov::new(vars.clone(), ())?;
    bare.set_learning_rate(1e-6);
    let mut scheduled = Scheduled::wrap(Nesterov::new(vars, ())?, schedule.clone());

    let (mut without, mut with) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        without.push(step(&net, &batch, &mut bare)?);
        with.push(step(&net, &batch, &mut scheduled)?);
    }
    let ratio = median(with.iter().zip(&without).map(|(with, without)| with / without).collect());
    let without = median(without);

    let gradients = loss::cross_entropy(&net.forward(&batch.images)?, &batch.labels)?.backward()?;
    let (mut idle, mut idle_scheduled) = (Idle(0.0), Scheduled::wrap(Idle(0.0), schedule));
    let (mut nothing, mut rate) = (Vec::new(), Vec::new());
    for _ in 0..9 {
        nothing.push(alone(&mut idle, &gradients)?);
        rate.push(alone(&mut idle_scheduled, &gradients)?);
    }
    let added = median(rate) - median(nothing);

    println!("| | |\n|---|---|");
    println!("| a training step of the digits example (32 images) | {:.0} µs |", without * 1e6);
    println!("| what `Scheduled` adds, measured alone | {:.0} ns |", added * 1e9);
    println!("| that is | {:.4} % |", added / without * 100.0);
    println!(
        "| the step with `Scheduled` against the bare optimizer, in turn {ROUNDS} times, median | {:+.2} % |",
        (ratio - 1.0) * 100.0
    );
    Ok(())
}
