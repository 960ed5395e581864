//! A schedule as data or code for another library: one file a target.
//!
//! A target's own schedule is preferred wherever its curve is this one; else the code hangs a function of the step on
//! the target's general hook. What is left over, steps at which the pasted code gives a rate of another cycle, peak,
//! floor or length, is a loss. Rounding is none: most targets compute in f64, some in f32 (COMPARE.md).

mod burn;
mod candle;
mod composer;
mod expression;
mod faults;
mod keras;
mod keras_python;
mod listing;
mod optax;
mod own;
mod paddle;
mod plan;
mod python;
mod pytorch;
mod r;
mod rust;
mod timm;
mod transformers;

use clap::ValueEnum as _;

use crate::error::CliError;
use crate::schedule::Schedule;
pub(crate) use plan::Extent;
use plan::Plan;

/// Text to load or code to paste, and what there is to say about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Conversion {
    pub(crate) code: String,
    /// Why the code is what it is, and how far it goes.
    pub(crate) notes: Vec<String>,
    /// Where its curve is another one.
    pub(crate) losses: Vec<String>,
}

impl Conversion {
    /// With one note more, where anything is lost: what loses nothing.
    fn with_remedy(code: String, mut notes: Vec<String>, losses: Vec<String>, remedy: &str) -> Self {
        if !losses.is_empty() {
            notes.push(remedy.into());
        }
        Self { code, notes, losses }
    }
}

/// What there is for other libraries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Target {
    #[value(alias = "torch")]
    Pytorch,
    Timm,
    Optax,
    Paddle,
    Transformers,
    Composer,
    Keras,
    KerasPython,
    R,
    Candle,
    Burn,
}

impl Target {
    fn flag(self) -> String {
        let name = self.to_possible_value().map(|value| value.get_name().to_string()).unwrap_or_default();
        format!("--to {name}")
    }

    /// The schedule for this target: what it has itself for warm restarts, and a package of ours for any other class, where
    /// there is one.
    pub(crate) fn convert(self, schedule: &Schedule, extent: Option<Extent>) -> Result<Conversion, CliError> {
        let convert: fn(&Plan) -> Conversion = match self {
            Self::Keras => return Ok(keras::convert(schedule, extent)),
            Self::KerasPython => keras_python::convert,
            Self::R => r::convert,
            Self::Pytorch => pytorch::convert,
            Self::Timm => timm::convert,
            Self::Optax => optax::convert,
            Self::Paddle => paddle::convert,
            Self::Transformers => transformers::convert,
            Self::Composer => composer::convert,
            Self::Candle => candle::convert,
            Self::Burn => burn::convert,
        };
        if let Some(restarts) = schedule.restarts() {
            return Ok(convert(&Plan::new(restarts.clone(), schedule.dtype(), extent)));
        }
        match self {
            Self::Pytorch => Ok(own::pytorch(schedule)),
            Self::Transformers => Ok(own::transformers(schedule)),
            Self::Optax => Ok(own::optax(schedule, extent)),
            Self::KerasPython => Ok(own::keras_python(schedule, extent)),
            Self::R => Ok(own::r(schedule)),
            Self::Candle => own::candle(schedule),
            Self::Burn => own::burn(schedule),
            _ => {
                let error = schedule.restarts_for(&self.flag()).err();
                let error = error.unwrap_or_else(|| CliError::usage(self.flag()));
                Err(error.hint(
                    "--to pytorch, transformers, optax, keras-python, r, candle and burn take a plan and any class; \
                     --to keras writes it as JSON",
                ))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use sgdr::CosineDecayRestarts;

    use super::*;
    use crate::dtype::Dtype;

    fn restarts(first_decay_steps: u64, t_mul: f64, m_mul: f64, alpha: f64) -> CosineDecayRestarts {
        let core = CosineDecayRestarts::builder(0.1, first_decay_steps).t_mul(t_mul).m_mul(m_mul).alpha(alpha).build();
        core.expect("legal parameters")
    }

    #[test]
    fn every_target_has_code_for_every_schedule() {
        let extents = [None, Some(Extent::Cycles(1)), Some(Extent::Cycles(2000)), Some(Extent::Steps(1))];
        for target in Target::value_variants() {
            for first_decay_steps in [1, 1000, 3_000_000_000, u64::MAX] {
                for t_mul in [f64::MIN_POSITIVE, 0.5, 1.0, 1.1, 2.0, 1e30, f64::MAX] {
                    for (m_mul, alpha) in [(1.0, 0.0), (0.9, 0.01), (0.0, 1.0)] {
                        let schedule = Schedule::new(restarts(first_decay_steps, t_mul, m_mul, alpha), Dtype::F64);
                        for extent in extents {
                            let Conversion { code, notes, losses } =
                                target.convert(&schedule, extent).expect("it has warm restarts");
                            assert!(code.ends_with('\n') && !code.contains("\n\n\n\n"), "{code}");
                            assert!(
                                !notes.iter().chain(&losses).any(|line| line.contains('\n')),
                                "{notes:?} {losses:?}"
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn the_flags_in_the_code_read_back_to_the_same_bits() {
        for value in [0.1, 1.0 / 3.0, 5e-324, 0.3 - 0.1, f64::MIN_POSITIVE, 0.999_999_999_999_999_9] {
            let restarts = restarts(7, 1.0 + value, 1.0 - value, value);
            let flags = Plan::new(restarts, Dtype::F64, Some(Extent::Steps(9))).flags();
            let after = |flag: &str| {
                let mut words = flags.split(' ').skip_while(|&word| word != flag).skip(1);
                words.next().map(|word| word.parse::<f64>().expect("a number"))
            };
            assert_eq!(after("--t-mul").unwrap_or(2.0), 1.0 + value);
            assert_eq!(after("--m-mul").unwrap_or(1.0), 1.0 - value);
            assert_eq!(after("--alpha"), Some(value));
            assert_eq!(after("--steps"), Some(9.0));
        }
    }

    #[test]
    fn only_keras_r_and_what_is_too_long_lose_anything() {
        for target in Target::value_variants() {
            let losses = |restarts: CosineDecayRestarts| {
                target.convert(&Schedule::new(restarts, Dtype::F64), None).expect("it has warm restarts").losses
            };
            assert_eq!(losses(restarts(1000, 1.5, 0.9, 0.01)), Vec::<String>::new(), "{target:?}");
            let has_faults = matches!(target, Target::Keras | Target::KerasPython | Target::R);
            assert_eq!(losses(restarts(41, 1.0, 1.0, 0.0)).is_empty(), !has_faults, "{target:?}");
        }
    }
}
