//! Constant rates, one after the other.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::error::not_increasing;
use crate::parameters::{self, Field, Kind, Parameter, Parameters, Rule, Value};
use crate::{Error, LearningRateSchedule, Segment, Segments};

/// The name unless set, as in Keras.
const NAME: &str = "PiecewiseConstant";

/// Constant rates between boundaries.
///
/// ```text
/// lr(n) = values[i],     i = the number of boundaries below n
/// ```
///
/// So `values[0]` holds up to step `boundaries[0]` inclusive, `values[1]` from the next step to `boundaries[1]`
/// inclusive, and the last value forever.
///
/// | parameter | meaning | range | default |
/// |---|---|---|---|
/// | `boundaries` | the last step of each value but the last | at least one, increasing strictly | |
/// | `values` | the rates | one more than boundaries; finite, >= 0 | |
/// | `name` | carried along, never interpreted | any | `"PiecewiseConstant"` |
///
/// The parameters are those of `PiecewiseConstantDecay` in Keras. That takes no boundaries, or decreasing ones, and fails
/// or adds several values up when it is called; here they are errors.
///
/// ```
/// use sgdr::{LearningRateSchedule, PiecewiseConstantDecay};
///
/// let schedule = PiecewiseConstantDecay::new(vec![1000, 2000], vec![0.1, 0.05, 0.01])?;
/// assert_eq!([0, 1000, 1001, 2000, 2001].map(|step| schedule.at(step)), [0.1, 0.1, 0.05, 0.05, 0.01]);
/// # Ok::<(), sgdr::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PiecewiseConstantDecay {
    boundaries: Vec<u64>,
    values: Vec<f64>,
    name: String,
}

impl PiecewiseConstantDecay {
    /// A schedule named `"PiecewiseConstant"`.
    ///
    /// # Errors
    /// [`Error`] unless there is a boundary, the boundaries increase strictly, there is one value more than boundaries, and each
    /// value is finite and >= 0.
    ///
    /// ```
    /// use sgdr::{Error, PiecewiseConstantDecay};
    ///
    /// let error = PiecewiseConstantDecay::new(vec![20, 10], vec![0.1, 0.05, 0.01]).unwrap_err();
    /// assert_eq!(error.to_string(), "boundaries must increase strictly (received 10 after 20, at index 1)");
    /// assert_eq!(error.to_string(), "boundaries must increase strictly (received 10 after 20, at index 1)");
    /// ```
    pub fn new(boundaries: impl Into<Vec<u64>>, values: impl Into<Vec<f64>>) -> Result<Self, Error> {
        let (boundaries, values) = (boundaries.into(), values.into());
        if boundaries.is_empty() {
            return Err(Error::new("boundaries", "must have at least one element", "an empty list"));
        }
        for (index, pair) in (1..).zip(boundaries.windows(2)) {
            if pair[0] >= pair[1] {
                return Err(not_increasing(pair[1], pair[0]).at_index(index));
            }
        }
        if values.len() != boundaries.len() + 1 {
            let received = alloc::format!("{} values, {} boundaries", values.len(), boundaries.len());
            return Err(Error::new("values", "must have one element more than boundaries", received));
        }
        for (index, value) in values.iter().enumerate() {
            Rule::NonNegative.number("values", *value).map_err(|error| error.at_index(index))?;
        }
        Ok(Self { boundaries, values, name: String::from(NAME) })
    }

    /// The same schedule with another name to carry along.
    ///
    /// ```
    /// use sgdr::PiecewiseConstantDecay;
    ///
    /// let schedule = PiecewiseConstantDecay::new([1000], [0.1, 0.01])?.with_name("run 7");
    /// assert_eq!(schedule.name(), "run 7");
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The last step of each value but the last.
    ///
    /// ```
    /// assert_eq!(sgdr::PiecewiseConstantDecay::new([1000], [0.1, 0.01])?.boundaries(), [1000]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn boundaries(&self) -> &[u64] {
        &self.boundaries
    }

    /// The rates.
    ///
    /// ```
    /// assert_eq!(sgdr::PiecewiseConstantDecay::new([1000], [0.1, 0.01])?.values(), [0.1, 0.01]);
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The name carried along.
    ///
    /// ```
    /// assert_eq!(sgdr::PiecewiseConstantDecay::new([1000], [0.1, 0.01])?.name(), "PiecewiseConstant");
    /// # Ok::<(), sgdr::Error>(())
    /// ```
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl LearningRateSchedule for PiecewiseConstantDecay {
    #[inline]
    fn at(&self, step: u64) -> f64 {
        self.values[self.boundaries.partition_point(|&boundary| boundary < step)]
    }

    fn at_fraction(&self, step: u64, fraction: f64) -> f64 {
        // After a boundary, however little, comes the next value.
        let is_past = |boundary| boundary < step || boundary == step && fraction > 0.0;
        self.values[self.boundaries.partition_point(|&boundary| is_past(boundary))]
    }

    fn write_segments(&self, segments: &mut Segments, start: u64) -> Option<()> {
        let (first, later) = self.values.split_first()?;
        segments.push(Segment::constant(start, *first));
        for (&boundary, &rate) in self.boundaries.iter().zip(later) {
            // After a boundary, however little, comes the next value; less than this counts as 0 on some devices.
            let first_step = start.saturating_add(boundary).saturating_add(1);
            segments.push(Segment { early: f64::MIN_POSITIVE, ..Segment::constant(first_step, rate) });
        }
        Some(())
    }
}

/// The parameters, named as in Keras.
///
/// ```
/// assert_eq!(
///     sgdr::PiecewiseConstantDecay::new([1000], [0.1, 0.01])?.to_string(),
///     "PiecewiseConstantDecay(boundaries=[1000], values=[0.1, 0.01], name=\"PiecewiseConstant\")"
/// );
/// # Ok::<(), sgdr::Error>(())
/// ```
impl fmt::Display for PiecewiseConstantDecay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        parameters::display(self, f)
    }
}

impl Parameters for PiecewiseConstantDecay {
    const CLASS: &'static str = "PiecewiseConstantDecay";

    const PARAMETERS: &'static [Parameter] = &[
        Parameter::required("boundaries", Kind::Counts, Rule::Increasing),
        Parameter::required("values", Kind::Numbers, Rule::OneMoreThanBoundaries),
        Parameter::optional("name", Kind::Text, Rule::Any, Value::Text(Cow::Borrowed(NAME))),
    ];

    fn parameters(&self) -> Vec<(&'static str, Value<'_>)> {
        let Self { boundaries, values, name } = self;
        Vec::from([("boundaries", boundaries.value()), ("values", values.value()), ("name", name.value())])
    }

    fn from_parameters<E: From<Error>>(
        mut value: impl FnMut(&'static Parameter) -> Result<Option<Value<'static>>, E>,
    ) -> Result<Self, E> {
        let [boundaries, values, name] = Self::PARAMETERS else {
            return Err(Error::new("boundaries", "must be declared", "nothing").into());
        };
        let boundaries: Vec<u64> = parameters::required(boundaries, value(boundaries)?)?;
        let values: Vec<f64> = parameters::required(values, value(values)?)?;
        let given: Option<String> = parameters::field(name, value(name)?)?;
        let schedule = Self::new(boundaries, values)?;
        Ok(given.into_iter().fold(schedule, Self::with_name))
    }
}
