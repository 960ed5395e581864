//! The rate inside half a cycle, within 0.6 units in the last place: the one place where a cosine is evaluated.
//!
//! Measured from the nearer end of its cycle, at a distance of x steps, a rate is
//!
//! ```text
//! end +- A sin(K x)^2,     K = pi / (2 T),  A = (1 - alpha) m_mul^i initial_learning_rate
//! ```
//!
//! with `peak - A sin^2` in the first half and `floor + A sin^2` in the second. Nothing cancels, so the rate keeps
//! its relative accuracy down to the last step of a cycle, where `(1 + cos) / 2` loses everything. With u = (K x)^2 / 3,
//!
//! ```text
//! A sin(K x)^2 = A K^2 x^2 (1 - u + u^2 P(u))
//! ```
//!
//! is summed with two compensations (`anchor`): products of 26-bit halves are exact, what they leave out is added last.
//!
//! # Blocks
//! A rate is evaluated so at the centre c of a block of steps, and carried from there over b steps by
//!
//! ```text
//! A sin(K (c + b))^2 = A sin(K c)^2 + sin(2 K c) / K * (A K sin(2 K b) / 2) + cos(2 K c) * (A sin(K b)^2)
//! ```
//!
//! A whole run then costs two products and three sums a step, for the factors in b are the same in every block; and
//! one step costs little more than without, because both sides are computed at once. Blocks are counted from the end of
//! the cycle, so the bits of a rate do not depend on where a run starts. The block of a step at distance k is at most
//! k/32 steps long (one step below 64) and at most 64: the second and third term are at most 1/32 of the first, which
//! keeps their rounding harmless, and |K b| <= pi/256, which keeps their polynomials short.
//!
//! In a cycle of at most 2^53 steps a rate never rises. In a longer one a step may change the rate by less than the
//! rounding of two blocks differs, and a rate may rise by a unit in the last place where two blocks meet.
//!
//! The order of operations is part of the definition: only `+ - *` on `f64` and bit masks, so every IEEE machine
//! returns the same bits. Coefficients: scripts/coefficients.py.

use crate::num::double_double::{DoubleDouble, leading_bits};

const P: [f64; 7] = [
    0.399_999_999_999_999_1,
    -0.085_714_285_714_212_45,
    0.011_428_571_426_343_438,
    -0.001_038_961_004_432_897_5,
    6.850_262_569_234_531e-5,
    -3.423_666_010_139_788_5e-6,
    1.304_349_267_645_853_4e-7,
];
const G: [f64; 9] = [
    1.0,
    -1.999_999_999_999_999_8,
    1.199_999_999_999_969_8,
    -0.342_857_142_855_685,
    0.057_142_857_108_218_88,
    -0.006_233_765_772_938_756,
    0.000_479_516_876_369_229_8,
    -2.738_471_657_040_651_4e-5,
    1.168_195_369_463_689e-6,
];
const G_IN_BLOCK: [f64; 4] = [1.0, -2.0, 1.199_999_999_908_22, -0.342_852_454_879_042_4];
const P_IN_BLOCK: f64 = 0.399_995_972_599_237_4;

/// A factor split for exact products: `leading + rest` is the factor to about 80 bits, `nearest` its nearest double.
#[derive(Clone, Copy, Debug)]
struct Factor {
    leading: f64,
    rest: f64,
    nearest: f64,
}

impl Factor {
    fn new(value: DoubleDouble) -> Self {
        let leading = leading_bits(value.high);
        Self { leading, rest: (value.high - leading) + value.low, nearest: value.high }
    }
}

/// Half a cycle: what the rate at a distance of k whole steps from its end is computed from.
#[derive(Clone, Copy, Debug)]
pub(super) struct HalfCycle {
    /// The distance of the step k = 0 from the end of the cycle, in [0, 1].
    pub(super) gap: DoubleDouble,
    /// Peak or floor.
    end: DoubleDouble,
    /// A K^2, negative in the first half.
    curvature: Factor,
    /// K^2 / 3
    phase: Factor,
}

/// The rate at the centre of a block as a sum of two doubles, and how it changes around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Anchor {
    pub(super) high: f64,
    pub(super) low: f64,
    /// sin(2 K c) / K
    pub(super) slope: f64,
    /// cos(2 K c)
    pub(super) cosine: f64,
}

impl HalfCycle {
    /// A flat half, at zero; `quarter_turn` is K^2.
    pub(super) fn new(gap: DoubleDouble, quarter_turn: DoubleDouble) -> Self {
        let flat = Factor::new(DoubleDouble::ZERO);
        let phase = Factor::new(quarter_turn.mul(DoubleDouble::ONE_THIRD));
        Self { gap, end: DoubleDouble::ZERO, curvature: flat, phase }
    }

    /// The half at the other end of the cycle, as flat.
    #[inline]
    pub(super) fn other(&self, gap: DoubleDouble) -> Self {
        Self { gap, ..*self }
    }

    /// The same half with another end and another A K^2.
    #[inline]
    pub(super) fn with_end(&self, end: DoubleDouble, curvature: DoubleDouble) -> Self {
        Self { end, curvature: Factor::new(curvature), ..*self }
    }

    /// The rate at k steps from the end, as a double and what is to be added to it; k is at most half the length.
    #[inline]
    pub(super) fn rate(&self, k: u64) -> (f64, f64) {
        let block = Block::of(k);
        let anchor = self.anchor(block.centre());
        let (sine, square) = self.carry(block.offset(k));
        (anchor.high, anchor.low + (anchor.slope * sine + anchor.cosine * square))
    }

