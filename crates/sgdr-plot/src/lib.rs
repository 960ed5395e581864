//! Learning-rate schedules drawn: one description of a chart, as an SVG document and as terminal text.
//!
//! A [`Chart`] holds up to four [`Curve`]s over the steps of a run. Its rates come from the schedules themselves, each
//! point of a picture is a step with its own rate, and no restart is missed however long the run is. Nothing here
//! reads, writes or asks the environment for anything: pictures are strings.
//!
//! ```
//! use std::num::NonZeroU64;
//!
//! use sgdr::CosineDecayRestarts;
//! use sgdr_plot::{Chart, Curve, TextStyle};
//!
//! let schedule = CosineDecayRestarts::builder(0.1, 1000).m_mul(0.8).build()?;
//! let chart = Chart::new(NonZeroU64::new(7000).unwrap()).curve(Curve::of("m_mul=0.8", &schedule));
//! assert!(chart.to_svg().starts_with("<svg"));
//! assert_eq!(chart.to_text(&TextStyle::new(80, 20)).lines().count(), 20);
//! # Ok::<(), sgdr::Error>(())
//! ```
//!
//! Not in scope: other plots of a training run, other picture formats, anything interactive.

mod canvas;
mod chart;
mod curve;
mod marks;
mod memo;
mod number;
mod outline;
mod sample;
mod scale;
mod simplify;
mod svg;
mod text;
mod words;

pub use chart::Chart;
pub use curve::{Curve, next_restart};
pub use number::grouped;
pub use outline::Outline;
pub use text::TextStyle;
