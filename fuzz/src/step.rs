//! Steps to try, and numbers of steps.

use arbitrary::{Arbitrary, Result, Unstructured};

/// A step or a number of steps: as often small as large, as often near a power of two as not.
#[derive(Clone, Copy, Debug)]
pub struct Step(pub u64);

impl<'a> Arbitrary<'a> for Step {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let kind: u8 = u.arbitrary()?;
        Ok(Self(match kind % 8 {
            0 => u.arbitrary::<u8>()?.into(),
            1 => u.arbitrary::<u16>()?.into(),
            2 => u.arbitrary::<u32>()?.into(),
            3 => u64::MAX - u64::from(u.arbitrary::<u8>()?),
            4 => (1 << u.int_in_range(0..=63)?) + u64::from(u.arbitrary::<u8>()?),
            5 => (1 << u.int_in_range(8..=63)?) - u64::from(u.arbitrary::<u8>()?),
            6 => 10_u64.pow(u.int_in_range(0..=19)?),
            _ => u.arbitrary()?,
        }))
    }
}
