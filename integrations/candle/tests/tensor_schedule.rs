//! `at_tensor` against the schedule itself, element for element.

use candle_core::{DType, Device, IndexOp, Result, Tensor, Var};
use half::{bf16, f16};
use sgdr::{CosineDecayRestarts, LearningRateSchedule, Rate, ScheduleExt};
use sgdr_candle::TensorSchedule;

const CPU: Device = Device::Cpu;

fn schedule() -> CosineDecayRestarts {
    CosineDecayRestarts::builder(0.1, 10).m_mul(0.9).alpha(0.01).build().expect("a legal schedule")
}

/// The first 40 restarts of `schedule`, with the steps before and after each.
fn around_restarts(schedule: &CosineDecayRestarts) -> Vec<i64> {
    let restarts = schedule.restarts().take(40).flat_map(|restart| [restart - 1, restart, restart + 1]);
    restarts.map(|step| i64::try_from(step).expect("a step below 2^63")).collect()
}

fn at(schedule: &impl LearningRateSchedule, step: i64) -> f64 {
    schedule.at(u64::try_from(step).expect("a step"))
}

#[test]
fn doubles_are_exact_at_restarts_and_beside_them() -> Result<()> {
    let schedule = schedule();
    let steps = around_restarts(&schedule);
    let rates = schedule.at_tensor(&Tensor::new(steps.as_slice(), &CPU)?, DType::F64)?.to_vec1::<f64>()?;
    for (step, rate) in steps.into_iter().zip(rates) {
        assert_eq!(rate.to_bits(), at(&schedule, step).to_bits(), "step {step}");
    }
    Ok(())
}

#[test]
fn single_rates_are_the_ones_of_the_core() -> Result<()> {
    let schedule = schedule();
    let steps = around_restarts(&schedule);
    let tensor = Tensor::new(steps.as_slice(), &CPU)?;
    let narrow = schedule.at_tensor(&tensor, DType::F32)?.to_vec1::<f32>()?;
    for (step, narrow) in steps.into_iter().zip(narrow) {
        #[expect(clippy::cast_possible_truncation, reason = "rounded to the nearest f32")]
        let nearest = at(&schedule, step) as f32;
        assert_eq!(narrow.to_bits(), nearest.to_bits(), "step {step}");
    }
    Ok(())
}

#[test]
fn half_rates_are_the_ones_of_the_core() -> Result<()> {
    let schedule = schedule();
    let steps = around_restarts(&schedule);
    let tensor = Tensor::new(steps.as_slice(), &CPU)?;
    let f16s = schedule.at_tensor(&tensor, DType::F16)?.to_vec1::<f16>()?;
    let bf16s = schedule.at_tensor(&tensor, DType::BF16)?.to_vec1::<bf16>()?;
    for ((step, narrow), brain) in steps.into_iter().zip(f16s).zip(bf16s) {
        let rate = at(&schedule, step);
        assert_eq!(narrow.to_bits(), <f16 as Rate>::from_f64(rate).to_bits(), "step {step}");
        assert_eq!(brain.to_bits(), <bf16 as Rate>::from_f64(rate).to_bits(), "step {step}");
    }
    Ok(())
}

#[test]
fn rates_are_rounded_once() -> Result<()> {
    // Just above the middle between two neighbours: an f32 on the way would land on the middle, and the tie go down.
    let above = |middle: f64| middle + f64::EPSILON;
    let step = Tensor::new(0i64, &CPU)?;
    let rate = sgdr::from_fn(|_| above(1. + 1. / 2048.)).at_tensor(&step, DType::F16)?;
    assert_eq!(rate.to_scalar::<f16>()?.to_f64(), 1. + 1. / 1024.);
    let rate = sgdr::from_fn(|_| above(1. + 1. / 256.)).at_tensor(&step, DType::BF16)?;
    assert_eq!(rate.to_scalar::<bf16>()?.to_f64(), 1. + 1. / 128.);
    Ok(())
}

#[test]
fn steps_of_every_integer_dtype() -> Result<()> {
    let schedule = schedule();
    let expected: Vec<f64> = [0, 9, 10, 29, 30, 70].map(|step| at(&schedule, step)).to_vec();
    let steps = Tensor::new(&[0i64, 9, 10, 29, 30, 70], &CPU)?;
    for dtype in [DType::U8, DType::U32, DType::I16, DType::I32, DType::I64] {
        let rates = schedule.at_tensor(&steps.to_dtype(dtype)?, DType::F64)?;
        assert_eq!(rates.to_vec1::<f64>()?, expected, "{dtype:?}");
    }
    let last = Tensor::new(u32::MAX, &CPU)?;
    let rate = schedule.at_tensor(&last, DType::F64)?.to_scalar::<f64>()?;
    assert_eq!(rate.to_bits(), schedule.at(u64::from(u32::MAX)).to_bits());
    Ok(())
}

