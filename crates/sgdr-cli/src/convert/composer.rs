//! Composer: `CosineAnnealingWarmRestartsScheduler` where the peaks stay equal and each length is a whole number of
//! batches, because it cuts them to whole numbers; else a function, which Composer takes as a scheduler too.

use super::Conversion;
use super::plan::{Plan, number, real};
use super::python::Factor;

const CLASS: &str = "CosineAnnealingWarmRestartsScheduler";

const USAGE: &str = "# Trainer(..., optimizers=optimizer, schedulers=scheduler) asks it for every batch.\n";

pub(crate) fn convert(plan: &Plan) -> Conversion {
    let reasons = reasons(plan);
    if reasons.is_empty() { class(plan) } else { hook(plan, reasons) }
}

/// Why the class is not used.
fn reasons(plan: &Plan) -> Vec<String> {
    let (t_mul, m_mul) = (plan.parameters().t_mul(), plan.parameters().m_mul());
    let mut reasons = Vec::new();
    if t_mul < 1.0 {
        let t_mul = number(t_mul);
        reasons.push(format!("t_mul={t_mul}: {CLASS} fails once the cycles have shrunk away; hence a function"));
    } else if let Some((cycle, length, cut)) = first_cut(plan) {
        let (t_mul, length, cut) = (number(t_mul), number(length), number(cut));
        reasons
            .push(format!("t_mul={t_mul}: {CLASS} cuts cycle {cycle} from {length} to {cut} steps; hence a function"));
    }
    if !plan.equal_heights() {
        reasons.push(format!("m_mul={}: {CLASS} has no decay of the peaks; hence a function", number(m_mul)));
    }
    reasons
}

/// The first cycle whose length Composer gets wrong, by replaying its arithmetic.
#[expect(clippy::cast_precision_loss, reason = "what Composer does")]
fn first_cut(plan: &Plan) -> Option<(u64, f64, f64)> {
    // Whole multiples of whole numbers are never cut.
    if plan.whole_t_mul().is_some() {
        return None;
    }
    let t_mul = plan.parameters().t_mul();
    let first = plan.parameters().first_decay_steps() as f64;
    let lengths = std::iter::successors(Some(first), |length| Some((t_mul * length).trunc()));
    plan.cycles()
        .zip(lengths)
        .find(|(cycle, length)| cycle.length != *length)
        .map(|(cycle, length)| (cycle.index, cycle.length, length))
}

fn class(plan: &Plan) -> Conversion {
    let code = format!(
        "\
# sgdr convert --to composer {flags}
import torch
from composer.optim import {CLASS}

optimizer = torch.optim.SGD(model.parameters(), lr={initial_learning_rate})
scheduler = {CLASS}(t_0=\"{first_decay_steps}ba\", t_mult={t_mul}, alpha_f={alpha})
{USAGE}",
        flags = plan.flags(),
        initial_learning_rate = plan.initial_learning_rate(),
        first_decay_steps = plan.parameters().first_decay_steps(),
        t_mul = real(plan.parameters().t_mul()),
        alpha = real(plan.parameters().alpha()),
    );
    let cycles = plan.cycles().count();
    let note = plan.whole_t_mul().is_none().then(|| {
        format!(
            "{CLASS} cuts lengths to whole steps: none of these {cycles} cycles, but later ones (--cycles or --steps)"
        )
    });
    Conversion { code, notes: note.into_iter().collect(), ..Conversion::default() }
}

fn hook(plan: &Plan, mut notes: Vec<String>) -> Conversion {
    let Factor { imports, definition, note, loss } = Factor::new(plan);
    let code = format!(
        "\
# sgdr convert --to composer {flags}
{imports}import torch

{definition}\
def scheduler(state):
    return sgdr(state.timestamp.batch.value)


optimizer = torch.optim.SGD(model.parameters(), lr={initial_learning_rate})
{USAGE}",
        flags = plan.flags(),
        initial_learning_rate = plan.initial_learning_rate(),
    );
    notes.extend(note);
    Conversion { code, notes, losses: loss.into_iter().collect() }
}
