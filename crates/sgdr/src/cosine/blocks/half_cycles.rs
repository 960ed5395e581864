//! Many rates of half a cycle at once, with the bits of one at a time.
//!
//! The factors in b are the same in every block, so they are computed once; a step then costs two products and three sums.
//! Where blocks are one step long, the anchors themselves are the rates. Both loops are without branches, and compilers
//! turn them into vector instructions; everything is inlined, so that `simd` can have it compiled for several.
//! Memory is written upwards, whichever way the distances go: written back and forth, it takes twice the time.

use crate::cosine::half_cycle::{Anchor, Block, HalfCycle, LONGEST};

/// The steps of the longest block, `LONGEST`, and half of them.
const WIDTH: usize = 64;
const HALF: usize = WIDTH / 2;

/// The number of anchors that are computed together.
const TOGETHER: usize = 8;

/// Below this distance a block is one step long.
const SINGLE: u64 = 64;

/// The way through a half cycle: away from its end as steps go on, or towards it.
#[derive(Clone, Copy)]
pub(super) enum Direction {
    Away,
    Towards,
}

impl Direction {
    /// The distance some steps later; there is one.
    #[inline(always)]
    fn later(self, k: u64, steps: u64) -> u64 {
        match self {
            Self::Away => k + steps,
            Self::Towards => k - steps,
        }
    }

    /// The same, for numbers below 2^53.
    #[inline(always)]
    fn later_by(self, k: f64, steps: f64) -> f64 {
        match self {
            Self::Away => k + steps,
            Self::Towards => k - steps,
        }
    }

    /// How many steps of its block come before the one at distance k.
    #[inline(always)]
    fn before(self, block: &Block, k: u64) -> u64 {
        match self {
            Self::Away => k - block.first,
            Self::Towards => block.first + (block.length - 1) - k,
        }
    }

    /// How many blocks of the same length come, from this one on: one of 2 steps and more has 32 of its kind.
    #[inline(always)]
    fn blocks(self, block: &Block) -> u64 {
        match self {
            Self::Away if block.length == LONGEST => u64::MAX,
            Self::Away => 64 - block.first / block.length,
            Self::Towards => block.first / block.length - 31,
        }
    }
}

/// `carry(b)` for the steps of a block of the longest kind in their order; those of shorter blocks are in the middle.
struct Carries {
    sine: [f64; WIDTH],
    square: [f64; WIDTH],
}

/// The anchors of blocks of one length, one after the other.
struct Anchors {
    high: [f64; TOGETHER],
    low: [f64; TOGETHER],
    slope: [f64; TOGETHER],
    cosine: [f64; TOGETHER],
}

impl Anchors {
    #[inline(always)]
    fn rate(&self, block: usize, sine: f64, square: f64) -> f64 {
        self.high[block] + (self.low[block] + (self.slope[block] * sine + self.cosine[block] * square))
    }

    /// Writes the rates of a part of a block, which begins with those of `carries[first]`.
    #[inline(always)]
    fn block(&self, block: usize, carries: &Carries, first: usize, out: &mut [f64], least: f64) {
        match <&mut [f64; WIDTH]>::try_from(&mut *out) {
            // The usual case, with a number of steps that the compiler knows.
            Ok(out) => {
                for (index, out) in out.iter_mut().enumerate() {
                    *out = at_least(self.rate(block, carries.sine[index], carries.square[index]), least);
                }
            }
            Err(_) => {
                for (index, out) in (first..WIDTH).zip(out) {
                    *out = at_least(self.rate(block, carries.sine[index], carries.square[index]), least);
                }
            }
        }
    }

    /// Writes the rates of whole short blocks, of `LENGTH` steps each.
    #[inline(always)]
    fn short_blocks<const LENGTH: usize>(&self, carries: &Carries, out: &mut [f64], least: f64) {
        let first = HALF - LENGTH / 2;
        for (block, out) in out.chunks_exact_mut(LENGTH).enumerate() {
            for (index, out) in out.iter_mut().enumerate() {
                *out = at_least(self.rate(block, carries.sine[first + index], carries.square[first + index]), least);
            }
        }
    }
}

/// Without a branch.
#[inline(always)]
fn at_least(rate: f64, least: f64) -> f64 {
    if rate < least { least } else { rate }
}

