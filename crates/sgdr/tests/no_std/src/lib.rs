//! A library without `std` that uses the schedule, as firmware would: were `std` linked, its panic handler would clash
//! with this one. `scripts/test-core` builds it.
#![no_std]

use core::alloc::{GlobalAlloc, Layout};

use sgdr::{AnySchedule, CosineDecayRestarts, LearningRateSchedule, keras};

/// Refuses every request; a real program brings its own.
struct NoMemory;

// SAFETY: it never returns memory. (The library itself has no unsafe code.)
unsafe impl GlobalAlloc for NoMemory {
    unsafe fn alloc(&self, _: Layout) -> *mut u8 {
        core::ptr::null_mut()
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static ALLOCATOR: NoMemory = NoMemory;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

/// The rate of a step, or -1 for parameters that are not legal.
pub fn rate(initial_learning_rate: f64, first_decay_steps: u64, step: u64) -> f64 {
    CosineDecayRestarts::new(initial_learning_rate, first_decay_steps).map_or(-1.0, |schedule| schedule.at(step))
}

/// The same for a schedule as Keras saves it.
pub fn saved_rate(text: &str, step: u64) -> f64 {
    keras::deserialize::<AnySchedule>(text).map_or(-1.0, |schedule| schedule.at(step))
}
