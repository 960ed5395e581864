//! The flags that put a plan around a schedule, the same for every verb.

use clap::{Args, Command, ValueEnum};
use sgdr::{AnySchedule, CosineCycles, ScheduleExt as _, Units, WarmupPlace, WarmupShape};

use crate::args::length::Length;
use crate::args::schedule::default_name;
use crate::dtype::Dtype;
use crate::error::CliError;
use crate::schedule::Schedule;
use crate::text::decimal;

const HEADING: &str = "Plan";
/// The lengths in a plan, which `--vs` can change.
pub(crate) const LENGTHS: [&str; 2] = ["warmup_steps", "cycle_limit"];
/// How `--vs` removes such a length.
const NONE: &str = "none";

/// The combinators around a schedule, from the inside out.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(crate) struct PlanArgs {
    /// The floor as a rate, instead of --alpha; each peak is then --m-mul times the one before, and never below the floor
    #[arg(long, help_heading = HEADING, value_name = "RATE", allow_negative_numbers = true, conflicts_with = "alpha")]
    eta_min: Option<String>,

    /// The last step of a cycle has the floor itself (inclusive endpoint); floor and peaks are as with --eta-min, by default 0
    #[arg(long, help_heading = HEADING, conflicts_with = "alpha")]
    closed: bool,

    /// The number of cycles, after which the rate stays at the floor
    #[arg(long, help_heading = HEADING, value_name = "COUNT", allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| decimal::whole("cycle_limit", 1, text))]
    cycle_limit: Option<u64>,

    /// A factor for all rates
    #[arg(long, help_heading = HEADING, value_name = "FACTOR", allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| decimal::number("scale", text))]
    scale: Option<f64>,

    /// The lowest and the highest rate; either may be left out: 0.001:
    #[arg(long, help_heading = HEADING, value_name = "MIN:MAX", allow_hyphen_values = true)]
    clamp: Option<String>,

    /// The length of a warm-up of the whole plan in steps, or in epochs: 1ep
    #[arg(long, help_heading = HEADING, value_name = "STEPS", allow_negative_numbers = true)]
    #[arg(value_parser = |text: &str| Length::parse("warmup_steps", 0, text))]
    warmup_steps: Option<Length>,

    /// The rate that the warm-up starts from
    #[arg(long, help_heading = HEADING, value_name = "RATE", default_value = "0", allow_negative_numbers = true)]
    #[arg(requires = "warmup_steps")]
    warmup_start: String,

    /// The shape of the warm-up
    #[arg(long, help_heading = HEADING, value_enum, value_name = "SHAPE", default_value = "linear", requires = "warmup_steps")]
    warmup_shape: Shape,

    /// Before the schedule, instead of its first steps, or instead of the first steps of every cycle
    #[arg(long, help_heading = HEADING, value_enum, value_name = "PLACE", default_value = "prefix", requires = "warmup_steps")]
    warmup_place: Place,

    /// A warm-up inside rises to the peak instead of the rate where it joins the decay
    #[arg(long, help_heading = HEADING, requires = "warmup_steps")]
    warmup_to_peak: bool,
}

