//! The files that pages share: the chart, for those that `sgdr export` writes and for the designer.

/// The plotting library, and its licence, which must accompany it.
const UPLOT_LICENCE: &str = include_str!("../../assets/vendor/uplot/LICENSE");
const UPLOT_STYLE: &str = include_str!("../../assets/vendor/uplot/uPlot.min.css");
const UPLOT_SCRIPT: &str = include_str!("../../assets/vendor/uplot/uPlot.iife.min.js");

pub(crate) fn chart_style() -> String {
    format!("{UPLOT_STYLE}\n{}", lean(include_str!("../../assets/chart/chart.css")))
}

pub(crate) fn chart_script() -> String {
    let own = concat!(
        include_str!("../../assets/chart/numbers.js"),
        include_str!("../../assets/chart/marks.js"),
        include_str!("../../assets/chart/readout.js"),
        include_str!("../../assets/chart/chart.js"),
    );
    format!("/* uPlot, under this licence:\n{UPLOT_LICENCE}*/\n{UPLOT_SCRIPT}\n{}", lean(own))
}

/// A page, a script or a style without indentation and without the lines that are comments. No text in them has several lines.
pub(crate) fn lean(text: &str) -> String {
    let is_comment = |line: &&str| line.starts_with("//") || line.starts_with("/*") && line.ends_with("*/");
    let lines = text.lines().map(str::trim_start).filter(|line| !line.is_empty() && !is_comment(line));
    lines.map(|line| format!("{line}\n")).collect()
}
