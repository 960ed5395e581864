//! A user-defined class, with a schedule inside.

use sgdr::keras::{Class, Config, Error, Fields, Serializable};
use sgdr::{AnySchedule, LearningRateSchedule, Rate};

/// A schedule that begins some steps later, and until then has its first rate.
#[derive(Clone, Debug, PartialEq)]
pub struct Delayed<T: Rate> {
    delay: u64,
    schedule: AnySchedule<T>,
}

impl<T: Rate> LearningRateSchedule for Delayed<T> {
    type Rate = T;

    fn at(&self, step: u64) -> T {
        self.schedule.at(step.saturating_sub(self.delay))
    }
}

impl<T: Rate> Class for Delayed<T> {
    const NAME: &'static str = "Delayed";

    fn get_config(&self) -> Config {
        Config::new().with("delay", self.delay).with("schedule", self.schedule.to_json())
    }

    fn from_config(fields: &mut Fields<'_, T>) -> Result<Self, Error> {
        let mut delay = 1000;
        fields.update("delay", &mut delay)?;
        Ok(Self { delay, schedule: fields.schedule("schedule")? })
    }
}
