//! A schedule of any class for the libraries that have a door of ours: an expression that builds it, and the line that hands
//! it over.
//!
//! Its rates are those of the core, so nothing is lost.

use sgdr::AnySchedule;

use super::expression::{self, Language};
use super::{Conversion, Extent};
use crate::dtype::Dtype;
use crate::error::CliError;
use crate::schedule::Schedule;

const LOOP: &str = "\
for batch in batches:
    optimizer.zero_grad()
    loss_of(model, batch).backward()
    optimizer.step()
    scheduler.step()
";

pub(super) fn pytorch(schedule: &Schedule) -> Conversion {
    torch(schedule, "pytorch", LOOP)
}

pub(super) fn transformers(schedule: &Schedule) -> Conversion {
    torch(schedule, "transformers", "# Trainer(..., optimizers=(optimizer, scheduler)) steps both.\n")
}

fn torch(schedule: &Schedule, target: &str, usage: &str) -> Conversion {
    let code = format!(
        "\
# sgdr convert --to {target}: the Python package sgdr
import sgdr
import sgdr.torch
import torch

schedule = {expression}
optimizer = torch.optim.SGD(model.parameters(), lr=1.0)  # the rates are those of the schedule
scheduler = sgdr.torch.Scheduler(optimizer, schedule)

{usage}",
        expression = expression::call(schedule, Language::Python),
    );
    Conversion { code, notes: in_f64(schedule.dtype()).into_iter().collect(), ..Conversion::default() }
}

pub(super) fn optax(schedule: &Schedule, extent: Option<Extent>) -> Conversion {
    let hand_over = |steps: &str| {
        format!("optimizer = optax.sgd(sgdr.optax.Schedule(schedule{steps}))  # counts the steps itself\n")
    };
    graph(schedule, "optax", "import optax\nimport sgdr\nimport sgdr.optax\n", extent, hand_over)
}

pub(super) fn keras_python(schedule: &Schedule, extent: Option<Extent>) -> Conversion {
    let hand_over = |steps: &str| {
        format!("optimizer = keras.optimizers.SGD(sgdr.keras.Schedule(schedule{steps}))  # counts the steps itself\n")
    };
    graph(schedule, "keras-python", "import keras\nimport sgdr\nimport sgdr.keras\n", extent, hand_over)
}

fn graph(
    schedule: &Schedule,
    target: &str,
    imports: &str,
    extent: Option<Extent>,
    hand_over: impl Fn(&str) -> String,
) -> Conversion {
    let steps = match extent {
        Some(Extent::Steps(steps)) => format!(", steps={steps}"),
        _ => String::new(),
    };
    let code = format!(
        "\
# sgdr convert --to {target}: the Python package sgdr
{imports}
schedule = {expression}
{hand_over}",
        expression = expression::call(schedule, Language::Python),
        hand_over = hand_over(&steps),
    );
    let listed = steps.is_empty().then(|| {
        String::from("a plan that has no formula in a compiled step needs steps=, the length of the run (--steps)")
    });
    Conversion { code, notes: in_f64(schedule.dtype()).into_iter().chain(listed).collect(), ..Conversion::default() }
}

pub(super) fn r(schedule: &Schedule) -> Conversion {
    let code = format!(
        "\
# sgdr convert --to r: the R package sgdr
library(sgdr)

schedule <- {expression}
schedule(0) # the rate of a step
",
        expression = expression::call(schedule, Language::R),
    );
    Conversion { code, notes: in_f64(schedule.dtype()).into_iter().collect(), ..Conversion::default() }
}

pub(super) fn candle(schedule: &Schedule) -> Result<Conversion, CliError> {
    let (imports, expression) = rust(schedule)?;
    let code = format!(
        "\
// sgdr convert --to candle
use candle_nn::{{AdamW, Optimizer, ParamsAdamW}};
{imports}use sgdr_candle::Scheduled;

let schedule = {expression};
let mut optimizer = Scheduled::wrap(AdamW::new(varmap.all_vars(), ParamsAdamW::default())?, schedule);

for batch in batches {{
    let loss = loss_of(&model, &batch)?;
    optimizer.backward_step(&loss)?; // with the rate of this step, which it counts
}}
"
    );
    Ok(Conversion { code, notes: in_f64(schedule.dtype()).into_iter().collect(), ..Conversion::default() })
}

pub(super) fn burn(schedule: &Schedule) -> Result<Conversion, CliError> {
    let (imports, expression) = rust(schedule)?;
    let code = format!(
        "\
// sgdr convert --to burn
use burn::train::Learner;
{imports}use sgdr_burn::Scheduler;

let schedule = {expression};
let learner = Learner::new(model, optimizer, Scheduler::new(schedule));
"
    );
    Ok(Conversion { code, notes: in_f64(schedule.dtype()).into_iter().collect(), ..Conversion::default() })
}

/// The imports and the expression.
fn rust(schedule: &Schedule) -> Result<(String, String), CliError> {
    let expression = expression::rust(schedule)?;
    let classes = AnySchedule::CLASSES.iter().map(|(class, _)| *class);
    let names = classes.chain(["AnySchedule", "Chain", "WarmupPlace", "WarmupShape"]);
    let used = |name: &&str| expression.contains(&format!("{name}::"));
    let mut names: Vec<&str> = names.filter(used).collect();
    // The adaptors are its methods.
    if [".warmup(", ".warmup_builder(", ".cycle_limit(", ".scale(", ".clamp("].iter().any(|it| expression.contains(it))
    {
        names.push("ScheduleExt");
    }
    names.sort_unstable();
    let names = if let [name] = names[..] { name.to_string() } else { format!("{{{}}}", names.join(", ")) };
    Ok((format!("use sgdr::{names};\n"), expression))
}

/// A note where the answers are not `f64`.
pub(super) fn in_f64(dtype: Dtype) -> Option<String> {
    let note =
        || format!("the rates are f64 there, not {}: the library rounds them to the type that it uses", dtype.name());
    (dtype != Dtype::F64).then(note)
}
