//! Cycles of equal length (`t_mul` is 1): the cycle of a step is a quotient.

use crate::cosine::blocks;
use crate::cosine::cycle_rates::CycleRates;
use crate::cosine::envelope::Envelope;
use crate::cosine::power_table::PowerTable;
use crate::cosine::progression::Term;

#[derive(Debug)]
pub(crate) struct Equal {
    first: CycleRates,
    period: u64,
    /// The multipliers of the cycles, unless all are 1.
    multipliers: Option<PowerTable>,
    envelope: Envelope,
}

impl Equal {
    pub(super) fn new(period: u64, m_mul: f64, envelope: Envelope) -> Self {
        let first = CycleRates::new(&Term::first(period), &envelope);
        let multipliers = (m_mul != 1.0).then(|| PowerTable::new(m_mul, u64::MAX / period));
        Self { first, period, multipliers, envelope }
    }

    #[inline]
    pub(super) fn at(&self, step: u64) -> f64 {
        match &self.multipliers {
            None => self.first.rate(step % self.period),
            Some(_) if step < self.period => self.first.rate(step),
            Some(multipliers) => {
                let multiplier = multipliers.power(step / self.period);
                self.first.with_multiplier(&self.envelope, multiplier).rate(step % self.period)
            }
        }
    }

    pub(super) fn cycle_at(&self, step: u64) -> CycleRates {
        self.in_order()(step)
    }

    /// `cycle_at` for the steps of a run.
    pub(super) fn in_order(&self) -> impl FnMut(u64) -> CycleRates + '_ {
        let mut multipliers = self.multipliers.as_ref().map(PowerTable::in_order);
        move |step| {
            let index = step / self.period;
            let cycle = self.first.repeated(index, self.period);
            match &mut multipliers {
                None => cycle,
                Some(multipliers) => cycle.with_multiplier(&self.envelope, multipliers.power(index)),
            }
        }
    }

    /// Fills a run with copies of one cycle; false where the cycles differ, or are too long for it.
    pub(super) fn fill_with_copies(&self, first_step: u64, out: &mut [f64], fill: impl Fn(&mut [f64])) -> bool {
        // Steps stop counting at the last one there is.
        let counted = first_step.checked_add(out.len() as u64).is_some();
        self.multipliers.is_none() && counted && blocks::copies::fill(out, self.period, fill)
    }
}
