//! A schedule's parameters by name, as they are shown and exported.

use serde::{Serialize, Serializer};
use sgdr::keras::Json;

use crate::dtype::Dtype;
use crate::text::decimal;

/// What Keras calls the config, in its order.
pub(crate) struct Parameters {
    entries: Vec<(String, Json)>,
    dtype: Dtype,
}

impl Parameters {
    /// Those in the object that Keras reads.
    pub(crate) fn new(json: &Json, dtype: Dtype) -> Self {
        let config = object(json).map_or(&[][..], |(_, config)| config);
        Self { entries: config.to_vec(), dtype }
    }

    /// Name and value of each as texts, the name of the schedule last. A schedule inside is named by its class, and
    /// followed by its own parameters, further in.
    pub(crate) fn texts(&self) -> Vec<(String, String)> {
        fn add(lines: &mut Vec<(String, String)>, indent: &str, entries: &[(String, Json)]) {
            for (name, value) in entries {
                let mut inner = |name: String, (class, config): (&str, &[(String, Json)])| {
                    lines.push((name, class.to_string()));
                    add(lines, &format!("{indent}  "), config);
                };
                match (object(value), value) {
                    (Some(schedule), _) => inner(format!("{indent}{name}"), schedule),
                    (None, Json::List(values)) if values.iter().any(|value| object(value).is_some()) => {
                        for (index, value) in values.iter().enumerate() {
                            object(value).into_iter().for_each(|it| inner(format!("{indent}{name}[{index}]"), it));
                        }
                    }
                    _ => lines.push((format!("{indent}{name}"), text(value))),
                }
            }
        }
        let mut lines = Vec::new();
        add(&mut lines, "", &self.entries);
        lines
    }

    /// Those that a curve depends on and that are asked for: "t_mul=2, m_mul=0.9".
    pub(crate) fn label(&self, asked_for: impl Fn(&str) -> bool) -> String {
        let parts = self.labels("", asked_for);
        parts.into_iter().map(|(_, label)| label).filter(|label| !label.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// The same for each class, those inside first.
    pub(crate) fn labels<'a>(&'a self, class: &'a str, asked_for: impl Fn(&str) -> bool) -> Vec<(&'a str, String)> {
        fn add<'a>(
            labels: &mut Vec<(&'a str, String)>,
            class: &'a str,
            entries: &'a [(String, Json)],
            asked_for: &dyn Fn(&str) -> bool,
        ) {
            let mut own = Vec::new();
            for (name, value) in entries {
                let inner = match value {
                    Json::List(values) => values.iter().filter_map(object).collect(),
                    other => Vec::from_iter(object(other)),
                };
                if inner.is_empty() && name != "name" && asked_for(name) {
                    own.push(format!("{name}={}", text(value)));
                }
                inner.into_iter().for_each(|(class, config)| add(labels, class, config, asked_for));
            }
            labels.push((class, own.join(", ")));
        }
        let mut labels = Vec::new();
        add(&mut labels, class, &self.entries, &asked_for);
        labels
    }
}

/// The class and the config, if a value is the object of a schedule.
pub(crate) fn object(value: &Json) -> Option<(&str, &[(String, Json)])> {
    let Json::Object(entries) = value else { return None };
    let of = |key: &str| entries.iter().find(|(name, _)| name == key).map(|(_, value)| value);
    match (of("class_name"), of("config")) {
        (Some(Json::Text(class)), Some(Json::Object(config))) => Some((class, config)),
        _ => None,
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
