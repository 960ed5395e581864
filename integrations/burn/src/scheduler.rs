//! A schedule as a learning-rate scheduler of burn.

use std::fmt;
use std::sync::Arc;

use burn_optim::LearningRate;
use burn_optim::lr_scheduler::{LrScheduler, LrSchedulerRecord};
use sgdr::keras::{self, Serializable};
use sgdr::{AnySchedule, LearningRateSchedule};

use crate::{LoadError, OnMismatch, record};

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
/// cannot be serialized, such as one made by [`sgdr::from_fn`], is not compared; use [`unchecked`](Self::unchecked) for it.
///
/// The file that burn's `Learner` writes, `scheduler-3.bpk`, contains a record for each group of parameters; both methods
/// read that of a single group.
///
/// # A change of plan
///
/// A plan that [`Replan`](sgdr::Replan) made of a schedule takes the schedule's place: it has the same rates for all steps
/// done, so it loads the schedule's records, in burn's training loop too:
///
/// ```
/// use burn_optim::lr_scheduler::LrScheduler;
/// use sgdr::{CosineDecayRestarts, LearningRateSchedule, Replan};
/// use sgdr_burn::Scheduler;
///
/// let schedule = CosineDecayRestarts::new(0.1, 10)?;
/// let mut scheduler = Scheduler::new(schedule.clone());
/// scheduler.resume_at(12); // an early stop, in the middle of the second cycle
/// let record = scheduler.to_record();
///
/// let plan = Replan::new(schedule, 12)?.skip_cycle()?;
/// let mut scheduler = Scheduler::new(plan);
/// // In the training loop: training.checkpoint(3).launch(Learner::new(model, optimizer, scheduler))
/// scheduler.load_record(record);
/// assert_eq!(scheduler.step(), 0.1); // step 12 restarts
/// # Ok::<(), sgdr::Error>(())
/// ```
///
/// To continue at the same step with any other schedule, say so: [`on_mismatch`](Self::on_mismatch).
pub struct Scheduler<S> {
    schedule: Arc<S>,
    step: u64,
    text: Option<Text<S>>,
    on_mismatch: OnMismatch,
}

/// The schedule as JSON, and how to deserialize it.
struct Text<S> {
    json: Arc<str>,
    read: fn(&str) -> Result<S, keras::Error>,
}

impl<S: Serializable> Scheduler<S> {
    /// Follows a schedule from step 0 on.
    ///
    /// ```
    /// use burn_optim::lr_scheduler::module_lr_scheduler::ModuleLrScheduler;
    /// use sgdr::{CosineDecay, CosineDecayRestarts, ScheduleExt};
    /// use sgdr_burn::Scheduler;
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?.warmup(100)?;
    /// let mut scheduler = ModuleLrScheduler::new(Scheduler::new(schedule));
    /// assert_eq!(scheduler.step().base(), 0.0);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn new(schedule: S) -> Self {
        let text = Text { json: keras::serialize(&schedule).into(), read: keras::deserialize };
        Self { schedule: schedule.into(), step: 0, text: Some(text), on_mismatch: OnMismatch::default() }
    }
}

impl<S: LearningRateSchedule + Send + Sync + 'static> Scheduler<S> {
    /// Follows a schedule that cannot be serialized, so that its records are not checked: a closure, or a trait object that
    /// is `Send` and `Sync`.
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
        Self { schedule: schedule.into(), step: 0, text: None, on_mismatch: OnMismatch::default() }
    }
}

impl<S> Scheduler<S> {
    /// Which schedule a run continues with if its record is of another one; an error by default.
    ///
    /// ```
    /// use sgdr::CosineDecayRestarts;
    /// use sgdr_burn::{OnMismatch, Scheduler};
    ///
    /// let longer = Scheduler::new(CosineDecayRestarts::new(0.1, 2000)?).on_mismatch(OnMismatch::New);
    /// // training.checkpoint(3).launch(Learner::new(model, optimizer, longer))
    /// # let _ = longer;
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    #[must_use]
    pub fn on_mismatch(mut self, on_mismatch: OnMismatch) -> Self {
        self.on_mismatch = on_mismatch;
        self
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
    /// use sgdr::ScheduleExt;
    ///
    /// let scheduler = sgdr_burn::Scheduler::new(sgdr::CosineDecayRestarts::new(0.1, 1000)?);
    /// assert!(scheduler.schedule().is_last_step_of_cycle(999));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn schedule(&self) -> &S {
        &self.schedule
    }
}

