//! A warm-up before another schedule, or inside it.

use core::fmt;

use crate::cosine::blocks::line;
use crate::cosine::cycle_rates::CycleRates;
use crate::cosine::envelope::Envelope;
use crate::cosine::pieces;
use crate::cosine::progression::Term;
use crate::cycles::cycle::cycle_between;
use crate::error::no_cycles;
use crate::num::double_double::DoubleDouble;
use crate::num::interpolation::Interpolation;
use crate::parameters::Rule;
use crate::{Cycle, Error, LearningRateSchedule, Segment, Segments};

/// How a [`Warmup`] climbs.
///
/// ```
/// use sgdr::WarmupShape;
///
/// assert_eq!(WarmupShape::default(), WarmupShape::Linear);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WarmupShape {
    /// `y = n / warmup_steps`
    #[default]
    Linear,
    /// `y = (1 - cos(pi * n / warmup_steps)) / 2`
    Cosine,
}

/// Where a [`Warmup`] takes place.
///
/// ```
/// use sgdr::WarmupPlace;
///
/// assert_eq!(WarmupPlace::default(), WarmupPlace::Prefix);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WarmupPlace {
    /// Before the schedule, which begins when the warm-up is over.
    #[default]
    Prefix,
    /// Instead of the first steps of the schedule.
    Inside,
    /// Instead of the first steps of every cycle of the schedule.
    EveryCycle,
}

/// A warm-up before another schedule, or inside it; made by [`ScheduleExt::warmup`](crate::ScheduleExt::warmup).
///
/// ```text
/// prefix        lr(n) = ramp(n)  for n < warmup_steps, up to S(0);  then S(n - warmup_steps)
/// inside        lr(n) = ramp(n)  for n < warmup_steps, up to S(warmup_steps);  then S(n)
/// every cycle   the same in each cycle, n counted from its first step
///
/// ramp(n) = start + (target - start) * y,     y = n / warmup_steps, or (1 - cos(pi * n / warmup_steps)) / 2
/// ```
///
/// | parameter | meaning | range | default |
/// |---|---|---|---|
/// | `warmup_steps` | the length of the warm-up in steps | see below | |
/// | `start` | the rate that it starts from | finite, >= 0 | 0 |
/// | `shape` | linear, or half a cosine | | linear |
/// | `place` | before the schedule, inside, or inside every cycle | | prefix |
/// | `to_peak` | whether a warm-up inside goes up to the rate that it replaces first, the peak | | false |
///
/// A warm-up inside joins the decay without a jump, unless `to_peak` is set: then it goes for the peak, and the rate falls a
/// little where it joins, as in timm. It must be shorter than the first cycle; a later cycle that is not longer than the
/// warm-up is all warm-up. A warm-up of 0 steps changes nothing. A step outside the warm-up has the bits of the
/// schedule; one inside is rounded once more than the rate that it goes for.
///
/// ```
/// use sgdr::{CosineDecayRestarts, LearningRateSchedule, ScheduleExt, WarmupPlace};
///
/// let schedule = CosineDecayRestarts::new(0.5, 1000)?;
/// let prefix = schedule.clone().warmup(100)?;
/// assert_eq!([0, 50, 100, 600, 1100].map(|step| prefix.at(step)), [0.0, 0.25, 0.5, 0.25, 0.5]);
///
/// let every = schedule.clone().warmup_builder(100).place(WarmupPlace::EveryCycle).build()?;
/// assert_eq!([0, 1000, 3000].map(|step| every.at(step)), [0.0, 0.0, 0.0]);
/// assert_eq!(every.at(1100), schedule.at(1100));
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Warmup<S: LearningRateSchedule> {
    schedule: S,
    warmup_steps: u64,
    start: f64,
    shape: WarmupShape,
    place: WarmupPlace,
    to_peak: bool,
}

impl<S: LearningRateSchedule> Warmup<S> {
    /// The same around what its schedule becomes, whose rates are the same.
    pub(crate) fn around<R: LearningRateSchedule>(self, other: impl FnOnce(S) -> R) -> Warmup<R> {
        let Self { schedule, warmup_steps, start, shape, place, to_peak } = self;
        Warmup { schedule: other(schedule), warmup_steps, start, shape, place, to_peak }
    }
}

