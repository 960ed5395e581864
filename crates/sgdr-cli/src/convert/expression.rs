//! A schedule of any class as an expression of Python, R or Rust.
//!
//! The arguments of our classes in Python and of our functions in R are the parameters of Keras' config, in every class. What
//! has its default is left out.

use sgdr::keras::{Json, Serializable as _};
use sgdr::{AnySchedule, Parameter};

use super::plan::real;
use super::python::quoted;
use crate::error::CliError;
use crate::schedule::Schedule;
use crate::text::parameters::object;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Python,
    R,
}

/// The class and the parameters of a schedule, or of one inside it.
struct Object<'a> {
    class: &'a str,
    config: &'a [(String, Json)],
}

impl<'a> Object<'a> {
    fn of(value: &'a Json) -> Option<Self> {
        object(value).map(|(class, config)| Self { class, config })
    }

    fn value(&self, name: &str) -> &'a Json {
        self.config.iter().find(|(key, _)| key == name).map_or(&Json::Null, |(_, value)| value)
    }

    /// The parameters that differ from their defaults.
    fn set(&self) -> impl Iterator<Item = &'a (String, Json)> {
        let class = self.class;
        self.config.iter().filter(move |(name, value)| !is_default(class, name, value))
    }
}

/// What a class declares about its parameters; an adaptor declares nothing.
fn declared(class: &str) -> Option<&'static [Parameter]> {
    AnySchedule::CLASSES.iter().find(|(known, _)| *known == class).map(|&(_, parameters)| parameters)
}

/// The same defaults in Python, R and Rust.
fn is_default(class: &str, name: &str, value: &Json) -> bool {
    if let Some(parameters) = declared(class) {
        let default = parameters.iter().find(|parameter| parameter.name == name).and_then(|it| it.default.clone());
        return default.is_some_and(|default| Json::from(default) == *value);
    }
    let text = |default: &str| matches!(value, Json::Text(value) if value == default);
    match name {
        "start" => *value == Json::Float(0.0),
        "to_peak" => *value == Json::Bool(false),
        "shape" => text("linear"),
        "place" => text("prefix"),
        "min" | "max" => *value == Json::Null,
        "starts" => matches!(value, Json::List(starts) if starts.iter().all(|start| *start == Json::Integer(0))),
        _ => false,
    }
}

/// A call that makes the schedule.
pub(super) fn call(schedule: &Schedule, language: Language) -> String {
    let json = schedule.core().to_json();
    Object::of(&json).map_or_else(String::new, |object| written(&object, language, ""))
}

fn written(object: &Object<'_>, language: Language, indent: &str) -> String {
    let function = match language {
        Language::Python => format!("sgdr.{}", object.class),
        Language::R => r_function(object.class),
    };
    let equals = if language == Language::Python { "=" } else { " = " };
    let deeper = format!("{indent}{}", if language == Language::Python { "    " } else { "  " });
    let argument =
        |(name, value): &(String, Json)| format!("{name}{equals}{}", written_value(value, language, &deeper));
    let arguments: Vec<String> = object.set().map(argument).collect();
    let line = format!("{function}({})", arguments.join(", "));
    if !line.contains('\n') && indent.len() + line.len() <= 100 {
        return line;
    }
    let comma = if language == Language::Python { "," } else { "" };
    format!("{function}(\n{deeper}{}{comma}\n{indent})", arguments.join(&format!(",\n{deeper}")))
}

fn written_value(value: &Json, language: Language, indent: &str) -> String {
    let python = language == Language::Python;
    if let Some(object) = Object::of(value) {
        return written(&object, language, indent);
    }
    match value {
        Json::Null => String::from(if python { "None" } else { "NULL" }),
        Json::Bool(true) => String::from(if python { "True" } else { "TRUE" }),
        Json::Bool(false) => String::from(if python { "False" } else { "FALSE" }),
        Json::Float(number) => real(*number),
        Json::Text(text) => quoted(text),
        Json::List(values) => {
            let deeper = format!("{indent}{}", if python { "    " } else { "  " });
            let is_list = values.iter().any(|value| Object::of(value).is_some());
            let (open, close) = match language {
                Language::Python => ("[", "]"),
                Language::R if is_list => ("list(", ")"),
                Language::R => ("c(", ")"),
            };
            let values: Vec<String> = values.iter().map(|value| written_value(value, language, &deeper)).collect();
            if !is_list {
                return format!("{open}{}{close}", values.join(", "));
            }
            let comma = if python { "," } else { "" };
            format!("{open}\n{deeper}{}{comma}\n{indent}{close}", values.join(&format!(",\n{deeper}")))
        }
        other => other.to_string(),
    }
}

/// A class is named as in keras3, and what is made of other schedules by what it does.
fn r_function(class: &str) -> String {
    String::from(match class {
        "Warmup" => "warmup",
        "CycleLimit" => "cycle_limit",
        "Chain" => "chain_schedules",
        "Scale" => "scale_rates",
        "Clamp" => "clamp_rates",
        "NormalizedWeightDecay" => "normalized_weight_decay",
        class => {
            let mut name = String::from("learning_rate_schedule");
            for letter in class.chars() {
                if letter.is_ascii_uppercase() {
                    name.push('_');
                }
                name.push(letter.to_ascii_lowercase());
            }
            return name;
        }
    })
}

