//! The weight decay that goes with the cycles.

use core::fmt;

use crate::cosine::pieces;
use crate::cycles::cycle::cycle_between;
use crate::error::no_cycles;
use crate::num::elementary::{exp, ln, ln_of_fraction};
use crate::num::extended::Extended;
use crate::parameters::Rule::{AtLeastOne, NonNegative};
use crate::{Cycle, Error, LearningRateSchedule, ScheduleExt, Segment, Segments};

/// The normalised weight decay of AdamWR: less in a longer cycle, so that one value suits runs of any length.
///
/// ```text
/// lambda(n) = weight_decay * sqrt(batch_size / (dataset_size * E))
///
/// E = T / steps_per_epoch     the epochs in the cycle of step n; T is its length in steps
/// ```
///
/// | parameter | meaning | range |
/// |---|---|---|
/// | `schedule` | whose cycles they are | one that has cycles |
/// | `weight_decay` | lambda_norm of the paper; 0.025 to 0.05 there | finite, >= 0 |
/// | `batch_size` | samples in a step | >= 1 |
/// | `dataset_size` | samples in an epoch | >= 1 |
/// | `steps_per_epoch` | steps in an epoch, see [`Units`](crate::Units) | >= 1 |
///
/// The constant tail after the last cycle has the weight decay of that cycle. In the paper both the step size and this are
/// multiplied by the schedule's [multiplier](crate::CosineDecayRestarts::multiplier). An AdamW that multiplies its weight decay
/// by the learning rate (PyTorch's, candle's, Keras') does that already, and by the initial learning rate too: give it
/// `lambda(n) / initial_learning_rate`.
///
/// Source: I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization" (arXiv 1711.05101), appendix B. Values are
/// within 1 unit in the last place.
///
/// ```
/// use sgdr::{CosineDecayRestarts, LearningRateSchedule, NormalizedWeightDecay, Units};
///
/// // CIFAR-10 with a batch of 128; cycles of 100, 200, 400, 800 epochs end at epochs 100, 300, 700, 1500.
/// let units = Units::builder(50_000, 128).build()?;
/// let schedule = CosineDecayRestarts::new(0.001, units.epochs(100)?)?;
/// let weight_decay = NormalizedWeightDecay::new(schedule, 0.025, &units)?;
/// assert_eq!(weight_decay.at(0), 0.00012649110640673518);
/// assert_eq!(weight_decay.at(units.epochs(300)?), weight_decay.at(0) / 2.0); // a cycle of four times the length
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct NormalizedWeightDecay<S> {
    schedule: S,
    weight_decay: f64,
    batch_size: u64,
    dataset_size: u64,
    steps_per_epoch: u64,
}

impl<S> NormalizedWeightDecay<S> {
    /// The same around what its schedule becomes, whose rates are the same.
    pub(crate) fn around<R>(self, other: impl FnOnce(S) -> R) -> NormalizedWeightDecay<R> {
        let Self { schedule, weight_decay, batch_size, dataset_size, steps_per_epoch } = self;
        NormalizedWeightDecay { schedule: other(schedule), weight_decay, batch_size, dataset_size, steps_per_epoch }
    }
}

impl<S: LearningRateSchedule> NormalizedWeightDecay<S> {
    /// The weight decay for the cycles of a schedule.
    ///
    /// # Errors
    /// [`Error`] unless `weight_decay` is finite and >= 0, for a number of samples or steps that is 0, and if the schedule has no
    /// cycles.
    ///
    /// ```
    /// use sgdr::{CosineDecay, Error, NormalizedWeightDecay, Units};
    ///
    /// let units = Units::builder(1000, 10).build()?;
    /// let error = NormalizedWeightDecay::new(CosineDecay::new(0.1, 10)?, 0.05, &units).unwrap_err();
    /// assert_eq!(error.parameter(), "schedule");
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn new(schedule: S, weight_decay: f64, units: &crate::Units) -> Result<Self, Error> {
        Self::from_parts(
            schedule,
            weight_decay,
            units.samples_per_step(),
            units.dataset_size(),
            units.steps_per_epoch(),
        )
    }

    pub(crate) fn from_parts(
        schedule: S,
        weight_decay: f64,
        batch_size: u64,
        dataset_size: u64,
        steps_per_epoch: u64,
    ) -> Result<Self, Error> {
        NonNegative.number("weight_decay", weight_decay)?;
        AtLeastOne.count("batch_size", batch_size)?;
        AtLeastOne.count("dataset_size", dataset_size)?;
        AtLeastOne.count("steps_per_epoch", steps_per_epoch)?;
        schedule.cycle_of(0).ok_or_else(no_cycles)?;
        Ok(Self { schedule, weight_decay, batch_size, dataset_size, steps_per_epoch })
    }

