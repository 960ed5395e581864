//! timm: `CosineLRScheduler` where it is exact; else a `Scheduler` of our own, which timm calls in the same way.
//!
//! The class multiplies the whole peak by cycle_decay, floor included, so it agrees with m_mul only where the floor is
//! 0. It finds the cycle by a logarithm in f64, which is replayed to see whether a restart is missed.

use super::Conversion;
use super::faults::Faults;
use super::plan::{Plan, number, real};
use super::python::Factor;
use crate::dtype::Dtype;
use crate::emulation::float_formula::FloatFormula;

const CLASS: &str = "CosineLRScheduler";

const LOOP: &str = "
for step, batch in enumerate(batches):
    optimizer.zero_grad()
    loss_of(model, batch).backward()
    optimizer.step()
    scheduler.step_update(step + 1)  # the rate of the next step
";

pub(crate) fn convert(plan: &Plan) -> Conversion {
    let reasons = reasons(plan);
    if reasons.is_empty() { class(plan) } else { hook(plan, reasons) }
}

/// Why the class is not used.
fn reasons(plan: &Plan) -> Vec<String> {
    let parameters = plan.parameters();
    let (t_mul, m_mul, alpha) = (parameters.t_mul(), parameters.m_mul(), parameters.alpha());
    let mut reasons = Vec::new();
    if t_mul < 1.0 {
        let t_mul = number(t_mul);
        reasons.push(format!("t_mul={t_mul}: {CLASS} fails once the cycles have shrunk away; hence a Scheduler"));
    } else if let Some(faults) = Faults::find(plan, |step| FloatFormula::new(plan.parameters(), step, Dtype::F64).cycle)
    {
        let fault = faults.text(&format!("{CLASS}'s logarithm"));
        reasons.push(format!("{fault}; hence a Scheduler"));
    }
    if alpha != 0.0 && !plan.equal_heights() {
        let (m_mul, alpha) = (number(m_mul), number(alpha));
        reasons.push(format!(
            "m_mul={m_mul} with alpha={alpha}: {CLASS} decays the whole peak, not its height above the floor; hence a \
             Scheduler"
        ));
    }
    reasons
}

fn class(plan: &Plan) -> Conversion {
    let code = format!(
        "\
# sgdr convert --to timm {flags}
import torch
from timm.scheduler import {CLASS}

optimizer = torch.optim.SGD(model.parameters(), lr={initial_learning_rate})
scheduler = {CLASS}(
    optimizer,
    t_initial={first_decay_steps},
    cycle_mul={t_mul},
    cycle_decay={m_mul},
    lr_min={floor},
    cycle_limit=10**18,
    t_in_epochs=False,
)
{LOOP}",
        flags = plan.flags(),
        initial_learning_rate = plan.initial_learning_rate(),
        first_decay_steps = plan.parameters().first_decay_steps(),
        t_mul = real(plan.parameters().t_mul()),
        m_mul = real(plan.parameters().m_mul()),
        floor = plan.floor(),
    );
    Conversion { code, ..Conversion::default() }
}

fn hook(plan: &Plan, mut notes: Vec<String>) -> Conversion {
    let Factor { imports, definition, note, loss } = Factor::new(plan);
    let code = format!(
        "\
# sgdr convert --to timm {flags}
{imports}import torch
from timm.scheduler.scheduler import Scheduler

{definition}\
class SGDR(Scheduler):
    def __init__(self, optimizer):
        super().__init__(optimizer, param_group_field=\"lr\", t_in_epochs=False)

    def _get_lr(self, t):
        return [lr * sgdr(t) for lr in self.base_values]


optimizer = torch.optim.SGD(model.parameters(), lr={initial_learning_rate})
scheduler = SGDR(optimizer)
{LOOP}",
        flags = plan.flags(),
        initial_learning_rate = plan.initial_learning_rate(),
    );
    notes.extend(note);
    Conversion { code, notes, losses: loss.into_iter().collect() }
}
