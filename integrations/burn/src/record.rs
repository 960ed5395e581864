//! A step and a schedule as a record of burn, which can contain nothing but named numbers.
//!
//! The text of the schedule is cut into pieces of eight bytes, each a number; the last one is filled up with zeros, and
//! the length in bytes tells where the text ends.

use burn_optim::lr_scheduler::LrSchedulerRecord;

use crate::LoadError;

/// Not "step", which burn's own schedulers use.
const STEP: &str = "sgdr_step";
const SCHEDULE: &str = "sgdr_schedule";
const BYTES: &str = "bytes";
const PIECE: usize = 8;

pub(crate) fn write(step: u64, schedule: Option<&str>) -> LrSchedulerRecord {
    let record = LrSchedulerRecord::new().with_scalar(STEP, step);
    match schedule {
        Some(text) => record.with_record(SCHEDULE, write_text(text)),
        None => record,
    }
}

/// The step, and the text of the schedule if it has one; of a record, or of the only group in a record of groups, which is
/// what burn's training loop saves.
pub(crate) fn read(record: &LrSchedulerRecord) -> Result<(u64, Option<String>), LoadError> {
    if let Some(step) = record.scalar(STEP) {
        return Ok((step, text(record, step)?));
    }
    let group = record.record("0");
    let step = group.scalar(STEP).ok_or(LoadError::NoStep { key: STEP })?;
    if !record.record("1").is_empty() {
        return Err(LoadError::Groups);
    }
    Ok((step, text(&group, step)?))
}

fn text(record: &LrSchedulerRecord, step: u64) -> Result<Option<String>, LoadError> {
    let text = record.record(SCHEDULE);
    if text.is_empty() {
        return Ok(None);
    }
    read_text(&text).map(Some).ok_or(LoadError::Damaged { step })
}

fn write_text(text: &str) -> LrSchedulerRecord {
    let record = LrSchedulerRecord::new().with_scalar(BYTES, text.len());
    let pieces = text.as_bytes().chunks(PIECE).enumerate();
    pieces.fold(record, |record, (index, bytes)| {
        let mut piece = [0; PIECE];
        piece[..bytes.len()].copy_from_slice(bytes);
        record.with_scalar(&index.to_string(), u64::from_le_bytes(piece))
    })
}

fn read_text(record: &LrSchedulerRecord) -> Option<String> {
    let length: usize = record.scalar(BYTES)?;
    let mut bytes = Vec::new();
    for index in 0..length.div_ceil(PIECE) {
        bytes.extend(record.scalar::<u64>(&index.to_string())?.to_le_bytes());
    }
    bytes.truncate(length);
    String::from_utf8(bytes).ok()
}
