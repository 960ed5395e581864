//! The cycle that Keras finds, as XLA compiles it on JAX for a processor with fused multiply-add, bit for bit in f32:
//!
//! ```text
//! floor(log(1 - step / first_decay_steps * (1 - t_mul)) / log(t_mul)), or floor(step / first_decay_steps)
//! ```
//!
//! Divisions by constants become multiplications by reciprocals, and products of constants are folded. Compared with
//! Keras 3.15.1 on JAX 0.10.2 at 13,144 steps beside restarts, 1,680 of them in a wrong cycle: no difference.

use sgdr::CosineDecayRestarts;

#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "what Keras does")]
pub(crate) fn cycle(parameters: &CosineDecayRestarts, step: u64) -> f64 {
    let (step, per_step) = (step as f32, 1.0 / parameters.first_decay_steps() as f32);
    let t_mul = parameters.t_mul() as f32;
    let cycle = if t_mul == 1.0 {
        step * per_step
    } else {
        let growth = (-step).mul_add(per_step * (1.0 - t_mul), 1.0);
        // The logarithm of a constant is computed by the compiler, and well.
        ln(growth) * (1.0 / f64::from(t_mul).ln() as f32)
    };
    f64::from(cycle.floor())
}

/// XLA's logarithm of a normal positive number: a polynomial of degree 9 around 1 (the one of logf in Cephes).
fn ln(value: f32) -> f32 {
    const COEFFICIENTS: [f32; 9] = [
        0.070_376_836,
        -0.115_146_1,
        0.116_769_984,
        -0.124_201_41,
        0.142_493_23,
        -0.166_680_57,
        0.200_007_14,
        -0.249_999_94,
        0.333_333_3,
    ];
    let [a0, a1, a2, b0, b1, b2, c0, c1, c2] = COEFFICIENTS;
    let (significand, exponent) = split(value);
    let x = significand - 1.0;
    let (square, cube) = (x * x, x * x * x);
    let a = a0.mul_add(x, a1).mul_add(x, a2);
    let b = b0.mul_add(x, b1).mul_add(x, b2);
    let c = c0.mul_add(x, c1).mul_add(x, c2);
    let high = a.mul_add(cube, b).mul_add(cube, c).mul_add(cube, exponent * -2.121_944_4e-4);
    exponent.mul_add(0.693_359_4, square.mul_add(-0.5, x) + high)
}

/// A significand between the square roots of 1/2 and 2, and the exponent of 2 that goes with it.
#[expect(clippy::cast_precision_loss, reason = "an exponent has 8 bits")]
fn split(value: f32) -> (f32, f32) {
    const HALF: u32 = 126 << 23;
    let bits = value.to_bits();
    let exponent = (bits >> 23) as f32 - 126.0;
    let significand = f32::from_bits(bits & 0x007f_ffff | HALF);
    if significand < std::f32::consts::FRAC_1_SQRT_2 {
        (significand * 2.0, exponent - 1.0)
    } else {
        (significand, exponent)
    }
}
