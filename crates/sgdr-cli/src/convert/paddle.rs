//! Paddle: `CosineAnnealingWarmRestarts` where t_mul is a whole number and the peaks stay equal; else `LambdaDecay`.
//!
//! The class is PyTorch's, but its state_dict leaves out the place in the cycle; the code says how to get it back.

use super::Conversion;
use super::plan::Plan;
use super::python::Factor;
use super::pytorch::missing;

const CLASS: &str = "CosineAnnealingWarmRestarts";

const LOOP: &str = "\
optimizer = paddle.optimizer.SGD(learning_rate=scheduler, parameters=model.parameters())

for batch in batches:
    loss_of(model, batch).backward()
    optimizer.step()
    optimizer.clear_grad()
    scheduler.step()
";

pub(crate) fn convert(plan: &Plan) -> Conversion {
    match plan.whole_t_mul() {
        Some(t_mul) if plan.equal_heights() => class(plan, t_mul),
        _ => hook(plan),
    }
}

fn class(plan: &Plan, t_mul: u128) -> Conversion {
    let code = format!(
        "\
# sgdr convert --to paddle {flags}
import paddle

# To resume, also call scheduler.step(scheduler.last_epoch): the state leaves out the place in the cycle.
scheduler = paddle.optimizer.lr.{CLASS}(
    learning_rate={initial_learning_rate}, T_0={first_decay_steps}, T_mult={t_mul}, eta_min={floor}
)
{LOOP}",
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
# sgdr convert --to paddle {flags}
{imports}import paddle

{definition}\
scheduler = paddle.optimizer.lr.LambdaDecay(learning_rate={initial_learning_rate}, lr_lambda=sgdr)
{LOOP}",
        flags = plan.flags(),
        initial_learning_rate = plan.initial_learning_rate(),
    );
    let notes = missing(plan, CLASS, "LambdaDecay").chain(note).collect();
    Conversion { code, notes, losses: loss.into_iter().collect() }
}