/// Hides the flags of a plan that a command with a plan of its own refuses: all but those of a warm-up before the schedule.
pub(crate) fn only_prefix(command: Command) -> Command {
    const REFUSED: [&str; 7] = ["eta_min", "closed", "cycle_limit", "scale", "clamp", "warmup_place", "warmup_to_peak"];
    REFUSED.into_iter().fold(command, |command, name| command.mut_arg(name, |argument| argument.hide(true)))
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shape {
    Linear,
    Cosine,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Place {
    Prefix,
    Inside,
    EveryCycle,
}

impl PlanArgs {
    /// The schedule with the plan around it.
    pub(crate) fn around(&self, schedule: Schedule, units: Option<&Units>) -> Result<Schedule, CliError> {
        if self.first_flag().is_none() {
            return Ok(schedule);
        }
        let dtype = schedule.dtype();
        let core = self.with_floor(schedule.core().clone(), dtype)?;
        let core = self.limited(core)?;
        let core = match self.scale {
            Some(factor) => core.scale(factor).map_err(of_flag("--scale"))?.into(),
            None => core,
        };
        let core = self.warmed_up(self.clamped(core, dtype)?, dtype, units)?;
        Ok(Schedule::new(core, dtype))
    }

    /// An error for something that cannot have a plan, if one is asked for.
    pub(crate) fn none_for(&self, what: &str) -> Result<(), CliError> {
        match self.first_flag() {
            Some(flag) => Err(CliError::usage(format!("{what} takes no plan around the schedule (received {flag})"))),
            None => Ok(()),
        }
    }

    /// The steps of a warm-up before the schedule, and its flags; 0 and nothing if there is none. An error if more is
    /// asked for.
    pub(crate) fn prefix_for(&self, what: &str, units: Option<&Units>) -> Result<(u64, String), CliError> {
        let others = Self { warmup_steps: None, ..self.clone() };
        others.none_for(what).map_err(|error| error.hint("only --warmup-steps, before the schedule"))?;
        let Some(steps) = self.warmup_steps else { return Ok((0, String::new())) };
        if self.warmup_place != Place::Prefix {
            let error = CliError::usage(format!("{what} needs --warmup-place prefix"));
            return Err(error.hint("a warm-up inside takes no steps of its own: leave it out"));
        }
        let steps = steps.steps("--warmup-steps", units)?;
        let mut flags = format!(" --warmup-steps {steps}");
        if self.warmup_start != "0" {
            flags += &format!(" --warmup-start {}", self.warmup_start);
        }
        if let Shape::Cosine = self.warmup_shape {
            flags += " --warmup-shape cosine";
        }
        Ok((steps, flags))
    }

    /// The same plan with another length.
    pub(crate) fn with_length(mut self, name: &str, text: &str) -> Result<Self, CliError> {
        let text = Some(text).filter(|text| *text != NONE);
        match name {
            "warmup_steps" => self.warmup_steps = text.map(|text| Length::parse(name, 0, text)).transpose()?,
            _ => self.cycle_limit = text.map(|text| decimal::whole(name, 1, text)).transpose()?,
        }
        Ok(self)
    }

    /// A length by its name: "warmup_steps=100".
    pub(crate) fn length(&self, name: &str) -> String {
        let length = match name {
            "warmup_steps" => self.warmup_steps.map(|steps| steps.to_string()),
            _ => self.cycle_limit.map(|cycles| cycles.to_string()),
        };
        format!("{name}={}", length.as_deref().unwrap_or(NONE))
    }

    fn first_flag(&self) -> Option<&'static str> {
        let flags = [
            ("--eta-min", self.eta_min.is_some()),
            ("--closed", self.closed),
            ("--cycle-limit", self.cycle_limit.is_some()),
            ("--scale", self.scale.is_some()),
            ("--clamp", self.clamp.is_some()),
            ("--warmup-steps", self.warmup_steps.is_some()),
        ];
        flags.into_iter().find_map(|(flag, is_given)| is_given.then_some(flag))
    }

    fn with_floor(&self, core: AnySchedule, dtype: Dtype) -> Result<AnySchedule, CliError> {
        if self.eta_min.is_none() && !self.closed {
            return Ok(core);
        }
        let flag = if self.eta_min.is_some() { "--eta-min" } else { "--closed" };
        let eta_min = self.eta_min.as_deref().map(|text| dtype.parse("eta_min", text)).transpose()?;
        let builder = match &core {
            AnySchedule::CosineDecayRestarts(core) if core.alpha() == 0.0 => {
                let builder = CosineCycles::builder(core.initial_learning_rate(), core.first_decay_steps());
                let builder = builder.t_mul(core.t_mul()).peak_mul(core.m_mul());
                if core.name() == default_name() { builder } else { builder.name(core.name()) }
            }
            AnySchedule::CosineDecayRestarts(core) => {
                let alpha = decimal::text(core.alpha());
                let error = CliError::usage(format!("{flag} needs a schedule whose alpha is 0 (received {alpha})"));
                return Err(error.hint("the floor is a rate then, --eta-min"));
            }
            AnySchedule::CosineCycles(core) => {
                let builder = CosineCycles::builder(core.initial_learning_rate(), core.first_decay_steps());
                let builder = builder.t_mul(core.t_mul()).peak_mul(core.peak_mul()).name(core.name());
                builder.eta_min(core.eta_min()).closed(core.closed())
            }
            _ => {
                let error =
                    CliError::usage(format!("{flag} needs a schedule of class CosineDecayRestarts or CosineCycles"));
                return Err(error);
            }
        };
        let builder = if self.closed { builder.closed(true) } else { builder };
        let builder = eta_min.into_iter().fold(builder, sgdr::CosineCyclesBuilder::eta_min);
        Ok(builder.build().map_err(of_flag(flag))?.into())
    }

    fn limited(&self, core: AnySchedule) -> Result<AnySchedule, CliError> {
        match self.cycle_limit {
            Some(cycles) => Ok(core.cycle_limit(cycles).map_err(of_flag("--cycle-limit"))?.into()),
            None => Ok(core),
        }
    }

    fn clamped(&self, core: AnySchedule, dtype: Dtype) -> Result<AnySchedule, CliError> {
        let Some(text) = &self.clamp else { return Ok(core) };
        let Some((min, max)) = text.split_once(':') else {
            let error = CliError::usage(format!("--clamp must be MIN:MAX (received {})", decimal::shown(text)));
            return Err(error.hint("for example --clamp 0.001:0.05, or --clamp 0.001: with no highest rate"));
        };
        let limit = |name: &str, text: &str| {
            if text.is_empty() { Ok(None) } else { dtype.parse(name, text).map(Some) }
        };
        let (min, max) = (limit("min", min), limit("max", max));
        let limits = min.and_then(|min| Ok((min, max?))).map_err(|error| error.within("--clamp"))?;
        Ok(core.clamp(limits.0, limits.1).map_err(of_flag("--clamp"))?.into())
    }

    fn warmed_up(&self, core: AnySchedule, dtype: Dtype, units: Option<&Units>) -> Result<AnySchedule, CliError> {
        let Some(steps) = self.warmup_steps else { return Ok(core) };
        let warmup = core.warmup_builder(steps.steps("--warmup-steps", units)?);
        let warmup = warmup.start(dtype.parse("warmup_start", &self.warmup_start)?);
        let warmup = warmup.shape(match self.warmup_shape {
            Shape::Linear => WarmupShape::Linear,
            Shape::Cosine => WarmupShape::Cosine,
        });
        let warmup = warmup.place(match self.warmup_place {
            Place::Prefix => WarmupPlace::Prefix,
            Place::Inside => WarmupPlace::Inside,
            Place::EveryCycle => WarmupPlace::EveryCycle,
        });
        Ok(warmup
            .to_peak(self.warmup_to_peak)
            .build()
            .map_err(|error| match error.parameter() {
                "schedule" => of_flag("--warmup-place every-cycle")(error),
                "start" => of_flag("--warmup-start")(error),
                _ => error.into(),
            })?
            .into())
    }
}

/// An error about a parameter whose flag has another name.
fn of_flag(flag: &'static str) -> impl Fn(sgdr::Error) -> CliError {
    move |error| CliError::from(error).within(flag)
}

#[cfg(test)]
mod tests;
