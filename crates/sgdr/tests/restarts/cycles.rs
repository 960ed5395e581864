//! The cycle of a step against a second oracle: the loop that the definition is,
//!
//! ```text
//! while step >= length { step -= length; length *= p / q }
//! ```
//!
//! in exact fractions. It knows t_mul as the fraction that was chosen, not as the double that the schedule gets.

use num_bigint::BigUint;
use num_integer::Integer;
use sgdr::{CosineDecayRestarts, LearningRateSchedule, ScheduleExt};

/// SplitMix64, so that a failure comes back.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// As many small values as large ones.
    fn of_any_size(&mut self) -> u64 {
        let shift = self.below(64);
        self.next() >> shift
    }

    fn pick(&mut self, values: &[u64]) -> u64 {
        values[usize::try_from(self.below(values.len() as u64)).expect("an index")]
    }
}

/// The cycles one after the other. `start` and `length` are numerators over `q^index`.
struct Walk {
    p: u64,
    q: u64,
    index: u64,
    scale: BigUint,
    start: BigUint,
    length: BigUint,
}

impl Walk {
    fn new(first_decay_steps: u64, p: u64, q: u64) -> Self {
        let (zero, one) = (BigUint::ZERO, BigUint::from(1_u8));
        Self { p, q, index: 0, scale: one, start: zero, length: first_decay_steps.into() }
    }

    fn is_held(&self) -> bool {
        self.length < self.scale
    }

    fn advance(&mut self) {
        self.start = (&self.start + &self.length) * self.q;
        self.length *= self.p;
        self.scale *= self.q;
        self.index += 1;
    }

    /// The first step of the cycle, and that of the next.
    fn steps(&self) -> (BigUint, BigUint) {
        (self.start.div_ceil(&self.scale), (&self.start + &self.length).div_ceil(&self.scale))
    }
}

/// Checks about `steps` steps of random schedules; returns how many there were.
fn check(seed: u64, steps: u64) -> u64 {
    /// The oracle's fractions grow by log2(q) bits a cycle.
    const CYCLES: u64 = 600;
    let mut random = Random(seed);
    let mut checked = 0;
    while checked < steps {
        let q = random.pick(&[1, 1, 2, 3, 5, 10, 10, 100, 1000, 10_000, 7, 64, 999, 32_768]);
        let p = match random.below(8) {
            0 => q,
            1 => 1 + random.below(q),
            2 => q + 1,
            _ => q + random.below(q.saturating_mul(9) + 1),
        };
        let (p, q) = (p / p.gcd(&q), q / p.gcd(&q));
        // Divisible by a power of q, so that many boundaries are whole steps, or anything.
        let first_decay_steps = match random.below(4) {
            0 => q.saturating_pow(u32::try_from(random.below(7)).expect("small")).saturating_mul(1 + random.below(50)),
            1 => 1 + random.below(1_000),
            2 => 1 + random.below(1_000_000),
            _ => random.of_any_size().max(1),
        };
        #[expect(clippy::cast_precision_loss, reason = "small integers: the quotient is the double nearest to p/q")]
        let t_mul = p as f64 / q as f64;
        let m_mul = if random.below(2) == 0 { 1.0 } else { 0.9 };
        let schedule = CosineDecayRestarts::builder(0.1, first_decay_steps).t_mul(t_mul).m_mul(m_mul).build();
        let schedule = schedule.expect("legal");

        let mut walk = Walk::new(first_decay_steps, p, q);
        for _ in 0..CYCLES {
            let (first, next) = walk.steps();
            let Ok(first) = u64::try_from(&first) else { break };
            let held = walk.is_held();
            let last = if held { None } else { u64::try_from(next - 1_u8).ok() };
            let middle = first + last.unwrap_or(u64::MAX).saturating_sub(first) / 2;
            let end = last.unwrap_or(u64::MAX);
            let inside = first + random.below((end - first).saturating_add(1).max(1));
            for step in [first, first.saturating_add(1).min(end), middle, inside, end.saturating_sub(1).max(first), end]
            {
                let cycle = schedule.cycle_at(step);
                assert_eq!(
                    (cycle.index, cycle.first_step, cycle.last_step, cycle.is_hold()),
                    (walk.index, first, last, held),
                    "step {step} of {schedule} (t_mul = {p}/{q})"
                );
                let rate = schedule.at(step);
                assert!(rate >= cycle.floor && rate <= cycle.peak, "step {step} of {schedule}");
                checked += 1;
            }
            if held || last.is_none() {
                break;
            }
            walk.advance();
        }
    }
    checked
}

#[test]
fn the_cycle_is_that_of_the_loop() {
    assert!(check(1, 300_000) >= 300_000);
}

/// `cargo test --release -p sgdr --test restarts ten_million_times -- --ignored --nocapture`; `scripts/test` runs it.
#[test]
#[ignore = "ten million steps: for release builds"]
fn the_cycle_is_that_of_the_loop_ten_million_times() {
    let threads: Vec<_> = (0..4).map(|seed| std::thread::spawn(move || check(1000 + seed, 2_500_000))).collect();
    let checked: u64 = threads.into_iter().map(|thread| thread.join().expect("no wrong cycle")).sum();
    println!("{checked} steps, 0 wrong cycles");
    assert!(checked >= 10_000_000);
}

/// Found by fuzzing: cycle 512 is the constant tail here.
#[test]
fn a_hold_comes_once() {
    for (first, t_mul) in [(171, 0.99), (170, 0.99), (172, 0.99), (1, 0.5), (100_000, 0.98)] {
        let schedule = CosineDecayRestarts::builder(0.1, first).t_mul(t_mul).build().expect("legal");
        let last = schedule.cycles().last().expect("a cycle");
        assert!(last.is_hold());
        assert_eq!(schedule.cycle_at(u64::MAX), last, "{schedule}");
    }
}