    /// The rate at any distance from the end, in the form of `rate`; at most half the length.
    pub(super) fn rate_at(&self, distance: DoubleDouble) -> (f64, f64) {
        let anchor = self.anchor_at(distance.high, distance.low);
        (anchor.high, anchor.low)
    }

    /// The distance from the end at k steps and a part of one more.
    pub(super) fn distance_to(&self, k: u64, part: DoubleDouble) -> DoubleDouble {
        DoubleDouble::whole(u128::from(k)).add(self.gap).add(part)
    }

    /// The peak or floor that the half ends in, in the form of `rate`: what `rate(0)` is where the gap is 0.
    pub(super) fn end(&self) -> (f64, f64) {
        (self.end.high, self.end.low)
    }

    #[inline]
    fn anchor(&self, k: u64) -> Anchor {
        let (x, x_low) = self.distance(k);
        self.anchor_at(x, x_low)
    }

    /// The anchor at a distance of `x + x_low`.
    #[inline(always)]
    pub(super) fn anchor_at(&self, x: f64, x_low: f64) -> Anchor {
        let Factor { leading: za, rest: zb, nearest: z } = self.curvature;
        let Factor { leading: ua, rest: ub, nearest: un } = self.phase;

        // q = x^2, then w1 + w2 = A K^2 q and u1 + u2 = u, each with an exact first part.
        let xa = leading_bits(x);
        let xb = (x - xa) + x_low;
        let q1 = xa * xa;
        let q2 = xb * (x + xa);
        let q = q1 + q2;
        let qa = leading_bits(q);
        let qb = (q1 - qa) + q2;
        let w1 = qa * za;
        let w2 = qa * zb + qb * z;
        let u1 = qa * ua;
        let u2 = qa * ub + qb * un;
        let u = u1 + u2;

        let squared = u * u;
        let fourth = squared * squared;
        let p = P[0] + u * (((P[1] + P[2] * u) + (P[3] + P[4] * u) * squared) + (P[5] + P[6] * u) * fourth);
        let t = u * (u * p);

        // (w1 + w2) (1 - (u1 + u2) + t), the large products exact, the small ones collected in `low`.
        let w = u2 - t;
        let wa = leading_bits(w1);
        let wb = w1 - wa;
        let va = leading_bits(u1);
        let vb = (u1 - va) + w;
        let x1 = wa * va;
        let x2 = wa * vb + wb * (va + vb);
        let d1 = w1 - x1;
        let d2 = (w1 - d1) - x1;
        let low = (d2 - x2) + (w2 - w2 * (u1 + w));

        let DoubleDouble { high: sum, low: error } = DoubleDouble::sum(self.end.high, d1);
        let rest = error + (low + self.end.low);
        let high = sum + rest;

        let g = 1.0
            + u * (((G[1] + G[2] * u) + (G[3] + G[4] * u) * squared)
                + ((G[5] + G[6] * u) + (G[7] + G[8] * u) * squared) * fourth);
        Anchor { high, low: (sum - high) + rest, slope: 2.0 * (x * g), cosine: 1.0 - 6.0 * (u * (1.0 - (u - t))) }
    }

    /// A K sin(2 K b) / 2 and A sin(K b)^2, the factors of a step b from the centre of its block.
    #[inline(always)]
    pub(super) fn carry(&self, b: f64) -> (f64, f64) {
        let (z, u) = (self.curvature.nearest, self.phase.nearest);
        let squared = b * b;
        let v = squared * u;
        let sine = (b * z) * ((1.0 + G_IN_BLOCK[1] * v) + (G_IN_BLOCK[2] + G_IN_BLOCK[3] * v) * (v * v));
        let w = squared * z;
        (sine, w - w * (v - (v * v) * P_IN_BLOCK))
    }

    /// k + gap as a double and what it leaves out; both addends are exact and not negative.
    #[inline]
    #[expect(clippy::cast_precision_loss, reason = "from 2^53 on the low 11 bits are converted on their own")]
    fn distance(&self, k: u64) -> (f64, f64) {
        if k < 1 << 53 {
            let x = k as f64 + self.gap.high;
            return (x, (self.gap.high - (x - k as f64)) + self.gap.low);
        }
        let low = k & 0x7ff;
        let high = (k - low) as f64;
        let x = high + self.gap.high;
        (x, (self.gap.high - (x - high)) + (self.gap.low + low as f64))
    }
}

/// The longest block.
pub(super) const LONGEST: u64 = 64;

/// A block of steps; its length is a power of two.
pub(super) struct Block {
    pub(super) first: u64,
    pub(super) length: u64,
}

impl Block {
    /// The block that holds k. Lengths: 1 below 64, 2 below 128, and so on to 64 from 2048 on.
    #[inline]
    pub(super) fn of(k: u64) -> Self {
        let bits = 64 - (k | 32).leading_zeros();
        let length = 1 << (bits - 6).min(LONGEST.ilog2());
        Self { first: k & !(length - 1), length }
    }

    #[inline]
    pub(super) fn centre(&self) -> u64 {
        self.first + self.length / 2
    }

    /// The distance of k from the centre.
    #[inline]
    #[expect(clippy::cast_possible_wrap, clippy::cast_precision_loss, reason = "a block has at most 64 steps")]
    fn offset(&self, k: u64) -> f64 {
        k.wrapping_sub(self.centre()) as i64 as f64
    }
}
