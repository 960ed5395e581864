//! Optax: `sgdr_schedule` where t_mul is a whole number from 2 on; else a function of the count, which is a schedule too.
//!
//! `sgdr_schedule` takes a list of cycles, so it comes to an end, and equal cycles need none: they have their own form.
//! All of them subtract in integers before they compute in f32, so the cycle is the right one at every step.

use super::Conversion;
use super::listing::Listing;
use super::plan::{Plan, real};

/// Optax counts steps in int32 and stops at the last one.
const LAST_STEP: u64 = 0x7fff_ffff;

const PRECISION: &str = "Optax computes in f32";

pub(crate) fn convert(plan: &Plan) -> Conversion {
    // Of a cycle that is longer, the steps that Optax counts are the beginning.
    let countable = plan.parameters().first_decay_steps() <= LAST_STEP;
    let (definition, note, loss) = match plan.whole_t_mul() {
        Some(1) if countable => (equal_lengths(plan), None, None),
        whole_t_mul => {
            let listing = Listing::new(plan).up_to(LAST_STEP);
            let definition = if whole_t_mul.is_some() { own(plan, &listing) } else { arrays(plan, &listing) };
            (definition, listing.note(), listing.loss())
        }
    };
    let code = format!(
        "\
# sgdr convert --to optax {flags}
{definition}optimizer = optax.sgd(learning_rate=schedule)  # counts the steps itself
",
        flags = plan.flags(),
    );
    let beyond =
        plan.goes_beyond(LAST_STEP).then(|| format!("steps from {LAST_STEP} on: Optax counts no further (int32)"));
    let notes = note.into_iter().chain([String::from(PRECISION)]).collect();
    Conversion { code, notes, losses: loss.into_iter().chain(beyond).collect() }
}

fn equal_lengths(plan: &Plan) -> String {
    let length = plan.parameters().first_decay_steps();
    if plan.equal_heights() {
        return format!(
            "\
import optax

cycle = optax.cosine_decay_schedule(init_value={initial_learning_rate}, decay_steps={length}, alpha={alpha})


def schedule(count):
    return cycle(count % {length})


",
            initial_learning_rate = plan.initial_learning_rate(),
            alpha = real(plan.parameters().alpha()),
        );
    }
    format!(
        "\
import jax.numpy as jnp
import optax


def schedule(count):
    cycle, position = jnp.divmod(count, {length})
    return {formula}


",
        formula = formula(plan, &format!("position / {length}")),
    )
}

fn own(plan: &Plan, listing: &Listing) -> String {
    let (floor, length, count) = (plan.floor(), listing.length(), listing.count());
    let peak = height(plan) + &plus_floor(plan);
    format!(
        "\
import optax


def cosine(cycle):
    length, peak = {length}, {peak}
    return dict(init_value=peak, peak_value=peak, warmup_steps=0, decay_steps=length, end_value={floor})


schedule = optax.sgdr_schedule(cosine(cycle) for cycle in range({count}))
"
    )
}

fn arrays(plan: &Plan, listing: &Listing) -> String {
    let (floor, count) = (plan.floor(), listing.count());
    // The end of the last cycle can be looked up only if it can be counted.
    let (starts, rate) = match listing.end() {
        Some(_) => ("STARTS", format!("jnp.where(cycle < {count}, rate, {floor})  # {}", listing.after())),
        None => ("STARTS[:-1]", String::from("rate")),
    };
    format!(
        "\
{fractions}from itertools import accumulate
from math import ceil

import jax.numpy as jnp
import optax

{lists}
first_steps = jnp.array([ceil(start) for start in {starts}])
passed = jnp.array([float(ceil(start) - start) for start in {starts}])
lengths = jnp.array([float(length) for length in LENGTHS])


def schedule(count):
    cycle = jnp.searchsorted(first_steps, count, side=\"right\") - 1
    position = count - first_steps[cycle] + passed[cycle]
    rate = {formula}
    return {rate}


",
        fractions = listing.import(),
        lists = listing.lists(),
        formula = formula(plan, "position / lengths[cycle]"),
    )
}

/// The rate at a fraction of the cycle, as a Python expression.
fn formula(plan: &Plan, fraction: &str) -> String {
    format!("{} * jnp.cos(jnp.pi / 2 * ({fraction})) ** 2{}", height(plan), plus_floor(plan))
}

/// How high cycle `cycle` rises above the floor.
fn height(plan: &Plan) -> String {
    let parameters = plan.parameters();
    let first = real(parameters.initial_learning_rate() * (1.0 - parameters.alpha()));
    if plan.equal_heights() { first } else { format!("{first} * {}**cycle", real(parameters.m_mul())) }
}

fn plus_floor(plan: &Plan) -> String {
    if plan.parameters().alpha() == 0.0 { String::new() } else { format!(" + {}", plan.floor()) }
}
