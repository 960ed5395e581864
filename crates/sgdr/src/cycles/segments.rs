//! A schedule as a table of segments, for compiled graphs and devices that evaluate it without the core.

use alloc::vec::Vec;

use crate::{CosineDecayRestarts, Cycle, LearningRateSchedule, ScheduleExt};

/// The most segments of a table.
const MOST: usize = 1 << 16;

/// The segments of a schedule up to a last step; made by [`ScheduleExt::segments`](crate::ScheduleExt::segments).
///
/// ```text
/// near the start of a segment   rate = peak - height * sin(pi/2 * (d + gap) / length)^2 + slope * d
/// near its end                  rate = floor + height * sin(pi/2 * e / length)^2 - slope * e
///
/// d = step - first_step         e = first_step + span - step + rest
/// ```
///
/// A segment is a cycle, a constant (`height` 0) or a straight line (`height` 0, with a `slope`). Its first step is an integer, so
/// the segment of a whole step is found by comparing integers; the one of `n + f` may begin between n and n + 1, which is found by
/// comparing f with `early`. A distance is counted from the nearer end, so nothing is lost near the floor. The last segment may be
/// [periodic](Self::period).
///
/// ```
/// use sgdr::{CosineDecayRestarts, ScheduleExt};
///
/// let segments = CosineDecayRestarts::new(0.1, 1000)?.segments(10_000).expect("it is made of cycles");
/// let first_steps: Vec<u64> = segments.iter().map(|segment| segment.first_step).collect();
/// assert_eq!(first_steps, [0, 1000, 3000, 7000]);
/// assert_eq!(segments.iter().next().map(|segment| (segment.peak, segment.floor)), Some((0.1, 0.0)));
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Segments {
    segments: Vec<Segment>,
    period: Option<u64>,
    multiplier: f64,
    whole_peak: bool,
    /// Cycles from this index on are left out.
    cycle_limit: u64,
    last_step: u64,
}

/// A part of the curve of a schedule.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Segment {
    /// The first step.
    pub first_step: u64,
    /// How far after the step before `first_step` the segment begins, in (0, 1]: a cycle may begin between two whole steps.
    pub early: f64,
    /// Whether it is a cycle.
    pub is_cycle: bool,
    /// From the first step to the last one; `u64::MAX` in a segment that does not end.
    pub span: u64,
    /// The last step, counted from the first one, that is nearer to the start.
    pub middle: u64,
    /// From the start of the cycle to the first step, in steps.
    pub gap: f64,
    /// From the last step to the end of the cycle, in steps.
    pub rest: f64,
    /// The length in steps.
    pub length: f64,
    /// The rate at the start.
    pub peak: f64,
    /// The rate at the end.
    pub floor: f64,
    /// `peak - floor` along half a cosine, else 0.
    pub height: f64,
    /// The change of a step along a straight line, else 0.
    pub slope: f64,
    /// The rate of the step after the last one, for steps so near the end that no float lies between; NaN in a segment that does not
    /// end, and in a periodic one.
    pub last: f64,
}

impl Segment {
    /// The same rate from a step on.
    ///
    /// ```
    /// assert_eq!(sgdr::Segment::constant(100, 0.1).peak, 0.1);
    /// ```
    pub fn constant(first_step: u64, rate: f64) -> Self {
        Self {
            first_step,
            early: 1.0,
            is_cycle: false,
            span: u64::MAX,
            middle: u64::MAX,
            gap: 0.0,
            rest: 1.0,
            length: f64::INFINITY,
            peak: rate,
            floor: rate,
            height: 0.0,
            slope: 0.0,
            last: f64::NAN,
        }
    }

    /// A number of steps, at least one, along half a cosine from one rate to another, which the step after them has.
    ///
    /// ```
    /// assert_eq!(sgdr::Segment::cosine(0, 100, 0.5, 0.25).height, 0.25);
    /// ```
    #[expect(clippy::cast_precision_loss, reason = "one rounding, as of any length")]
    pub fn cosine(first_step: u64, steps: u64, from: f64, to: f64) -> Self {
        let (span, length) = (steps.saturating_sub(1), steps as f64);
        let constant = Self::constant(first_step, from);
        Self { span, middle: span / 2, length, floor: to, height: from - to, ..constant }
    }

