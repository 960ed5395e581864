//! The files of the page, embedded.

use axum::body::Body;
use axum::http::Response;
use clap::ValueEnum as _;
use serde_json::json;

use super::answer;
use super::rules::Rules;
use crate::args::flags::Flags;
use crate::convert::Target;
use crate::export::assets::{chart_script, chart_style, lean};

const SCRIPT: &str = "text/javascript; charset=utf-8";
const ICON: &str = include_str!("../../assets/icon.svg");

/// The script that requests the first answer before the rest is loaded.
const FIRST: (&str, &str) = ("first.js", include_str!("../../assets/design/first.js"));

/// The parts of the script of the page, which load each other; the first one begins.
const MODULES: [(&str, &str); 12] = [
    ("main.js", include_str!("../../assets/design/main.js")),
    ("code.js", include_str!("../../assets/design/code.js")),
    ("dom.js", include_str!("../../assets/design/dom.js")),
    ("fields.js", include_str!("../../assets/design/fields.js")),
    ("files.js", include_str!("../../assets/design/files.js")),
    ("point.js", include_str!("../../assets/design/point.js")),
    ("scales.js", include_str!("../../assets/design/scales.js")),
    ("schedules.js", include_str!("../../assets/design/schedules.js")),
    ("server.js", include_str!("../../assets/design/server.js")),
    ("state.js", include_str!("../../assets/design/state.js")),
    ("tables.js", include_str!("../../assets/design/tables.js")),
    ("theme.js", include_str!("../../assets/design/theme.js")),
];

/// The page, which starts with these flags.
pub(super) fn html(flags: &Flags) -> String {
    let values = Target::value_variants().iter().filter_map(clap::ValueEnum::to_possible_value);
    let targets: Vec<String> = values.map(|value| value.get_name().to_string()).collect();
    // The text of the flags cannot end the script that it is in.
    let start =
        json!({ "flags": flags, "rules": Rules::new(), "targets": targets }).to_string().replace('<', "\\u003c");
    // All are loaded at the same time.
    let (main, others) = (MODULES[0].0, &MODULES[1..]);
    let others = others.iter().map(|(name, _)| format!("<link rel=\"modulepreload\" href=\"/design/{name}\">\n"));
    let modules = others.collect::<String>() + &format!("<script type=\"module\" src=\"/design/{main}\"></script>");
    lean(include_str!("../../assets/design.html")).replace("{{modules}}", &modules).replace("{{start}}", &start)
}

pub(super) fn style() -> Response<Body> {
    let style = chart_style() + &lean(include_str!("../../assets/design/design.css"));
    answer::contents("text/css; charset=utf-8", style)
}

pub(super) fn chart() -> Response<Body> {
    answer::contents(SCRIPT, chart_script())
}

pub(super) fn icon() -> Response<Body> {
    answer::contents("image/svg+xml", ICON)
}

/// A part of the script by its name.
pub(super) fn module(wanted: &str) -> Option<Response<Body>> {
    let (_, script) = MODULES.into_iter().chain([FIRST]).find(|(name, _)| *name == wanted)?;
    Some(answer::contents(SCRIPT, lean(script)))
}
