//! Why a record cannot be loaded.

use std::fmt;

/// A record is not one of this schedule.
///
/// [`Scheduler::try_load_record`](crate::Scheduler::try_load_record) returns it; burn's `load_record`, which cannot,
/// panics with its message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The record has no step that a [`Scheduler`](crate::Scheduler) wrote.
    #[error(
        "the record is not one of an sgdr schedule: it holds no step under \"{key}\"\n\
         hint: a run of another scheduler goes on with Scheduler::resume_at(step)"
    )]
    NoStep {
        /// Where the step should be.
        key: &'static str,
    },
    /// The parameters of the schedule are there in part.
    #[error("the record is damaged: the parameters of its schedule are incomplete (its step is {step})")]
    Damaged {
        /// The step in the record.
        step: u64,
    },
    /// The record is of another schedule.
    #[error(
        "the record is of another schedule, whose step {step} is another place in this one\n  \
         record:         {}\n  this scheduler: {}\n\
         hint: Scheduler::resume_at({step}) goes on at this step with another schedule",
        Named(.record), Named(.scheduler)
    )]
    OtherSchedule {
        /// The step in the record.
        step: u64,
        /// The schedule of the record as JSON; none for one of [`Scheduler::unchecked`](crate::Scheduler::unchecked).
        record: Option<String>,
        /// The schedule of the scheduler as JSON; none for one of
        /// [`Scheduler::unchecked`](crate::Scheduler::unchecked).
        scheduler: Option<String>,
    },
}

/// A schedule in a message.
struct Named<'a>(&'a Option<String>);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_deref().unwrap_or("a schedule without a text (Scheduler::unchecked)"))
    }
}
