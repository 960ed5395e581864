//! `DeviceSchedule` against the schedule on the host.

use std::fmt::Debug;

use burn::tensor::{DType, Device, FloatDType, Int, IntDType, Tensor, TensorData};
use sgdr::{CosineCycles, CosineDecayRestarts, LearningRateSchedule, Rate, ScheduleExt};
use sgdr_burn::{CosineSchedule, DeviceSchedule, TableError};

/// A generator of its own, so that a failure is the same everywhere (Steele and others' SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    #[expect(clippy::cast_precision_loss, reason = "any number will do")]
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.below(1 << 53) as f64 / (1u64 << 53) as f64)
    }

    fn index(&mut self, end: u64) -> usize {
        usize::try_from(self.below(end)).expect("an index")
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.index(all.len() as u64)]
    }

    /// A step of any size.
    fn step(&mut self, bits: u64) -> u64 {
        self.next() >> (64 - self.below(bits) - 1)
    }
}

fn ints(steps: &[u64], dtype: IntDType) -> Tensor<1, Int> {
    Tensor::from_data(TensorData::new(steps.to_vec(), [steps.len()]), (&Device::flex(), DType::from(dtype)))
}

fn to_f64(rates: Tensor<1>) -> Vec<f64> {
    rates.cast(FloatDType::F64).into_data().try_to_vec().expect("doubles")
}

/// Steps around every start of a cycle, their middles, and some at random.
fn steps<S: CosineSchedule>(schedule: &S, random: &mut Random, bits: u64) -> Vec<u64> {
    let most = u64::MAX >> (64 - bits);
    let mut steps = vec![0, 1, 2, 3, most - 1, most];
    for cycle in schedule.cycles().take_while(|cycle| cycle.first_step <= most).take(200) {
        let last = cycle.last_step.unwrap_or(u64::MAX);
        let first = cycle.first_step;
        steps.extend([first.saturating_sub(1), first, first + 1, first / 2 + last / 2]);
    }
    steps.extend((0..100).map(|_| random.step(bits)));
    steps.retain(|&step| step <= most);
    steps
}

/// The largest error in units in the last place of the peak, which must be small; every restart on a whole step must have
/// the peak itself.
fn worst<S: CosineSchedule + Debug>(schedule: &S, steps: &[u64], int_dtype: IntDType, float_dtype: FloatDType) -> f64 {
    let builder = DeviceSchedule::builder(schedule).int_dtype(int_dtype).float_dtype(float_dtype);
    let last_step = steps.iter().copied().max().expect("steps");
    let on_device = builder.last_step(last_step).build(&Device::flex()).expect("a table");
    let rates = to_f64(on_device.at(ints(steps, int_dtype)).expect("rates"));

    let (unit, least) = match float_dtype {
        FloatDType::F64 => (f64::EPSILON, f64::from_bits(1)),
        _ => (f64::from(f32::EPSILON), f64::from(f32::from_bits(1))),
    };
    let mut worst = 0f64;
    for (&step, rate) in steps.iter().zip(rates) {
        let exact = schedule.at(step);
        let cycle = schedule.cycle_of(step).expect("a cycle");
        let peak = cycle.peak;
        if cycle.position(step) == 0.0 {
            let peak = if float_dtype == FloatDType::F64 { peak } else { f64::from(f32::from_f64(peak)) };
            assert_eq!(rate.to_bits(), peak.to_bits(), "step {step} of {schedule:?} is a restart");
        }
        // The unit in the last place of the peak is a power of two.
        let error = (rate - exact).abs() / (unit * peak.log2().floor().exp2()).max(least);
        assert!(error <= 3.0, "step {step} of {schedule:?}: {rate} for {exact}");
        worst = worst.max(error);
    }
    worst
}

