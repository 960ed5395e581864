//! A schedule on a tensor of steps.

use candle_core::{DType, Result, Tensor, WithDType, bail};
use half::{bf16, f16};
use sgdr::{LearningRateSchedule, Rate, ScheduleExt};

/// The rates of a tensor of steps, for every [`LearningRateSchedule`].
///
/// Bring it into scope and call [`at_tensor`](Self::at_tensor).
///
/// ```
/// use candle_core::{DType, Device, Tensor};
/// use sgdr::CosineDecayRestarts;
/// use sgdr_candle::TensorSchedule;
///
/// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
/// let steps = Tensor::new(&[[0i64, 500], [1000, 3000]], &Device::Cpu)?;
/// let rates = schedule.at_tensor(&steps, DType::F64)?;
/// assert_eq!(rates.to_vec2::<f64>()?, [[0.1, 0.05], [0.1, 0.1]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait TensorSchedule: LearningRateSchedule {
    /// Returns the rates of a tensor of steps, in the same shape, on the same device, in the given dtype.
    ///
    /// Each element has the bits of [`at_as`](ScheduleExt::at_as): the `f64` rate, rounded once to `dtype` (`F64`, `F32`,
    /// `F16` or `BF16`). Steps may have any integer dtype and any layout.
    ///
    /// The schedule runs on the host. Steps on another device are copied to the host and the rates back, which is cheap for
    /// the step of a training loop but synchronizes with the device. No gradient flows to the steps.
    ///
    /// The step may be a [`Var`](candle_core::Var) that training counts up:
    ///
    /// ```
    /// use candle_core::{DType, Device, Var};
    /// use sgdr::CosineDecayRestarts;
    /// use sgdr_candle::TensorSchedule;
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 2)?;
    /// let step = Var::new(0i64, &Device::Cpu)?;
    /// let mut rates = Vec::new();
    /// for _ in 0..3 {
    ///     rates.push(schedule.at_tensor(&step, DType::F32)?.to_scalar::<f32>()?);
    ///     step.set(&(step.as_tensor() + step.ones_like()?)?)?;
    /// }
    /// assert_eq!(rates, [0.1, 0.05, 0.1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A step is negative, the steps are not integers, or `dtype` is none of the four.
    fn at_tensor(&self, steps: &Tensor, dtype: DType) -> Result<Tensor>;
}

impl<S> TensorSchedule for S
where
    S: LearningRateSchedule + ?Sized,
{
    fn at_tensor(&self, steps: &Tensor, dtype: DType) -> Result<Tensor> {
        match dtype {
            DType::F64 => rates::<f64, S>(self, steps),
            DType::F32 => rates::<f32, S>(self, steps),
            DType::F16 => rates::<f16, S>(self, steps),
            DType::BF16 => rates::<bf16, S>(self, steps),
            other => bail!("dtype must be f64, f32, f16 or bf16 (received {})", other.as_str()),
        }
    }
}

fn rates<T, S>(schedule: &S, steps: &Tensor) -> Result<Tensor>
where
    T: Rate + WithDType,
    S: LearningRateSchedule + ?Sized,
{
    let rates = steps_on_host(steps)?.into_iter().map(|step| schedule.at_as(step)).collect();
    Tensor::from_vec::<_, T>(rates, steps.shape(), steps.device())
}

/// The steps in row-major order, whatever the layout.
fn steps_on_host(steps: &Tensor) -> Result<Vec<u64>> {
    if !steps.dtype().is_int() {
        bail!("steps must be integers (received a tensor of {})", steps.dtype().as_str());
    }
    let steps = steps.flatten_all()?.to_dtype(DType::I64)?.to_vec1::<i64>()?;
    let step = |step: i64| match u64::try_from(step) {
        Ok(step) => Ok(step),
        Err(_) => bail!("steps must be >= 0 (received {step})"),
    };
    steps.into_iter().map(step).collect()
}