    /// The same along a straight line.
    ///
    /// ```
    /// assert_eq!(sgdr::Segment::linear(0, 2, 0.25, 0.5).slope, 0.125);
    /// ```
    pub fn linear(first_step: u64, steps: u64, from: f64, to: f64) -> Self {
        let cosine = Self::cosine(first_step, steps, from, to);
        Self { height: 0.0, slope: (to - from) / cosine.length, ..cosine }
    }

    /// A cycle of a schedule. The next one, where there is one, tells its end most exactly.
    #[expect(clippy::cast_precision_loss, reason = "one rounding, as of any length")]
    fn cycle(cycle: &Cycle, next: Option<&Cycle>, closed: bool) -> Self {
        // A peak beyond a double has no finite height.
        let (peak, floor) = (cycle.peak.min(f64::MAX), cycle.floor);
        let gap = |cycle: &Cycle| if cycle.length.is_finite() { cycle.gap } else { 0.0 };
        let constant = Self::constant(cycle.first_step, peak);
        let segment = Self { is_cycle: !cycle.hold, floor, height: peak - floor, length: cycle.length, ..constant };
        let Some(last) = cycle.last_step else { return Self { gap: gap(cycle), ..segment } };
        let span = last - cycle.first_step;
        let segment = Self { span, middle: span / 2, ..segment };
        if closed {
            return Self { rest: 0.0, length: span.max(1) as f64, ..segment };
        }
        let rest = match next {
            // The cycles before a constant tail are short, so this is exact enough.
            Some(tail) if tail.hold => cycle.length - span as f64 - cycle.gap,
            Some(next) => 1.0 - gap(next),
            None => 1.0,
        };
        Self { gap: gap(cycle), rest, ..segment }
    }
}

impl Segments {
    pub(crate) fn of<S: LearningRateSchedule + ?Sized>(schedule: &S, last_step: u64) -> Option<Self> {
        let mut segments = Self {
            segments: Vec::new(),
            period: None,
            multiplier: 1.0,
            whole_peak: false,
            cycle_limit: u64::MAX,
            last_step,
        };
        schedule.write_segments(&mut segments, 0)?;
        segments.finish(schedule);
        Some(segments)
    }

    /// Leaves out what begins after the last step, and notes the rate after each segment that ends.
    fn finish<S: LearningRateSchedule + ?Sized>(&mut self, schedule: &S) {
        let last_step = self.last_step;
        self.segments.retain(|segment| segment.first_step <= last_step.saturating_add(1));
        self.period = self.period.filter(|&period| period <= last_step);
        let ended = self.segments.len() - usize::from(self.period.is_some());
        for segment in &mut self.segments[..ended] {
            if segment.span < u64::MAX {
                segment.last = schedule.at(segment.first_step.saturating_add(segment.span));
            }
        }
    }

