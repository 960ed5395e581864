//! A long run in shares for all cores, with the feature `threads`.

/// The rates that one core computes of a long run.
#[cfg(feature = "threads")]
const SHARE: usize = 1 << 20;

/// Fills a run from a step on, by `fill` for each share of it. Steps stop counting at the last one there is.
pub(crate) fn fill(first_step: u64, out: &mut [f64], fill: impl Fn(u64, &mut [f64]) + Sync) {
    #[cfg(feature = "threads")]
    if out.len() > SHARE {
        use rayon::prelude::*;
        let shares = out.par_chunks_mut(SHARE).enumerate();
        return shares.for_each(|(share, out)| fill(first_step.saturating_add((share * SHARE) as u64), out));
    }
    fill(first_step, out);
}
