//! The parameters, one by one.

use crate::error::no_cycles;
use crate::parameters::Rule;
use crate::{Error, LearningRateSchedule, Warmup, WarmupPlace, WarmupShape};

/// Collects the parameters of a [`Warmup`]; made by [`Warmup::builder`].
///
/// ```
/// use sgdr::{CosineDecayRestarts, Warmup, WarmupPlace, WarmupShape};
///
/// let builder = Warmup::builder(CosineDecayRestarts::new(0.1, 1000)?, 50).start(0.001).shape(WarmupShape::Cosine);
/// let schedule = builder.place(WarmupPlace::EveryCycle).to_peak(true).build()?;
/// assert_eq!(schedule.warmup_steps(), 50);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a builder makes a schedule by `build`"]
pub struct WarmupBuilder<S: LearningRateSchedule> {
    pub(crate) schedule: S,
    pub(crate) warmup_steps: u64,
    pub(crate) start: f64,
    pub(crate) shape: WarmupShape,
    pub(crate) place: WarmupPlace,
    pub(crate) to_peak: bool,
}

impl<S: LearningRateSchedule> WarmupBuilder<S> {
    pub(super) fn new(schedule: S, warmup_steps: u64) -> Self {
        Self {
            schedule,
            warmup_steps,
            start: 0.0,
            shape: WarmupShape::default(),
            place: WarmupPlace::default(),
            to_peak: false,
        }
    }

    /// The rate that the warm-up starts from; finite and at least 0, 0 unless set.
    ///
    /// ```
    /// use sgdr::{CosineDecay, LearningRateSchedule, ScheduleExt};
    ///
    /// let schedule = CosineDecay::new(0.5, 10)?.warmup_builder(4).start(0.25).build()?;
    /// assert_eq!(schedule.at(2), 0.375);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn start(mut self, start: f64) -> Self {
        self.start = start;
        self
    }

    /// How it climbs; linear unless set.
    ///
    /// ```
    /// use sgdr::{CosineDecay, LearningRateSchedule, ScheduleExt, WarmupShape};
    ///
    /// let schedule = CosineDecay::new(0.5, 10)?.warmup_builder(3).shape(WarmupShape::Cosine).build()?;
    /// assert_eq!([0, 1, 2, 3].map(|step| schedule.at(step)), [0.0, 0.125, 0.375, 0.5]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn shape(mut self, shape: WarmupShape) -> Self {
        self.shape = shape;
        self
    }

    /// Where it takes place; before the schedule unless set.
    ///
    /// ```
    /// use sgdr::{CosineDecay, LearningRateSchedule, ScheduleExt, WarmupPlace};
    ///
    /// let schedule = CosineDecay::new(0.5, 10)?.warmup_builder(5).place(WarmupPlace::Inside).build()?;
    /// assert_eq!([0, 5, 10].map(|step| schedule.at(step)), [0.0, 0.25, 0.0]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn place(mut self, place: WarmupPlace) -> Self {
        self.place = place;
        self
    }

    /// Whether a warm-up inside goes up to the peak, and not to the rate where it joins the decay; false unless set.
    ///
    /// ```
    /// use sgdr::{CosineDecay, LearningRateSchedule, ScheduleExt, WarmupPlace};
    ///
    /// let builder = CosineDecay::new(0.5, 10)?.warmup_builder(5).place(WarmupPlace::Inside);
    /// assert_eq!(builder.to_peak(true).build()?.at(4), 0.4);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn to_peak(mut self, to_peak: bool) -> Self {
        self.to_peak = to_peak;
        self
    }

    /// Checks the parameters and makes the schedule.
    ///
    /// # Errors
    /// [`Error`] unless `start` is finite and >= 0, if every cycle is to be warmed up and the schedule has none, and if a warm-up
    /// inside is not shorter than the first cycle.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, Error, ScheduleExt, WarmupPlace};
    ///
    /// let builder = CosineDecayRestarts::new(0.1, 100)?.warmup_builder(100).place(WarmupPlace::Inside);
    /// let error = builder.build().unwrap_err();
    /// assert_eq!(error.rule(), "must be < 100, the steps of the first cycle");
    /// assert_eq!(error.to_string(), "warmup_steps must be < 100, the steps of the first cycle (received 100)");
    /// # Ok::<(), Error>(())
    /// ```
    pub fn build(self) -> Result<Warmup<S>, Error> {
        Rule::NonNegative.number("start", self.start)?;
        if self.place != WarmupPlace::Prefix {
            let first = self.schedule.cycle_of(0);
            if first.is_none() && self.place == WarmupPlace::EveryCycle {
                return Err(no_cycles());
            }
            if let Some(last_step) = first.and_then(|cycle| cycle.last_step) {
                if self.warmup_steps > last_step {
                    let cycle = last_step.saturating_add(1);
                    let rule = alloc::format!("must be < {cycle}, the steps of the first cycle");
                    return Err(Error::new("warmup_steps", rule, self.warmup_steps));
                }
            }
        }
        let Self { schedule, warmup_steps, start, shape, place, to_peak } = self;
        Ok(Warmup { schedule, warmup_steps, start, shape, place, to_peak })
    }
}
