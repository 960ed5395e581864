//! The description of a chart, and what every picture of it shares.

use std::num::NonZeroU64;

use crate::curve::Curve;
use crate::number::Decimal;
use crate::sample::{Sample, Stroke, jumps, strokes};
use crate::scale::{RateAxis, StepAxis};
use crate::text::TextStyle;
use crate::words::{printable, wrapped};
use crate::{svg, text};

/// Schedules over the steps of a run, ready to draw.
///
/// The colours are made for four curves; from the fifth on they repeat.
///
/// ```
/// use std::num::NonZeroU64;
///
/// use sgdr::CosineDecayRestarts;
/// use sgdr_plot::{Chart, Curve};
///
/// let fast = CosineDecayRestarts::new(0.1, 500)?;
/// let slow = CosineDecayRestarts::new(0.1, 1000)?;
/// let svg = Chart::new(NonZeroU64::new(10_000).unwrap())
///     .title("first_decay_steps")
///     .curve(Curve::of("500", &fast))
///     .curve(Curve::of("1000", &slow))
///     .log(true)
///     .to_svg();
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Debug)]
#[must_use = "a chart is drawn by `to_svg` or `to_text`"]
pub struct Chart<'a> {
    steps: NonZeroU64,
    log: bool,
    pub(crate) title: String,
    pub(crate) captions: Vec<String>,
    curves: Vec<Curve<'a>>,
}

impl<'a> Chart<'a> {
    /// A chart of a run of `steps` steps, from step 0.
    pub fn new(steps: NonZeroU64) -> Self {
        Self { steps, log: false, title: String::new(), captions: Vec::new(), curves: Vec::new() }
    }

    /// Adds a curve. The first one is drawn on top.
    pub fn curve(mut self, curve: Curve<'a>) -> Self {
        self.curves.push(curve);
        self
    }

    /// Whether equal ratios of rates are equally far apart, down to six decades below the lowest peak.
    pub fn log(mut self, log: bool) -> Self {
        self.log = log;
        self
    }

    /// A line above the chart.
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = printable(&title.into());
        self
    }

    /// Adds a line below the chart, for example where the run ends.
    pub fn caption(mut self, caption: impl Into<String>) -> Self {
        self.captions.push(printable(&caption.into()));
        self
    }

    /// The chart as an SVG document of its own, 800 units wide, which follows the light or dark theme of its reader.
    #[must_use]
    pub fn to_svg(&self) -> String {
        svg::draw(self)
    }

    /// The chart as lines of text.
    #[must_use]
    pub fn to_text(&self, style: &TextStyle) -> String {
        text::draw(self, style)
    }

    /// The lowest and the highest rate that the rate axis shows, for pictures that others draw.
    ///
    /// ```
    /// use std::num::NonZeroU64;
    ///
    /// use sgdr::CosineDecayRestarts;
    /// use sgdr_plot::{Chart, Curve};
    ///
    /// let schedule = CosineDecayRestarts::builder(0.1, 1000).alpha(0.02).build()?;
    /// let chart = Chart::new(NonZeroU64::new(7000).unwrap()).curve(Curve::of("", &schedule));
    /// assert_eq!(chart.rate_range(), (0.0, 0.1));
    /// assert_eq!(chart.log(true).rate_range(), (0.002, 0.1));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    #[must_use]
    pub fn rate_range(&self) -> (f64, f64) {
        const COLUMNS: u64 = 500;
        match self.plot(COLUMNS).axis {
            RateAxis::Linear { top } => (0.0, top),
            RateAxis::Log { bottom, top } => (bottom, top),
        }
    }

    /// The captions below the picture, in lines of at most `most` characters.
    pub(crate) fn lines_below(&self, plot: &Plot<'_>, most: usize) -> Vec<String> {
        plot.notes.iter().chain(&self.captions).flat_map(|text| wrapped(text, most)).collect()
    }

    /// How many curves there are.
    pub(crate) fn len(&self) -> usize {
        self.curves.len()
    }

    pub(crate) fn is_log(&self) -> bool {
        self.log
    }

    /// The steps of the run as an axis.
    pub(crate) fn step_axis(&self) -> StepAxis {
        StepAxis { steps: self.steps.get() }
    }

    /// Evaluates the curves for a picture with `columns` columns.
    pub(crate) fn plot(&self, columns: u64) -> Plot<'_> {
        let steps = self.steps.get();
        let curves: Vec<Drawn<'_>> = self
            .curves
            .iter()
            .map(|curve| {
                let jumps = jumps(curve, steps, columns);
                let peak = |piece: Sample| curve.sample(curve.peak(piece.step).min(steps - 1));
                Drawn {
                    label: &curve.label,
                    strokes: strokes(curve, 0..steps, columns),
                    has_restarts: curve.has_restarts,
                    start: curve.sample(0),
                    peak: peak(curve.sample(0)),
                    later_peaks: jumps.iter().copied().map(peak).collect(),
                    jumps,
                }
            })
            .collect();
        let range = Range::of(&curves);
        let axis = if self.log { RateAxis::log(range.log_bottom(), range.top) } else { RateAxis::linear(range.top) };
        let mut notes = Vec::new();
        if range.lowest < axis.bottom() {
            let bottom = Decimal::rounded(axis.bottom(), 4).text();
            notes.push(format!("rates below {bottom} are drawn at the lower edge"));
        }
        if range.undefined {
            notes.push(String::from("undefined rates are drawn at the lower edge"));
        }
        if range.infinite {
            notes.push(String::from("infinite rates are drawn at the upper edge"));
        }
        Plot { axis, curves, notes }
    }
}

