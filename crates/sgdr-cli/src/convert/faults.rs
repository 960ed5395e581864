//! Where a peer's floating-point search finds another cycle than the one that a step belongs to.
//!
//! The peers' arithmetic is replayed on both sides of each restart: the step before it and the restart itself, which
//! are the first to go wrong.

use super::plan::Plan;

/// The most restarts that are looked at.
const MOST: usize = 100_000;

/// The first step in a wrong cycle, and how many restarts there are like it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Faults {
    step: u64,
    cycle: u64,
    found: f64,
    wrong: u64,
    restarts: u64,
}

impl Faults {
    /// Compares every restart of the plan with the cycle that a peer finds for a step.
    #[expect(clippy::cast_precision_loss, reason = "at most 100,000 cycles are looked at")]
    pub(crate) fn find(plan: &Plan, peer: impl Fn(u64) -> f64) -> Option<Self> {
        let mut first = None;
        let (mut wrong, mut restarts) = (0, 0);
        for cycle in plan.cycles().skip(1).take(MOST) {
            restarts += 1;
            let sides = [(cycle.first_step - 1, cycle.index - 1), (cycle.first_step, cycle.index)];
            let mut misplaced = sides.into_iter().filter(|&(step, index)| peer(step) != index as f64);
            if let Some((step, index)) = misplaced.next() {
                wrong += 1;
                first = first.or(Some((step, index)));
            }
        }
        first.map(|(step, cycle)| Self { step, cycle, found: peer(step), wrong, restarts })
    }

    /// The fault in words; `who` is what finds the cycle.
    pub(crate) fn text(&self, who: &str) -> String {
        let Self { step, cycle, found, wrong, restarts } = self;
        format!(
            "step {step} belongs to cycle {cycle}, but {who} finds cycle {found} ({wrong} of {restarts} restarts are off)"
        )
    }
}
