//! From which rate to which a schedule comes down, before that depends on the cycle.

use crate::num::double_double::DoubleDouble;
use crate::num::scaled::Scaled;

/// The rates of a schedule before they depend on the cycle, and how it comes down to its floor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    height: Height,
    pub(super) floor: Scaled,
    /// Whether the last step of a cycle has the floor; else the step after it would.
    pub(super) closed: bool,
}

/// What the multiplier of a cycle multiplies.
#[derive(Clone, Copy, Debug)]
enum Height {
    /// The height above the floor: (1 - alpha) * initial_learning_rate.
    AboveFloor(Scaled),
    /// The whole peak, which never sinks below the floor.
    Peak(Scaled),
}

impl Range {
    pub(crate) fn new(initial_learning_rate: f64, alpha: f64) -> Self {
        let rate = Scaled::from_f64(initial_learning_rate);
        let height = Height::AboveFloor(rate.mul(Scaled::new(DoubleDouble::sum(1.0, -alpha))));
        Self { height, floor: rate.mul(Scaled::from_f64(alpha)), closed: false }
    }

    /// From a peak, of which the multiplier takes its part, down to a rate.
    pub(crate) fn between(peak: f64, floor: f64, closed: bool) -> Self {
        Self { height: Height::Peak(Scaled::from_f64(peak)), floor: Scaled::from_f64(floor), closed }
    }

    /// The peak of a cycle, and its height above the floor.
    #[inline]
    pub(super) fn peak(&self, multiplier: Scaled) -> (Scaled, Scaled) {
        let height = match self.height {
            Height::AboveFloor(height) => height.mul(multiplier),
            Height::Peak(peak) => peak.mul(multiplier).add(self.floor.negated()).or_zero(),
        };
        (height.add(self.floor), height)
    }
}
