//! What is drawn: a rate for each step, and the steps at which it jumps.

use std::fmt;
use std::ops::Range;

use sgdr::LearningRateSchedule;

use crate::memo::{Jumps, Memo};
use crate::outline::Outline;
use crate::sample::{Sample, Stroke, strokes};
use crate::words::printable;

/// One schedule of a chart, under a label.
///
/// ```
/// use sgdr::CosineDecayRestarts;
/// use sgdr_plot::Curve;
///
/// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
/// let curve = Curve::of("t_mul=2", &schedule);
/// # Ok::<(), sgdr::Error>(())
/// ```
pub struct Curve<'a> {
    pub(crate) label: String,
    rate: Box<dyn Fn(u64) -> f64 + 'a>,
    next_jump: Box<dyn Fn(u64) -> Option<u64> + 'a>,
    /// Whether the jumps are restarts, which are marked.
    pub(crate) has_restarts: bool,
    peak: Box<dyn Fn(u64) -> u64 + 'a>,
    known_rates: Memo<f64>,
    known_jumps: Jumps,
    known_peaks: Memo<u64>,
}

impl<'a> Curve<'a> {
    /// Any schedule. Where the rate jumps, say so by [`restarts`](Self::restarts) or [`jumps`](Self::jumps): a curve is
    /// evaluated at a few steps for each column of the picture, and only a jump that is known is never missed.
    ///
    /// ```
    /// let warmup = sgdr::from_fn(|step: u64| if step < 100 { 0.001 * step as f64 } else { 0.1 });
    /// let curve = sgdr_plot::Curve::new("warm-up", warmup);
    /// ```
    pub fn new<S>(label: impl Into<String>, schedule: S) -> Self
    where
        S: LearningRateSchedule + 'a,
    {
        Self {
            label: printable(&label.into()),
            rate: Box::new(move |step| schedule.at(step)),
            next_jump: Box::new(|_| None),
            has_restarts: false,
            // Right for the first step of a piece, and it is not asked for more where it is not known.
            peak: Box::new(|step| step),
            known_rates: Memo::new(),
            known_jumps: Jumps::new(),
            known_peaks: Memo::new(),
        }
    }

    /// A schedule with its restarts, if it has cycles.
    pub fn of<S>(label: impl Into<String>, schedule: &'a S) -> Self
    where
        S: LearningRateSchedule,
    {
        let curve = Self::new(label, schedule);
        let has_cycles = schedule.cycle_of(0).is_some();
        if has_cycles { curve.restarts(|step| next_restart(schedule, step)) } else { curve }
    }

    /// Says where the rate restarts, jumps and is highest, all of it: what is known of the schedule that is drawn, or of the
    /// one whose rates are.
    ///
    /// ```
    /// use sgdr::{AnySchedule, ExponentialDecay};
    /// use sgdr_plot::{Curve, Outline};
    ///
    /// let schedule = AnySchedule::from(ExponentialDecay::builder(0.1, 1000, 0.5).staircase(true).build()?);
    /// let curve = Curve::new("stairs", &schedule).outline(Outline::new(&schedule));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    #[must_use]
    pub fn outline(self, outline: Outline<'a>) -> Self {
        let curve = self.peaks(move |step| outline.peak(step)).jumps(move |step| outline.next_jump(step));
        Self { has_restarts: outline.has_restarts(), ..curve }
    }

    /// Says where the rate restarts, which is marked under the axis: `next` gives the first restart after a step.
    ///
    /// ```
    /// let saw = sgdr::from_fn(|step: u64| 0.1 - 0.01 * (step % 10) as f64);
    /// let curve = sgdr_plot::Curve::new("saw", saw).restarts(|step| Some(step - step % 10 + 10));
    /// ```
    #[must_use]
    pub fn restarts(self, next: impl Fn(u64) -> Option<u64> + 'a) -> Self {
        Self { has_restarts: true, ..self.jumps(next) }
    }

    /// Says where the rate jumps: `next` gives the first jump after a step.
    ///
    /// ```
    /// let stairs = sgdr::from_fn(|step: u64| 0.1 / (1 + step / 10) as f64);
    /// let curve = sgdr_plot::Curve::new("stairs", stairs).jumps(|step| Some(step - step % 10 + 10));
    /// ```
    #[must_use]
    pub fn jumps(mut self, next: impl Fn(u64) -> Option<u64> + 'a) -> Self {
        self.next_jump = Box::new(next);
        self.known_jumps = Jumps::new();
        self
    }

    /// Says where the rate is highest between two jumps: `peak` gives the step for any step there. Unless it is said, that
    /// is the first one.
    ///
    /// ```
    /// let warmup = sgdr::from_fn(|step: u64| if step < 100 { 0.001 * step as f64 } else { 0.1 });
    /// let curve = sgdr_plot::Curve::new("warm-up", warmup).peaks(|_| 100);
    /// ```
    #[must_use]
    pub fn peaks(mut self, peak: impl Fn(u64) -> u64 + 'a) -> Self {
        self.peak = Box::new(peak);
        self.known_peaks = Memo::new();
        self
    }

    /// Those of some steps that a picture with `columns` columns needs, in order: enough for a smooth line, and both sides of
    /// every jump, unless there are more jumps than columns. All steps where those are few.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, ScheduleExt};
    /// use sgdr_plot::Curve;
    ///
    /// let schedule = CosineDecayRestarts::new(0.1, 1000)?;
    /// let steps = Curve::of("", &schedule).steps_to_draw(0..30_000, 100);
    /// assert!(steps.len() < 600);
    /// assert!(schedule.restarts().take_while(|&step| step < 30_000).all(|step| steps.contains(&step)));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn steps_to_draw(&self, steps: Range<u64>, columns: u64) -> Vec<u64> {
        let mut drawn = Vec::new();
        for stroke in strokes(self, steps, columns) {
            match stroke {
                Stroke::Line(samples) => drawn.extend(samples.iter().map(|sample| sample.step)),
                Stroke::Band(extents) => {
                    drawn.extend(extents.iter().flat_map(|extent| [extent.low.step, extent.high.step]));
                }
            }
        }
        drawn.sort_unstable();
        drawn.dedup();
        drawn
    }

    pub(crate) fn sample(&self, step: u64) -> Sample {
        Sample { step, rate: self.known_rates.get(step, &self.rate) }
    }

    /// The step with the highest rate of the piece that a step lies in.
    pub(crate) fn peak(&self, step: u64) -> u64 {
        self.known_peaks.get(step, &self.peak)
    }

    /// The first jump after a step; one that is not after it does not count.
    pub(crate) fn next_jump(&self, step: u64) -> Option<u64> {
        self.known_jumps.after(step, |step| (self.next_jump)(step).filter(|&jump| jump > step))
    }
}

impl fmt::Debug for Curve<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Curve").field("label", &self.label).finish_non_exhaustive()
    }
}

/// The first restart of a schedule after a step; `None` if it has no cycles. The start of a constant tail does not count.
///
/// ```
/// let schedule = sgdr::CosineDecayRestarts::new(0.1, 1000)?;
/// assert_eq!(sgdr_plot::next_restart(&schedule, 1000), Some(3000));
/// # Ok::<(), sgdr::Error>(())
/// ```
pub fn next_restart<S>(schedule: &S, step: u64) -> Option<u64>
where
    S: LearningRateSchedule,
{
    let next = schedule.cycle_of(step)?.last_step?.checked_add(1)?;
    (!schedule.cycle_of(next)?.is_hold()).then_some(next)
}
