//! Numbers to try as parameters.

use arbitrary::{Arbitrary, Result, Unstructured};

/// A number of a kind that arithmetic trips over more often than over one of random bits.
#[derive(Clone, Copy, Debug)]
pub struct Number(pub f64);

const ODD_ONES: [f64; 32] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    2.0,
    10.0,
    0.1,
    0.001,
    0.96,
    1.1,
    1.0 / 3.0,
    4.0 / 3.0,
    1.0 + f64::EPSILON,
    1.0 - f64::EPSILON / 2.0,
    1.0 + 1e-9,
    f64::MIN_POSITIVE,
    5e-324,
    // The largest subnormal double.
    2.225_073_858_507_201e-308,
    f64::MAX,
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    // Whole doubles begin at 2^53, steps end at 2^64, fractions at 2^127.
    9_007_199_254_740_992.0,
    18_446_744_073_709_551_616.0,
    1.701_411_834_604_692_3e38,
    // The ends of f32 and of f16, and what rounds beyond them.
    3.402_823_466_385_288_6e38,
    3.402_823_669_209_385e38,
    1e-45,
    65_504.0,
    65_520.0,
    5.960_464_477_539_063e-8,
];

impl<'a> Arbitrary<'a> for Number {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let kind: u8 = u.arbitrary()?;
        Ok(Self(match kind % 12 {
            0..=2 => *u.choose(&ODD_ONES)?,
            3 => f64::from(u.arbitrary::<u8>()?),
            4 => thousandths(u)?,
            5 => neighbour(thousandths(u)?, u)?,
            6 => f64::from(u.arbitrary::<u8>()?) / f64::from(u.arbitrary::<u8>()?.max(1)),
            7 => power_of_two(u)?,
            8 => neighbour(power_of_two(u)?, u)?,
            9 => 1.7 * 10_f64.powi(u.int_in_range(-324..=308)?),
            10 => f64::from(u.arbitrary::<u32>()?) / f64::from(u32::MAX),
            _ => f64::from_bits(u.arbitrary()?),
        }))
    }
}

fn thousandths(u: &mut Unstructured<'_>) -> Result<f64> {
    Ok(f64::from(u.arbitrary::<u16>()?) / 1000.0)
}

fn power_of_two(u: &mut Unstructured<'_>) -> Result<f64> {
    Ok(2_f64.powi(u.int_in_range(-1074..=1023)?))
}

/// Some doubles further.
fn neighbour(value: f64, u: &mut Unstructured<'_>) -> Result<f64> {
    Ok(f64::from_bits(value.to_bits().saturating_add_signed(u.arbitrary::<i8>()?.into())))
}
