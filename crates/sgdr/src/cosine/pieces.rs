//! Runs that are made of pieces: cycles, or schedules one after the other.

/// Writes a run from a step on, piece by piece: `piece_at` gives the piece of a step and its last step (`None` where that
/// lies beyond all steps), asked for each in their order, `write` the rates of a piece from a step on. Steps stop counting at the last one there is.
pub(crate) fn fill<T, P>(
    first_step: u64,
    out: &mut [T],
    mut piece_at: impl FnMut(u64) -> (P, Option<u64>),
    write: impl Fn(P, u64, &mut [T]),
) {
    let (mut step, mut rest) = (first_step, out);
    while !rest.is_empty() {
        let (piece, last_step) = piece_at(step);
        let left = (last_step.unwrap_or(u64::MAX) - step).saturating_add(1);
        let (now, later) = rest.split_at_mut(usize::try_from(left).unwrap_or(usize::MAX).min(rest.len()));
        write(piece, step, now);
        step = step.saturating_add(left);
        rest = later;
    }
}
