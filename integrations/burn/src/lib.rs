//! The learning-rate schedules of [`sgdr`] in [burn](burn_optim).
//!
//! - [`Scheduler`] makes every schedule a learning-rate scheduler of burn. Its record holds the step and the schedule, so
//!   a run continues from a checkpoint with the same rates. A checkpoint of another schedule is an error,
//!   [a change of plan](Scheduler#a-change-of-plan) is not.
//! - [`DeviceSchedule`] computes rates where the steps are: a tensor of steps in, the tensor of their rates out, without
//!   a copy to the host.
//!
//! ```
//! use burn::optim::lr_scheduler::LrScheduler;
//! use sgdr::{CosineDecayRestarts, LearningRateSchedule};
//! use sgdr_burn::Scheduler;
//!
//! let schedule = CosineDecayRestarts::builder(0.1, 1000).t_mul(2.0).m_mul(0.9).build()?;
//! let mut scheduler = Scheduler::new(schedule.clone());
//! // Training loop: Learner::new(model, SgdConfig::new().init(), scheduler)
//! // By hand:       model = optimizer.step(scheduler.step(), model, gradients)
//! assert_eq!(scheduler.step(), schedule.at(0)); // the first step is step 0
//! assert_eq!(scheduler.step(), schedule.at(1));
//! # Ok::<(), sgdr::Error>(())
//! ```
//!
//! Call `step` once for each update of the weights, as burn's training loop does: gradients that are accumulated over
//! several batches are one update, and the batches left over at the end of an epoch are one more.
//!
//! In burn 0.22 `LrSchedulerConfig` is a closed list, so pass the scheduler itself, not a configuration.
//! `ComposedLrScheduler` has no public constructor; use the methods of [`ScheduleExt`](sgdr::ScheduleExt) instead
//! (`scale`, `clamp`, `warmup`) and [`Chain`](sgdr::Chain).
//!
//! Out of scope: optimizers, models and training loops. The example `digits` beside this crate is a complete
//! training run with burn's loop, dashboard and checkpoints.

mod device_schedule;
mod load_error;
mod on_mismatch;
mod record;
mod scheduler;
mod table_error;

pub use device_schedule::{CosineSchedule, DeviceSchedule, DeviceScheduleBuilder};
pub use load_error::LoadError;
pub use on_mismatch::OnMismatch;
pub use scheduler::Scheduler;
pub use table_error::TableError;