/// The schedule as an expression of Rust, with `?` for what can fail.
pub(super) fn rust(schedule: &Schedule) -> Result<String, CliError> {
    let json = schedule.core().to_json();
    Object::of(&json).map_or_else(|| Ok(String::new()), |object| rust_of(&object))
}

fn rust_of(object: &Object<'_>) -> Result<String, CliError> {
    let value = |name: &str| object.value(name);
    let inner = |name: &str| match Object::of(value(name)) {
        Some(inner) => rust_of(&inner),
        None => Ok(String::new()),
    };
    let class = object.class;
    Ok(match class {
        "Warmup" => {
            let (inner, steps) = (inner("schedule")?, value("warmup_steps"));
            let options = options(object, &["schedule", "warmup_steps"]);
            match options.as_str() {
                "" => format!("{inner}.warmup({steps})?"),
                options => format!("{inner}.warmup_builder({steps}){options}.build()?"),
            }
        }
        "CycleLimit" => format!("{}.cycle_limit({})?", inner("schedule")?, value("cycles")),
        "Scale" => format!("{}.scale({})?", inner("schedule")?, literal("factor", value("factor"))),
        "Clamp" => {
            let limits = ["min", "max"].map(|name| match value(name) {
                Json::Null => String::from("None"),
                limit => format!("Some({})", literal(name, limit)),
            });
            format!("{}.clamp({})?", inner("schedule")?, limits.join(", "))
        }
        "Chain" => chain(object)?,
        "NormalizedWeightDecay" => {
            let error = CliError::failed("the units of a NormalizedWeightDecay are not in its config");
            return Err(error.hint("--to keras writes it as JSON, which sgdr::keras::deserialize reads"));
        }
        "PiecewiseConstantDecay" => {
            let [boundaries, values] = ["boundaries", "values"].map(|name| literal(name, value(name)));
            let name = value("name");
            let with_name = if is_default(class, "name", name) {
                String::new()
            } else {
                format!(".with_name({})", literal("name", name))
            };
            format!("{class}::new({boundaries}, {values})?{with_name}")
        }
        _ => {
            let parameters = declared(class).unwrap_or_default().iter();
            let required: Vec<&str> = parameters.filter(|it| it.default.is_none()).map(|it| it.name).collect();
            let arguments: Vec<String> = required.iter().map(|name| literal(name, value(name))).collect();
            let options = options(object, &required);
            match options.as_str() {
                "" => format!("{class}::new({})?", arguments.join(", ")),
                options => format!("{class}::builder({}){options}.build()?", arguments.join(", ")),
            }
        }
    })
}

/// The schedules of a chain may be of different classes, so each becomes one of any.
fn chain(object: &Object<'_>) -> Result<String, CliError> {
    let list = |name: &str| match object.value(name) {
        Json::List(values) => values.as_slice(),
        _ => &[],
    };
    let mut text = String::new();
    for (index, (schedule, start)) in list("schedules").iter().zip(list("starts")).enumerate() {
        let inner = Object::of(schedule).map_or(Ok(String::new()), |inner| rust_of(&inner))?;
        let inner = format!("AnySchedule::from({inner})");
        let boundary = index.checked_sub(1).and_then(|index| list("boundaries").get(index));
        let from_start = *start == Json::Integer(0);
        text += &match (boundary, from_start) {
            (None, true) => format!("Chain::new({inner})"),
            (None, false) => format!("Chain::new_from({inner}, {start})"),
            (Some(boundary), true) => format!("\n    .then({boundary}, {inner})?"),
            (Some(boundary), false) => format!("\n    .then_from({boundary}, {inner}, {start})?"),
        };
    }
    Ok(text)
}

/// The calls for the parameters that are not required.
fn options(object: &Object<'_>, required: &[&str]) -> String {
    let options = object.set().filter(|(name, _)| !required.contains(&name.as_str()));
    options.map(|(name, value)| format!(".{name}({})", literal(name, value))).collect()
}

fn literal(name: &str, value: &Json) -> String {
    match value {
        Json::Float(number) => real(*number),
        Json::List(values) => {
            let values: Vec<String> = values.iter().map(|value| literal(name, value)).collect();
            format!("[{}]", values.join(", "))
        }
        Json::Text(text) => match (name, text.as_str()) {
            ("shape", "cosine") => String::from("WarmupShape::Cosine"),
            ("shape", _) => String::from("WarmupShape::Linear"),
            ("place", "inside") => String::from("WarmupPlace::Inside"),
            ("place", "every_cycle") => String::from("WarmupPlace::EveryCycle"),
            ("place", _) => String::from("WarmupPlace::Prefix"),
            _ => format!("{text:?}"),
        },
        other => other.to_string(),
    }
}
