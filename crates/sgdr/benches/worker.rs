//! The Rust side of `scripts/bench`, which measures it in turn with its peers: reads what to time from the standard input,
//! a line each, and answers with seconds.
//!
//! ```text
//! fill float32 10000000 1000 2 0.9 0.001      what, type, how many, first_decay_steps, t_mul, m_mul, alpha
//! ```
//!
//! `memory` writes as many bytes, `fill` a run, `usual` a run by the usual formula; `at`, `at_many` and `cos` take
//! scattered steps and angles.
#![allow(
    missing_docs,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a benchmark"
)]

mod common;

use std::error::Error;
use std::hint::black_box;
use std::io::{BufRead, Write, stdin, stdout};
use std::time::Duration;

use common::{Answer, COUNT, Usual, random_angles, random_steps, timed};
use sgdr::{CosineDecayRestarts, ScheduleExt};

trait Cosine: Answer {
    fn cosine(self) -> Self;
}

impl Cosine for f64 {
    fn cosine(self) -> Self {
        self.cos()
    }
}

impl Cosine for f32 {
    fn cosine(self) -> Self {
        self.cos()
    }
}

/// Times `work` for each of `COUNT` inputs, again and again, until there are `count`.
fn each<I: Copy>(count: usize, inputs: &[I], work: impl Fn(I)) -> Duration {
    timed(|| {
        for _ in 0..count.div_ceil(COUNT as usize) {
            inputs.iter().for_each(|&input| work(black_box(input)));
        }
    })
}

fn measure<T: Cosine>(what: &str, count: usize, usual: Usual) -> Result<Duration, Box<dyn Error>> {
    let Usual { initial_learning_rate, first_decay_steps, t_mul, m_mul, alpha } = usual;
    let builder = CosineDecayRestarts::builder(initial_learning_rate, first_decay_steps as u64);
    let schedule = builder.t_mul(t_mul).m_mul(m_mul).alpha(alpha).build()?;
    let mut out = vec![T::from_f64(1.0); count];
    let steps = random_steps(1 << 30);
    Ok(match what {
        "memory" => {
            let value = black_box(T::from_f64(0.0));
            timed(|| black_box(&mut out).fill(value))
        }
        "fill" => timed(|| schedule.fill_as(0, black_box(&mut out))),
        "usual" => timed(|| {
            for (step, rate) in (0..).zip(black_box(&mut out)) {
                *rate = T::from_f64(usual.at(step));
            }
        }),
        "at" => each(count, &steps, |step| _ = black_box(schedule.at_as::<T>(step))),
        "at_many" => {
            let out = &mut out[..steps.len()];
            timed(|| {
                (0..count.div_ceil(steps.len()))
                    .try_for_each(|_| T::at_many(&schedule, black_box(&steps), black_box(out)))
            })
        }
        "cos" => {
            let angles: Vec<T> = random_angles().into_iter().map(T::from_f64).collect();
            each(count, &angles, |angle| _ = black_box(angle.cosine()))
        }
        _ => return Err(format!("nothing is called {what}").into()),
    })
}

fn answer(line: &str) -> Result<Duration, Box<dyn Error>> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [what, dtype, count, first_decay_steps, t_mul, m_mul, alpha] = words[..] else {
        return Err(format!("seven words are wanted (received {line:?})").into());
    };
    let usual = Usual {
        initial_learning_rate: 0.1,
        first_decay_steps: first_decay_steps.parse()?,
        t_mul: t_mul.parse()?,
        m_mul: m_mul.parse()?,
        alpha: alpha.parse()?,
    };
    match dtype {
        "float64" => measure::<f64>(what, count.parse()?, usual),
        "float32" => measure::<f32>(what, count.parse()?, usual),
        _ => Err(format!("no type is called {dtype}").into()),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    // `cargo bench` runs every benchmark; this one is asked by its standard input.
    if std::env::args().any(|argument| argument == "--bench") && std::env::var_os("SGDR_BENCH_WORKER").is_none() {
        return Ok(());
    }
    for line in stdin().lock().lines() {
        println!("{}", answer(&line?)?.as_secs_f64());
        stdout().flush()?;
    }
    Ok(())
}
