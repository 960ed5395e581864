//! The flags that describe a schedule, the same for every verb.

use clap::Args;
use sgdr::CosineDecayRestarts;

use crate::decimal;
use crate::dtype::Dtype;
use crate::error::CliError;
use crate::schedule::Schedule;

const HEADING: &str = "Schedule";
const DEFAULT_NAME: &str = "SGDRDecay";

/// A whole schedule.
#[derive(Args, Clone, Debug)]
pub(crate) struct ScheduleArgs {
    /// The rate of step 0
    #[arg(short = 'l', long, help_heading = HEADING, value_name = "RATE", allow_negative_numbers = true)]
    pub(crate) initial_learning_rate: String,

    /// The length of the first cycle in steps
    #[arg(short = 's', long, help_heading = HEADING, value_name = "STEPS", allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| decimal::whole("first_decay_steps", 1, text))]
    pub(crate) first_decay_steps: u64,

    #[command(flatten)]
    pub(crate) shape: ShapeArgs,
}

/// What a schedule has besides its first rate and the length of its first cycle.
#[derive(Args, Clone, Debug)]
pub(crate) struct ShapeArgs {
    /// Each cycle is this many times longer
    #[arg(long, help_heading = HEADING, value_name = "FACTOR", default_value = "2", allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| decimal::number("t_mul", text))]
    pub(crate) t_mul: f64,

    /// Each cycle rises this many times higher
    #[arg(long, help_heading = HEADING, value_name = "FACTOR", default_value = "1", allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| decimal::number("m_mul", text))]
    pub(crate) m_mul: f64,

    /// The floor as a fraction of the initial rate
    #[arg(long, help_heading = HEADING, value_name = "FRACTION", default_value = "0", allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| decimal::number("alpha", text))]
    pub(crate) alpha: f64,

    /// A name to carry along
    #[arg(long, help_heading = HEADING, default_value = DEFAULT_NAME)]
    pub(crate) name: String,

    /// The type of the rates
    #[arg(long, help_heading = HEADING, value_enum, default_value = "f64")]
    pub(crate) dtype: Dtype,
}

impl ScheduleArgs {
    /// The schedule, if it is a legal one.
    pub(crate) fn schedule(&self) -> Result<Schedule, CliError> {
        let ShapeArgs { t_mul, m_mul, alpha, name, dtype } = &self.shape;
        let initial_learning_rate = dtype.parse("initial_learning_rate", &self.initial_learning_rate)?;
        let core = CosineDecayRestarts::builder(initial_learning_rate, self.first_decay_steps)
            .t_mul(*t_mul)
            .m_mul(*m_mul)
            .alpha(*alpha)
            .name(name)
            .build()?;
        Ok(Schedule::new(core, *dtype))
    }
}

impl ShapeArgs {
    /// The flags that give this shape: `--t-mul`, and what differs from its default.
    pub(crate) fn flags(&self) -> String {
        let Self { t_mul, m_mul, alpha, name, dtype } = self;
        let mut flags = format!("--t-mul {}", decimal::text(*t_mul));
        if *m_mul != 1.0 {
            flags += &format!(" --m-mul {}", decimal::text(*m_mul));
        }
        if *alpha != 0.0 {
            flags += &format!(" --alpha {}", decimal::text(*alpha));
        }
        if name != DEFAULT_NAME {
            flags += &format!(" --name '{}'", name.replace('\'', "'\\''"));
        }
        if *dtype != Dtype::F64 {
            flags += &format!(" --dtype {}", dtype.name());
        }
        flags
    }
}
