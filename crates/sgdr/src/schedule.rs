//! The trait that every schedule implements.

use alloc::boxed::Box;
use alloc::sync::Arc;

use crate::error;
use crate::num::real_step;
use crate::{
    Chain, Clamp, Cycle, CycleLimit, Cycles, Error, Rate, Restarts, Scale, Segments, Snapshots, Warmup, WarmupBuilder,
};

/// A learning rate for every optimizer step: a pure function of the step, and a plain value.
///
/// Steps are 0-based optimizer steps; the first update of a run uses the rate of step 0. A schedule holds no
/// counter, so a run resumes from nothing but its step.
///
/// ```
/// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
///
/// fn total(schedule: &impl LearningRateSchedule, steps: u64) -> f64 {
///     (0..steps).map(|step| schedule.at(step)).sum()
/// }
///
/// let schedule = CosineDecayRestarts::new(0.1, 2)?;
/// assert_eq!(total(&schedule, 2), 0.1 + 0.05);
/// # Ok::<(), sgdr::Error>(())
/// ```
///
/// # Trait objects
///
/// A `Box`, an `Arc` or a reference of a trait object is a schedule, too.
///
/// ```
/// use sgdr::{CosineDecayRestarts, LearningRateSchedule, ScheduleExt};
///
/// fn first_restart(schedule: &dyn LearningRateSchedule) -> Option<u64> {
///     schedule.restarts().next()
/// }
///
/// let boxed: Box<dyn LearningRateSchedule> = Box::new(CosineDecayRestarts::new(0.1, 1000)?);
/// assert_eq!(first_restart(&*boxed), Some(1000));
/// # Ok::<(), sgdr::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a learning-rate schedule",
    label = "not a schedule",
    note = "a closure from step to rate becomes a schedule by `sgdr::from_fn(closure)`, a builder by `.build()?`, and a \
            `Result` that holds a schedule by `?`"
)]
pub trait LearningRateSchedule {
    /// The rate to use for the update of `step`.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// assert_eq!(schedule.at(0), 0.1);
    /// assert_eq!(schedule.at(500), 0.05);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn at(&self, step: u64) -> f64;

    /// The rate at `step + fraction`, where the fraction is at least 0 and less than 1.
    ///
    /// [`at_real`](ScheduleExt::at_real) is made of it and checks its argument. A schedule whose formula is defined between whole
    /// steps implements it; by default the rate of a step lasts until the next one.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule, from_fn};
    ///
    /// assert_eq!(CosineDecayRestarts::new(0.1, 5)?.at_fraction(2, 0.5), 0.05);
    /// assert_eq!(from_fn(|step| 0.1 / (step + 1) as f64).at_fraction(1, 0.5), 0.05);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        let _ = fraction;
        self.at(step)
    }

    /// Writes the rates of `first_step`, `first_step + 1`, ... over `out`.
    ///
    /// Each element has the bits that [`at`](Self::at) returns. The step stops counting at `u64::MAX`.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 2)?;
    /// let mut rates = [0.0; 4];
    /// schedule.fill(1, &mut rates);
    /// assert_eq!(rates, [1, 2, 3, 4].map(|step| schedule.at(step)));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn fill(&self, first_step: u64, out: &mut [f64]) {
        let mut step = first_step;
        for rate in out {
            *rate = self.at(step);
            step = step.saturating_add(1);
        }
    }

    /// Writes the rates of `steps`, in any order, over `out`: for each the bits that [`at`](Self::at) returns.
    ///
    /// # Errors
    /// [`Error`] unless both have the same length; then nothing is written.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// let mut rates = [0.0; 3];
    /// schedule.at_many(&[500, 1000, 0], &mut rates)?;
    /// assert_eq!(rates, [0.05, 0.1, 0.1]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn at_many(&self, steps: &[u64], out: &mut [f64]) -> Result<(), Error> {
        error::same_length(steps, out)?;
        steps.iter().zip(out).for_each(|(&step, rate)| *rate = self.at(step));
        Ok(())
    }

    /// The cycle that holds a step; `None` if the schedule has no cycles.
    ///
    /// ```
    /// use sgdr::{CosineDecay, CosineDecayRestarts, LearningRateSchedule};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// assert_eq!(schedule.cycle_of(1500), Some(schedule.cycle_at(1500)));
    /// assert_eq!(CosineDecay::new(0.1, 1000)?.cycle_of(1500), None);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn cycle_of(&self, step: u64) -> Option<Cycle> {
        let _ = step;
        None
    }

    /// Adds the segments of the schedule, which begins at step `start` of the table, to a table; `None` if it has none.
    ///
    /// [`segments`](ScheduleExt::segments) calls it. A schedule made of constants, straight lines and half cosines implements it;
    /// [`Segments::push`] has an example.
    fn write_segments(&self, segments: &mut Segments, start: u64) -> Option<()> {
        let _ = (segments, start);
        None
    }
}

