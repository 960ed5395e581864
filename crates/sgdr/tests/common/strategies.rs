//! Values to try.

use proptest::prelude::*;

/// As many small values as large ones.
pub(crate) fn of_any_size() -> impl Strategy<Value = u64> {
    (any::<u64>(), 0_u32..64).prop_map(|(value, shift)| value >> shift)
}

pub(crate) fn steps() -> impl Strategy<Value = u64> {
    prop_oneof![1..2000_u64, of_any_size().prop_map(|steps| steps.max(1))]
}

pub(crate) fn rate() -> impl Strategy<Value = f64> {
    prop_oneof![Just(0.0), Just(0.1), 0.0..1.0_f64, (-320_i32..308).prop_map(|e| 1.7 * 10_f64.powi(e))]
}

/// Near 1, anywhere from 0 to 1, and of any size up to that.
pub(crate) fn factor() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(0.96),
        Just(1.0),
        0.0..=1.0_f64,
        (1_i32..54).prop_map(|e| 1.0 - 0.5_f64.powi(e)),
        (0_i32..1075).prop_map(|e| 0.5_f64.powi(e)),
    ]
}

pub(crate) fn power() -> impl Strategy<Value = f64> {
    prop_oneof![Just(1.0), Just(0.9), Just(0.5), Just(2.0), 0.0..4.0_f64, (-300_i32..300).prop_map(|e| 10_f64.powi(e))]
}
