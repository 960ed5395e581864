//! Half-precision rates are rounded once, to nearest, ties to even: tried around the middle of all neighbours.
#![cfg(feature = "half")]

use half::{bf16, f16};
use sgdr::Rate;

/// Checks the doubles at, just below and just above the middle of each pair of neighbours, given by their bits.
fn check<T: Rate>(largest: u16, from_bits: fn(u16) -> T) {
    for bits in 0..largest {
        let (low, high) = (from_bits(bits), from_bits(bits + 1));
        // Exact, because a double has many more bits.
        let middle = low.to_f64().midpoint(high.to_f64());
        let even = if bits % 2 == 0 { low } else { high };
        let neighbour = |up: bool| f64::from_bits(if up { middle.to_bits() + 1 } else { middle.to_bits() - 1 });
        for (rate, expected) in [(low.to_f64(), low), (neighbour(false), low), (middle, even), (neighbour(true), high)]
        {
            assert_eq!(T::from_f64(rate), expected, "{rate:e} between {low} and {high}");
        }
    }
}

#[test]
fn an_f16_rate_is_rounded_once() {
    check(f16::MAX.to_bits(), f16::from_bits);
}

#[test]
fn a_bf16_rate_is_rounded_once() {
    check(bf16::MAX.to_bits(), bf16::from_bits);
}

#[test]
fn what_is_too_large_is_infinite() {
    assert_eq!(<f16 as Rate>::from_f64(65_519.999_999), f16::MAX);
    assert_eq!(<f16 as Rate>::from_f64(65_520.0), f16::INFINITY);
    assert_eq!(<f16 as Rate>::from_f64(f64::MAX), f16::INFINITY);
    assert_eq!(<f16 as Rate>::from_f64(f64::INFINITY), f16::INFINITY);
    assert_eq!(<bf16 as Rate>::from_f64(f64::MAX), bf16::INFINITY);
}
