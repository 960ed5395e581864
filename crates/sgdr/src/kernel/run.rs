//! Many rates of half a cycle at once, with the bits of one at a time.
//!
//! The factors in b are the same in every block, so they are computed once; a step then costs two products and three sums.
//! Where blocks are one step long, the anchors themselves are the rates. Both loops are without branches, and compilers
//! turn them into vector instructions.

use super::{Anchor, Block, HalfCycle};

/// The steps of the longest block, `LONGEST`, and half of them.
const WIDTH: usize = 64;
const HALF: usize = WIDTH / 2;

/// How many anchors are computed together.
const TOGETHER: usize = 8;

/// Below this distance a block is one step long.
const SINGLE: u64 = 64;

/// The way through a half cycle: away from its end as steps go on, or towards it.
#[derive(Clone, Copy)]
pub(crate) enum Direction {
    Away,
    Towards,
}

impl Direction {
    /// Writes values of `write` for 0, 1, ... over the next `count` elements, and hands back the rest.
    #[inline(always)]
    fn put<T>(self, out: &mut [T], count: usize, write: impl Fn(usize) -> T) -> &mut [T] {
        match self {
            Self::Away => {
                let (now, later) = out.split_at_mut(count);
                now.iter_mut().enumerate().for_each(|(index, out)| *out = write(index));
                later
            }
            Self::Towards => {
                let (later, now) = out.split_at_mut(out.len() - count);
                now.iter_mut().enumerate().for_each(|(index, out)| *out = write(count - 1 - index));
                later
            }
        }
    }
}

/// `carry(b)` for b from -32 to 31, at index b + 32; where no block is so long, only what is needed.
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

impl HalfCycle {
    fn carries(&self, longest: usize) -> Carries {
        let mut carries = Carries { sine: [0.0; WIDTH], square: [0.0; WIDTH] };
        let from = HALF - longest / 2;
        for (index, b) in (0..WIDTH).zip(-32_i32..).skip(from).take(longest) {
            (carries.sine[index], carries.square[index]) = self.carry(f64::from(b));
        }
        carries
    }

    /// The anchor at `centre + steps`, both whole numbers, with a sum below 2^53.
    #[inline(always)]
    fn anchor_beyond(&self, centre: f64, steps: f64) -> Anchor {
        let k = centre + steps;
        let x = k + self.gap.high;
        self.anchor_at(x, (self.gap.high - (x - k)) + self.gap.low)
    }

    /// The anchors of blocks so many steps apart.
    #[inline]
    fn anchors(&self, centre: f64, apart: f64) -> Anchors {
        let mut anchors =
            Anchors { high: [0.0; TOGETHER], low: [0.0; TOGETHER], slope: [0.0; TOGETHER], cosine: [0.0; TOGETHER] };
        for (index, number) in (0_u32..).take(TOGETHER).enumerate() {
            let anchor = self.anchor_beyond(centre, f64::from(number) * apart);
            anchors.high[index] = anchor.high;
            anchors.low[index] = anchor.low;
            anchors.slope[index] = anchor.slope;
            anchors.cosine[index] = anchor.cosine;
        }
        anchors
    }

    /// Writes the rates at the distances `nearest`, `nearest + 1`, ... from the end, in the order of the steps: each the
    /// sum of `rate(k)`, as `finish` makes of it. All distances are below 2^52.
    #[inline]
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "steps of a block; below 2^53")]
    pub(crate) fn run<T>(&self, direction: Direction, nearest: u64, out: &mut [T], finish: impl Fn(f64) -> T) {
        let single = out.len().min(SINGLE.saturating_sub(nearest) as usize);
        // Only used below 64.
        let near = f64::from(nearest as u32);
        let mut rest = direction.put(out, single, |index| {
            let anchor = self.anchor_beyond(near, f64::from(index as u32));
            finish(anchor.high + anchor.low)
        });
        let Some(more) = (rest.len() as u64).checked_sub(1) else { return };
        let mut k = nearest + single as u64;
        let carries = self.carries(Block::of(k + more).length as usize);
        while !rest.is_empty() {
            let block = Block::of(k);
            let (length, from) = (block.length as usize, (k - block.first) as usize);
            // As many blocks of this length as there are anchors, or one.
            let all = length * TOGETHER;
            let several = from == 0 && rest.len() >= all && Block::of(k + all as u64 - 1).length == block.length;
            let anchors = self.anchors(block.centre() as f64, block.length as f64);
            let blocks = if several { TOGETHER } else { 1 };
            for block in 0..blocks {
                let steps = (length - from).min(rest.len());
                let first = HALF - length / 2 + from;
                let (sine, square) = (&carries.sine[first..first + steps], &carries.square[first..first + steps]);
                let (high, low) = (anchors.high[block], anchors.low[block]);
                let (slope, cosine) = (anchors.slope[block], anchors.cosine[block]);
                rest = direction
                    .put(rest, steps, |index| finish(high + (low + (slope * sine[index] + cosine * square[index]))));
                k += steps as u64;
            }
        }
    }
}
