//! Errors of loading a record.

use std::fmt;

/// A record that a [`Scheduler`](crate::Scheduler) cannot load.
///
/// [`Scheduler::try_load_record`](crate::Scheduler::try_load_record) returns this error; burn's `load_record`, which
/// returns nothing, panics with its message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The record has no step that a [`Scheduler`](crate::Scheduler) wrote.
    #[error(
        "the record is not one of an sgdr schedule: it has no step under \"{key}\"\n\
         hint: to continue a run of another scheduler, save this one's record in place of its record: \
         ModuleLrScheduler::new(scheduler).to_record().save(path), after scheduler.resume_at(step)"
    )]
    NoStep {
        /// Where the step should be.
        key: &'static str,
    },
    /// The record is of several groups of parameters.
    #[error(
        "the record is of several groups of parameters\n\
         hint: record.record(\"0\") is that of the base group, record.record(\"1\") that of the first one added"
    )]
    Groups,
    /// The parameters of the schedule are incomplete.
    #[error("the record is damaged: the parameters of its schedule are incomplete (its step is {step})")]
    Damaged {
        /// The step in the record.
        step: u64,
    },
    /// The record is of another schedule.
    #[error(
        "the record is of another schedule, whose step {step} is another place in this one\n  \
         record:         {}\n  this scheduler: {}\n\
         hint: to continue at this step, Scheduler::on_mismatch(OnMismatch::New) keeps the schedule of this scheduler, \
         OnMismatch::Saved that of the record; a plan of sgdr::Replan needs neither",
        Named(.record), Named(.scheduler)
    )]
    OtherSchedule {
        /// The step in the record.
        step: u64,
        /// The schedule of the record as JSON; `None` if [`Scheduler::unchecked`](crate::Scheduler::unchecked) wrote it.
        record: Option<String>,
        /// The schedule of the scheduler as JSON; `None` for [`Scheduler::unchecked`](crate::Scheduler::unchecked).
        scheduler: Option<String>,
    },
    /// [`OnMismatch::Saved`](crate::OnMismatch::Saved) was set, but this scheduler cannot take over the schedule of the
    /// record.
    #[error("this scheduler cannot take over the schedule of the record (its step is {step}): {problem}")]
    Saved {
        /// The step in the record.
        step: u64,
        /// Why not.
        problem: String,
    },
}

/// A schedule in a message.
struct Named<'a>(&'a Option<String>);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_deref().unwrap_or("a schedule that cannot be serialized (Scheduler::unchecked)"))
    }
}
