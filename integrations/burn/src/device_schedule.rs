//! A schedule on a device.
//!
//! The host computes the table of cycles exactly. The device finds the cycle of a step by comparing integers, subtracts
//! integers, and only then converts to floats. So no rounding, however coarse the floats, puts a step into a wrong cycle.

mod builder;
mod cosine_schedule;

pub use builder::DeviceScheduleBuilder;
pub use cosine_schedule::CosineSchedule;

use std::f64::consts::FRAC_PI_2;

use burn_tensor::{DType, Device, FloatDType, Int, IntDType, Tensor};

use crate::TableError;

/// A schedule on a device: a tensor of steps in, the tensor of their rates out, and no copy to the host.
///
/// ```text
/// rate = peak * w + floor * (1 - w)        w = cos(pi/2 * ((step - first_step) + gap) / length)^2
/// ```
///
/// First step, gap before it, length, peak and floor of the step's cycle come from a table. The cycle is always the right
/// one, and the rate at a restart on a whole step is the peak. Elsewhere the floats of the device round: on the CPU
/// (`Device::flex`) a rate differs from that on the host by at most 3 units in the last place of its cycle's peak, in
/// `F32` and in `F64`. On a device with a coarser cosine the difference grows accordingly.
///
/// A device cannot return an error, so every step has a rate: a negative step has that of step 0, a step beyond the last
/// one of the table has the rate of that one. The last step is the largest that the type of the steps holds, unless
/// [`last_step`](DeviceScheduleBuilder::last_step) names another.
///
/// ```
/// use burn_tensor::{Device, Int, Tensor};
/// use sgdr::CosineDecayRestarts;
/// use sgdr_burn::DeviceSchedule;
///
/// let device = Device::flex();
/// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
/// let on_device = DeviceSchedule::new(&schedule, &device)?;
///
/// let steps = Tensor::<1, Int>::from_ints([0, 999, 1000, 3000], &device);
/// let rates = on_device.at(steps)?.into_data().try_to_vec::<f32>().unwrap();
/// assert_eq!(rates[0], 0.1);
/// assert!(rates[1] < 1e-6);
/// assert_eq!(rates[2..], [0.1, 0.1]); // step 1000 and step 3000 are restarts
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct DeviceSchedule {
    /// The first steps of the cycles.
    first_steps: Tensor<1, Int>,
    last_step: u64,
    /// The length of the cycles, where all are equal.
    period: Option<u64>,
    gaps: Tensor<1>,
    lengths: Tensor<1>,
    peaks: Tensor<1>,
    floors: Tensor<1>,
    int_dtype: IntDType,
    work_dtype: FloatDType,
    float_dtype: FloatDType,
}

impl DeviceSchedule {
    /// Puts a schedule on a device, for all steps that the device's integers can represent.
    ///
    /// # Errors
    /// The schedule has more than 65536 different cycles below the largest integer.
    ///
    /// ```
    /// use burn_tensor::Device;
    /// use sgdr::CosineDecayRestarts;
    /// use sgdr_burn::{DeviceSchedule, TableError};
    ///
    /// DeviceSchedule::new(&CosineDecayRestarts::new(0.1, 1000)?, &Device::flex())?;
    ///
    /// let countless = CosineDecayRestarts::builder(0.1, 1000).t_mul(1.0).m_mul(0.9).build()?;
    /// assert!(matches!(DeviceSchedule::new(&countless, &Device::flex()), Err(TableError::Cycles { .. })));
    /// DeviceSchedule::builder(&countless).last_step(1_000_000).build(&Device::flex())?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(schedule: &impl CosineSchedule, device: &Device) -> Result<Self, TableError> {
        Self::builder(schedule).build(device)
    }

    /// Starts a builder, which sets the last step and the types.
    ///
    /// ```
    /// use burn_tensor::Device;
    ///
    /// let schedule = sgdr::CosineDecayRestarts::new(0.1, 1000)?;
    /// sgdr_burn::DeviceSchedule::builder(&schedule).last_step(7000).build(&Device::flex())?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn builder<S: CosineSchedule>(schedule: &S) -> DeviceScheduleBuilder<'_, S> {
        DeviceScheduleBuilder::new(schedule)
    }

    /// The rates of a tensor of steps on the same device, in the same shape.
    ///
    /// # Errors
    /// The steps are of another type than the table.
    ///
    /// ```
    /// use burn_tensor::{Device, Int, IntDType, Tensor};
    /// use sgdr_burn::DeviceSchedule;
    ///
    /// let device = Device::flex();
    /// let schedule = DeviceSchedule::builder(&sgdr::CosineDecayRestarts::new(0.1, 1)?)
    ///     .int_dtype(IntDType::I32)
    ///     .build(&device)?;
    ///
    /// // The device can count the step, too.
    /// let mut step = Tensor::<1, Int>::zeros([1], (&device, IntDType::I32.into()));
    /// let mut rates = Vec::new();
    /// for _ in 0..2 {
    ///     rates.push(schedule.at(step.clone())?.into_scalar::<f32>());
    ///     step = step + 1;
    /// }
    /// assert_eq!(rates, [0.1, 0.1]); // cycles begin at steps 0, 1, 3, 7, ...
    /// assert!(schedule.at(step.cast(IntDType::I64)).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn at<const D: usize>(&self, steps: Tensor<D, Int>) -> Result<Tensor<D>, TableError> {
        let (expected, received) = (DType::from(self.int_dtype), steps.dtype());
        if received != expected {
            return Err(TableError::Steps { expected, received });
        }
        let shape = steps.shape();
        let steps = steps.reshape([-1]).clamp(0, self.last_step);

        // The first cycle begins at step 0, so at least one has begun. Counted in i32: a narrow type of steps could overflow.
        let begun = steps.clone().unsqueeze_dim::<2>(1).greater_equal(self.first_steps.clone().unsqueeze_dim(0));
        let row: Tensor<1, Int> = begun.cast(IntDType::I32).sum_dim(1).squeeze_dim(1) - 1;

        let mut position = steps - self.first_steps.clone().select(0, row.clone());
        if let Some(period) = self.period {
            position = position.remainder_scalar(period);
        }
        let of = |column: &Tensor<1>| column.clone().select(0, row.clone());
        let turned = (position.cast(self.work_dtype) + of(&self.gaps)) / of(&self.lengths);
        let weight = (turned * FRAC_PI_2).cos().square();
        let rates = of(&self.peaks) * weight.clone() + of(&self.floors) * (-weight + 1.0);
        Ok(rates.cast(self.float_dtype).reshape(shape))
    }
}
