//! What to do with a record of another schedule.

/// Which schedule a run continues with if its record is of another schedule than the scheduler's.
///
/// ```
/// use burn_optim::lr_scheduler::{LrScheduler, LrSchedulerRecord};
/// use sgdr::CosineDecayRestarts;
/// use sgdr_burn::{OnMismatch, Scheduler};
///
/// let mut scheduler = Scheduler::new(CosineDecayRestarts::new(0.1, 1000)?);
/// scheduler.resume_at(500);
/// let record = scheduler.to_record();
///
/// let lower = Scheduler::new(CosineDecayRestarts::new(0.01, 1000)?);
/// let mut new = lower.clone().on_mismatch(OnMismatch::New);
/// new.load_record(record.clone());
/// assert_eq!(new.step(), 0.005);
///
/// let mut saved = lower.on_mismatch(OnMismatch::Saved);
/// saved.load_record(record);
/// assert_eq!(saved.step(), 0.05);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnMismatch {
    /// Neither: loading is an error.
    #[default]
    Error,
    /// The schedule of the record.
    Saved,
    /// The scheduler's own schedule, at the step of the record.
    New,
}
