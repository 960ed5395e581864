//! Any text: it is read or gives an error that one can print, and what was read is written and read again without a change.
#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};
use sgdr::keras::{self, CustomObjects, Document, Error};
use sgdr::{AnySchedule, CosineDecayRestarts, LearningRateSchedule};
use sgdr_fuzz::delayed::Delayed;
use sgdr_fuzz::promise;

/// No message is longer, whatever the text.
const LONGEST_MESSAGE: usize = 2000;

/// A fuzzer makes no text longer than any message, so a tilde stands for this number of letters.
const TILDE: usize = 100_000;

const STEPS: [u64; 8] = [0, 1, 2, 999, 1000, 1 << 32, u64::MAX - 7, u64::MAX];

fuzz_target!(|data: &[u8]| -> Corpus {
    let Ok(text) = core::str::from_utf8(data) else { return Corpus::Reject };
    let text = text.replacen('~', &"x".repeat(TILDE), 1);
    match Document::parse(&text) {
        Ok(document) => check(&document),
        Err(error) => check_error(&error),
    }
    let by_serde = serde_json::from_str::<AnySchedule>(&text);
    assert_eq!(by_serde.ok(), keras::deserialize(&text).ok(), "serde reads what `deserialize` does");
    Corpus::Keep
});

fn check(document: &Document) {
    let custom_objects = CustomObjects::new().with::<Delayed>();
    let schedule: AnySchedule = match document.schedule_with(&custom_objects) {
        Ok(schedule) => schedule,
        Err(error) => return check_error(&error),
    };
    let written = keras::serialize(&schedule);
    assert!(written.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
    let again: AnySchedule = keras::deserialize_with(&written, &custom_objects).expect("just written");
    assert_eq!(again, schedule);
    assert_eq!(keras::serialize(&again), written);
    promise::check(&schedule, &STEPS);
    for step in STEPS {
        assert_eq!(again.at(step).to_bits(), schedule.at(step).to_bits());
    }

    assert!(!schedule.to_string().contains('\n'));
    if let AnySchedule::CosineDecayRestarts(schedule) = &schedule {
        assert_eq!(&document.schedule::<CosineDecayRestarts>().expect("of this class"), schedule);
    }
    if !matches!(schedule, AnySchedule::Custom(_)) {
        let by_serde = serde_json::to_string(&schedule).expect("a text");
        assert_eq!(serde_json::from_str::<AnySchedule>(&by_serde).expect("just written"), schedule);
    }
}

fn check_error(error: &Error) {
    let message = error.to_string();
    assert!(!message.is_empty() && message.len() <= LONGEST_MESSAGE, "{} bytes: {message:.200}", message.len());
    assert!(!message.chars().any(char::is_control), "{message}");
    assert!(message.starts_with(error.path()));
}
