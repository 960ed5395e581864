//! Any parameters of any class, answers of any type: building gives a schedule or an error as documented, and the rates are what the
//! documentation promises.
#![no_main]

use arbitrary::Arbitrary;
use half::{bf16, f16};
use libfuzzer_sys::fuzz_target;
use sgdr_fuzz::any_class::AnyClass;
use sgdr_fuzz::step::Step;

#[derive(Arbitrary, Debug)]
enum Dtype {
    Float64,
    Float32,
    Float16,
    Bfloat16,
}

#[derive(Arbitrary, Debug)]
struct Input {
    dtype: Dtype,
    class: AnyClass,
    steps: [Step; 4],
}

fuzz_target!(|input: Input| {
    let mut steps = vec![0, 1, u64::MAX];
    steps.extend(input.steps.map(|step| step.0));
    match input.dtype {
        Dtype::Float64 => input.class.check::<f64>(&steps),
        Dtype::Float32 => input.class.check::<f32>(&steps),
        Dtype::Float16 => input.class.check::<f16>(&steps),
        Dtype::Bfloat16 => input.class.check::<bf16>(&steps),
    }
});
