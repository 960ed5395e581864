//! Errors of a schedule on a device.

use burn_tensor::DType;

/// An error of [`DeviceSchedule`](crate::DeviceSchedule): its table cannot be built, or its steps have another type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// The last step is beyond the type of the steps.
    #[error("last_step must be <= {most}, the largest {} (received {last_step})", dtype.name())]
    LastStep {
        /// The last step received.
        last_step: u64,
        /// The largest step.
        most: u64,
        /// The type of the steps.
        dtype: DType,
    },
    /// The table would have too many rows.
    #[error(
        "last_step must lie in the first {most} cycles (received {last_step}, which lies in a later one)\n\
         hint: set last_step to the last step of the run"
    )]
    Cycles {
        /// The last step received.
        last_step: u64,
        /// The most cycles.
        most: usize,
    },
    /// The device does not support this type.
    #[error("the device does not support {}", .0.name())]
    Unsupported(DType),
    /// The steps are of another type than the table.
    #[error(
        "steps must be {} (received {})\n\
         hint: DeviceSchedule::builder(..).int_dtype(..) sets the type, Tensor::cast converts the steps",
        expected.name(), received.name()
    )]
    Steps {
        /// The type of the table.
        expected: DType,
        /// The type of the steps received.
        received: DType,
    },
}
