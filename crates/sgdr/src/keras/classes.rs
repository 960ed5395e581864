//! The configs of Keras' own classes, with the keys, their order and the defaults of Keras 3.

use super::class::Class;
use super::config::Config;
use super::error::Error;
use super::fields::Fields;
use crate::{
    CosineDecay, CosineDecayRestarts, ExponentialDecay, InverseTimeDecay, PiecewiseConstantDecay, PolynomialDecay,
};

impl Class for CosineDecayRestarts {
    const NAME: &'static str = "CosineDecayRestarts";
    const PACKAGE: Option<&'static str> = None;

    fn get_config(&self) -> Config {
        Config::new()
            .with("initial_learning_rate", self.initial_learning_rate())
            .with("first_decay_steps", self.first_decay_steps())
            .with("t_mul", self.t_mul())
            .with("m_mul", self.m_mul())
            .with("alpha", self.alpha())
            .with("name", self.name())
    }

    fn from_config(fields: &mut Fields<'_>) -> Result<Self, Error> {
        let mut builder =
            Self::builder(fields.required("initial_learning_rate")?, fields.required("first_decay_steps")?);
        fields.update("t_mul", &mut builder.t_mul)?;
        fields.update("m_mul", &mut builder.m_mul)?;
        fields.update("alpha", &mut builder.alpha)?;
        fields.name(&mut builder.name)?;
        Ok(builder.build()?)
    }
}

impl Class for CosineDecay {
    const NAME: &'static str = "CosineDecay";
    const PACKAGE: Option<&'static str> = None;

    fn get_config(&self) -> Config {
        Config::new()
            .with("initial_learning_rate", self.initial_learning_rate())
            .with("decay_steps", self.decay_steps())
            .with("alpha", self.alpha())
            .with("name", self.name())
            .with("warmup_target", self.warmup_target())
            .with("warmup_steps", self.warmup_steps())
    }

    fn from_config(fields: &mut Fields<'_>) -> Result<Self, Error> {
        let mut builder = Self::builder(fields.required("initial_learning_rate")?, fields.required("decay_steps")?);
        fields.update("alpha", &mut builder.alpha)?;
        fields.name(&mut builder.name)?;
        fields.update("warmup_target", &mut builder.warmup_target)?;
        fields.update("warmup_steps", &mut builder.warmup_steps)?;
        Ok(builder.build()?)
    }
}

impl Class for ExponentialDecay {
    const NAME: &'static str = "ExponentialDecay";
    const PACKAGE: Option<&'static str> = None;

    fn get_config(&self) -> Config {
        Config::new()
            .with("initial_learning_rate", self.initial_learning_rate())
            .with("decay_steps", self.decay_steps())
            .with("decay_rate", self.decay_rate())
            .with("staircase", self.staircase())
            .with("name", self.name())
    }

    fn from_config(fields: &mut Fields<'_>) -> Result<Self, Error> {
        let mut builder = Self::builder(
            fields.required("initial_learning_rate")?,
            fields.required("decay_steps")?,
            fields.required("decay_rate")?,
        );
        fields.update("staircase", &mut builder.staircase)?;
        fields.name(&mut builder.name)?;
        Ok(builder.build()?)
    }
}

impl Class for InverseTimeDecay {
    const NAME: &'static str = "InverseTimeDecay";
    const PACKAGE: Option<&'static str> = None;

    fn get_config(&self) -> Config {
        Config::new()
            .with("initial_learning_rate", self.initial_learning_rate())
            .with("decay_steps", self.decay_steps())
            .with("decay_rate", self.decay_rate())
            .with("staircase", self.staircase())
            .with("name", self.name())
    }

    fn from_config(fields: &mut Fields<'_>) -> Result<Self, Error> {
        let mut builder = Self::builder(
            fields.required("initial_learning_rate")?,
            fields.required("decay_steps")?,
            fields.required("decay_rate")?,
        );
        fields.update("staircase", &mut builder.staircase)?;
        fields.name(&mut builder.name)?;
        Ok(builder.build()?)
    }
}

impl Class for PiecewiseConstantDecay {
    const NAME: &'static str = "PiecewiseConstantDecay";
    const PACKAGE: Option<&'static str> = None;

    fn get_config(&self) -> Config {
        Config::new()
            .with("boundaries", self.boundaries().to_vec())
            .with("values", self.values().iter().copied().collect::<super::Json>())
            .with("name", self.name())
    }

    fn from_config(fields: &mut Fields<'_>) -> Result<Self, Error> {
        let boundaries: alloc::vec::Vec<u64> = fields.required("boundaries")?;
        let values: alloc::vec::Vec<f64> = fields.required("values")?;
        let schedule = Self::new(boundaries, values)?;
        let mut name = schedule.name().into();
        fields.name(&mut name)?;
        Ok(schedule.with_name(name))
    }
}

impl Class for PolynomialDecay {
    const NAME: &'static str = "PolynomialDecay";
    const PACKAGE: Option<&'static str> = None;

    fn get_config(&self) -> Config {
        Config::new()
            .with("initial_learning_rate", self.initial_learning_rate())
            .with("decay_steps", self.decay_steps())
            .with("end_learning_rate", self.end_learning_rate())
            .with("power", self.power())
            .with("cycle", self.cycle())
            .with("name", self.name())
    }

    fn from_config(fields: &mut Fields<'_>) -> Result<Self, Error> {
        let mut builder = Self::builder(fields.required("initial_learning_rate")?, fields.required("decay_steps")?);
        fields.update("end_learning_rate", &mut builder.end_learning_rate)?;
        fields.update("power", &mut builder.power)?;
        fields.update("cycle", &mut builder.cycle)?;
        fields.name(&mut builder.name)?;
        Ok(builder.build()?)
    }
}
