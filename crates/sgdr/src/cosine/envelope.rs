//! The peak and the floor of a cycle, as a function of its multiplier.

use crate::num::double_double::DoubleDouble;
use crate::num::extended::Extended;

/// What peak and floor of a cycle are computed from, and whether the floor is reached.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Envelope {
    amplitude: Amplitude,
    pub(super) floor: Extended,
    /// Whether the last step of a cycle has the floor (an inclusive endpoint); else the step after it would.
    pub(super) inclusive: bool,
}

/// What the multiplier of a cycle multiplies.
#[derive(Clone, Copy, Debug)]
enum Amplitude {
    /// The amplitude: (1 - alpha) * initial_learning_rate.
    AboveFloor(Extended),
    /// The whole peak, which is never below the floor.
    Peak(Extended),
}

impl Envelope {
    pub(crate) fn new(initial_learning_rate: f64, alpha: f64) -> Self {
        let rate = Extended::from_f64(initial_learning_rate);
        let amplitude = Amplitude::AboveFloor(rate.mul(Extended::new(DoubleDouble::sum(1.0, -alpha))));
        Self { amplitude, floor: rate.mul(Extended::from_f64(alpha)), inclusive: false }
    }

    /// From a peak, which the multiplier multiplies as a whole, down to a rate.
    pub(crate) fn between(peak: f64, floor: f64, inclusive: bool) -> Self {
        Self { amplitude: Amplitude::Peak(Extended::from_f64(peak)), floor: Extended::from_f64(floor), inclusive }
    }

    /// The peak of a cycle, and its amplitude: the distance between peak and floor.
    #[inline]
    pub(super) fn peak(&self, multiplier: Extended) -> (Extended, Extended) {
        let amplitude = match self.amplitude {
            Amplitude::AboveFloor(amplitude) => amplitude.mul(multiplier),
            Amplitude::Peak(peak) => peak.mul(multiplier).add(self.floor.negated()).or_zero(),
        };
        (amplitude.add(self.floor), amplitude)
    }
}
