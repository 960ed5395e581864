//! A schedule as code for another library: one file a target.
//!
//! A target's own schedule is preferred wherever its curve is this one; else the code hangs a function of the step on
//! the target's general hook. What is left over, steps at which the pasted code gives a rate of another cycle, peak,
//! floor or length, is a loss. Rounding is none: most targets compute in f64, some in f32 (COMPARE.md).

mod burn;
mod candle;
mod compiled_keras;
mod composer;
mod faults;
mod keras;
mod listing;
mod optax;
mod paddle;
mod plan;
mod python;
mod pytorch;
mod r;
mod rust;
mod timm;
mod transformers;

pub(crate) use plan::{Extent, Plan};

/// Code to paste, and what there is to say about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Conversion {
    pub(crate) code: String,
    /// Why the code is what it is, and how far it goes.
    pub(crate) notes: Vec<String>,
    /// Where its curve is another one.
    pub(crate) losses: Vec<String>,
}

/// The libraries that there is code for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Target {
    #[value(alias = "torch")]
    Pytorch,
    Timm,
    Optax,
    Paddle,
    Transformers,
    Composer,
    R,
    Keras,
    Candle,
    Burn,
}

impl Target {
    pub(crate) fn convert(self, plan: &Plan) -> Conversion {
        match self {
            Self::Pytorch => pytorch::convert(plan),
            Self::Timm => timm::convert(plan),
            Self::Optax => optax::convert(plan),
            Self::Paddle => paddle::convert(plan),
            Self::Transformers => transformers::convert(plan),
            Self::Composer => composer::convert(plan),
            Self::R => r::convert(plan),
            Self::Keras => keras::convert(plan),
            Self::Candle => candle::convert(plan),
            Self::Burn => burn::convert(plan),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;
    use sgdr::CosineDecayRestarts;

    use super::*;
    use crate::dtype::Dtype;
    use crate::schedule::Schedule;

    fn plan(first_decay_steps: u64, t_mul: f64, m_mul: f64, alpha: f64, extent: Option<Extent>) -> Plan {
        let core = CosineDecayRestarts::builder(0.1, first_decay_steps).t_mul(t_mul).m_mul(m_mul).alpha(alpha).build();
        Plan::new(Schedule::new(core.expect("legal parameters"), Dtype::F64), extent)
    }

    #[test]
    fn every_target_has_code_for_every_schedule() {
        let extents = [None, Some(Extent::Cycles(1)), Some(Extent::Cycles(2000)), Some(Extent::Steps(1))];
        for target in Target::value_variants() {
            for first_decay_steps in [1, 1000, 3_000_000_000, u64::MAX] {
                for t_mul in [f64::MIN_POSITIVE, 0.5, 1.0, 1.1, 2.0, 1e30, f64::MAX] {
                    for (m_mul, alpha) in [(1.0, 0.0), (0.9, 0.01), (0.0, 1.0)] {
                        for extent in extents {
                            let Conversion { code, notes, losses } =
                                target.convert(&plan(first_decay_steps, t_mul, m_mul, alpha, extent));
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
            let flags = plan(7, 1.0 + value, 1.0 - value, value, Some(Extent::Steps(9))).flags();
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
            let lossless = target.convert(&plan(1000, 1.5, 0.9, 0.01, None)).losses;
            assert_eq!(lossless, Vec::<String>::new(), "{target:?}");
            let faulty = target.convert(&plan(41, 1.0, 1.0, 0.0, None)).losses;
            assert_eq!(faulty.is_empty(), !matches!(target, Target::Keras | Target::R), "{target:?}");
        }
    }
}
