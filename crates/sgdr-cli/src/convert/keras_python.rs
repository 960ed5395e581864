//! Python code for Keras: `CosineDecayRestarts`, whose parameters are these. It computes in f32 and finds the cycle by a logarithm.
//!
//! Where that goes wrong is a loss and is reported; the code has the class all the same, because a Keras model is saved
//! with it.

use super::Conversion;
use super::faults::Faults;
use super::plan::{Plan, number, real};
use super::python::quoted;
use crate::emulation::compiled_keras;

pub(crate) fn convert(plan: &Plan) -> Conversion {
    let code = format!(
        "\
# sgdr convert --to keras-python {flags}
import keras

schedule = keras.optimizers.schedules.CosineDecayRestarts(
{arguments}
)
optimizer = keras.optimizers.SGD(learning_rate=schedule)  # counts the steps itself
",
        flags = plan.flags(),
        arguments = arguments(plan, "    ", "=").join(",\n") + ",",
    );
    Conversion::with_remedy(
        code,
        vec![String::from(PRECISION)],
        losses(plan),
        "sgdr.keras.CosineDecayRestarts of the Python package sgdr is exact, with the same arguments",
    )
}

pub(crate) const PRECISION: &str = "Keras computes in f32: about five digits agree, fewer after thousands of cycles";

/// With equal cycles f32 loses 1e-7 of the initial rate a cycle: after this many, one hundredth.
const BLURRED: u64 = 100_000;

/// The arguments of the class, one a line, as Python and R read them; the name only if it is not the usual one.
pub(crate) fn arguments(plan: &Plan, indent: &str, equals: &str) -> Vec<String> {
    let parameters = plan.parameters();
    let mut arguments = vec![
        // A whole number would make Keras compute in integers.
        ("initial_learning_rate", plan.initial_learning_rate()),
        ("first_decay_steps", parameters.first_decay_steps().to_string()),
        ("t_mul", real(parameters.t_mul())),
        ("m_mul", real(parameters.m_mul())),
        ("alpha", real(parameters.alpha())),
    ];
    if parameters.name() != "SGDRDecay" {
        arguments.push(("name", quoted(parameters.name())));
    }
    arguments.into_iter().map(|(name, value)| format!("{indent}{name}{equals}{value}")).collect()
}

/// Where Keras' curve is another one.
pub(crate) fn losses(plan: &Plan) -> Vec<String> {
    let t_mul = plan.parameters().t_mul();
    if t_mul < 1.0 {
        let last = plan.parameters().cycle_at(u64::MAX);
        let after = if last.is_hold() { format!(" soon after step {}", last.first_step) } else { String::new() };
        return vec![format!("t_mul={}: Keras gives NaN{after}, when the cycles have shrunk away", number(t_mul))];
    }
    let faults = Faults::find(plan, |step| compiled_keras::cycle(plan.parameters(), step));
    let faults = faults.map(|faults| format!("known fault: {}", faults.text("compiled Keras (f32)")));
    let blurred = plan.equal_lengths() && plan.equal_cycles() > BLURRED;
    let blurred =
        blurred.then(|| format!("cycles from {BLURRED} on: in f32 Keras is off by 1 % of the initial rate and more"));
    faults.into_iter().chain(blurred).collect()
}
