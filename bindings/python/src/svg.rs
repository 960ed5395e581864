//! The picture of a schedule in a notebook.

use sgdr::AnySchedule;
use sgdr_plot::{Chart, Curve, Outline};

/// An SVG document.
pub(crate) fn draw(schedule: &AnySchedule) -> String {
    let outline = Outline::new(schedule);
    Chart::new(outline.usual_steps()).curve(Curve::new("", schedule).outline(outline)).to_svg()
}
