//! The picture of a schedule in a notebook.

use std::num::NonZeroU64;

use sgdr::{AnySchedule, LearningRateSchedule as _};
use sgdr_plot::{Chart, Curve};

use crate::extent::{next_jump, usual_steps};

/// An SVG document.
pub(crate) fn draw(schedule: &AnySchedule) -> String {
    let curve = Curve::of("", schedule);
    let curve = if schedule.cycle_of(0).is_some() { curve } else { curve.jumps(|step| next_jump(schedule, step)) };
    Chart::new(NonZeroU64::new(usual_steps(schedule)).unwrap_or(NonZeroU64::MIN)).curve(curve).to_svg()
}