/// A schedule with restarts of every kind.
fn random_restarts(random: &mut Random) -> CosineDecayRestarts {
    let t_mul = random.one_of(&[1.0, 1.1, 1.25, 4.0 / 3.0, 1.5, 2.0, 2.0, 2.5, 3.0, 10.0, 0.5, 0.9]);
    let first = 1 + random.step(if t_mul == 1.0 { 40 } else { 20 });
    let m_mul = if t_mul == 1.0 { 1.0 } else { [1.0, 0.9, 0.5, random.between(0.0, 1.0)][random.index(4)] };
    let alpha = random.one_of(&[0.0, 0.0, 0.01, 0.1, 0.5, 1.0]);
    let rate = random.between(1e-4, 1.0);
    CosineDecayRestarts::builder(rate, first).t_mul(t_mul).m_mul(m_mul).alpha(alpha).build().expect("a legal schedule")
}

#[test]
fn no_step_is_in_a_wrong_cycle() {
    let mut random = Random(1);
    let (mut single, mut double, mut count) = (0f64, 0f64, 0);
    for _ in 0..600 {
        let schedule = random_restarts(&mut random);
        for (int_dtype, bits) in [(IntDType::I64, 63), (IntDType::I32, 31), (IntDType::U32, 32)] {
            let steps = steps(&schedule, &mut random, bits);
            count += steps.len();
            single = single.max(worst(&schedule, &steps, int_dtype, FloatDType::F32));
            double = double.max(worst(&schedule, &steps, int_dtype, FloatDType::F64));
        }
    }
    println!("{count} steps: {single:.2} ulp of the peak in f32, {double:.2} in f64");
}

#[test]
fn cosine_cycles_too_open_and_closed() {
    let mut random = Random(2);
    let mut single = 0f64;
    for _ in 0..600 {
        let rate = random.between(0.01, 1.0);
        let schedule = CosineCycles::builder(rate, 1 + random.step(16))
            .t_mul(random.one_of(&[1.1, 1.5, 2.0, 3.0, 0.75]))
            .peak_mul(random.one_of(&[1.0, 0.9, 0.5]))
            .eta_min(rate * random.one_of(&[0.0, 0.01, 0.3]))
            .closed(random.one_of(&[false, true]))
            .build()
            .expect("a legal schedule");
        let steps = steps(&schedule, &mut random, 31);
        single = single.max(worst(&schedule, &steps, IntDType::I32, FloatDType::F32));
    }
    println!("{single:.2} ulp of the peak in f32");
}

#[test]
fn a_whole_run_step_by_step() {
    for (t_mul, first) in [(2.0, 10), (1.1, 10), (1.5, 7), (1.0, 13), (3.0, 1)] {
        let schedule = CosineDecayRestarts::builder(0.1, first).t_mul(t_mul).build().expect("a legal schedule");
        let steps: Vec<u64> = (0..20_000).collect();
        worst(&schedule, &steps, IntDType::I64, FloatDType::F32);
    }
}

#[test]
fn steps_outside_of_the_table_have_its_first_or_its_last_rate() {
    let growing = CosineDecayRestarts::new(0.1, 10).expect("a legal schedule");
    let equal = CosineDecayRestarts::builder(0.1, 10).t_mul(1.0).build().expect("a legal schedule");
    let device = Device::flex();
    for schedule in [growing, equal] {
        let builder = || DeviceSchedule::builder(&schedule).int_dtype(IntDType::I64);
        let rates = |table: &DeviceSchedule, steps: &[i64]| {
            to_f64(table.at(Tensor::<1, Int>::from_data(steps, (&device, DType::I64))).expect("rates"))
        };
        let table = builder().last_step(105).build(&device).expect("a table");
        assert!(schedule.at(105) < schedule.at(104));
        assert_eq!(
            rates(&table, &[i64::MIN, -1, 106, 1000, i64::MAX]),
            rates(&table, &[0, 0, 105, 105, 105]),
            "{schedule}"
        );
        let table = builder().build(&device).expect("a table");
        assert_eq!(rates(&table, &[i64::MIN, -10, -1]), rates(&table, &[0, 0, 0]), "{schedule}");
        assert!(rates(&table, &[i64::MAX])[0].is_finite());
    }
}