impl<S: LearningRateSchedule> Warmup<S> {
    /// A linear warm-up from 0 before a schedule.
    ///
    /// # Errors
    /// None: there is room for it before any schedule. The type is that of the [builder](Self::builder), which has some.
    ///
    /// ```
    /// use sgdr::{CosineDecay, LearningRateSchedule, Warmup};
    ///
    /// assert_eq!(Warmup::new(CosineDecay::new(0.5, 10)?, 4)?.at(1), 0.125);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn new(schedule: S, warmup_steps: u64) -> Result<Self, Error> {
        Self::builder(schedule, warmup_steps).build()
    }

    /// Starts a warm-up whose other parameters are set one by one.
    ///
    /// ```
    /// use sgdr::{CosineDecay, LearningRateSchedule, Warmup};
    ///
    /// let schedule = Warmup::builder(CosineDecay::new(0.5, 10)?, 4).start(0.25).build()?;
    /// assert_eq!([0, 2, 4].map(|step| schedule.at(step)), [0.25, 0.375, 0.5]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn builder(schedule: S, warmup_steps: u64) -> WarmupBuilder<S> {
        WarmupBuilder::new(schedule, warmup_steps)
    }

    /// The schedule that is warmed up for.
    ///
    /// ```
    /// use sgdr::{CosineDecay, Warmup};
    ///
    /// assert_eq!(Warmup::new(CosineDecay::new(0.5, 10)?, 4)?.schedule().decay_steps(), 10);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn schedule(&self) -> &S {
        &self.schedule
    }

    /// The length of the warm-up in steps.
    ///
    /// ```
    /// use sgdr::{CosineDecay, Warmup};
    ///
    /// assert_eq!(Warmup::new(CosineDecay::new(0.5, 10)?, 4)?.warmup_steps(), 4);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn warmup_steps(&self) -> u64 {
        self.warmup_steps
    }

    /// The rate that it starts from.
    ///
    /// ```
    /// use sgdr::{CosineDecay, Warmup};
    ///
    /// assert_eq!(Warmup::new(CosineDecay::new(0.5, 10)?, 4)?.start(), 0.0);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn start(&self) -> f64 {
        self.start
    }

    /// How it climbs.
    ///
    /// ```
    /// use sgdr::{CosineDecay, Warmup, WarmupShape};
    ///
    /// assert_eq!(Warmup::new(CosineDecay::new(0.5, 10)?, 4)?.shape(), WarmupShape::Linear);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn shape(&self) -> WarmupShape {
        self.shape
    }

    /// Where it takes place.
    ///
    /// ```
    /// use sgdr::{CosineDecay, Warmup, WarmupPlace};
    ///
    /// assert_eq!(Warmup::new(CosineDecay::new(0.5, 10)?, 4)?.place(), WarmupPlace::Prefix);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn place(&self) -> WarmupPlace {
        self.place
    }

    /// Whether a warm-up inside goes up to the peak.
    ///
    /// ```
    /// use sgdr::{CosineDecay, Warmup};
    ///
    /// assert!(!Warmup::new(CosineDecay::new(0.5, 10)?, 4)?.to_peak());
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn to_peak(&self) -> bool {
        self.to_peak
    }

    /// The step of a ramp and the step of the schedule whose rate it climbs to; none outside the warm-up.
    fn ramp_at(&self, step: u64) -> Option<(u64, u64)> {
        match self.place {
            WarmupPlace::Prefix | WarmupPlace::Inside => self.ramp_from(0, u64::MAX, step),
            WarmupPlace::EveryCycle => self.ramp_in(&self.schedule.cycle_of(step)?, step),
        }
    }

    /// The same in a cycle.
    fn ramp_in(&self, cycle: &Cycle, step: u64) -> Option<(u64, u64)> {
        if cycle.hold {
            return None;
        }
        self.ramp_from(cycle.first_step, cycle.last_step.unwrap_or(u64::MAX), step)
    }

    /// The same between two steps.
    fn ramp_from(&self, first: u64, last: u64, step: u64) -> Option<(u64, u64)> {
        let done = step - first;
        if done >= self.warmup_steps {
            return None;
        }
        let to_first = self.to_peak || self.place == WarmupPlace::Prefix;
        Some((done, if to_first { first } else { first.saturating_add(self.warmup_steps).min(last) }))
    }

    /// The rate of a ramp at a step of it and a fraction of one more.
    fn ramp(&self, done: u64, fraction: f64, target: u64) -> f64 {
        let (start, target) = (self.start, self.schedule.at(target));
        ramp(self.shape, start, target, done, fraction, self.warmup_steps)
    }

    /// Writes the rates of a ramp from a step of it on.
    fn fill_ramp(&self, done: u64, target: u64, out: &mut [f64]) {
        if !out.is_empty() {
            fill(self.shape, self.start, self.schedule.at(target), done, self.warmup_steps, out);
        }
    }

    /// The step of the schedule that a step is without the ramp.
    fn inner_step(&self, step: u64) -> u64 {
        if self.place == WarmupPlace::Prefix { step - self.warmup_steps } else { step }
    }
}