/// What every schedule can do: rates in other types and at real steps, its cycles in order, and schedules made of it.
///
/// Every [`LearningRateSchedule`] has these methods; none is implemented by hand.
///
/// ```
/// use sgdr::{CosineDecayRestarts, LearningRateSchedule, ScheduleExt};
///
/// let schedule = CosineDecayRestarts::new(0.1, 1000)?.cycle_limit(3)?.warmup(100)?;
/// assert_eq!(schedule.restarts().collect::<Vec<_>>(), [1100, 3100]);
/// assert_eq!(schedule.at(7100), 0.0);
/// # Ok::<(), sgdr::Error>(())
/// ```
pub trait ScheduleExt: LearningRateSchedule {
    /// The rate at a real step: that of [`at`](LearningRateSchedule::at) at a whole number, and the formula's in between.
    ///
    /// Some trainers count in fractions of an epoch. A schedule that knows whole steps only, such as one made by
    /// [`from_fn`](crate::from_fn), keeps the rate of a step until the next one.
    ///
    /// # Errors
    /// [`Error`] unless the step is a number from 0 to 2^64 - 1.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, Error, LearningRateSchedule, ScheduleExt};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 5)?;
    /// assert_eq!(schedule.at_real(2.5)?, 0.05);
    /// assert_eq!(schedule.at_real(5.0)?, schedule.at(5));
    /// assert_eq!(schedule.at_real(-1.0).unwrap_err().parameter(), "step");
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn at_real(&self, step: f64) -> Result<f64, Error> {
        let (step, fraction) = real_step::split(step)?;
        Ok(if fraction == 0.0 { self.at(step) } else { self.at_fraction(step, fraction) })
    }

