//! Why a schedule and its steps do not fit on a device.

use burn_tensor::DType;

/// A [`DeviceSchedule`](crate::DeviceSchedule) cannot be made, or cannot take these steps.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// The last step is beyond the type of the steps.
    #[error("last_step: must be <= {most}, the largest {} (received {last_step})", dtype.name())]
    LastStep {
        /// What was asked for.
        last_step: u64,
        /// The largest step.
        most: u64,
        /// The type of the steps.
        dtype: DType,
    },
    /// The table would be too long.
    #[error(
        "last_step: must come within the first {most} cycles (received {last_step}, which is in a later one)\n\
         hint: name the last step of the run with last_step"
    )]
    Cycles {
        /// What was asked for.
        last_step: u64,
        /// The most cycles.
        most: usize,
    },
    /// The device has no numbers of this type.
    #[error("the device has no {}", .0.name())]
    Unsupported(DType),
    /// The steps are of another type than the table.
    #[error(
        "steps: must be {} (received {})\n\
         hint: DeviceSchedule::builder(..).int_dtype(..) takes another type, and Tensor::cast changes it",
        expected.name(), received.name()
    )]
    Steps {
        /// The type of the table.
        expected: DType,
        /// What was received.
        received: DType,
    },
}