impl<S: LearningRateSchedule> LearningRateSchedule for Warmup<S> {
    fn at(&self, step: u64) -> f64 {
        match self.ramp_at(step) {
            None => self.schedule.at(self.inner_step(step)),
            Some((done, target)) => self.ramp(done, 0.0, target),
        }
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        let (ramp, fraction_done) = match self.place {
            WarmupPlace::Prefix | WarmupPlace::Inside => (self.ramp_at(step), fraction),
            WarmupPlace::EveryCycle => match cycle_between(&self.schedule, step, fraction) {
                // The ramps count from the first whole step of a cycle; until then they wait at their start.
                Some(cycle) if step < cycle.first_step => (self.ramp_in(&cycle, cycle.first_step), 0.0),
                Some(cycle) => (self.ramp_in(&cycle, step), fraction),
                None => (None, fraction),
            },
        };
        match ramp {
            None => self.schedule.at_fraction(self.inner_step(step), fraction),
            Some((done, target)) => self.ramp(done, fraction_done, target),
        }
    }

    fn fill(&self, first_step: u64, out: &mut [f64]) {
        match self.place {
            WarmupPlace::Prefix => {
                let (ramp, rest) = split(self.warmup_steps.saturating_sub(first_step), out);
                self.fill_ramp(first_step, 0, ramp);
                // Steps stop counting at the last one there is, which is not the last one inside.
                let step = first_step.max(self.warmup_steps);
                let (counted, last) = split((u64::MAX - step).saturating_add(1), rest);
                self.schedule.fill(step - self.warmup_steps, counted);
                if !last.is_empty() {
                    last.fill(self.at(u64::MAX));
                }
            }
            WarmupPlace::Inside => {
                let (ramp, rest) = split(self.warmup_steps.saturating_sub(first_step), out);
                self.schedule.fill(first_step.max(self.warmup_steps), rest);
                if let Some((done, target)) = self.ramp_at(first_step) {
                    self.fill_ramp(done, target, ramp);
                }
            }
            WarmupPlace::EveryCycle => {
                self.schedule.fill(first_step, out);
                let cycle_at = |step| {
                    let cycle = self.schedule.cycle_of(step);
                    let last_step = cycle.as_ref().and_then(|cycle| cycle.last_step);
                    (cycle, last_step)
                };
                pieces::fill(first_step, out, cycle_at, |cycle, step, out| {
                    if let Some((done, target)) = cycle.and_then(|cycle| self.ramp_in(&cycle, step)) {
                        let (ramp, _) = split(self.warmup_steps - done, out);
                        self.fill_ramp(done, target, ramp);
                    }
                });
            }
        }
    }

    fn cycle_of(&self, step: u64) -> Option<Cycle> {
        if self.place != WarmupPlace::Prefix {
            return self.schedule.cycle_of(step);
        }
        let cycle = self.schedule.cycle_of(step.saturating_sub(self.warmup_steps))?.moved(0, self.warmup_steps, None);
        Some(if cycle.first_step == self.warmup_steps { cycle.prefixed(self.warmup_steps) } else { cycle })
    }

    fn write_segments(&self, segments: &mut Segments, start: u64) -> Option<()> {
        if self.place != WarmupPlace::Prefix {
            return None;
        }
        let (steps, from, to) = (self.warmup_steps, self.start, self.schedule.at(0).min(f64::MAX));
        if steps > 0 {
            segments.push(match self.shape {
                WarmupShape::Linear => Segment::linear(start, steps, from, to),
                WarmupShape::Cosine => Segment::cosine(start, steps, from, to),
            });
        }
        self.schedule.write_segments(segments, start.saturating_add(steps))
    }
}