impl HalfCycle {
    /// Writes the rates at the distances `nearest`, `nearest + 1`, ... from the end, in the order of the steps: each the
    /// sum of `rate(k)`, or `least` where it is below. All distances are at most 2^52.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "at most 64")]
    pub(super) fn fill(&self, direction: Direction, nearest: u64, out: &mut [f64], least: f64) {
        let single = out.len().min(SINGLE.saturating_sub(nearest) as usize);
        match direction {
            Direction::Away => {
                let (near, far) = out.split_at_mut(single);
                self.singles(direction, nearest, near, least);
                self.blocks(direction, nearest + single as u64, far, least);
            }
            Direction::Towards => {
                let (far, near) = out.split_at_mut(out.len() - single);
                let first = nearest + single as u64 + far.len() as u64;
                self.blocks(direction, first.saturating_sub(1), far, least);
                self.singles(direction, nearest + (single as u64).saturating_sub(1), near, least);
            }
        }
    }

    /// The rates of blocks of one step, from distance k on.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "below 64, or nothing is written")]
    fn singles(&self, direction: Direction, k: u64, out: &mut [f64], least: f64) {
        for (index, out) in out.iter_mut().enumerate() {
            let anchor = self.anchor_near(direction.later_by(k as f64, f64::from(index as u32)));
            *out = at_least(anchor.high + anchor.low, least);
        }
    }

    /// The rates of longer blocks, from distance k on.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "steps of a block; below 2^53")]
    fn blocks(&self, direction: Direction, mut k: u64, out: &mut [f64], least: f64) {
        let Some(more) = (out.len() as u64).checked_sub(1) else { return };
        let longest = Block::of(k.max(direction.later(k, more))).length as usize;
        let carries = self.carries(direction, longest);
        let mut rest = out;
        while !rest.is_empty() {
            let block = Block::of(k);
            let (length, from) = (block.length as usize, direction.before(&block, k) as usize);
            let anchors = self.anchors(direction, block.centre() as f64, block.length as f64);
            // As many blocks of this length as there are, or as there are anchors; but one that is begun goes alone.
            let blocks = if from == 0 { direction.blocks(&block).min(TOGETHER as u64) as usize } else { 1 };
            let steps = (blocks * length - from).min(rest.len());
            let (now, later) = rest.split_at_mut(steps);
            match (from == 0 && steps % length == 0, length) {
                (true, 2) => anchors.short_blocks::<2>(&carries, now, least),
                (true, 4) => anchors.short_blocks::<4>(&carries, now, least),
                (true, 8) => anchors.short_blocks::<8>(&carries, now, least),
                (true, 16) => anchors.short_blocks::<16>(&carries, now, least),
                (true, 32) => anchors.short_blocks::<32>(&carries, now, least),
                _ => {
                    let first = HALF - length / 2 + from;
                    for (block, out) in now.chunks_mut(length - from).enumerate() {
                        anchors.block(block, &carries, first, out, least);
                    }
                }
            }
            // In front of the nearest block nothing may be left to go to.
            k = if later.is_empty() { k } else { direction.later(k, steps as u64) };
            rest = later;
        }
    }

    #[inline(always)]
    fn carries(&self, direction: Direction, longest: usize) -> Carries {
        let mut carries = Carries { sine: [0.0; WIDTH], square: [0.0; WIDTH] };
        for (index, number) in (0..WIDTH).zip(0_u32..).skip(HALF - longest / 2).take(longest) {
            let b = match direction {
                Direction::Away => f64::from(number) - 32.0,
                Direction::Towards => 31.0 - f64::from(number),
            };
            (carries.sine[index], carries.square[index]) = self.carry(b);
        }
        carries
    }

    /// The anchors of successive blocks, from the first centre on.
    #[inline(always)]
    fn anchors(&self, direction: Direction, centre: f64, apart: f64) -> Anchors {
        let mut anchors =
            Anchors { high: [0.0; TOGETHER], low: [0.0; TOGETHER], slope: [0.0; TOGETHER], cosine: [0.0; TOGETHER] };
        for (index, number) in (0_u32..).take(TOGETHER).enumerate() {
            let anchor = self.anchor_near(direction.later_by(centre, f64::from(number) * apart));
            anchors.high[index] = anchor.high;
            anchors.low[index] = anchor.low;
            anchors.slope[index] = anchor.slope;
            anchors.cosine[index] = anchor.cosine;
        }
        anchors
    }

    /// The anchor at a distance of k steps, a whole number below 2^53.
    #[inline(always)]
    fn anchor_near(&self, k: f64) -> Anchor {
        let x = k + self.gap.high;
        self.anchor_at(x, (self.gap.high - (x - k)) + self.gap.low)
    }
}
