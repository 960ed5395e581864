//! Equal cycles, computed once and copied.

/// Equal cycles shorter than this are copied; longer ones are computed again, which takes as long and reads less memory.
const LONGEST: usize = 1 << 15;

/// Fills a slice with copies of its first `period` elements, which `first` writes; false where that is not worth it.
pub(in crate::cosine) fn fill(out: &mut [f64], period: u64, first: impl Fn(&mut [f64])) -> bool {
    let Ok(period) = usize::try_from(period) else { return false };
    if period >= LONGEST || out.len() <= period {
        return false;
    }
    first(&mut out[..period]);
    // No longer than what stays in the nearest cache.
    let longest = LONGEST / period * period;
    let mut done = period;
    while done < out.len() {
        let whole = done.min(longest);
        let count = whole.min(out.len() - done);
        out.copy_within(done - whole..done - whole + count, done);
        done += count;
    }
    true
}
