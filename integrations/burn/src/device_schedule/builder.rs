//! The builder of the table of a schedule on a device.

use burn_tensor::{DType, Device, FloatDType, IntDType, Tensor, TensorData};
use sgdr::ScheduleExt;

use super::DeviceSchedule;
use super::cosine_schedule::{CosineSchedule, Row};
use crate::TableError;

/// The most rows of a table: every step is compared with the first step of each.
const MOST_CYCLES: usize = 1 << 16;

/// A builder of a [`DeviceSchedule`], started by [`DeviceSchedule::builder`].
///
/// ```
/// use burn_tensor::{Device, FloatDType, Int, IntDType, Tensor};
/// use sgdr_burn::DeviceSchedule;
///
/// let device = Device::flex();
/// let schedule = sgdr::CosineDecayRestarts::builder(0.1, 1000).t_mul(1.0).m_mul(0.5).build()?;
/// let on_device = DeviceSchedule::builder(&schedule)
///     .last_step(100_000)
///     .int_dtype(IntDType::I32)
///     .float_dtype(FloatDType::F64)
///     .build(&device)?;
/// let steps = Tensor::<1, Int>::from_data([0, 1000, 2000], (&device, IntDType::I32.into()));
/// assert_eq!(on_device.at(steps)?.into_data().try_to_vec::<f64>().unwrap(), [0.1, 0.05, 0.025]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct DeviceScheduleBuilder<'a, S> {
    schedule: &'a S,
    last_step: Option<u64>,
    int_dtype: Option<IntDType>,
    float_dtype: Option<FloatDType>,
}

impl<'a, S: CosineSchedule> DeviceScheduleBuilder<'a, S> {
    pub(super) fn new(schedule: &'a S) -> Self {
        Self { schedule, last_step: None, int_dtype: None, float_dtype: None }
    }

    /// The last step of the table; by default the largest step that the type of the steps can represent.
    ///
    /// A table has a row for each cycle up to this step, 65536 at most. Only schedules with `t_mul` 1 whose peaks
    /// differ, or with `t_mul` very close to 1, have more; equal cycles need a single row.
    pub fn last_step(mut self, last_step: u64) -> Self {
        self.last_step = Some(last_step);
        self
    }

    /// The type of the steps; by default that of the device's integers.
    pub fn int_dtype(mut self, int_dtype: IntDType) -> Self {
        self.int_dtype = Some(int_dtype);
        self
    }

    /// The type of the rates; by default that of the device's floats. Rates narrower than `F32` are computed in `F32` and
    /// rounded once.
    pub fn float_dtype(mut self, float_dtype: FloatDType) -> Self {
        self.float_dtype = Some(float_dtype);
        self
    }

    /// Builds the schedule on a device.
    ///
    /// # Errors
    /// The last step is too large for the type of the steps, the table would have too many rows, or the device does not
    /// support a type.
    pub fn build(self, device: &Device) -> Result<DeviceSchedule, TableError> {
        let settings = device.settings();
        let int_dtype = self.int_dtype.unwrap_or(settings.int_dtype);
        let float_dtype = self.float_dtype.unwrap_or(settings.float_dtype);
        let work_dtype = if float_dtype == FloatDType::F64 { FloatDType::F64 } else { FloatDType::F32 };
        for dtype in [int_dtype.into(), IntDType::I32.into(), float_dtype.into(), DType::from(work_dtype)] {
            if !device.supports_dtype(dtype) {
                return Err(TableError::Unsupported(dtype));
            }
        }

        let last_step = self.last_step_of(int_dtype)?;
        let rows = self.rows(last_step)?;
        let first_steps: Vec<u64> = rows.iter().map(|row| row.first_step).collect();
        let first_steps = TensorData::new(first_steps, [rows.len()]);
        let floats = |value: fn(&Row) -> f64| {
            let values: Vec<f64> = rows.iter().map(value).collect();
            Tensor::<1>::from_data(TensorData::new(values, [rows.len()]), (device, work_dtype.into()))
        };
        Ok(DeviceSchedule {
            first_steps: Tensor::from_data(first_steps, (device, int_dtype.into())),
            last_step,
            period: self.schedule.period().filter(|&period| period <= largest(int_dtype)),
            gaps: floats(|row| row.gap),
            lengths: floats(|row| row.length),
            peaks: floats(|row| row.peak),
            floors: floats(|row| row.floor),
            int_dtype,
            work_dtype,
            float_dtype,
        })
    }

    /// The last step; an error if the type of the steps cannot represent it.
    fn last_step_of(&self, int_dtype: IntDType) -> Result<u64, TableError> {
        let most = largest(int_dtype);
        match self.last_step {
            Some(last_step) if last_step > most => {
                Err(TableError::LastStep { last_step, most, dtype: int_dtype.into() })
            }
            last_step => Ok(last_step.unwrap_or(most)),
        }
    }

    /// A row for each cycle up to the last step; equal cycles share one.
    fn rows(&self, last_step: u64) -> Result<Vec<Row>, TableError> {
        let different = if self.schedule.period().is_some() { 1 } else { MOST_CYCLES + 1 };
        let cycles = self.schedule.cycles().take_while(|cycle| cycle.first_step <= last_step).take(different);
        let rows: Vec<Row> = cycles.map(|cycle| Row::new(&cycle, self.schedule.closed())).collect();
        if rows.len() > MOST_CYCLES {
            return Err(TableError::Cycles { last_step, most: MOST_CYCLES });
        }
        Ok(rows)
    }
}

/// The largest number of a type.
fn largest(dtype: IntDType) -> u64 {
    match dtype {
        IntDType::I64 => i64::MAX.unsigned_abs(),
        IntDType::I32 => i32::MAX.unsigned_abs().into(),
        IntDType::I16 => i16::MAX.unsigned_abs().into(),
        IntDType::I8 => i8::MAX.unsigned_abs().into(),
        IntDType::U64 => u64::MAX,
        IntDType::U32 => u32::MAX.into(),
        IntDType::U16 => u16::MAX.into(),
        IntDType::U8 => u8::MAX.into(),
    }
}
