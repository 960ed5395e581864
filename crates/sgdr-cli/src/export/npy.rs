//! NPY: the rates as a NumPy array of their type.
//!
//! The array has one dimension, so `numpy.load(file)[n]` is the rate of step n; with `--every E` it is that of step
//! n E. Where schedules are compared it has two, a row for each schedule.
//!
//! Format: version 1.0 of <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>.

use std::io::Write;

use half::f16;
use sgdr::Rate;

use super::rows::Rows;
use crate::args::run::Run;
use crate::dtype::Dtype;
use crate::error::CliError;

/// A type that NumPy has.
#[derive(Clone, Copy, Debug)]
pub(super) enum Number {
    F64,
    F32,
    F16,
}

impl Number {
    pub(super) fn of(run: &Run) -> Result<Self, CliError> {
        match run.curves[0].schedule.dtype() {
            Dtype::F64 => Ok(Self::F64),
            Dtype::F32 => Ok(Self::F32),
            Dtype::F16 => Ok(Self::F16),
            Dtype::Bf16 => {
                let error = CliError::usage("npy has no type for the rates of --dtype bf16");
                Err(error.hint("csv and json hold them, as decimals"))
            }
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::F64 => "<f8",
            Self::F32 => "<f4",
            Self::F16 => "<f2",
        }
    }

    /// Writes the bytes of a rate of this type.
    fn write(self, rate: f64, out: &mut impl Write) -> std::io::Result<()> {
        match self {
            Self::F64 => out.write_all(&rate.to_le_bytes()),
            Self::F32 => out.write_all(&<f32 as Rate>::from_f64(rate).to_le_bytes()),
            Self::F16 => out.write_all(&<f16 as Rate>::from_f64(rate).to_le_bytes()),
        }
    }
}

pub(super) fn write(run: &Run, rows: &Rows, number: Number, out: &mut impl Write) -> Result<(), CliError> {
    out.write_all(&header(number, run.curves.len(), rows.count))?;
    for curve in &run.curves {
        rows.rates(&curve.schedule, |_, rates| Ok(rates.iter().try_for_each(|&rate| number.write(rate, out))?))?;
    }
    Ok(())
}

/// What comes before the numbers: a multiple of 64 bytes.
fn header(number: Number, curves: usize, count: u64) -> Vec<u8> {
    const FIXED: usize = 10;
    let shape = if curves == 1 { format!("({count},)") } else { format!("({curves}, {count})") };
    let mut text = format!("{{'descr': '{}', 'fortran_order': False, 'shape': {shape}, }}", number.name());
    while (FIXED + text.len() + 1) % 64 != 0 {
        text.push(' ');
    }
    text.push('\n');
    // The text is far shorter than a header may be.
    let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
    [b"\x93NUMPY\x01\x00".as_slice(), &length.to_le_bytes(), text.as_bytes()].concat()
}
