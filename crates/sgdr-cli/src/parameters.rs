//! A schedule's parameters by name, as they are shown and exported.

use serde::{Serialize, Serializer};
use sgdr::keras::{Config, Json};

use crate::decimal;
use crate::dtype::Dtype;

/// What Keras calls the config, in its order; rates are the shortest decimals of their type.
pub(crate) struct Parameters {
    entries: Vec<(String, Json)>,
    dtype: Dtype,
}

/// The parameters that are rates, and so of the type of the rates.
const RATES: [&str; 4] = ["initial_learning_rate", "warmup_target", "end_learning_rate", "values"];

impl Parameters {
    pub(crate) fn new(config: Config, dtype: Dtype) -> Self {
        fn shortest(value: Json, dtype: Dtype) -> Json {
            match value {
                Json::Float(rate) => Json::Float(dtype.shortest(rate)),
                Json::List(rates) => rates.into_iter().map(|rate| shortest(rate, dtype)).collect(),
                other => other,
            }
        }
        let entries = match config.to_json() {
            Json::Object(entries) => entries,
            _ => Vec::new(),
        };
        let entries = entries.into_iter().map(|(name, value)| {
            let is_rate = RATES.contains(&name.as_str());
            (name, if is_rate { shortest(value, dtype) } else { value })
        });
        Self { entries: entries.collect(), dtype }
    }

    /// Name and value of each as texts, the name of the schedule last.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, String)> {
        self.entries.iter().map(|(name, value)| (name.as_str(), text(value)))
    }

    /// Those that a curve depends on and that are asked for: "t_mul=2, m_mul=0.9".
    pub(crate) fn label(&self, asked_for: impl Fn(&str) -> bool) -> String {
        let parts = self.texts().filter(|(name, _)| *name != "name" && asked_for(name));
        parts.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(", ")
    }
}

/// The parameters, and the type of the rates as one more.
impl Serialize for Parameters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let dtype = Json::from(self.dtype.name());
        let entries = self.entries.iter().map(|(name, value)| (name.as_str(), value));
        serializer.collect_map(entries.chain([("dtype", &dtype)]))
    }
}

/// A value in short; of a long list the beginning.
fn text(value: &Json) -> String {
    const MOST: usize = 8;
    match value {
        Json::Float(number) => decimal::text(*number),
        Json::Text(text) => decimal::shown(text),
        Json::Null => String::from("none"),
        Json::List(values) => {
            let shown: Vec<String> = values.iter().take(MOST).map(text).collect();
            let more = if values.len() > MOST { format!(", ... {} in all", values.len()) } else { String::new() };
            format!("[{}{more}]", shown.join(", "))
        }
        other => other.to_string(),
    }
}
