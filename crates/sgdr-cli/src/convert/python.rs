//! The schedule as a Python function of the step, for targets that multiply the initial learning rate by one.

use super::listing::Listing;
use super::plan::{Plan, real};

/// A Python function `sgdr(step)`: the rate as a fraction of the initial learning rate.
pub(crate) struct Factor {
    /// The imports that it needs, ending with an empty line.
    pub(crate) imports: String,
    /// Its definition, ending with two empty lines.
    pub(crate) definition: String,
    pub(crate) note: Option<String>,
    pub(crate) loss: Option<String>,
}

const DOC: &str = r#""""The rate of a step as a fraction of the initial learning rate.""""#;

impl Factor {
    pub(crate) fn new(plan: &Plan) -> Self {
        if plan.equal_lengths() { Self::equal_lengths(plan) } else { Self::listed(plan) }
    }

    fn equal_lengths(plan: &Plan) -> Self {
        let length = plan.parameters().first_decay_steps();
        let cycle = if plan.equal_heights() {
            format!("position = step % {length}")
        } else {
            format!("cycle, position = divmod(step, {length})")
        };
        let value = value(plan, &format!("position / {length}"));
        Self {
            imports: String::from("from math import cos, pi\n\n"),
            definition: format!("\ndef sgdr(step):\n    {DOC}\n    {cycle}\n    return {value}\n\n\n"),
            note: None,
            loss: None,
        }
    }

    fn listed(plan: &Plan) -> Self {
        let listing = Listing::new(plan);
        Self {
            imports: format!(
                "\
from bisect import bisect_right
{fractions}from itertools import accumulate
from math import cos, pi

",
                fractions = listing.import()
            ),
            definition: format!(
                "\
{lists}

def sgdr(step):
    {DOC}
    cycle = bisect_right(STARTS, step) - 1
    if cycle == len(LENGTHS):
        return {alpha}  # {after}
    return {value}


",
                lists = listing.lists(),
                alpha = real(plan.parameters().alpha()),
                after = listing.after(),
                value = value(plan, "(step - STARTS[cycle]) / LENGTHS[cycle]"),
            ),
            note: listing.note(),
            loss: listing.loss(),
        }
    }
}

/// The factor at a fraction of the cycle, as a Python expression.
fn value(plan: &Plan, fraction: &str) -> String {
    let alpha = plan.parameters().alpha();
    let mut factors = Vec::new();
    if alpha != 0.0 {
        factors.push(real(1.0 - alpha));
    }
    if !plan.equal_heights() {
        factors.push(format!("{}**cycle", real(plan.parameters().m_mul())));
    }
    factors.push(format!("cos(pi / 2 * ({fraction})) ** 2"));
    let product = factors.join(" * ");
    if alpha == 0.0 { product } else { format!("{product} + {}", real(alpha)) }
}

/// A text in quotes, as Python and R read it.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
