//! The configs of this crate's own classes, which Keras does not have: custom objects of the package "sgdr".

use alloc::vec::Vec;

use super::class::Class;
use super::config::Config;
use super::error::Error;
use super::fields::Fields;
use super::json::Json;
use super::serializable::Serializable;
use crate::{Chain, Clamp, CycleLimit, NormalizedWeightDecay, Scale, Warmup, WarmupPlace, WarmupShape};

const PACKAGE: Option<&str> = Some("sgdr");

impl<S: Serializable> Class for Warmup<S> {
    const NAME: &'static str = "Warmup";
    const PACKAGE: Option<&'static str> = PACKAGE;

    fn get_config(&self) -> Config {
        Config::new()
            .with_schedule("schedule", self.schedule())
            .with("warmup_steps", self.warmup_steps())
            .with("start", self.start())
            .with("shape", alloc::format!("{}", self.shape()))
            .with("place", alloc::format!("{}", self.place()))
            .with("to_peak", self.to_peak())
    }

    fn from_config(fields: &mut Fields<'_>) -> Result<Self, Error> {
        let mut builder = Self::builder(fields.schedule("schedule")?, fields.required("warmup_steps")?);
        fields.update("start", &mut builder.start)?;
        let shapes = [WarmupShape::Linear, WarmupShape::Cosine];
        builder.shape = fields.choice("shape", builder.shape, &shapes)?;
        let places = [WarmupPlace::Prefix, WarmupPlace::Inside, WarmupPlace::EveryCycle];
        builder.place = fields.choice("place", builder.place, &places)?;
        fields.update("to_peak", &mut builder.to_peak)?;
        Ok(builder.build()?)
    }
}

impl<S: Serializable> Class for CycleLimit<S> {
    const NAME: &'static str = "CycleLimit";
    const PACKAGE: Option<&'static str> = PACKAGE;

    fn get_config(&self) -> Config {
        Config::new().with_schedule("schedule", self.schedule()).with("cycles", self.limit())
    }

    fn from_config(fields: &mut Fields<'_>) -> Result<Self, Error> {
        Ok(Self::new(fields.schedule("schedule")?, fields.required("cycles")?)?)
    }
}

impl<S: Serializable> Class for Scale<S> {
    const NAME: &'static str = "Scale";
    const PACKAGE: Option<&'static str> = PACKAGE;

    fn get_config(&self) -> Config {
        Config::new().with_schedule("schedule", self.schedule()).with("factor", self.factor())
    }

    fn from_config(fields: &mut Fields<'_>) -> Result<Self, Error> {
        Ok(Self::new(fields.schedule("schedule")?, fields.required("factor")?)?)
    }
}

impl<S: Serializable> Class for Clamp<S> {
    const NAME: &'static str = "Clamp";
    const PACKAGE: Option<&'static str> = PACKAGE;

    fn get_config(&self) -> Config {
        let limits = [self.min(), self.max()].map(|limit| limit);
        Config::new().with_schedule("schedule", self.schedule()).with("min", limits[0]).with("max", limits[1])
    }

    fn from_config(fields: &mut Fields<'_>) -> Result<Self, Error> {
        let (mut min, mut max) = (None, None);
        fields.update("min", &mut min)?;
        fields.update("max", &mut max)?;
        Ok(Self::new(fields.schedule("schedule")?, min, max)?)
    }
}

impl<S: Serializable> Class for NormalizedWeightDecay<S> {
    const NAME: &'static str = "NormalizedWeightDecay";
    const PACKAGE: Option<&'static str> = PACKAGE;

    fn get_config(&self) -> Config {
        Config::new()
            .with_schedule("schedule", self.schedule())
            .with("weight_decay", self.weight_decay())
            .with("batch_size", self.batch_size())
            .with("dataset_size", self.dataset_size())
            .with("steps_per_epoch", self.steps_per_epoch())
    }

    fn from_config(fields: &mut Fields<'_>) -> Result<Self, Error> {
        Ok(Self::from_parts(
            fields.schedule("schedule")?,
            fields.required("weight_decay")?,
            fields.required("batch_size")?,
            fields.required("dataset_size")?,
            fields.required("steps_per_epoch")?,
        )?)
    }
}

impl<S: Serializable> Class for Chain<S> {
    const NAME: &'static str = "Chain";
    const PACKAGE: Option<&'static str> = PACKAGE;

    fn get_config(&self) -> Config {
        let (first, later) = self.pieces().split_first().map_or((None, &[][..]), |(first, later)| (Some(first), later));
        Config::new()
            .with("schedules", self.pieces().iter().map(|piece| piece.schedule.to_json()).collect::<Json>())
            .with("boundaries", later.iter().map(|piece| piece.first_step).collect::<Json>())
            .with("starts", first.into_iter().chain(later).map(|piece| piece.start).collect::<Json>())
    }

    fn from_config(fields: &mut Fields<'_>) -> Result<Self, Error> {
        let schedules: Vec<S> = fields.schedules("schedules")?;
        let boundaries: Vec<u64> = fields.required("boundaries")?;
        let mut starts = alloc::vec![0; schedules.len()];
        fields.update("starts", &mut starts)?;
        let count = schedules.len();
        let lengths = |what: &str, wanted: usize, received: usize| {
            let message = alloc::format!("must have length {wanted} for {count} schedules (received {received})");
            Error::custom(what, message)
        };
        if count > 0 && boundaries.len() + 1 != count {
            return Err(lengths("boundaries", count - 1, boundaries.len()));
        }
        if starts.len() != count {
            return Err(lengths("starts", count, starts.len()));
        }
        let mut pieces = schedules.into_iter().zip(starts);
        let Some((first, start)) = pieces.next() else {
            return Err(Error::custom("schedules", "must have at least one element (received none)"));
        };
        let chain = Self::new_from(first, start);
        Ok(pieces
            .zip(boundaries)
            .try_fold(chain, |chain, ((schedule, start), boundary)| chain.then_from(boundary, schedule, start))?)
    }
}
