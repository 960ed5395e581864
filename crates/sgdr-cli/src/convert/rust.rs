//! The schedule as a Rust expression.

use super::plan::{Plan, real};
use crate::dtype::Dtype;

/// What the expression needs besides `sgdr::CosineDecayRestarts`.
pub(crate) fn imports(plan: &Plan) -> &'static str {
    match plan.dtype() {
        Dtype::F64 | Dtype::F32 => "",
        Dtype::F16 => "use half::f16;\n",
        Dtype::Bf16 => "use half::bf16;\n",
    }
}

/// The type of the schedule.
pub(crate) fn schedule_type(plan: &Plan) -> &'static str {
    match plan.dtype() {
        Dtype::F64 => "CosineDecayRestarts",
        Dtype::F32 => "CosineDecayRestarts<f32>",
        Dtype::F16 => "CosineDecayRestarts<f16>",
        Dtype::Bf16 => "CosineDecayRestarts<bf16>",
    }
}

/// The call that builds the schedule; what has its default is left out.
pub(crate) fn schedule(plan: &Plan) -> String {
    let parameters = plan.parameters();
    let rate = plan.initial_learning_rate();
    let rate = match plan.dtype() {
        Dtype::F64 => rate,
        Dtype::F32 => format!("{rate}_f32"),
        Dtype::F16 => format!("f16::from_f64({rate})"),
        Dtype::Bf16 => format!("bf16::from_f64({rate})"),
    };
    let mut call = format!("CosineDecayRestarts::builder({rate}, {})", parameters.first_decay_steps());
    for (name, value, default) in
        [("t_mul", parameters.t_mul(), 2.0), ("m_mul", parameters.m_mul(), 1.0), ("alpha", parameters.alpha(), 0.0)]
    {
        if value != default {
            call += &format!(".{name}({})", real(value));
        }
    }
    if parameters.name() != "SGDRDecay" {
        call += &format!(".name({:?})", parameters.name());
    }
    call + ".build()?"
}
