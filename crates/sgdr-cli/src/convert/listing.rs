//! Cycles of growing or shrinking length, for Python code that lists them as exact fractions and finds the cycle of a
//! step in the list, without a logarithm.

use sgdr::Cycle;

use super::plan::{Plan, real};

/// The most cycles that code lists.
const MOST: usize = 1000;

pub(crate) struct Listing<'a> {
    plan: &'a Plan,
    cycles: Vec<Cycle>,
    /// Whether there were more than could be listed.
    cut: bool,
    /// The last step that there is.
    last_step: u64,
}

impl<'a> Listing<'a> {
    pub(crate) fn new(plan: &'a Plan) -> Self {
        let mut cycles: Vec<Cycle> = plan.cycles().take(MOST + 1).collect();
        let cut = cycles.len() > MOST;
        cycles.truncate(MOST);
        Self { plan, cycles, cut, last_step: u64::MAX }
    }

    /// For a target that counts no further than a step: leaves out the cycles that begin after it.
    pub(crate) fn up_to(mut self, step: u64) -> Self {
        self.cut &= self.cycles.last().is_some_and(|cycle| cycle.first_step <= step);
        self.cycles.retain(|cycle| cycle.first_step <= step);
        self.last_step = step;
        self
    }

    /// How many cycles are listed.
    pub(crate) fn count(&self) -> usize {
        self.cycles.len()
    }

    /// The step after the last of them; `None` if there is no such step.
    pub(crate) fn end(&self) -> Option<u64> {
        self.cycles.last()?.last_step?.checked_add(1).filter(|&end| end <= self.last_step)
    }

    /// Whether the schedule itself holds the floor from the end on.
    fn complete(&self) -> bool {
        self.end().is_none_or(|end| self.plan.parameters().cycle_at(end).is_hold())
    }

    /// The length of cycle `cycle`, as a Python expression.
    pub(crate) fn length(&self) -> String {
        let parameters = self.plan.parameters();
        let factor = match parameters.t_mul_fraction() {
            Some((p, 1)) => format!("{p}**"),
            Some((p, q)) => format!("Fraction({p}, {q}) ** "),
            None => format!("Fraction({}) ** ", real(parameters.t_mul())),
        };
        format!("{} * {factor}cycle", parameters.first_decay_steps())
    }

    /// The import that the length needs.
    pub(crate) fn import(&self) -> &'static str {
        if self.plan.whole_t_mul().is_some() { "" } else { "from fractions import Fraction\n" }
    }

    /// The Python lists of all lengths and of all starts, the end of the last cycle included, under a comment.
    pub(crate) fn lists(&self) -> String {
        let restarts: Vec<String> =
            self.cycles.iter().skip(1).take(5).map(|cycle| cycle.first_step.to_string()).collect();
        let more = if self.count() > 6 { ", ..." } else { "" };
        let restarts = if restarts.is_empty() { String::from("none") } else { restarts.join(", ") };
        format!(
            "\
# The exact length and start of each cycle, in steps. Restarts: {restarts}{more}
LENGTHS = [{length} for cycle in range({count})]
STARTS = list(accumulate(LENGTHS, initial=0))
",
            length = self.length(),
            count = self.count(),
        )
    }

    /// Why the code holds the floor after the list, as a comment.
    pub(crate) fn after(&self) -> &'static str {
        if self.complete() { "no cycle of a step or more is left" } else { "the listed cycles are over" }
    }

    pub(crate) fn note(&self) -> Option<String> {
        let end = self.end().filter(|_| !self.cut && !self.complete())?;
        let cycles = if self.count() == 1 { "1 cycle" } else { &format!("{} cycles", self.count()) };
        Some(format!("{cycles}; from step {end} on the code holds the floor (--cycles or --steps for more)"))
    }

    pub(crate) fn loss(&self) -> Option<String> {
        let end = self.end().filter(|_| self.cut)?;
        Some(format!("steps from {end} on: the code lists {MOST} cycles at most, and holds the floor after them"))
    }
}
