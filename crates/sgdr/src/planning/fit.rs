//! The other way round: the first cycle for which a run ends where a cycle ends.

use crate::parameters::Rule;
use crate::{CosineDecayRestarts, Cycle, Error, ScheduleExt};

/// The `first_decay_steps` for which `cycles` cycles take `steps` steps; made by [`fit`].
///
/// ```
/// use sgdr::{Fit, fit};
///
/// let Fit::Nearest { below, above: Some(above) } = fit(10_000, 3, 2.0)? else { panic!("7 does not divide 10000") };
/// assert_eq!((below.first_decay_steps, below.steps), (1428, 9996));
/// assert_eq!((above.first_decay_steps, above.steps), (1429, 10_003));
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Fit {
    /// The cycles take exactly that many steps. No other length of the first cycle does that.
    Exact(FirstCycle),
    /// No first cycle of whole steps does that; these come nearest.
    Nearest {
        /// The longest whose cycles take fewer steps.
        below: FirstCycle,
        /// One step longer: the shortest whose cycles take more. None if they take more than 2^64 - 1.
        above: Option<FirstCycle>,
    },
}

/// A length of the first cycle, and how many steps the cycles of a [`Fit`] then take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct FirstCycle {
    /// The length of the first cycle.
    pub first_decay_steps: u64,
    /// How many steps the cycles take, which is also the first step after them: S_K, rounded up.
    pub steps: u64,
    /// Whether S_K is a whole number. Then the step after the cycles has the peak of the next one to the bit.
    pub is_whole: bool,
}

/// Finds the `first_decay_steps` for which `cycles` cycles take `steps` steps, so that a run of `steps` steps ends on the
/// last step of a cycle.
///
/// ```text
/// S_K = first_decay_steps * (1 + t_mul + ... + t_mul^(K-1))     the exact length of K cycles
/// steps = S_K, rounded up                                       the steps that they take
/// ```
///
/// Nothing is estimated: each candidate is tried by making its schedule and looking at the cycle of a step. A longer
/// first cycle makes a longer run, so the candidates are searched by halving, in about 64 tries.
///
/// With `t_mul` below 1 only cycles of at least one step count; what follows them is the floor, held.
///
/// # Errors
/// [`Error`] if `steps` or `cycles` is 0, if `t_mul` is not finite and > 0, or if the cycles take more steps than `steps`
/// whatever the first one is.
///
/// ```
/// use sgdr::{CosineDecayRestarts, Error, Fit, ScheduleExt, fit};
///
/// let Fit::Exact(first) = fit(7000, 3, 2.0)? else { panic!("1000 + 2000 + 4000 is 7000") };
/// assert_eq!(first.first_decay_steps, 1000);
/// assert!(CosineDecayRestarts::new(0.1, 1000)?.is_last_step_of_cycle(6999));
///
/// let error = fit(100, 8, 2.0).unwrap_err();
/// assert_eq!(error.to_string(), "cycles must be <= 6 to fit in 100 steps (received 8)");
/// # Ok::<(), Error>(())
/// ```
pub fn fit(steps: u64, cycles: u64, t_mul: f64) -> Result<Fit, Error> {
    Rule::AtLeastOne.count("steps", steps)?;
    Rule::AtLeastOne.count("cycles", cycles)?;
    let run = Run { steps, cycles, t_mul };
    let longest = run.longest(|next| next.is_hold() || next.index >= cycles)?;
    let below = if longest == 0 { None } else { run.first_cycle(longest)? };
    match below {
        Some(below) if below.steps == steps => Ok(Fit::Exact(below)),
        Some(below) if below.steps < steps => {
            let above = longest.checked_add(1).map_or(Ok(None), |first| run.first_cycle(first))?;
            Ok(Fit::Nearest { below, above })
        }
        _ => {
            let rule = alloc::format!("must be <= {} to fit in {steps} steps", run.most()?);
            Err(Error::new("cycles", rule, cycles))
        }
    }
}

/// What is asked for.
#[derive(Clone, Copy)]
struct Run {
    steps: u64,
    cycles: u64,
    t_mul: f64,
}

impl Run {
    /// Where the cycles are does not depend on the rates.
    fn schedule(self, first_decay_steps: u64) -> Result<CosineDecayRestarts, Error> {
        CosineDecayRestarts::builder(1.0, first_decay_steps).t_mul(self.t_mul).build()
    }

    /// The cycle of the first step after the run.
    fn next_cycle(self, first_decay_steps: u64) -> Result<Cycle, Error> {
        Ok(self.schedule(first_decay_steps)?.cycle_at(self.steps))
    }

    /// The longest first cycle, up to the whole run, with a property that it loses by growing; 0 if none has it.
    fn longest(self, has: impl Fn(Cycle) -> bool) -> Result<u64, Error> {
        let (mut with, mut without) = (0, self.steps);
        if has(self.next_cycle(without)?) {
            return Ok(without);
        }
        while without - with > 1 {
            let middle = with + (without - with) / 2;
            if has(self.next_cycle(middle)?) {
                with = middle;
            } else {
                without = middle;
            }
        }
        Ok(with)
    }

    /// How many steps the cycles take; `None` if there are fewer of them, or more than 2^64 - 1 steps.
    fn first_cycle(self, first_decay_steps: u64) -> Result<Option<FirstCycle>, Error> {
        let limited = self.schedule(first_decay_steps)?.cycle_limit(self.cycles)?;
        let Some(steps) = limited.end() else { return Ok(None) };
        let is_whole = self.cycles == 1 || is_whole(limited.schedule(), self.cycles - 1);
        Ok(Some(FirstCycle { first_decay_steps, steps, is_whole }))
    }

    /// The most cycles that fit. A longer first cycle has more of them before they shrink below a step, as long as that
    /// happens within the run, and fewer that end within it from there on: the best is one of the two where that changes.
    fn most(self) -> Result<u64, Error> {
        let held = self.longest(|next| next.is_hold())?;
        let most = self.next_cycle(held.saturating_add(1))?.index;
        if held == 0 { Ok(most) } else { Ok(most.max(self.next_cycle(held)?.index)) }
    }
}

/// Whether the cycles up to and with a later one than the first add up to a whole number: if q^index divides the first.
/// `progression.rs` says why.
fn is_whole(schedule: &CosineDecayRestarts, index: u64) -> bool {
    let divides = |power: u64| schedule.first_decay_steps() % power == 0;
    match schedule.t_mul_fraction() {
        Some((_, 1)) => true,
        Some((_, q)) => u32::try_from(index).ok().and_then(|index| q.checked_pow(index)).is_some_and(divides),
        None => false,
    }
}
