//! The trait that every schedule implements.

use alloc::boxed::Box;
use alloc::sync::Arc;

use crate::error;
use crate::num::real_step;
use crate::{Chain, Clamp, Cycle, CycleLimit, Cycles, Error, Rate, Restarts, Scale, Snapshots, Warmup, WarmupBuilder};

/// A learning rate for every optimizer step: a pure function of the step, and a plain value.
///
/// Steps are 0-based optimizer steps; the first update of a run uses the rate of step 0. A schedule holds no
/// counter, so a run resumes from nothing but its step.
///
/// ```
/// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
///
/// fn total(schedule: &impl LearningRateSchedule<Rate = f64>, steps: u64) -> f64 {
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
/// A `Box` or an `Arc` of a trait object is a schedule, and so is a reference to one. `cycles`, `restarts` and `snapshots`
/// borrow a schedule whose size is known: on a `&dyn` that is the reference itself, `(&schedule).restarts()`.
///
/// ```
/// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
///
/// fn first_restart(schedule: &dyn LearningRateSchedule<Rate = f64>) -> Option<u64> {
///     (&schedule).restarts().next()
/// }
///
/// let boxed: Box<dyn LearningRateSchedule<Rate = f64>> = Box::new(CosineDecayRestarts::new(0.1, 1000)?);
/// assert_eq!(boxed.restarts().next(), Some(1000));
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
    /// The type of a rate, usually `f64` or `f32`.
    type Rate;

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
    fn at(&self, step: u64) -> Self::Rate;

    /// The rate at a real step: that of [`at`](Self::at) at a whole number, and the formula's in between.
    ///
    /// Some trainers count in fractions of an epoch. A schedule that knows whole steps only, such as one made by
    /// [`from_fn`](crate::from_fn), keeps the rate of a step until the next one.
    ///
    /// # Errors
    /// [`Error::Step`] unless the step is a number from 0 to 2^64 - 1.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, Error, LearningRateSchedule};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 5)?;
    /// assert_eq!(schedule.at_real(2.5)?, 0.05);
    /// assert_eq!(schedule.at_real(5.0)?, schedule.at(5));
    /// assert_eq!(schedule.at_real(-1.0), Err(Error::Step(-1.0)));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn at_real(&self, step: f64) -> Result<Self::Rate, Error> {
        let (step, fraction) = real_step::split(step)?;
        Ok(if fraction == 0.0 { self.at(step) } else { self.at_fraction(step, fraction) })
    }

    /// The rate at `step + fraction`, where the fraction is at least 0 and less than 1.
    ///
    /// [`at_real`](Self::at_real) is made of it and checks its argument. A schedule whose formula is defined between whole
    /// steps implements it; by default the rate of a step lasts until the next one.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule, from_fn};
    ///
    /// assert_eq!(CosineDecayRestarts::new(0.1, 5)?.at_fraction(2, 0.5), 0.05);
    /// assert_eq!(from_fn(|step| step).at_fraction(2, 0.5), 2);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn at_fraction(&self, step: u64, fraction: f64) -> Self::Rate {
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
    fn fill(&self, first_step: u64, out: &mut [Self::Rate]) {
        let mut step = first_step;
        for rate in out {
            *rate = self.at(step);
            step = step.saturating_add(1);
        }
    }

    /// Writes the rates of `steps`, in any order, over `out`: for each the bits that [`at`](Self::at) returns.
    ///
    /// # Errors
    /// [`Error::OutLength`] unless both have the same length; then nothing is written.
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
    fn at_many(&self, steps: &[u64], out: &mut [Self::Rate]) -> Result<(), Error> {
        error::same_length(steps, out)?;
        steps.iter().zip(out).for_each(|(&step, rate)| *rate = self.at(step));
        Ok(())
    }

    /// The cycle that holds a step; none if the schedule has no cycles.
    ///
    /// ```
    /// use sgdr::{CosineDecay, CosineDecayRestarts, LearningRateSchedule};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// assert_eq!(schedule.cycle_of(1500), Some(schedule.cycle_at(1500)));
    /// assert_eq!(CosineDecay::new(0.1, 1000)?.cycle_of(1500), None);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn cycle_of(&self, step: u64) -> Option<Cycle<Self::Rate>> {
        let _ = step;
        None
    }

    /// All cycles from the first one on, to the one that holds step 2^64 - 1.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// let lengths: Vec<f64> = schedule.cycles().map(|cycle| cycle.length).take(3).collect();
    /// assert_eq!(lengths, [1000.0, 2000.0, 4000.0]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn cycles(&self) -> Cycles<'_, Self>
    where
        Self: Sized,
    {
        Cycles::new(self)
    }

    /// The first steps of all cycles but the first one.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// let restarts: Vec<u64> = schedule.restarts().take_while(|&step| step < 10_000).collect();
    /// assert_eq!(restarts, [1000, 3000, 7000]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn restarts(&self) -> Restarts<'_, Self>
    where
        Self: Sized,
    {
        Restarts::new(self)
    }

    /// The last steps of all cycles: after the update of such a step the weights are worth a snapshot.
    ///
    /// Source: G. Huang et al., "Snapshot Ensembles: Train 1, get M for free" (arXiv 1704.00109).
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// let snapshots: Vec<u64> = schedule.snapshots().take_while(|&step| step < 10_000).collect();
    /// assert_eq!(snapshots, [999, 2999, 6999]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn snapshots(&self) -> Snapshots<'_, Self>
    where
        Self: Sized,
    {
        Snapshots::new(self)
    }

    /// Whether the next step restarts, or begins to hold the floor: the step after whose update a snapshot belongs.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
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
    /// [`Error::Factor`] for any other factor.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
    ///
    /// assert_eq!(CosineDecayRestarts::new(0.5, 1000)?.scale(0.5)?.at(0), 0.25);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn scale(self, factor: f64) -> Result<Scale<Self>, Error>
    where
        Self: Sized + LearningRateSchedule<Rate: Rate>,
    {
        Scale::new(self, factor)
    }

    /// The same rates, but none below `min` or above `max`.
    ///
    /// # Errors
    /// [`Error::Min`], [`Error::Max`] and [`Error::MinAboveMax`] as for [`Clamp::new`].
    ///
    /// ```
    /// use sgdr::{CosineDecay, LearningRateSchedule};
    ///
    /// assert_eq!(CosineDecay::new(0.5, 1000)?.clamp(Some(0.01), None)?.at(1000), 0.01);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn clamp(self, min: Option<Self::Rate>, max: Option<Self::Rate>) -> Result<Clamp<Self>, Error>
    where
        Self: Sized + LearningRateSchedule<Rate: Rate>,
    {
        Clamp::new(self, min, max)
    }

    /// The same schedule from one of its steps on: its step `start` becomes step 0.
    ///
    /// For a trainer that counts from 0 again when it continues a run, as boosters of LightGBM and XGBoost do.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
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

    /// So many cycles, and then the floor for ever.
    ///
    /// # Errors
    /// [`Error::Cycles`] for 0, [`Error::NoCycles`] if there are none to count.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
    ///
    /// assert_eq!(CosineDecayRestarts::new(0.5, 1000)?.cycle_limit(2)?.at(3000), 0.0);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn cycle_limit(self, cycles: u64) -> Result<CycleLimit<Self>, Error>
    where
        Self: Sized + LearningRateSchedule<Rate: Copy>,
    {
        CycleLimit::new(self, cycles)
    }

    /// The schedule after a linear warm-up from 0.
    ///
    /// # Errors
    /// Those of [`Warmup::new`].
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
    ///
    /// let schedule = CosineDecayRestarts::new(0.5, 1000)?.warmup(100)?;
    /// assert_eq!([0, 50, 100, 1100].map(|step| schedule.at(step)), [0.0, 0.25, 0.5, 0.5]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn warmup(self, warmup_steps: u64) -> Result<Warmup<Self>, Error>
    where
        Self: Sized + LearningRateSchedule<Rate: Rate>,
    {
        Warmup::new(self, warmup_steps)
    }

    /// Starts a warm-up whose other parameters are set one by one.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule, WarmupPlace};
    ///
    /// let builder = CosineDecayRestarts::new(0.5, 1000)?.warmup_builder(100);
    /// assert_eq!(builder.place(WarmupPlace::EveryCycle).build()?.at(1000), 0.0);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn warmup_builder(self, warmup_steps: u64) -> WarmupBuilder<Self>
    where
        Self: Sized + LearningRateSchedule<Rate: Rate>,
    {
        Warmup::builder(self, warmup_steps)
    }

    /// The schedule as a plain closure of one argument, the step.
    ///
    /// In generic code the compiler cannot see that this closure is `Send`, `Sync` or `Clone`; the function
    /// [`into_fn`](crate::into_fn()) is for that.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
    ///
    /// let lr = CosineDecayRestarts::new(0.1, 1000)?.into_fn();
    /// assert_eq!(lr(1000), 0.1);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    fn into_fn(self) -> impl Fn(u64) -> Self::Rate
    where
        Self: Sized,
    {
        move |step| self.at(step)
    }
}

