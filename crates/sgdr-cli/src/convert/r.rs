//! R: `learning_rate_schedule_cosine_decay_restarts()` of keras3, which is Keras' class and has its faults.

use super::Conversion;
use super::keras_python::{PRECISION, arguments, losses};
use super::plan::Plan;

pub(crate) fn convert(plan: &Plan) -> Conversion {
    let code = format!(
        "\
# sgdr convert --to r {flags}
library(keras3)

schedule <- learning_rate_schedule_cosine_decay_restarts(
{arguments}
)
optimizer <- optimizer_sgd(learning_rate = schedule) # counts the steps itself
",
        flags = plan.flags(),
        arguments = arguments(plan, "  ", " = ").join(",\n"),
    );
    let first_decay_steps = plan.parameters().first_decay_steps();
    let beyond_integer = i32::try_from(first_decay_steps).is_err().then(|| {
        format!(
            "first_decay_steps={first_decay_steps}: keras3 makes it an R integer, of which {} is the largest",
            i32::MAX
        )
    });
    Conversion::with_remedy(
        code,
        vec![String::from(PRECISION)],
        beyond_integer.into_iter().chain(losses(plan)).collect(),
        "the function of this name in the R package sgdr is exact, where a loop sets the rate itself",
    )
}