/// `rates` has the shape of `steps`, and in every place the rate of the step there.
fn assert_follows(schedule: &CosineDecayRestarts, steps: &Tensor) -> Result<()> {
    let rates = schedule.at_tensor(steps, DType::F64)?;
    assert_eq!(rates.shape(), steps.shape());
    let steps = steps.flatten_all()?.to_vec1::<i64>()?;
    let expected: Vec<f64> = steps.into_iter().map(|step| at(schedule, step)).collect();
    assert_eq!(rates.flatten_all()?.to_vec1::<f64>()?, expected);
    Ok(())
}

#[test]
fn every_layout() -> Result<()> {
    let schedule = schedule();
    let cube = Tensor::arange(0i64, 120, &CPU)?.reshape((4, 5, 6))?;
    assert_follows(&schedule, &cube)?;
    assert_follows(&schedule, &cube.transpose(0, 2)?)?;
    assert_follows(&schedule, &cube.narrow(1, 2, 2)?)?;
    assert_follows(&schedule, &cube.i((.., 3, 1..4))?.t()?)?;
    assert_follows(&schedule, &cube.i((2, 3))?.broadcast_as((3, 6))?)?;
    assert_follows(&schedule, &cube.i((2, 3, 4))?)?;
    assert_follows(&schedule, &Tensor::new(70i64, &CPU)?.broadcast_as((2, 2))?)?;
    Ok(())
}

#[test]
fn transposed_steps_give_transposed_rates() -> Result<()> {
    let schedule = schedule();
    let steps = Tensor::new(&[[0i64, 1, 2], [9, 10, 11]], &CPU)?;
    let rates = schedule.at_tensor(&steps.t()?, DType::F64)?.to_vec2::<f64>()?;
    let rate = |step| at(&schedule, step);
    assert_eq!(rates, [[rate(0), rate(9)], [rate(1), rate(10)], [rate(2), rate(11)]]);
    Ok(())
}

#[test]
fn no_steps_give_no_rates() -> Result<()> {
    let none = Tensor::zeros((0, 3), DType::I64, &CPU)?;
    let rates = schedule().at_tensor(&none, DType::F32)?;
    assert_eq!(rates.dims(), [0, 3]);
    assert_eq!(rates.dtype(), DType::F32);
    Ok(())
}

#[test]
fn errors_name_what_is_wrong() -> Result<()> {
    let schedule = schedule();
    let message = |steps: &Tensor, dtype| schedule.at_tensor(steps, dtype).expect_err("an error").to_string();
    let negative = Tensor::new(&[[3i64, 2], [-7, 1]], &CPU)?;
    let floats = Tensor::new(&[1f32], &CPU)?;
    let fine = Tensor::new(&[1i64], &CPU)?;
    let starts = |message: String, start: &str| assert!(message.starts_with(start), "{message}");
    starts(message(&negative, DType::F64), "steps must be >= 0 (received -7)");
    starts(message(&floats, DType::F64), "steps must be integers (received a tensor of f32)");
    starts(message(&fine, DType::U8), "dtype must be f64, f32, f16 or bf16 (received u8)");
    Ok(())
}

#[test]
fn the_rate_follows_a_var_that_training_counts_up() -> Result<()> {
    let schedule = schedule();
    let step = Var::new(0i64, &CPU)?;
    for n in 0..71u64 {
        let rate = schedule.at_tensor(&step, DType::F64)?;
        assert_eq!(rate.to_scalar::<f64>()?.to_bits(), schedule.at(n).to_bits(), "step {n}");
        step.set(&(step.as_tensor() + step.ones_like()?)?)?;
    }
    Ok(())
}

#[test]
fn schedules_behind_pointers_and_closures() -> Result<()> {
    let steps = Tensor::new(&[0i64, 10], &CPU)?;
    let boxed: Box<dyn LearningRateSchedule> = Box::new(schedule());
    let expected = [at(&boxed, 0), at(&boxed, 10)];
    assert_eq!(boxed.at_tensor(&steps, DType::F64)?.to_vec1::<f64>()?, expected);
    assert_eq!((*boxed).at_tensor(&steps, DType::F64)?.to_vec1::<f64>()?, expected);
    let closure = sgdr::from_fn(|step| at(&boxed, i64::try_from(step).expect("a small step")));
    assert_eq!(closure.at_tensor(&steps, DType::F64)?.to_vec1::<f64>()?, expected);
    Ok(())
}
