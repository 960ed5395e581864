//! What the fuzz targets of `sgdr` share: parameters and steps worth trying, and what each class of schedules promises.
#![forbid(unsafe_code)]

pub mod any_class;
pub mod classes;
pub mod delayed;
pub mod number;
pub mod promise;
pub mod step;