    /// The segments in order. The first one begins at step 0.
    pub fn iter(&self) -> core::slice::Iter<'_, Segment> {
        self.segments.iter()
    }

    /// The last step of the table: the one asked for, or an earlier one where there are more than 65,536 segments.
    pub fn last_step(&self) -> u64 {
        self.last_step
    }

    /// The number of steps after which the last segment is repeated, each time at another height; `None` if it is not.
    pub fn period(&self) -> Option<u64> {
        self.period
    }

    /// Whether a repetition multiplies the whole peak, but never below the floor; else it multiplies the height above the floor.
    pub fn multiplies_peak(&self) -> bool {
        self.whole_peak
    }

    /// What the height is multiplied by after 1, 2, 4, ... repetitions, as many as lie within the table; empty if all are equal.
    /// After n of them it is multiplied by the product of those at the bits of n.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, ScheduleExt};
    ///
    /// let schedule = CosineDecayRestarts::builder(0.1, 1000).t_mul(1.0).m_mul(0.5).build()?;
    /// let segments = schedule.segments(7999).expect("it is made of cycles");
    /// assert_eq!((segments.period(), segments.factors()), (Some(1000), vec![0.5, 0.25, 0.0625]));
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn factors(&self) -> Vec<f64> {
        let Some(period) = self.period.filter(|_| self.multiplier != 1.0) else { return Vec::new() };
        let powers = CosineDecayRestarts::builder(1.0, 1).t_mul(1.0).m_mul(self.multiplier).build();
        let Ok(powers) = powers else { return Vec::new() };
        let cycles = self.last_step / period;
        (0..64)
            .map(|bit| 1_u64 << bit)
            .take_while(|&power| power <= cycles)
            .map(|power| powers.cycle_at(power).peak.min(f64::MAX))
            .collect()
    }

    /// Adds a segment, which begins after those that are there.
    ///
    /// ```
    /// use sgdr::{LearningRateSchedule, ScheduleExt, Segment, Segments};
    ///
    /// struct Constant(f64);
    ///
    /// impl LearningRateSchedule for Constant {
    ///     fn at(&self, _step: u64) -> f64 {
    ///         self.0
    ///     }
    ///
    ///     fn write_segments(&self, segments: &mut Segments, start: u64) -> Option<()> {
    ///         segments.push(Segment::constant(start, self.0));
    ///         Some(())
    ///     }
    /// }
    ///
    /// assert_eq!(Constant(0.1).segments(1000).map(|segments| segments.iter().count()), Some(1));
    /// ```
    pub fn push(&mut self, segment: Segment) {
        self.segments.push(segment);
    }

    /// Adds equal cycles that are repeated without an end, or cycles one by one.
    pub(crate) fn push_cycles(
        &mut self,
        schedule: &impl LearningRateSchedule,
        start: u64,
        closed: bool,
        repeated: Option<Repeated>,
    ) {
        let count = if let Some(Repeated { period, multiplier, whole_peak }) = repeated {
            (self.period, self.multiplier, self.whole_peak) = (Some(period), multiplier, whole_peak);
            1
        } else {
            self.cycle_limit
        };
        self.push_each(schedule, start, count, |cycle, next| Segment::cycle(cycle, next, closed));
    }

    /// Adds a segment for each of a number of cycles, made of it and of the next one.
    pub(crate) fn push_each(
        &mut self,
        schedule: &impl LearningRateSchedule,
        start: u64,
        count: u64,
        segment: impl Fn(&Cycle, Option<&Cycle>) -> Segment,
    ) {
        let first_of = |cycle: &Cycle| start.saturating_add(cycle.first_step);
        // A segment that begins between the last step and the one after it belongs to the table.
        let end = self.last_step.saturating_add(1);
        let within = |cycle: &Cycle| cycle.index < count && first_of(cycle) <= end;
        let mut cycles = schedule.cycles().peekable();
        let mut early = 1.0;
        while let Some(cycle) = cycles.next_if(within) {
            if self.segments.len() >= MOST {
                self.last_step = first_of(&cycle) - 1;
                return;
            }
            let segment = segment(&cycle, cycles.peek());
            self.segments.push(Segment { first_step: first_of(&cycle), early, ..segment });
            early = cycle.end_fraction;
        }
    }

    /// Adds the first cycles of a schedule, and then its floor; `None` where these are repeated without an end, or the schedule
    /// begins with something else.
    pub(crate) fn push_limited(
        &mut self,
        schedule: &impl LearningRateSchedule,
        start: u64,
        count: u64,
        tail: Option<Cycle>,
    ) -> Option<()> {
        if self.cycle_limit < u64::MAX {
            return None;
        }
        let (before, last_step) = (self.segments.len(), self.last_step);
        self.cycle_limit = count;
        schedule.write_segments(self, start)?;
        self.cycle_limit = u64::MAX;
        if self.period.is_some() || !self.segments.get(before)?.is_cycle {
            return None;
        }
        if let Some(tail) = tail.filter(|_| self.last_step == last_step) {
            let early = schedule.cycle_of(tail.first_step - 1).map_or(1.0, |last| last.end_fraction);
            let first_step = start.saturating_add(tail.first_step);
            self.segments.push(Segment { early, ..Segment::constant(first_step, tail.floor) });
        }
        Some(())
    }
}

/// Cycles of equal length without an end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Repeated {
    pub(crate) period: u64,
    pub(crate) multiplier: f64,
    pub(crate) whole_peak: bool,
}

impl<'a> IntoIterator for &'a Segments {
    type Item = &'a Segment;
    type IntoIter = core::slice::Iter<'a, Segment>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
