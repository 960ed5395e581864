//! A schedule as a learning-rate scheduler of burn.

use std::sync::Arc;

use burn_optim::LearningRate;
use burn_optim::lr_scheduler::{LrScheduler, LrSchedulerRecord};
use sgdr::keras::{self, Serializable};
use sgdr::{AnySchedule, LearningRateSchedule, Rate};

use crate::{LoadError, record};

/// A learning-rate scheduler of burn that follows a schedule.
///
/// Every call of [`step`](LrScheduler::step) returns the rate of one update of the weights, the first one that of step 0,
/// with the bits of [`at`](LearningRateSchedule::at). Give it wherever burn takes a scheduler: to `Learner::new`, to
/// `ModuleLrScheduler::new`, to `ModuleLrScheduler::with_group` for a group of parameters.
///
/// ```
/// use burn_optim::lr_scheduler::LrScheduler;
/// use sgdr::{CosineDecayRestarts, LearningRateSchedule};
/// use sgdr_burn::Scheduler;
///
/// let schedule = CosineDecayRestarts::new(0.1, 100)?;
/// let mut scheduler = Scheduler::new(schedule.clone());
/// for step in 0..250 {
///     assert_eq!(scheduler.step(), schedule.at(step));
/// }
/// assert_eq!(scheduler.step_count(), 250);
/// # Ok::<(), sgdr::Error>(())
/// ```
///
/// # Checkpoints
///
/// The record holds the step and, as Keras' JSON, the schedule with all its parameters and its name. A record of another
/// schedule is refused: [`try_load_record`](Self::try_load_record) returns an error, and burn's
/// [`load_record`](LrScheduler::load_record), which burn's training loop calls, panics with its message. A schedule that
/// has no such text, of [`sgdr::from_fn`] for instance, is not compared; it is made with [`unchecked`](Self::unchecked).
#[derive(Clone, Debug)]
pub struct Scheduler<S> {
    schedule: S,
    step: u64,
    /// The schedule as a record holds it.
    text: Option<Arc<str>>,
}

impl<S: Serializable> Scheduler<S> {
    /// Follows a schedule from step 0 on.
    ///
    /// ```
    /// use burn_optim::lr_scheduler::module_lr_scheduler::ModuleLrScheduler;
    /// use sgdr::{CosineDecay, CosineDecayRestarts, LearningRateSchedule};
    /// use sgdr_burn::Scheduler;
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?.warmup(100)?;
    /// let mut scheduler = ModuleLrScheduler::new(Scheduler::new(schedule));
    /// assert_eq!(scheduler.step().base(), 0.0);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn new(schedule: S) -> Self {
        let text = Some(keras::serialize(&schedule).into());
        Self { schedule, step: 0, text }
    }
}

impl<S> Scheduler<S> {
    /// Follows a schedule that no record can tell from another one.
    ///
    /// ```
    /// use burn_optim::lr_scheduler::LrScheduler;
    /// use sgdr_burn::Scheduler;
    ///
    /// let mut scheduler = Scheduler::unchecked(sgdr::from_fn(|step| if step < 100 { 0.1 } else { 0.05 }));
    /// scheduler.resume_at(100);
    /// assert_eq!(scheduler.step(), 0.05);
    /// ```
    pub fn unchecked(schedule: S) -> Self {
        Self { schedule, step: 0, text: None }
    }

    /// The number of steps done, which is the number of the next step.
    ///
    /// ```
    /// use burn_optim::lr_scheduler::LrScheduler;
    ///
    /// let mut scheduler = sgdr_burn::Scheduler::new(sgdr::CosineDecayRestarts::new(0.1, 1000)?);
    /// scheduler.step();
    /// assert_eq!(scheduler.step_count(), 1);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn step_count(&self) -> u64 {
        self.step
    }

    /// Makes `step` the next step.
    ///
    /// ```
    /// use burn_optim::lr_scheduler::LrScheduler;
    ///
    /// let mut scheduler = sgdr_burn::Scheduler::new(sgdr::CosineDecayRestarts::new(0.1, 1000)?);
    /// scheduler.resume_at(500);
    /// assert_eq!(scheduler.step(), 0.05);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn resume_at(&mut self, step: u64) {
        self.step = step;
    }

    /// The schedule.
    ///
    /// ```
    /// use sgdr::LearningRateSchedule;
    ///
    /// let scheduler = sgdr_burn::Scheduler::new(sgdr::CosineDecayRestarts::new(0.1, 1000)?);
    /// assert!(scheduler.schedule().is_last_step_of_cycle(999));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn schedule(&self) -> &S {
        &self.schedule
    }
}

impl<S: LearningRateSchedule<Rate: Rate>> Scheduler<S> {
    /// Goes on where the record was taken.
    ///
    /// # Errors
    /// The record is of another schedule or of no schedule of this crate. The step stays what it was.
    ///
    /// ```
    /// use burn_optim::lr_scheduler::{LrScheduler, LrSchedulerRecord};
    /// use sgdr::CosineDecayRestarts;
    /// use sgdr_burn::{LoadError, Scheduler};
    ///
    /// let mut scheduler = Scheduler::new(CosineDecayRestarts::new(0.1, 1000)?);
    /// scheduler.resume_at(700);
    /// let bytes = scheduler.to_record().into_bytes()?;
    ///
    /// let mut again = Scheduler::new(CosineDecayRestarts::new(0.1, 1000)?);
    /// again.try_load_record(&LrSchedulerRecord::from_bytes(bytes.clone())?)?;
    /// assert_eq!(again.step_count(), 700);
    ///
    /// let mut other = Scheduler::new(CosineDecayRestarts::new(0.1, 500)?);
    /// let refused = other.try_load_record(&LrSchedulerRecord::from_bytes(bytes)?);
    /// assert!(matches!(refused, Err(LoadError::OtherSchedule { step: 700, .. })));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn try_load_record(&mut self, record: &LrSchedulerRecord) -> Result<(), LoadError> {
        let (step, text) = record::read(record)?;
        if !self.is_own(text.as_deref()) {
            let scheduler = self.text.as_deref().map(String::from);
            return Err(LoadError::OtherSchedule { step, record: text, scheduler });
        }
        self.step = step;
        Ok(())
    }

    /// Whether the schedule of a record is this one. A later version may write more parameters than an earlier one, so a
    /// text that differs is read and written again.
    fn is_own(&self, text: Option<&str>) -> bool {
        match (text, self.text.as_deref()) {
            (None, None) => true,
            (Some(text), Some(own)) => {
                let again = || keras::deserialize::<AnySchedule<S::Rate>>(text).map(|read| keras::serialize(&read));
                text == own || again().is_ok_and(|text| text == own)
            }
            _ => false,
        }
    }
}

impl<S> LrScheduler for Scheduler<S>
where
    S: LearningRateSchedule<Rate: Rate> + Clone + Send + Sync + 'static,
{
    /// The rate of the next update; counts the step. The step stops counting at `u64::MAX`.
    fn step(&mut self) -> LearningRate {
        let rate = self.schedule.at(self.step).to_f64();
        self.step = self.step.saturating_add(1);
        rate
    }

    fn to_record(&self) -> LrSchedulerRecord {
        record::write(self.step, self.text.as_deref())
    }

    /// Goes on where the record was taken.
    ///
    /// # Panics
    /// Where [`try_load_record`](Scheduler::try_load_record) fails, with the message of its error: this method cannot
    /// return one, and a run that went on with wrong rates would be worse.
    fn load_record(&mut self, record: LrSchedulerRecord) {
        if let Err(error) = self.try_load_record(&record) {
            panic!("{error}");
        }
    }
}
