//! Files of other tools that are taken for one with a schedule: what each is, and what to do instead.

use serde_json::{Map, Value};

use crate::error::CliError;
use crate::text::decimal;

/// What a text without a schedule is, if that is known.
pub(super) fn explained(text: &str) -> Option<CliError> {
    match serde_json::from_str(text) {
        Ok(Value::Object(object)) => of_object(&object),
        Ok(_) => None,
        Err(_) => timm_args(text),
    }
}

fn of_object(object: &Map<String, Value>) -> Option<CliError> {
    let has = |key: &str| object.contains_key(key);
    if has("log_history") && has("global_step") {
        let error =
            CliError::failed("this is the trainer_state.json of a transformers Trainer: the log of a run, no schedule");
        return Some(
            error
                .hint("the schedule is in the run's TrainingArguments: lr_scheduler_type, learning_rate, warmup_steps"),
        );
    }
    if has("lr_scheduler_type") {
        let kind = shown(&object["lr_scheduler_type"]);
        let error =
            CliError::failed(format!("these are TrainingArguments of transformers (lr_scheduler_type: {kind})"));
        return Some(error.hint("give the schedule as flags, as in `sgdr plot -l 5e-5 -s 9000 --warmup-steps 1000`"));
    }
    let is_deepspeed = ["train_batch_size", "train_micro_batch_size_per_gpu", "zero_optimization"].into_iter().any(has);
    if is_deepspeed {
        let kind = object.get("scheduler").and_then(|scheduler| scheduler.get("type"));
        let kind = kind.map_or(String::from("no scheduler"), |kind| format!("scheduler: {}", shown(kind)));
        let error = CliError::failed(format!("this is a config of DeepSpeed ({kind}), whose schedulers are not read"));
        return Some(error.hint("give its numbers as flags, as in `sgdr plot -l 0.001 -s 9000 --warmup-steps 1000`"));
    }
    None
}

/// The `args.yaml` of a timm run: `key: value` lines, among them `sched` and `lr`.
fn timm_args(text: &str) -> Option<CliError> {
    let value = |key: &str| {
        let lines = text.lines().filter_map(|line| line.split_once(':'));
        lines.into_iter().find(|(name, _)| *name == key).map(|(_, value)| decimal::shown(value.trim()))
    };
    let (sched, rate) = (value("sched")?, value("lr").or_else(|| value("lr_base"))?);
    let error = CliError::failed(format!(
        "this is the args.yaml of a timm run (sched: {sched}, lr: {rate}), which is not read"
    ));
    Some(error.hint(
        "give its numbers as flags, as in `sgdr plot -l 0.05 -s 300ep --warmup-steps 5ep --dataset-size 50000 --batch-size 128`",
    ))
}

fn shown(value: &Value) -> String {
    decimal::shown(value.as_str().map_or_else(|| value.to_string(), String::from).as_str())
}