/// Collects the parameters of a [`Warmup`]; made by [`Warmup::builder`].
///
/// ```
/// use sgdr::{CosineDecayRestarts, Warmup, WarmupPlace, WarmupShape};
///
/// let builder = Warmup::builder(CosineDecayRestarts::new(0.1, 1000)?, 50).start(0.001).shape(WarmupShape::Cosine);
/// let schedule = builder.place(WarmupPlace::EveryCycle).to_peak(true).build()?;
/// assert_eq!(schedule.warmup_steps(), 50);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a builder makes a schedule by `build`"]
pub struct WarmupBuilder<S: LearningRateSchedule> {
    pub(crate) schedule: S,
    pub(crate) warmup_steps: u64,
    pub(crate) start: f64,
    pub(crate) shape: WarmupShape,
    pub(crate) place: WarmupPlace,
    pub(crate) to_peak: bool,
}

impl<S: LearningRateSchedule> WarmupBuilder<S> {
    fn new(schedule: S, warmup_steps: u64) -> Self {
        Self {
            schedule,
            warmup_steps,
            start: 0.0,
            shape: WarmupShape::default(),
            place: WarmupPlace::default(),
            to_peak: false,
        }
    }

    /// The rate that the warm-up starts from; finite and at least 0, 0 unless set.
    ///
    /// ```
    /// use sgdr::{CosineDecay, LearningRateSchedule, ScheduleExt};
    ///
    /// let schedule = CosineDecay::new(0.5, 10)?.warmup_builder(4).start(0.25).build()?;
    /// assert_eq!(schedule.at(2), 0.375);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn start(mut self, start: f64) -> Self {
        self.start = start;
        self
    }

    /// How it climbs; linear unless set.
    ///
    /// ```
    /// use sgdr::{CosineDecay, LearningRateSchedule, ScheduleExt, WarmupShape};
    ///
    /// let schedule = CosineDecay::new(0.5, 10)?.warmup_builder(3).shape(WarmupShape::Cosine).build()?;
    /// assert_eq!([0, 1, 2, 3].map(|step| schedule.at(step)), [0.0, 0.125, 0.375, 0.5]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn shape(mut self, shape: WarmupShape) -> Self {
        self.shape = shape;
        self
    }

    /// Where it takes place; before the schedule unless set.
    ///
    /// ```
    /// use sgdr::{CosineDecay, LearningRateSchedule, ScheduleExt, WarmupPlace};
    ///
    /// let schedule = CosineDecay::new(0.5, 10)?.warmup_builder(5).place(WarmupPlace::Inside).build()?;
    /// assert_eq!([0, 5, 10].map(|step| schedule.at(step)), [0.0, 0.25, 0.0]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn place(mut self, place: WarmupPlace) -> Self {
        self.place = place;
        self
    }

    /// Whether a warm-up inside goes up to the peak, and not to the rate where it joins the decay; false unless set.
    ///
    /// ```
    /// use sgdr::{CosineDecay, LearningRateSchedule, ScheduleExt, WarmupPlace};
    ///
    /// let builder = CosineDecay::new(0.5, 10)?.warmup_builder(5).place(WarmupPlace::Inside);
    /// assert_eq!(builder.to_peak(true).build()?.at(4), 0.4);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn to_peak(mut self, to_peak: bool) -> Self {
        self.to_peak = to_peak;
        self
    }

    /// Checks the parameters and makes the schedule.
    ///
    /// # Errors
    /// [`Error`] unless `start` is finite and >= 0, if every cycle is to be warmed up and the schedule has none, and if a warm-up
    /// inside is not shorter than the first cycle.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, Error, ScheduleExt, WarmupPlace};
    ///
    /// let builder = CosineDecayRestarts::new(0.1, 100)?.warmup_builder(100).place(WarmupPlace::Inside);
    /// let error = builder.build().unwrap_err();
    /// assert_eq!(error.rule(), "must be < 100, the steps of the first cycle");
    /// assert_eq!(error.to_string(), "warmup_steps must be < 100, the steps of the first cycle (received 100)");
    /// # Ok::<(), Error>(())
    /// ```
    pub fn build(self) -> Result<Warmup<S>, Error> {
        Rule::NonNegative.number("start", self.start)?;
        if self.place != WarmupPlace::Prefix {
            let first = self.schedule.cycle_of(0);
            if first.is_none() && self.place == WarmupPlace::EveryCycle {
                return Err(no_cycles());
            }
            if let Some(last_step) = first.and_then(|cycle| cycle.last_step) {
                if self.warmup_steps > last_step {
                    let cycle = last_step.saturating_add(1);
                    let rule = alloc::format!("must be < {cycle}, the steps of the first cycle");
                    return Err(Error::new("warmup_steps", rule, self.warmup_steps));
                }
            }
        }
        let Self { schedule, warmup_steps, start, shape, place, to_peak } = self;
        Ok(Warmup { schedule, warmup_steps, start, shape, place, to_peak })
    }
}

