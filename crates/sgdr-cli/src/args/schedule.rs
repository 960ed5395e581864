//! The flags that describe a schedule, the same for every verb.

use std::path::{Path, PathBuf};

use clap::{Args, Command};
use sgdr::{CosineDecayRestarts, Parameters as _, Units, Value};

use crate::args::length::Length;
use crate::args::plan::PlanArgs;
use crate::args::units::UnitsArgs;
use crate::config_file::{ConfigFile, STANDARD_INPUT};
use crate::dtype::Dtype;
use crate::error::CliError;
use crate::schedule::Schedule;
use crate::text::decimal;
use crate::text::output;

const HEADING: &str = "Schedule";

/// The default that the class declares for a parameter.
fn default_of(name: &str) -> Option<Value<'static>> {
    let mut parameters = CosineDecayRestarts::PARAMETERS.iter();
    parameters.find(|parameter| parameter.name == name).and_then(|parameter| parameter.default.clone())
}

fn default_number(name: &str) -> f64 {
    if let Some(Value::Number(number)) = default_of(name) { number } else { f64::NAN }
}

pub(crate) fn default_name() -> String {
    if let Some(Value::Text(name)) = default_of("name") { name.into_owned() } else { String::new() }
}

/// Makes the schedule required in a command that takes a whole one.
pub(crate) fn required(command: Command) -> Command {
    const NEEDED: [&str; 2] = ["initial_learning_rate", "first_decay_steps"];
    let has = |name: &str| command.get_arguments().any(|argument| argument.get_id() == name);
    if !NEEDED.into_iter().all(has) {
        return command;
    }
    NEEDED
        .into_iter()
        .fold(command, |command, name| command.mut_arg(name, |argument| argument.required_unless_present("config")))
}

/// A whole schedule.
#[derive(Args)]
pub(crate) struct ScheduleArgs {
    /// The rate of step 0
    #[arg(short = 'l', long, help_heading = HEADING, value_name = "RATE", allow_negative_numbers = true)]
    #[arg(conflicts_with = "config")]
    pub(crate) initial_learning_rate: Option<String>,

    /// The length of the first cycle in steps, or in epochs: 10ep
    #[arg(short = 's', long, help_heading = HEADING, value_name = "STEPS", allow_negative_numbers = true)]
    #[arg(conflicts_with = "config")]
    #[arg(value_parser = |text: &str| Length::parse("first_decay_steps", 1, text))]
    pub(crate) first_decay_steps: Option<Length>,

    #[command(flatten)]
    pub(crate) shape: ShapeArgs,
}

/// The parameters of a schedule except its first rate and the length of its first cycle, or the file with all of them.
#[derive(Args)]
pub(crate) struct ShapeArgs {
    /// Each cycle is this many times as long as the one before
    #[arg(long, help_heading = HEADING, value_name = "FACTOR", default_value_t = default_number("t_mul"), allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| decimal::number("t_mul", text), conflicts_with = "config")]
    t_mul: f64,

    /// Each peak is this many times as high above the floor as the one before
    #[arg(long, help_heading = HEADING, value_name = "FACTOR", default_value_t = default_number("m_mul"), allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| decimal::number("m_mul", text), conflicts_with = "config")]
    m_mul: f64,

    /// The floor as a fraction of the initial rate
    #[arg(long, help_heading = HEADING, value_name = "FRACTION", default_value_t = default_number("alpha"), allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| decimal::number("alpha", text), conflicts_with = "config")]
    alpha: f64,

    /// A name to carry along
    #[arg(long, help_heading = HEADING, default_value_t = default_name(), conflicts_with = "config")]
    name: String,

    /// Instead of the flags above: a schedule of Keras or of sgdr, as its JSON or that of an optimizer, or in a .keras or .h5 file; - is
    /// standard input
    #[arg(long, help_heading = HEADING, value_name = "FILE")]
    config: Option<PathBuf>,

    /// The schedule in that file, where it has been read already
    #[arg(skip)]
    read: Option<Schedule>,

    /// The type that rates are rounded to; f64 unless given here or in the file
    #[arg(long, help_heading = HEADING, value_enum)]
    dtype: Option<Dtype>,

    #[command(flatten)]
    pub(crate) plan: PlanArgs,

    #[command(flatten)]
    units: UnitsArgs,
}

impl ScheduleArgs {
    /// The schedule with the plan around it, if both are possible.
    pub(crate) fn schedule(&self) -> Result<Schedule, CliError> {
        self.planned(self.inner()?, &self.shape.plan)
    }

    /// A schedule with a plan around it.
    pub(crate) fn planned(&self, schedule: Schedule, plan: &PlanArgs) -> Result<Schedule, CliError> {
        plan.around(schedule, self.shape.units()?.as_ref())
    }

    /// What the plan is put around.
    pub(crate) fn inner(&self) -> Result<Schedule, CliError> {
        match (&self.shape.read, &self.shape.config) {
            (Some(schedule), _) => Ok(schedule.clone()),
            (None, Some(path)) => {
                let file = ConfigFile::open(path)?;
                let schedule = file.schedule(self.shape.dtype)?;
                output::warn(&file.warnings(&schedule));
                Ok(schedule)
            }
            (None, None) => self.restarts(),
        }
    }

    /// What the flags say. Only `fit` and `design` leave out any of the first two.
    fn restarts(&self) -> Result<Schedule, CliError> {
        let dtype = self.shape.dtype.unwrap_or(Dtype::F64);
        let initial_learning_rate = self.initial_learning_rate.as_deref().unwrap_or("1");
        let initial_learning_rate = dtype.parse("initial_learning_rate", initial_learning_rate)?;
        let first_decay_steps = self.first_decay_steps.unwrap_or(Length::Steps(1));
        let first_decay_steps = first_decay_steps.steps("-s", self.shape.units()?.as_ref())?;
        let core = CosineDecayRestarts::builder(initial_learning_rate, first_decay_steps)
            .t_mul(self.shape.t_mul)
            .m_mul(self.shape.m_mul)
            .alpha(self.shape.alpha)
            .name(&self.shape.name)
            .build()?;
        Ok(Schedule::new(core, dtype))
    }

    /// The schedule of a file that has been read, in place of the file that the flags name.
    pub(crate) fn read_from(&mut self, file: &ConfigFile) -> Result<(), CliError> {
        self.shape.read = Some(file.schedule(self.shape.dtype)?);
        Ok(())
    }

    /// Whether standard input holds the schedule.
    pub(crate) fn reads_standard_input(&self) -> bool {
        self.shape.config.as_deref() == Some(Path::new(STANDARD_INPUT))
    }
}

impl ShapeArgs {
    /// How much training a step is, if that is said.
    pub(crate) fn units(&self) -> Result<Option<Units>, CliError> {
        self.units.units()
    }

    /// Whether a file has the schedule.
    pub(crate) fn is_in_file(&self) -> bool {
        self.config.is_some()
    }
}
