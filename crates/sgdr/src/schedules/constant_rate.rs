//! A constant learning rate.

use crate::parameters::parameters;
use crate::{Error, LearningRateSchedule, Segment, Segments};

/// The same rate at every step.
///
/// ```text
/// lr(n) = learning_rate
/// ```
///
/// | parameter | meaning | range | default |
/// |---|---|---|---|
/// | `learning_rate` | the rate | finite, >= 0 | |
/// | `name` | carried along, never interpreted | any | `"ConstantRate"` |
///
/// It is of use as a part of a [`Chain`](crate::Chain), and wherever a schedule is asked for. Keras has no class for it: there a
/// number is passed instead.
///
/// ```
/// use sgdr::{ConstantRate, LearningRateSchedule, ScheduleExt};
///
/// let schedule = ConstantRate::new(0.1)?.warmup(4)?;
/// assert_eq!([0, 2, 4, 1000].map(|step| schedule.at(step)), [0.0, 0.05, 0.1, 0.1]);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone)]
pub struct ConstantRate {
    parameters: ConstantRateBuilder,
}

parameters! {
    /// Collects the parameters of a [`ConstantRate`]; made by [`ConstantRate::builder`].
    ///
    /// ```
    /// let schedule = sgdr::ConstantRate::builder(0.1).name("run 7").build()?;
    /// assert_eq!(schedule.name(), "run 7");
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    ConstantRate: ConstantRateBuilder

    required {
        /// The rate.
        learning_rate: number NonNegative;
    }

    optional {
        /// A name to carry along; never interpreted.
        name: text Any = "ConstantRate";
    }
}

impl ConstantRate {
    /// A constant learning rate.
    ///
    /// # Errors
    /// [`Error`] unless the rate is finite and >= 0.
    ///
    /// ```
    /// let error = sgdr::ConstantRate::new(-0.1).unwrap_err();
    /// assert_eq!(error.to_string(), "learning_rate must be finite and >= 0 (received -0.1)");
    /// ```
    pub fn new(learning_rate: impl Into<f64>) -> Result<Self, Error> {
        Self::builder(learning_rate).build()
    }

    #[expect(clippy::unnecessary_wraps, reason = "as for every class whose parameters are declared")]
    fn from_valid(parameters: ConstantRateBuilder) -> Result<Self, Error> {
        Ok(Self { parameters })
    }
}

impl LearningRateSchedule for ConstantRate {
    fn at(&self, _step: u64) -> f64 {
        self.parameters.learning_rate
    }

    fn fill(&self, _first_step: u64, out: &mut [f64]) {
        out.fill(self.parameters.learning_rate);
    }

    fn write_segments(&self, segments: &mut Segments, start: u64) -> Option<()> {
        segments.push(Segment::constant(start, self.parameters.learning_rate));
        Some(())
    }
}
