//! What cannot be seen from outside: the code for every machine, where this one has AVX2, and runs backwards.

use std::vec;

use crate::cosine::cycle_rates::CycleRates;
use crate::cosine::envelope::Envelope;
use crate::cosine::progression::Term;

fn cycle(length: u64, inclusive: bool) -> CycleRates {
    let envelope = if inclusive { Envelope::between(0.1, 0.001, true) } else { Envelope::new(0.1, 0.01) };
    CycleRates::new(&Term::first(length), &envelope)
}

/// A run, with AVX2 where there is any, and without; forwards and backwards.
fn check(cycle: &CycleRates, first: u64, count: usize) {
    let mut runs = vec![vec![f64::NAN; count]; 4];
    let last = (first + count as u64).saturating_sub(1);
    cycle.fill(first, &mut runs[0]);
    cycle.fill_in_blocks(first, &mut runs[1]);
    cycle.fill_backwards(last, &mut runs[2]);
    cycle.fill_backwards_in_blocks(last, &mut runs[3]);
    runs[2..].iter_mut().for_each(|run| run.reverse());
    for (index, step) in (first..first + count as u64).enumerate() {
        let rates = [0, 1, 2, 3].map(|run| runs[run][index]);
        assert_eq!(rates, [cycle.rate(step); 4], "step {step}");
    }
}

#[test]
fn every_first_step_and_every_tail() {
    for cycle in [cycle(9000, false), cycle(9000, true)] {
        // Blocks of every length, whole and begun, in both halves, with every number of steps that vectors leave over.
        for first in (0..300).chain((300..8700).step_by(97)).chain(8700..9000) {
            for count in [0, 1, 2, 3, 5, 7, 8, 13, 64, 100, 300, 1100].map(|count| count.min(9000 - first)) {
                check(&cycle, first, usize::try_from(count).expect("small"));
            }
        }
    }
}
