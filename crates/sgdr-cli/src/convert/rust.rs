//! The schedule as a Rust expression.

use super::plan::{Plan, real};

/// The call that builds the schedule; what has its default is left out.
pub(crate) fn schedule(plan: &Plan) -> String {
    let parameters = plan.parameters();
    let rate = plan.initial_learning_rate();
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
