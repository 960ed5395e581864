//! What cannot be seen from outside: the code for every machine, where this one has AVX2, and how near the approximation is.

use std::vec;

use proptest::prelude::*;

use super::{Curve, Range};
use crate::Rate;
use crate::cosine::progression::Term;

fn curve(length: u64, rate: f64, alpha: f64) -> Curve {
    Curve::new(&Term::first(length), &Range::new(rate, alpha))
}

/// Every run of a length, with AVX2 where there is any, and without.
fn check<T: Rate>(curve: &Curve, first: u64, count: usize) {
    let mut widest = vec![T::from_f64(f64::NAN); count];
    let mut portable = widest.clone();
    curve.fill(first, &mut widest);
    curve.run(first, &mut portable);
    for (step, (widest, portable)) in (first..).zip(widest.into_iter().zip(portable)) {
        let alone: T = curve.at(step);
        assert!(widest == alone && portable == alone, "step {step}: {alone}, in runs {widest} and {portable}");
    }
}

#[test]
fn every_first_step_and_every_tail() {
    // Blocks of every length, whole and begun, in both halves, with every number of steps that vectors leave over.
    let curve = curve(9000, 0.1, 0.01);
    for first in (0..300).chain((300..8700).step_by(97)).chain(8700..9000) {
        for count in [0, 1, 2, 3, 5, 7, 8, 13, 64, 100, 300, 1100].map(|count| count.min(9000 - first)) {
            check::<f64>(&curve, first, usize::try_from(count).expect("small"));
            check::<f32>(&curve, first, usize::try_from(count).expect("small"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn the_approximation_is_near(
        length in (1..u64::MAX, 0_u32..63).prop_map(|(length, shift)| (length >> shift).max(1)),
        part in 0.0..1.0_f64,
        rate in (-37_i32..37).prop_map(|exponent| 1.7 * 10_f64.powi(exponent)),
        alpha in prop_oneof![Just(0.0), Just(1.0), 0.0..1.0_f64],
    ) {
        let curve = curve(length, rate, alpha);
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, clippy::cast_sign_loss, reason = "any will do")]
        let inside = (part * length as f64) as u64;
        for step in [inside, length / 2, length / 2 + 1, 1, length - 1].map(|step| step.min(length - 1)) {
            let (rate, near) = (curve.rate(step), curve.approximate_rate(step));
            prop_assert!((near - rate).abs() <= rate / f64::from(1_u32 << 31) / f64::from(1_u32 << 14), "{near} for {rate}");
        }
    }
}