impl<S: LearningRateSchedule + ?Sized> LearningRateSchedule for &S {
    type Rate = S::Rate;

    fn at(&self, step: u64) -> S::Rate {
        (**self).at(step)
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> S::Rate {
        (**self).at_fraction(step, fraction)
    }

    fn fill(&self, first_step: u64, out: &mut [S::Rate]) {
        (**self).fill(first_step, out);
    }

    fn at_many(&self, steps: &[u64], out: &mut [S::Rate]) -> Result<(), Error> {
        (**self).at_many(steps, out)
    }

    fn cycle_of(&self, step: u64) -> Option<Cycle<S::Rate>> {
        (**self).cycle_of(step)
    }
}

impl<S: LearningRateSchedule + ?Sized> LearningRateSchedule for Box<S> {
    type Rate = S::Rate;

    fn at(&self, step: u64) -> S::Rate {
        (**self).at(step)
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> S::Rate {
        (**self).at_fraction(step, fraction)
    }

    fn fill(&self, first_step: u64, out: &mut [S::Rate]) {
        (**self).fill(first_step, out);
    }

    fn at_many(&self, steps: &[u64], out: &mut [S::Rate]) -> Result<(), Error> {
        (**self).at_many(steps, out)
    }

    fn cycle_of(&self, step: u64) -> Option<Cycle<S::Rate>> {
        (**self).cycle_of(step)
    }
}

impl<S: LearningRateSchedule + ?Sized> LearningRateSchedule for Arc<S> {
    type Rate = S::Rate;

    fn at(&self, step: u64) -> S::Rate {
        (**self).at(step)
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> S::Rate {
        (**self).at_fraction(step, fraction)
    }

    fn fill(&self, first_step: u64, out: &mut [S::Rate]) {
        (**self).fill(first_step, out);
    }

    fn at_many(&self, steps: &[u64], out: &mut [S::Rate]) -> Result<(), Error> {
        (**self).at_many(steps, out)
    }

    fn cycle_of(&self, step: u64) -> Option<Cycle<S::Rate>> {
        (**self).cycle_of(step)
    }
}
