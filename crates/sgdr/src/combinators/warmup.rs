//! A warm-up before another schedule, or inside it.

mod builder;
mod ramp;

use core::fmt;

pub use builder::WarmupBuilder;
use ramp::ramp;

use crate::cosine::pieces;
use crate::cycles::cycle::cycle_between;
use crate::rate::Sealed;
use crate::{Cycle, Error, LearningRateSchedule, Rate};

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
    /// In the place of the first steps of the schedule.
    Inside,
    /// In the place of the first steps of every cycle of the schedule.
    EveryCycle,
}

/// A warm-up before another schedule, or inside it; made by [`LearningRateSchedule::warmup`].
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
/// use sgdr::{CosineDecayRestarts, LearningRateSchedule, WarmupPlace};
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
    start: S::Rate,
    shape: WarmupShape,
    place: WarmupPlace,
    to_peak: bool,
}

impl<S: LearningRateSchedule> Warmup<S> {
    /// The same around what its schedule becomes, whose rates are the same.
    #[cfg(feature = "serde")]
    pub(crate) fn around<R: LearningRateSchedule<Rate = S::Rate>>(self, other: impl FnOnce(S) -> R) -> Warmup<R> {
        let Self { schedule, warmup_steps, start, shape, place, to_peak } = self;
        Warmup { schedule: other(schedule), warmup_steps, start, shape, place, to_peak }
    }
}

impl<S: LearningRateSchedule<Rate: Rate>> Warmup<S> {
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
    pub fn start(&self) -> S::Rate {
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
    fn ramp_in(&self, cycle: &Cycle<S::Rate>, step: u64) -> Option<(u64, u64)> {
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
    fn ramp(&self, done: u64, fraction: f64, target: u64) -> S::Rate {
        let (start, target) = (self.start.to_f64(), self.schedule.at(target).to_f64());
        S::Rate::from_f64(ramp(self.shape, start, target, done, fraction, self.warmup_steps))
    }

    /// Writes the rates of a ramp from a step of it on.
    fn fill_ramp(&self, done: u64, target: u64, out: &mut [S::Rate]) {
        if out.is_empty() {
            return;
        }
        let (start, target) = (self.start.to_f64(), self.schedule.at(target).to_f64());
        <S::Rate as Sealed>::fill(out, |index, out| {
            ramp::fill(self.shape, start, target, done + index as u64, self.warmup_steps, out);
        });
    }

    /// The first rates of a run, at most so many, and the others.
    fn split<'a>(&self, steps: u64, out: &'a mut [S::Rate]) -> (&'a mut [S::Rate], &'a mut [S::Rate]) {
        out.split_at_mut(usize::try_from(steps).unwrap_or(usize::MAX).min(out.len()))
    }

    /// The step of the schedule that a step is without the ramp.
    fn inner_step(&self, step: u64) -> u64 {
        if self.place == WarmupPlace::Prefix { step - self.warmup_steps } else { step }
    }
}

impl<S: LearningRateSchedule<Rate: Rate>> LearningRateSchedule for Warmup<S> {
    type Rate = S::Rate;

    fn at(&self, step: u64) -> S::Rate {
        match self.ramp_at(step) {
            None => self.schedule.at(self.inner_step(step)),
            Some((done, target)) => self.ramp(done, 0.0, target),
        }
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> S::Rate {
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

    fn fill(&self, first_step: u64, out: &mut [S::Rate]) {
        match self.place {
            WarmupPlace::Prefix => {
                let (ramp, rest) = self.split(self.warmup_steps.saturating_sub(first_step), out);
                self.fill_ramp(first_step, 0, ramp);
                // Steps stop counting at the last one there is, which is not the last one inside.
                let step = first_step.max(self.warmup_steps);
                let (counted, last) = self.split((u64::MAX - step).saturating_add(1), rest);
                self.schedule.fill(step - self.warmup_steps, counted);
                if !last.is_empty() {
                    last.fill(self.at(u64::MAX));
                }
            }
            WarmupPlace::Inside => {
                let (ramp, rest) = self.split(self.warmup_steps.saturating_sub(first_step), out);
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
                        let (ramp, _) = self.split(self.warmup_steps - done, out);
                        self.fill_ramp(done, target, ramp);
                    }
                });
            }
        }
    }

    fn cycle_of(&self, step: u64) -> Option<Cycle<S::Rate>> {
        if self.place != WarmupPlace::Prefix {
            return self.schedule.cycle_of(step);
        }
        let cycle = self.schedule.cycle_of(step.saturating_sub(self.warmup_steps))?.moved(0, self.warmup_steps, None);
        Some(if cycle.first_step == self.warmup_steps { cycle.prefixed(self.warmup_steps) } else { cycle })
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
impl<S: LearningRateSchedule<Rate: Rate> + fmt::Display> fmt::Display for Warmup<S> {
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