    /// The schedule whose cycles they are.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, NormalizedWeightDecay, Units};
    ///
    /// let units = Units::builder(1000, 10).build()?;
    /// let weight_decay = NormalizedWeightDecay::new(CosineDecayRestarts::new(0.1, 100)?, 0.05, &units)?;
    /// assert_eq!(weight_decay.schedule().first_decay_steps(), 100);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn schedule(&self) -> &S {
        &self.schedule
    }

    /// The weight decay before it is normalised.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, NormalizedWeightDecay, Units};
    ///
    /// let units = Units::builder(1000, 10).build()?;
    /// let weight_decay = NormalizedWeightDecay::new(CosineDecayRestarts::new(0.1, 100)?, 0.05, &units)?;
    /// assert_eq!(weight_decay.weight_decay(), 0.05);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn weight_decay(&self) -> f64 {
        self.weight_decay
    }

    /// The samples in a step.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, NormalizedWeightDecay, Units};
    ///
    /// let units = Units::builder(1000, 10).build()?;
    /// let weight_decay = NormalizedWeightDecay::new(CosineDecayRestarts::new(0.1, 100)?, 0.05, &units)?;
    /// assert_eq!(weight_decay.batch_size(), 10);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn batch_size(&self) -> u64 {
        self.batch_size
    }

    /// The samples in an epoch.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, NormalizedWeightDecay, Units};
    ///
    /// let units = Units::builder(1000, 10).build()?;
    /// let weight_decay = NormalizedWeightDecay::new(CosineDecayRestarts::new(0.1, 100)?, 0.05, &units)?;
    /// assert_eq!(weight_decay.dataset_size(), 1000);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn dataset_size(&self) -> u64 {
        self.dataset_size
    }

    /// The steps in an epoch.
    ///
    /// ```
    /// use sgdr::{CosineDecayRestarts, NormalizedWeightDecay, Units};
    ///
    /// let units = Units::builder(1000, 10).build()?;
    /// let weight_decay = NormalizedWeightDecay::new(CosineDecayRestarts::new(0.1, 100)?, 0.05, &units)?;
    /// assert_eq!(weight_decay.steps_per_epoch(), 100);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn steps_per_epoch(&self) -> u64 {
        self.steps_per_epoch
    }

    /// The value in a cycle.
    fn in_cycle(&self, cycle: &Cycle) -> f64 {
        let before =
            cycle.first_step.checked_sub(1).filter(|_| cycle.hold).and_then(|step| self.schedule.cycle_of(step));
        let length = before.map_or(cycle.length, |before| before.length);
        if self.weight_decay == 0.0 || length.is_infinite() {
            return 0.0;
        }
        // sqrt(x) = exp(ln(x) / 2), with both in twice the precision of a double.
        let part = ln_of_fraction(u128::from(self.batch_size), u128::from(self.dataset_size));
        let epochs = ln(length).add(ln_of_fraction(u128::from(self.steps_per_epoch), 1).negated());
        let logarithm = part.add(epochs.negated()).times(0.5);
        let (exponent, excess) = exp(Extended::new(logarithm));
        let root = Extended::ONE.add(excess).scaled(exponent);
        Extended::from_f64(self.weight_decay).mul(root).to_f64()
    }
}

impl<S: LearningRateSchedule> LearningRateSchedule for NormalizedWeightDecay<S> {
    fn at(&self, step: u64) -> f64 {
        self.schedule.cycle_of(step).map_or(0.0, |cycle| self.in_cycle(&cycle))
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        cycle_between(&self.schedule, step, fraction).map_or(0.0, |cycle| self.in_cycle(&cycle))
    }

    fn fill(&self, first_step: u64, out: &mut [f64]) {
        let cycle_at = |step| ((), self.schedule.cycle_of(step).and_then(|cycle| cycle.last_step));
        pieces::fill(first_step, out, cycle_at, |(), step, values| values.fill(self.at(step)));
    }

    fn cycle_of(&self, step: u64) -> Option<Cycle> {
        Some(self.schedule.cycle_of(step)?.map(|_| self.at(step)))
    }

    fn write_segments(&self, segments: &mut Segments, start: u64) -> Option<()> {
        let repeated = self.schedule.segments(segments.last_step()).is_some_and(|inner| inner.period().is_some());
        if repeated {
            // Equal cycles have the same weight decay.
            segments.push(Segment::constant(start, self.at(0)));
        } else {
            let constant =
                |cycle: &Cycle, _: Option<&Cycle>| Segment::constant(cycle.first_step, self.at(cycle.first_step));
            segments.push_each(self, start, u64::MAX, constant);
        }
        Some(())
    }
}

/// The parameters by name.
///
/// ```
/// use sgdr::{CosineDecayRestarts, NormalizedWeightDecay, Units};
///
/// let units = Units::builder(1000, 10).build()?;
/// let weight_decay = NormalizedWeightDecay::new(CosineDecayRestarts::new(0.1, 100)?, 0.05, &units)?;
/// assert!(weight_decay.to_string().ends_with("), weight_decay=0.05, batch_size=10, dataset_size=1000, steps_per_epoch=100)"));
/// # Ok::<(), sgdr::Error>(())
/// ```
impl<S: fmt::Display> fmt::Display for NormalizedWeightDecay<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { schedule, weight_decay, batch_size, dataset_size, steps_per_epoch } = self;
        write!(
            f,
            "NormalizedWeightDecay(schedule={schedule}, weight_decay={weight_decay}, batch_size={batch_size}, \
             dataset_size={dataset_size}, steps_per_epoch={steps_per_epoch})"
        )
    }
}