#[test]
fn narrow_steps_and_narrow_rates() {
    let schedule = CosineDecayRestarts::builder(0.1, 1).t_mul(1.0).m_mul(0.99).build().expect("a legal schedule");
    for (int_dtype, most) in [(IntDType::I8, 127), (IntDType::U8, 255), (IntDType::I16, 32767), (IntDType::U16, 65535)]
    {
        let steps: Vec<u64> = (0..=most.min(255)).chain([most - 1, most]).collect();
        worst(&schedule, &steps, int_dtype, FloatDType::F32);
    }
    let schedule = CosineDecayRestarts::new(0.1, 100_000).expect("a legal schedule");
    for (float_dtype, unit) in [(FloatDType::F16, 1e-3), (FloatDType::BF16, 8e-3)] {
        let table = DeviceSchedule::builder(&schedule).float_dtype(float_dtype).int_dtype(IntDType::I32);
        let table = table.build(&Device::flex()).expect("a table");
        let rates = table.at(ints(&[0, 99_999, 100_000, 200_000], IntDType::I32)).expect("rates");
        assert_eq!(rates.dtype(), DType::from(float_dtype));
        for (rate, exact) in to_f64(rates).into_iter().zip([0.1, 0.0, 0.1, 0.05]) {
            assert!((rate - exact).abs() <= 0.1 * unit, "{rate} for {exact}");
        }
    }
}

#[test]
fn a_tail_may_be_constant_and_a_cycle_endless() {
    let constant_tail = CosineDecayRestarts::builder(0.1, 4).t_mul(0.5).alpha(0.1).build().expect("a legal schedule");
    let endless = CosineDecayRestarts::builder(0.1, 4).t_mul(1e300).build().expect("a legal schedule");
    for schedule in [constant_tail, endless] {
        let steps: Vec<u64> = (0..100).chain([1 << 40, u64::MAX >> 1]).collect();
        worst(&schedule, &steps, IntDType::I64, FloatDType::F32);
    }
}

#[test]
fn the_device_may_record_gradients() {
    let schedule = CosineDecayRestarts::new(0.1, 2).expect("a legal schedule");
    let device = Device::flex().autodiff();
    let table = DeviceSchedule::new(&schedule, &device).expect("a table");
    let weight = Tensor::<1>::from_floats([1.0, 1.0, 1.0], &device).require_grad();
    let rates = table.at(Tensor::<1, Int>::from_ints([0, 1, 2], &device)).expect("rates");
    let gradients = (weight.clone() * rates.clone()).sum().backward();
    let gradient = weight.grad(&gradients).expect("a gradient");
    assert_eq!(to_f64(gradient), to_f64(rates.inner()));
}

#[test]
fn what_does_not_fit_is_an_error() {
    let device = Device::flex();
    let schedule = CosineDecayRestarts::new(0.1, 10).expect("a legal schedule");
    let error = DeviceSchedule::builder(&schedule).int_dtype(IntDType::I32).last_step(1 << 31).build(&device);
    assert_eq!(
        error.expect_err("too late").to_string(),
        "last_step must be <= 2147483647, the largest i32 (received 2147483648)"
    );

    let countless = CosineDecayRestarts::builder(0.1, 10).t_mul(1.0).m_mul(0.9).build().expect("a legal schedule");
    let error = DeviceSchedule::builder(&countless).int_dtype(IntDType::I32).build(&device);
    assert_eq!(
        error.expect_err("too many").to_string(),
        "last_step must lie in the first 65536 cycles (received 2147483647, which lies in a later one)\n\
         hint: set last_step to the last step of the run"
    );
    assert!(DeviceSchedule::builder(&countless).last_step(655_359).build(&device).is_ok());
    assert!(DeviceSchedule::builder(&countless).last_step(655_360).build(&device).is_err());

    let table = DeviceSchedule::builder(&schedule).int_dtype(IntDType::I32).build(&device).expect("a table");
    let error = table.at(ints(&[1], IntDType::I64)).expect_err("another type");
    assert_eq!(error, TableError::Steps { expected: DType::I32, received: DType::I64 });
    assert_eq!(
        error.to_string(),
        "steps must be i32 (received i64)\n\
         hint: DeviceSchedule::builder(..).int_dtype(..) sets the type, Tensor::cast converts the steps"
    );
}
