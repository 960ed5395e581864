//! What is to be converted: a schedule, and how much of it the code has to get right.

use sgdr::{CosineDecayRestarts, Cycle, ScheduleExt as _};

use crate::args::flags;
use crate::dtype::Dtype;

/// How many cycles there are unless the user says it.
const CYCLES: u64 = 10;

/// How far the code has to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    Cycles(u64),
    Steps(u64),
}

pub(crate) struct Plan {
    parameters: CosineDecayRestarts,
    dtype: Dtype,
    extent: Extent,
    /// The flag that says so, if one was given.
    extent_flag: String,
}

impl Plan {
    /// Without an extent, some cycles, or all of them where they shrink and so come to an end.
    pub(crate) fn new(parameters: CosineDecayRestarts, dtype: Dtype, extent: Option<Extent>) -> Self {
        let shrinking = parameters.t_mul() < 1.0;
        let extent_flag = match extent {
            Some(Extent::Cycles(cycles)) => format!(" --cycles {cycles}"),
            Some(Extent::Steps(steps)) => format!(" --steps {steps}"),
            None => String::new(),
        };
        let extent = extent.unwrap_or(Extent::Cycles(if shrinking { u64::MAX } else { CYCLES }));
        Self { parameters, dtype, extent, extent_flag }
    }

    pub(crate) fn parameters(&self) -> &CosineDecayRestarts {
        &self.parameters
    }

    /// The cycles that the code has to get right; the constant tail after shrinking cycles is not one of them.
    pub(crate) fn cycles(&self) -> impl Iterator<Item = Cycle> {
        let (cycles, steps) = match self.extent {
            Extent::Cycles(cycles) => (cycles, u64::MAX),
            Extent::Steps(steps) => (u64::MAX, steps),
        };
        self.parameters
            .cycles()
            .take_while(move |cycle| !cycle.is_hold() && cycle.index < cycles && cycle.first_step < steps)
    }

    /// Whether the rates that the code has to get right go on, and change, after a step.
    pub(crate) fn goes_beyond(&self, step: u64) -> bool {
        let cycle = self.parameters.cycle_at(step);
        let within = match self.extent {
            Extent::Cycles(cycles) if cycle.last_step == Some(step) => cycle.index + 1 < cycles,
            Extent::Cycles(cycles) => cycle.index < cycles,
            Extent::Steps(steps) => step < steps - 1,
        };
        within && !cycle.is_hold()
    }

    /// How many cycles of equal length there are, the last one whole.
    pub(crate) fn equal_cycles(&self) -> u64 {
        match self.extent {
            Extent::Cycles(cycles) => cycles,
            Extent::Steps(steps) => steps.div_ceil(self.parameters().first_decay_steps()),
        }
    }

    /// `t_mul` where it is a whole number.
    pub(crate) fn whole_t_mul(&self) -> Option<u128> {
        self.parameters().t_mul_fraction().and_then(|(p, q)| (q == 1).then_some(p))
    }

    pub(crate) fn equal_lengths(&self) -> bool {
        self.parameters().t_mul() == 1.0
    }

    pub(crate) fn equal_heights(&self) -> bool {
        self.parameters().m_mul() == 1.0
    }

    /// The initial learning rate, as Python, R and Rust read it.
    pub(crate) fn initial_learning_rate(&self) -> String {
        real(self.parameters.initial_learning_rate())
    }

    /// The lowest rate there is.
    pub(crate) fn floor(&self) -> String {
        real(self.parameters.cycle_at(0).floor)
    }

    pub(crate) fn dtype(&self) -> Dtype {
        self.dtype
    }

    /// The flags that this plan came from; what has its default is left out.
    pub(crate) fn flags(&self) -> String {
        let mut flags = flags::of_restarts(&self.parameters, self.dtype);
        // A name may have several lines, which a comment may not.
        flags.retain(|(flag, _)| flag != "name");
        let flags = flags::as_typed(&flags).trim_start().to_string();
        flags + &self.extent_flag
    }
}

/// The shortest decimal that reads back as the same double, with a point or an exponent.
pub(crate) fn real(value: f64) -> String {
    format!("{value:?}")
}

/// The shortest decimal that reads back as the same double.
pub(crate) fn number(value: f64) -> String {
    let text = real(value);
    text.strip_suffix(".0").map(String::from).unwrap_or(text)
}
