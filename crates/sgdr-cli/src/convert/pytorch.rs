//! PyTorch: `CosineAnnealingWarmRestarts` where t_mul is a whole number and the peaks stay equal; else `LambdaLR`.
//!
//! The class is exact as long as it is stepped without an argument: then it counts. With one it takes a logarithm.

use super::Conversion;
use super::plan::{Plan, number};
use super::python::Factor;

const CLASS: &str = "CosineAnnealingWarmRestarts";

pub(crate) fn convert(plan: &Plan) -> Conversion {
    match plan.whole_t_mul() {
        Some(t_mul) if plan.equal_heights() => class(plan, t_mul),
        _ => hook(plan),
    }
}

fn class(plan: &Plan, t_mul: u128) -> Conversion {
    let code = format!(
        "\
# sgdr convert --to pytorch {flags}
import torch

optimizer = torch.optim.SGD(model.parameters(), lr={initial_learning_rate})
scheduler = torch.optim.lr_scheduler.{CLASS}(
    optimizer, T_0={first_decay_steps}, T_mult={t_mul}, eta_min={floor}
)

for batch in batches:
    optimizer.zero_grad()
    loss_of(model, batch).backward()
    optimizer.step()
    scheduler.step()  # no argument: step(epoch) finds the cycle by a logarithm, and misses restarts
",
        flags = plan.flags(),
        initial_learning_rate = plan.initial_learning_rate(),
        first_decay_steps = plan.parameters().first_decay_steps(),
        floor = plan.floor(),
    );
    Conversion { code, ..Conversion::default() }
}

fn hook(plan: &Plan) -> Conversion {
    let Factor { imports, definition, note, loss } = Factor::new(plan);
    let code = format!(
        "\
# sgdr convert --to pytorch {flags}
{imports}import torch

{definition}\
optimizer = torch.optim.SGD(model.parameters(), lr={initial_learning_rate})
scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, sgdr)

for batch in batches:
    optimizer.zero_grad()
    loss_of(model, batch).backward()
    optimizer.step()
    scheduler.step()
",
        flags = plan.flags(),
        initial_learning_rate = plan.initial_learning_rate(),
    );
    Conversion {
        code,
        notes: missing(plan, CLASS, "LambdaLR").chain(note).collect(),
        losses: loss.into_iter().collect(),
    }
}

/// Why a class that knows whole multipliers and equal peaks only is not used.
pub(crate) fn missing(plan: &Plan, class: &str, instead: &str) -> impl Iterator<Item = String> {
    let (t_mul, m_mul) = (plan.parameters().t_mul(), plan.parameters().m_mul());
    let fraction = plan.whole_t_mul().is_none();
    let t_mul = format!("t_mul={}: {class} takes whole numbers from 1 on; hence {instead}", number(t_mul));
    let m_mul = format!("m_mul={}: {class} has no decay of the peaks; hence {instead}", number(m_mul));
    [fraction.then_some(t_mul), (!plan.equal_heights()).then_some(m_mul)].into_iter().flatten()
}
