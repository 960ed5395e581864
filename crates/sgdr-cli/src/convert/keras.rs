//! Keras: the text that `keras.optimizers.schedules.deserialize` reads, of a schedule of any class.

use super::keras_python::{PRECISION, losses};
use super::plan::Plan;
use super::{Conversion, Extent};
use crate::dtype::Dtype;
use crate::schedule::Schedule;

/// What marks the object of a class that Keras does not have.
const OWN_CLASS: &str = "\"registered_name\": \"sgdr>";

const OWN_USE: &str = "read by every command of sgdr as --config, and in Rust by sgdr::keras::deserialize; Keras itself does \
                       not have the classes whose names begin with sgdr>; in Python \
                       sgdr.keras.Schedule(sgdr.deserialize(text)) makes a learning rate for it";

const USE: &str = "read in Python by keras.optimizers.schedules.deserialize(json.load(file)), in R with keras3 by \
                   keras$optimizers$schedules$deserialize(jsonlite::read_json(path))";

pub(crate) fn convert(schedule: &Schedule, extent: Option<Extent>) -> Conversion {
    let text = schedule.to_keras();
    let mut notes = vec![String::from(if text.contains(OWN_CLASS) { OWN_USE } else { USE })];
    if schedule.dtype() != Dtype::F64 {
        notes.push(String::from("the key dtype is for sgdr; Keras does not look at it"));
    }
    let plan = schedule.restarts().map(|restarts| Plan::new(restarts.clone(), schedule.dtype(), extent));
    if plan.is_some() {
        notes.push(String::from(PRECISION));
    }
    let losses = plan.map(|plan| losses(&plan)).unwrap_or_default();
    Conversion::with_remedy(
        text + "\n",
        notes,
        losses,
        "sgdr.keras.Schedule(sgdr.deserialize(text)) in Python is exact",
    )
}