    /// The rate of `step` in another floating-point type: the `f64` rate, rounded once.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, ScheduleExt};
    ///
    /// assert_eq!(CosineDecayRestarts::new(0.1, 1000)?.at_as::<f32>(0), 0.1_f32);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn at_as<T: Rate>(&self, step: u64) -> T {
        T::from_f64(self.at(step))
    }

    /// Writes the rates of `first_step`, `first_step + 1`, ... over `out` in another floating-point type, each rounded once.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, ScheduleExt};
    ///
    /// let mut rates = [0.0_f32; 3];
    /// CosineDecayRestarts::new(0.1, 2)?.fill_as(0, &mut rates);
    /// assert_eq!(rates, [0.1, 0.05, 0.1]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn fill_as<T: Rate>(&self, first_step: u64, out: &mut [T]) {
        T::fill(out, |index, out| self.fill(first_step.saturating_add(index as u64), out));
    }

    /// All cycles from the first one on, to the one that holds step 2^64 - 1.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, ScheduleExt};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// let lengths: Vec<f64> = schedule.cycles().map(|cycle| cycle.length).take(3).collect();
    /// assert_eq!(lengths, [1000.0, 2000.0, 4000.0]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn cycles(&self) -> Cycles<'_, Self> {
        Cycles::new(self)
    }

    /// The first steps of all cycles but the first one.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, ScheduleExt};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// let restarts: Vec<u64> = schedule.restarts().take_while(|&step| step < 10_000).collect();
    /// assert_eq!(restarts, [1000, 3000, 7000]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn restarts(&self) -> Restarts<'_, Self> {
        Restarts::new(self)
    }

    /// The last steps of all cycles: after the update of such a step the weights are worth a snapshot.
    ///
    /// Source: G. Huang et al., "Snapshot Ensembles: Train 1, get M for free" (arXiv 1704.00109).
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, ScheduleExt};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// let snapshots: Vec<u64> = schedule.snapshots().take_while(|&step| step < 10_000).collect();
    /// assert_eq!(snapshots, [999, 2999, 6999]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn snapshots(&self) -> Snapshots<'_, Self> {
        Snapshots::new(self)
    }

    /// The schedule as a table for compiled graphs and devices, up to a last step; `None` if the formula of its class is not made
    /// of constants, straight lines and half cosines.
    ///
    /// ```
    /// use sgdr::{CosineDecay, ExponentialDecay, ScheduleExt};
    ///
    /// let schedule = CosineDecay::builder(0.0, 1000).warmup_target(0.1).warmup_steps(100).build()?;
    /// let first_steps = |segments: sgdr::Segments| segments.iter().map(|segment| segment.first_step).collect::<Vec<_>>();
    /// assert_eq!(schedule.segments(10_000).map(first_steps), Some(vec![0, 100, 1100])); // warm-up, decay, floor
    /// assert!(ExponentialDecay::new(0.1, 1000, 0.9)?.segments(10_000).is_none());
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn segments(&self, last_step: u64) -> Option<Segments> {
        Segments::of(self, last_step)
    }

    /// Whether the next step restarts, or begins to hold the floor: the step after whose update a snapshot belongs.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, ScheduleExt};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// assert!(schedule.is_last_step_of_cycle(2999));
    /// assert!(!schedule.is_last_step_of_cycle(3000));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn is_last_step_of_cycle(&self, step: u64) -> bool {
        self.cycle_of(step).is_some_and(|cycle| cycle.last_step == Some(step))
    }

    /// The same rates times a factor, finite and at least 0.
    ///
    /// # Errors
    /// [`Error`] for any other factor.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule, ScheduleExt};
    ///
    /// assert_eq!(CosineDecayRestarts::new(0.5, 1000)?.scale(0.5)?.at(0), 0.25);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn scale(self, factor: f64) -> Result<Scale<Self>, Error>
    where
        Self: Sized,
    {
        Scale::new(self, factor)
    }

    /// The same rates, but none below `min` or above `max`.
    ///
    /// # Errors
    /// [`Error`] as for [`Clamp::new`].
    ///
    /// ```
    /// use sgdr::{CosineDecay, LearningRateSchedule, ScheduleExt};
    ///
    /// assert_eq!(CosineDecay::new(0.5, 1000)?.clamp(Some(0.01), None)?.at(1000), 0.01);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn clamp(self, min: Option<f64>, max: Option<f64>) -> Result<Clamp<Self>, Error>
    where
        Self: Sized,
    {
        Clamp::new(self, min, max)
    }

    /// The same schedule from one of its steps on: its step `start` becomes step 0.
    ///
    /// For a trainer that counts from 0 again when it continues a run, as boosters of LightGBM and XGBoost do.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule, ScheduleExt};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 10)?;
    /// assert_eq!(schedule.clone().from_step(12).at(3), schedule.at(15));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    #[expect(clippy::wrong_self_convention, reason = "it is named for its argument")]
    fn from_step(self, start: u64) -> Chain<Self>
    where
        Self: Sized,
    {
        Chain::new_from(self, start)
    }

    /// A number of cycles, then the floor forever.
    ///
    /// # Errors
    /// [`Error`] for 0 cycles, and if the schedule has none.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule, ScheduleExt};
    ///
    /// assert_eq!(CosineDecayRestarts::new(0.5, 1000)?.cycle_limit(2)?.at(3000), 0.0);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn cycle_limit(self, cycles: u64) -> Result<CycleLimit<Self>, Error>
    where
        Self: Sized,
    {
        CycleLimit::new(self, cycles)
    }

    /// The schedule after a linear warm-up from 0.
    ///
    /// # Errors
    /// Those of [`Warmup::new`].
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule, ScheduleExt};
    ///
    /// let schedule = CosineDecayRestarts::new(0.5, 1000)?.warmup(100)?;
    /// assert_eq!([0, 50, 100, 1100].map(|step| schedule.at(step)), [0.0, 0.25, 0.5, 0.5]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn warmup(self, warmup_steps: u64) -> Result<Warmup<Self>, Error>
    where
        Self: Sized,
    {
        Warmup::new(self, warmup_steps)
    }

    /// Starts a warm-up whose other parameters are set one by one.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule, ScheduleExt, WarmupPlace};
    ///
    /// let builder = CosineDecayRestarts::new(0.5, 1000)?.warmup_builder(100);
    /// assert_eq!(builder.place(WarmupPlace::EveryCycle).build()?.at(1000), 0.0);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn warmup_builder(self, warmup_steps: u64) -> WarmupBuilder<Self>
    where
        Self: Sized,
    {
        Warmup::builder(self, warmup_steps)
    }

    /// The schedule as a plain closure of one argument, the step.
    ///
    /// In generic code the compiler cannot see that this closure is `Send`, `Sync` or `Clone`; the function
    /// [`into_fn`](crate::into_fn()) is for that.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, ScheduleExt};
    ///
    /// let lr = CosineDecayRestarts::new(0.1, 1000)?.into_fn();
    /// assert_eq!(lr(1000), 0.1);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn into_fn(self) -> impl Fn(u64) -> f64
    where
        Self: Sized,
    {
        move |step| self.at(step)
    }

    /// The schedule as a closure whose answer has another floating-point type: the `f64` rate, rounded once.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, ScheduleExt};
    ///
    /// let lr = CosineDecayRestarts::new(0.1, 1000)?.into_fn_as::<f32>();
    /// assert_eq!(lr(1000), 0.1_f32);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn into_fn_as<T: Rate>(self) -> impl Fn(u64) -> T
    where
        Self: Sized,
    {
        move |step| self.at_as(step)
    }
}

impl<S: LearningRateSchedule + ?Sized> ScheduleExt for S {}

/// A pointer to a schedule is that schedule.
macro_rules! forward {
    ($($pointer:ty)*) => {$(
        impl<S: LearningRateSchedule + ?Sized> LearningRateSchedule for $pointer {
            fn at(&self, step: u64) -> f64 {
                (**self).at(step)
            }

            fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
                (**self).at_fraction(step, fraction)
            }

            fn fill(&self, first_step: u64, out: &mut [f64]) {
                (**self).fill(first_step, out);
            }

            fn at_many(&self, steps: &[u64], out: &mut [f64]) -> Result<(), Error> {
                (**self).at_many(steps, out)
            }

            fn cycle_of(&self, step: u64) -> Option<Cycle> {
                (**self).cycle_of(step)
            }

            fn write_segments(&self, segments: &mut Segments, start: u64) -> Option<()> {
                (**self).write_segments(segments, start)
            }
        }
    )*};
}

forward! { &S Box<S> Arc<S> }