/// What a picture shows, before it has a size in anything but columns.
pub(crate) struct Plot<'c> {
    pub(crate) axis: RateAxis,
    pub(crate) curves: Vec<Drawn<'c>>,
    /// What the axis cannot show.
    pub(crate) notes: Vec<String>,
}

/// A curve, evaluated.
pub(crate) struct Drawn<'c> {
    pub(crate) label: &'c str,
    pub(crate) strokes: Vec<Stroke>,
    /// At most one for each column.
    pub(crate) jumps: Vec<Sample>,
    pub(crate) has_restarts: bool,
    pub(crate) start: Sample,
    /// That of the piece that begins the run, and those of the pieces that the jumps begin.
    pub(crate) peak: Sample,
    later_peaks: Vec<Sample>,
}

impl Drawn<'_> {
    /// Where the pieces have their peaks.
    pub(crate) fn peaks(&self) -> impl Iterator<Item = Sample> {
        std::iter::once(self.peak).chain(self.later_peaks.iter().copied())
    }

    /// Whether it jumps, but not from cycle to cycle.
    pub(crate) fn is_stairs(&self) -> bool {
        !self.has_restarts && !self.jumps.is_empty()
    }

    /// The jumps that are marked.
    pub(crate) fn restarts(&self) -> Option<&[Sample]> {
        self.has_restarts.then_some(&self.jumps)
    }
}

/// The rates that a rate axis is to show.
struct Range {
    lowest: f64,
    lowest_positive: f64,
    lowest_peak: f64,
    top: f64,
    infinite: bool,
    undefined: bool,
}

impl Range {
    fn of(curves: &[Drawn<'_>]) -> Self {
        let mut range = Self {
            lowest: f64::INFINITY,
            lowest_positive: f64::INFINITY,
            lowest_peak: f64::INFINITY,
            top: 0.0,
            infinite: false,
            undefined: false,
        };
        for curve in curves {
            for stroke in &curve.strokes {
                match stroke {
                    Stroke::Line(samples) => samples.iter().for_each(|sample| range.add(sample.rate)),
                    Stroke::Band(extents) => {
                        extents
                            .iter()
                            .flat_map(|extent| [extent.low, extent.high])
                            .for_each(|sample| range.add(sample.rate));
                    }
                }
            }
            let peaks = curve.peaks().map(|peak| peak.rate).filter(|&rate| rate > 0.0);
            range.lowest_peak = peaks.fold(range.lowest_peak, f64::min);
        }
        range
    }

    fn add(&mut self, rate: f64) {
        self.undefined |= rate.is_nan();
        self.lowest = self.lowest.min(rate);
        if rate == f64::INFINITY {
            self.infinite = true;
        } else {
            self.top = self.top.max(rate);
        }
        if rate > 0.0 {
            self.lowest_positive = self.lowest_positive.min(rate);
        }
    }

    /// Six decades below the lowest peak there is nothing left to see; the next decade is the bottom.
    fn log_bottom(&self) -> f64 {
        self.lowest_positive.max(self.lowest_peak.min(self.top) / 1e6).min(self.top)
    }
}
