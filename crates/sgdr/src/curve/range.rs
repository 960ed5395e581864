//! From which rate to which a schedule comes down, before that depends on the cycle.

use crate::wide::Wide;

/// The rates of a schedule before they depend on the cycle, and how it comes down to its floor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    height: Height,
    pub(super) floor: Wide,
    /// Whether the last step of a cycle has the floor; else the step after it would.
    pub(super) closed: bool,
}

/// What the multiplier of a cycle multiplies.
#[derive(Clone, Copy, Debug)]
enum Height {
    /// The height above the floor: (1 - alpha) * initial_learning_rate.
    AboveFloor(Wide),
    /// The whole peak, which never sinks below the floor.
    Peak(Wide),
}

impl Range {
    pub(crate) fn new(initial_learning_rate: f64, alpha: f64) -> Self {
        let rate = Wide::from_f64(initial_learning_rate);
        let height = Height::AboveFloor(rate.mul(Wide::one_minus(alpha)));
        Self { height, floor: rate.mul(Wide::from_f64(alpha)), closed: false }
    }

    /// From a peak, of which the multiplier takes its part, down to a rate.
    pub(crate) fn between(peak: f64, floor: f64, closed: bool) -> Self {
        Self { height: Height::Peak(Wide::from_f64(peak)), floor: Wide::from_f64(floor), closed }
    }

    /// The peak of a cycle, and its height above the floor.
    pub(super) fn peak(&self, multiplier: Wide) -> (Wide, Wide) {
        match self.height {
            Height::AboveFloor(height) => {
                let height = height.mul(multiplier);
                (height.add(self.floor), height)
            }
            Height::Peak(peak) => {
                let height = peak.mul(multiplier).minus(self.floor);
                (height.add(self.floor), height)
            }
        }
    }
}
