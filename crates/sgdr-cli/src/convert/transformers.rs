//! Hugging Face transformers: its cosine with hard restarts has equal cycles down to 0 and nothing else; else `LambdaLR`,
//! which is what the functions of transformers return too.
//!
//! The function multiplies the run's progress by the number of cycles, in f64; this file replays that to see whether a
//! restart is missed.

use super::Conversion;
use super::faults::Faults;
use super::plan::{Plan, number};
use super::python::Factor;

const FUNCTION: &str = "get_cosine_with_hard_restarts_schedule_with_warmup";

const USAGE: &str = "\
# Trainer(..., optimizers=(optimizer, scheduler)) steps both; a loop of your own calls
# optimizer.step() and then scheduler.step().
";

pub(crate) fn convert(plan: &Plan) -> Conversion {
    let cycles = plan.equal_cycles();
    let run = cycles.checked_mul(plan.parameters().first_decay_steps()).map(|steps| (cycles, steps));
    let reasons = reasons(plan, run);
    match run {
        Some((cycles, steps)) if reasons.is_empty() => function(plan, cycles, steps),
        _ => hook(plan, reasons),
    }
}

/// Why the function is not used.
fn reasons(plan: &Plan, run: Option<(u64, u64)>) -> Vec<String> {
    let parameters = plan.parameters();
    let mut reasons = Vec::new();
    for (name, value, only, what) in [
        ("t_mul", parameters.t_mul(), 1.0, "has cycles of equal length only"),
        ("m_mul", parameters.m_mul(), 1.0, "has no decay of the peaks"),
        ("alpha", parameters.alpha(), 0.0, "goes down to 0"),
    ] {
        if value != only {
            reasons.push(format!(
                "{name}={}: transformers' cosine with hard restarts {what}; hence LambdaLR",
                number(value)
            ));
        }
    }
    if let (Some((cycles, steps)), true) = (run, reasons.is_empty()) {
        let fault = Faults::find(plan, |step| cycle_by_progress(step, cycles, steps));
        reasons.extend(fault.map(|faults| faults.text("transformers' cosine with hard restarts") + "; hence LambdaLR"));
    }
    reasons
}

#[expect(clippy::cast_precision_loss, reason = "what transformers does")]
fn cycle_by_progress(step: u64, cycles: u64, steps: u64) -> f64 {
    (cycles as f64 * (step as f64 / steps as f64)).floor()
}

fn function(plan: &Plan, cycles: u64, steps: u64) -> Conversion {
    let code = format!(
        "\
# sgdr convert --to transformers {flags}
import torch
from transformers import {FUNCTION}

optimizer = torch.optim.AdamW(model.parameters(), lr={initial_learning_rate})
scheduler = {FUNCTION}(
    optimizer, num_warmup_steps=0, num_training_steps={steps}, num_cycles={cycles}
)
{USAGE}",
        flags = plan.flags(),
        initial_learning_rate = plan.initial_learning_rate(),
    );
    let note = format!("{cycles} cycles; from step {steps} on transformers holds 0 (--cycles or --steps for more)");
    Conversion { code, notes: vec![note], ..Conversion::default() }
}

fn hook(plan: &Plan, mut notes: Vec<String>) -> Conversion {
    let Factor { imports, definition, note, loss } = Factor::new(plan);
    let code = format!(
        "\
# sgdr convert --to transformers {flags}
{imports}import torch

{definition}\
optimizer = torch.optim.AdamW(model.parameters(), lr={initial_learning_rate})
scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, sgdr)
{USAGE}",
        flags = plan.flags(),
        initial_learning_rate = plan.initial_learning_rate(),
    );
    notes.extend(note);
    Conversion { code, notes, losses: loss.into_iter().collect() }
}
