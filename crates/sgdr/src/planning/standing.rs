//! Where a run stands among the cycles.

use alloc::format;
use alloc::string::{String, ToString as _};
use core::fmt;

use crate::{Cycle, LearningRateSchedule};

/// The progress of a run of a number of steps: where it ends among the cycles of its schedule.
///
/// ```
/// use sgdr::{CosineDecayRestarts, Standing};
///
/// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
/// let standing = Standing::after(10_000, &schedule).expect("there are cycles");
/// assert_eq!((standing.cycle.index, standing.position), (3, 0.375));
/// assert_eq!((standing.end_before, standing.end_after), (Some(7000), Some(15_000)));
/// assert!(!standing.is_end());
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Standing {
    /// How many steps are done.
    pub steps: u64,
    /// The cycle of the last of them.
    pub cycle: Cycle,
    /// How much of that cycle is done, up to 1; 0 in the constant tail, in a cycle that never ends, and in a warm-up before the cycle.
    pub position: f64,
    /// The longest run of at most `steps` steps that ends where a cycle ends; `None` if there is none.
    pub end_before: Option<u64>,
    /// The shortest run of at least `steps` steps that ends where a cycle ends; `None` if there is none.
    pub end_after: Option<u64>,
}

impl Standing {
    /// The progress of a run after a number of steps; `None` after 0 steps, or if the schedule has no cycles.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, Standing};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// assert!(Standing::after(7000, &schedule).is_some_and(|standing| standing.is_end()));
    /// assert_eq!(Standing::after(0, &schedule), None);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    #[expect(clippy::cast_precision_loss, reason = "to the nearest")]
    pub fn after(steps: u64, schedule: &impl LearningRateSchedule) -> Option<Self> {
        let cycle = schedule.cycle_of(steps.checked_sub(1)?)?;
        let end_after = cycle.last_step.and_then(|last| last.checked_add(1));
        let end_before =
            if end_after == Some(steps) { end_after } else { Some(cycle.first_step).filter(|&end| end > 0) };
        let done = ((steps - cycle.first_step) as f64 + cycle.gap).max(0.0);
        let position = if end_after == Some(steps) { 1.0 } else { done / cycle.length };
        Some(Self { steps, position: if cycle.hold { 0.0 } else { position }, cycle, end_before, end_after })
    }

    /// Whether the run ends where a cycle ends.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, Standing};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// assert!(Standing::after(3000, &schedule).is_some_and(|standing| standing.is_end()));
    /// assert!(Standing::after(3001, &schedule).is_some_and(|standing| !standing.is_end()));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn is_end(&self) -> bool {
        self.end_after == Some(self.steps)
    }

    /// Where the run ends, in words: what follows "10,000 steps end".
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, Standing};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// let place = |steps| Standing::after(steps, &schedule).map(|standing| standing.place());
    /// assert_eq!(place(7000).as_deref(), Some("where cycle 2 ends"));
    /// assert_eq!(place(3005).as_deref(), Some("less than 1 % into cycle 2; 3,000 or 7,000 steps end on a cycle's end"));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn place(&self) -> String {
        let Self { cycle, position, end_before, end_after, .. } = self;
        if cycle.hold {
            return format!("on the floor, which is held from step {} on", grouped(cycle.first_step));
        }
        if self.is_end() {
            return format!("where cycle {} ends", cycle.index);
        }
        let better = match (end_before, end_after) {
            (&Some(before), &Some(after)) => format!("; {} or {} on a cycle's end", grouped(before), steps_end(after)),
            (&Some(end), None) | (None, &Some(end)) => format!("; {} on a cycle's end", steps_end(end)),
            (None, None) => String::new(),
        };
        let place = match position * 100.0 {
            // Of a cycle that never ends, whatever has passed is nothing.
            _ if cycle.length.is_infinite() => String::from("in"),
            // A warm-up before the first cycle belongs to it.
            0.0 => String::from("in the warm-up of"),
            // Never 0 % or 100 % of what is neither.
            percent if percent < 1.0 => String::from("less than 1 % into"),
            percent if percent > 99.0 => String::from("more than 99 % into"),
            percent => format!("{percent:.0} % into"),
        };
        format!("{place} cycle {}{better}", cycle.index)
    }
}

/// A sentence: where the run ends.
///
/// ```
/// use sgdr::{CosineDecayRestarts, Standing};
///
/// let standing = Standing::after(10_000, &CosineDecayRestarts::new(0.1, 1000)?).expect("there are cycles");
/// assert_eq!(
///     standing.to_string(),
///     "10,000 steps end 38 % into cycle 3; 7,000 or 15,000 steps end on a cycle's end"
/// );
/// # Ok::<(), sgdr::Error>(())
/// ```
impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", steps_end(self.steps), self.place())
    }
}

/// "1 step ends" or "7,000 steps end".
fn steps_end(steps: u64) -> String {
    if steps == 1 { String::from("1 step ends") } else { format!("{} steps end", grouped(steps)) }
}

/// A whole number with commas between its thousands.
fn grouped(value: u64) -> String {
    let digits = value.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
