//! Answers about steps that are remembered: a picture asks for the same ones again and again, and a rate or a cycle deep
//! in a schedule takes microseconds.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

/// A value for each step that has been asked for.
pub(crate) struct Memo<V>(RefCell<HashMap<u64, V>>);

impl<V: Copy> Memo<V> {
    pub(crate) fn new() -> Self {
        Self(RefCell::default())
    }

    /// The value of a step, computed if it is not known.
    pub(crate) fn get(&self, step: u64, compute: impl FnOnce(u64) -> V) -> V {
        *self.0.borrow_mut().entry(step).or_insert_with(|| compute(step))
    }
}

/// The first jump after each step that has been asked for; it is that of the steps between, too.
pub(crate) struct Jumps(RefCell<BTreeMap<u64, Option<u64>>>);

impl Jumps {
    pub(crate) fn new() -> Self {
        Self(RefCell::default())
    }

    /// The first jump after a step, computed if it is not known.
    pub(crate) fn after(&self, step: u64, compute: impl FnOnce(u64) -> Option<u64>) -> Option<u64> {
        let mut known = self.0.borrow_mut();
        let before = known.range(..=step).next_back().map(|(_, &next)| next);
        if let Some(next) = before.filter(|next| next.is_none_or(|next| step < next)) {
            return next;
        }
        let next = compute(step);
        known.insert(step, next);
        next
    }
}