/// The parameters by name.
///
/// ```
/// use sgdr::{CosineDecay, Warmup};
///
/// let schedule = Warmup::new(CosineDecay::new(0.5, 10)?, 4)?;
/// assert!(schedule.to_string().ends_with("), warmup_steps=4, start=0, shape=linear, place=prefix, to_peak=false)"));
/// # Ok::<(), sgdr::Error>(())
/// ```
impl<S: LearningRateSchedule + fmt::Display> fmt::Display for Warmup<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { schedule, warmup_steps, start, shape, place, to_peak } = self;
        write!(
            f,
            "Warmup(schedule={schedule}, warmup_steps={warmup_steps}, start={start}, shape={shape}, place={place}, \
             to_peak={to_peak})"
        )
    }
}

/// The name that the configuration has.
impl fmt::Display for WarmupShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Linear => "linear",
            Self::Cosine => "cosine",
        })
    }
}

/// The name that the configuration has.
impl fmt::Display for WarmupPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Prefix => "prefix",
            Self::Inside => "inside",
            Self::EveryCycle => "every_cycle",
        })
    }
}

/// The rate after `done + fraction` of `steps` steps, fewer than all; from `start` to `target`, up or down.
fn ramp(shape: WarmupShape, start: f64, target: f64, done: u64, fraction: f64, steps: u64) -> f64 {
    match shape {
        _ if done == 0 && fraction == 0.0 => start,
        _ if target.is_infinite() => target,
        _ if fraction > 0.0 => between(shape, start, target, done, fraction, steps),
        WarmupShape::Linear => Interpolation::new(start, target).straight(done, steps - done),
        // Half a cosine is a cycle, walked backwards where it climbs.
        WarmupShape::Cosine if target >= start => cycle(target, start, steps).rate(steps - done),
        WarmupShape::Cosine => cycle(start, target, steps).rate(done),
    }
}

/// The same between whole steps.
fn between(shape: WarmupShape, start: f64, target: f64, done: u64, fraction: f64, steps: u64) -> f64 {
    let left = steps - done;
    if shape == WarmupShape::Linear {
        return Interpolation::new(start, target).straight_between(done, left, fraction);
    }
    let from = DoubleDouble::whole(u128::from(done)).add(DoubleDouble::new(fraction));
    let to = DoubleDouble::whole(u128::from(left)).add(DoubleDouble::new(-fraction));
    if target >= start {
        cycle(target, start, steps).rate_at(to, from)
    } else {
        cycle(start, target, steps).rate_at(from, to)
    }
}

fn cycle(peak: f64, floor: f64, steps: u64) -> CycleRates {
    CycleRates::new(&Term::first(steps), &Envelope::between(peak, floor, false))
}

/// Writes the rates after `done`, `done + 1`, ... of `steps` steps, fewer than all: those of `ramp`.
fn fill(shape: WarmupShape, start: f64, target: f64, done: u64, steps: u64, out: &mut [f64]) {
    let (first, out) = out.split_at_mut(usize::from(done == 0).min(out.len()));
    first.fill(start);
    let done = done.max(1);
    match shape {
        _ if target.is_infinite() => out.fill(target),
        WarmupShape::Linear => line::fill(&Interpolation::new(start, target), done, steps, out),
        WarmupShape::Cosine if target >= start => cycle(target, start, steps).fill_backwards(steps - done, out),
        WarmupShape::Cosine => cycle(start, target, steps).fill(done, out),
    }
}

/// The first rates of a run, at most a number of steps, and the others.
fn split(steps: u64, out: &mut [f64]) -> (&mut [f64], &mut [f64]) {
    out.split_at_mut(usize::try_from(steps).unwrap_or(usize::MAX).min(out.len()))
}
