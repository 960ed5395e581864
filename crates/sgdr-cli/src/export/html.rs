//! HTML: one page with an interactive chart, complete in itself.
//!
//! The rates are in the page as numbers. A long run is thinned to the steps that a picture needs, unless `--every` says
//! which ones to take.

use super::rows::Rows;
use crate::args::run::Run;
use crate::error::CliError;
use crate::export::assets::{chart_script, chart_style};
use crate::export::chart_data::{ChartData, thinned};
use crate::text::decimal::{counted, grouped};

/// A run of at most this many steps has all of them in the page.
const ALL: u64 = 20_000;
/// The most rows of a page.
const MOST: u64 = 100_000;
/// A longer run is thinned as for a picture with this many columns, shared by its schedules.
const COLUMNS: u64 = 2000;

pub(super) struct Page<'a> {
    run: &'a Run,
    steps: Vec<u64>,
    log: bool,
}

impl<'a> Page<'a> {
    pub(super) fn new(run: &'a Run, every: Option<u64>, log: bool) -> Result<Self, CliError> {
        let steps = match every.or((run.steps.get() <= ALL).then_some(1)) {
            Some(every) => Rows::at_most(MOST, run.steps, Some(every))?.steps().collect(),
            None => thinned(run, 0..run.steps.get(), COLUMNS).into_iter().collect(),
        };
        Ok(Self { run, steps, log })
    }

    pub(super) fn words(&self) -> String {
        let (held, all) = (self.steps.len() as u64, self.run.steps.get());
        let held = if held == all { String::new() } else { format!("{} of ", grouped(held)) };
        format!("page with {held}{}", counted(all, "step"))
    }

    /// The page; `picture` is shown where scripts do not run.
    pub(super) fn text(&self, picture: &str) -> String {
        let title = escaped(&self.run.title);
        let captions: String = self.run.captions().map(|caption| format!("<p>{}</p>\n", escaped(&caption))).collect();
        let (style, script) = (chart_style(), chart_script());
        let parts: [(&str, &str); 7] = [
            ("chart.css", &style),
            ("chart.js", &script),
            ("title", &title),
            ("captions", captions.trim_end()),
            ("note", &self.note()),
            ("picture", picture),
            ("data", &self.data()),
        ];
        filled(include_str!("../../assets/export.html"), &parts)
    }

    /// What the page leaves out.
    fn note(&self) -> String {
        let (shown, all) = (self.steps.len() as u64, self.run.steps.get());
        if shown == all {
            return String::new();
        }
        format!("The page holds {} of the {} steps; the rate of each is exact.", grouped(shown), grouped(all))
    }

    /// As JSON that cannot end the script it is in.
    fn data(&self) -> String {
        ChartData::new(self.run, &self.steps, self.log).to_json().replace('<', "\\u003c")
    }
}

/// A template with the parts in place of their names in braces. What is put in is not looked through again.
fn filled(template: &str, parts: &[(&str, &str)]) -> String {
    let mut text = String::new();
    let mut pieces = template.split("{{");
    text += pieces.next().unwrap_or_default();
    for piece in pieces {
        let (name, rest) = piece.split_once("}}").unwrap_or((piece, ""));
        text += parts.iter().find(|(known, _)| *known == name).map_or("", |(_, part)| part);
        text += rest;
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
