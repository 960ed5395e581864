//! What cannot be seen from outside: the code for every machine, where this one has AVX2.

use std::vec;

use super::{Curve, Range};
use crate::cosine::progression::Term;

fn curve(length: u64, rate: f64, alpha: f64) -> Curve {
    Curve::new(&Term::first(length), &Range::new(rate, alpha))
}

/// Every run of a length, with AVX2 where there is any, and without.
fn check(curve: &Curve, first: u64, count: usize) {
    let mut widest = vec![f64::NAN; count];
    let mut portable = widest.clone();
    curve.fill(first, &mut widest);
    curve.run(first, &mut portable);
    for (step, (widest, portable)) in (first..).zip(widest.into_iter().zip(portable)) {
        let alone = curve.rate(step);
        assert!(widest == alone && portable == alone, "step {step}: {alone}, in runs {widest} and {portable}");
    }
}

#[test]
fn every_first_step_and_every_tail() {
    // Blocks of every length, whole and begun, in both halves, with every number of steps that vectors leave over.
    let curve = curve(9000, 0.1, 0.01);
    for first in (0..300).chain((300..8700).step_by(97)).chain(8700..9000) {
        for count in [0, 1, 2, 3, 5, 7, 8, 13, 64, 100, 300, 1100].map(|count| count.min(9000 - first)) {
            check(&curve, first, usize::try_from(count).expect("small"));
        }
    }
}
