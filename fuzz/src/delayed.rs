//! A user-defined class, with a schedule inside.

use sgdr::keras::{Class, Config, Error, Fields, Serializable};
use sgdr::{AnySchedule, LearningRateSchedule};

/// A schedule that begins some steps later, and until then has its first rate.
#[derive(Clone, Debug, PartialEq)]
pub struct Delayed {
    delay: u64,
    schedule: AnySchedule,
}

impl LearningRateSchedule for Delayed {
    fn at(&self, step: u64) -> f64 {
        self.schedule.at(step.saturating_sub(self.delay))
    }
}

impl Class for Delayed {
    const NAME: &'static str = "Delayed";

    fn get_config(&self) -> Config {
        Config::new().with("delay", self.delay).with("schedule", self.schedule.to_json())
    }

    fn from_config(fields: &mut Fields<'_>) -> Result<Self, Error> {
        let mut delay = 1000;
        fields.update("delay", &mut delay)?;
        Ok(Self { delay, schedule: fields.schedule("schedule")? })
    }
}