impl<S: LearningRateSchedule> Scheduler<S> {
    /// Continues where the record was taken.
    ///
    /// # Errors
    /// The record is of another schedule or of no schedule of this crate, or of several groups of parameters. The step
    /// stays what it was.
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
        let (step, record) = record::read(record)?;
        if !self.continues(record.as_deref(), step) {
            match self.on_mismatch {
                OnMismatch::Error => {
                    let scheduler = self.text.as_ref().map(|text| text.json.to_string());
                    return Err(LoadError::OtherSchedule { step, record, scheduler });
                }
                OnMismatch::Saved => self.take_over(record.as_deref(), step)?,
                OnMismatch::New => {}
            }
        }
        self.step = step;
        Ok(())
    }

    /// Whether the schedule of a record is this one, or the one that this plan follows up to that step.
    fn continues(&self, record: Option<&str>, step: u64) -> bool {
        match (record, &self.text) {
            (None, None) => true,
            (Some(record), Some(own)) => *record == *own.json || read_again(record, &own.json, step),
            _ => false,
        }
    }

    /// Takes over the schedule of a record.
    fn take_over(&mut self, record: Option<&str>, step: u64) -> Result<(), LoadError> {
        let saved = |problem: String| LoadError::Saved { step, problem };
        let text = self.text.as_mut().ok_or_else(|| saved("this scheduler is unchecked".into()))?;
        let json = record.ok_or_else(|| saved("the record is of a schedule that cannot be serialized".into()))?;
        self.schedule = Arc::new((text.read)(json).map_err(|error| saved(error.to_string()))?);
        text.json = json.into();
        Ok(())
    }
}

/// The same after both are deserialized. A later version may write more parameters than an earlier one, so compare what
/// this version would write.
fn read_again(record: &str, own: &str, step: u64) -> bool {
    let Ok(record) = keras::deserialize::<AnySchedule>(record) else { return false };
    if keras::serialize(&record) == own {
        return true;
    }
    keras::deserialize(own).is_ok_and(|own| replaces(&own, &record, step))
}

/// Whether a plan is that schedule up to `step` or beyond, so that no rate used so far changes.
fn replaces(plan: &AnySchedule, schedule: &AnySchedule, step: u64) -> bool {
    if plan == schedule {
        return true;
    }
    let AnySchedule::Chain(chain) = plan else { return false };
    match chain.pieces() {
        [first, second, ..] => {
            first.start == 0 && step <= second.first_step && replaces(&first.schedule, schedule, step)
        }
        _ => false,
    }
}

/// Clones share the schedule.
impl<S> Clone for Scheduler<S> {
    fn clone(&self) -> Self {
        let text = self.text.as_ref().map(|Text { json, read }| Text { json: Arc::clone(json), read: *read });
        Self { schedule: Arc::clone(&self.schedule), step: self.step, text, on_mismatch: self.on_mismatch }
    }
}

impl<S: fmt::Debug> fmt::Debug for Scheduler<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { schedule, step, text: _, on_mismatch } = self;
        f.debug_struct("Scheduler")
            .field("schedule", schedule)
            .field("step", step)
            .field("on_mismatch", on_mismatch)
            .finish_non_exhaustive()
    }
}

impl<S> LrScheduler for Scheduler<S>
where
    S: LearningRateSchedule + Send + Sync + 'static,
{
    /// The rate of the next update; counts the step. The step stops counting at `u64::MAX`.
    fn step(&mut self) -> LearningRate {
        let rate = self.schedule.at(self.step);
        self.step = self.step.saturating_add(1);
        rate
    }

    fn to_record(&self) -> LrSchedulerRecord {
        record::write(self.step, self.text.as_ref().map(|text| &*text.json))
    }

    /// Continues where the record was taken.
    ///
    /// # Panics
    /// Where [`try_load_record`](Scheduler::try_load_record) fails, with the message of its error: this method cannot
    /// return one, and a run that continued with wrong rates would be worse.
    fn load_record(&mut self, record: LrSchedulerRecord) {
        if let Err(error) = self.try_load_record(&record) {
            panic!("{error}");
        }
    }
}
