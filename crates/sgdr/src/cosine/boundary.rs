//! Where a cycle starts among the whole steps.

use crate::num::double_double::DoubleDouble;
use crate::num::wide::{Fraction, Wide};

/// A start of a cycle among the whole steps around it.
pub(super) struct Boundary {
    /// The boundary rounded up.
    pub(super) first_step: u128,
    /// From the boundary to that step, in [0, 1).
    pub(super) gap_after: DoubleDouble,
    /// From the step before to the boundary, in (0, 1].
    pub(super) gap_before: DoubleDouble,
    /// The same rounded up to a double.
    pub(super) fraction: f64,
}

impl Boundary {
    pub(super) fn new(boundary: Wide) -> Self {
        match boundary.split() {
            Some((whole, fraction)) => match fraction.complement() {
                None => Self::at(whole),
                Some(rest) => Self {
                    first_step: whole + 1,
                    gap_after: gap(rest),
                    gap_before: gap(fraction),
                    fraction: fraction.rounded_up(),
                },
            },
            // So far beyond all steps that nothing is measured from it.
            None => Self::at(1 << 127),
        }
    }

    /// A boundary at a whole step.
    fn at(step: u128) -> Self {
        Self { first_step: step, gap_after: DoubleDouble::ZERO, gap_before: DoubleDouble::ONE, fraction: 1.0 }
    }
}

fn gap(fraction: Fraction) -> DoubleDouble {
    fraction.to_wide().to_double_double()
}
