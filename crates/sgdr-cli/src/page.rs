//! The designer: a page on which a schedule is shaped, served only to the browsers of this machine.
//!
//! A request says what it is about in the flags of the command line, and is read by the same parser; so the page, its
//! link and the command cannot differ. What the page shows is computed here.

mod answer;
mod check;
mod code;
mod comparison;
mod cycles;
mod files;
mod fixes;
mod guard;
mod point;
mod query;
mod rates;
mod request;
mod rules;
mod server;
mod view;

pub(crate) use check::flags_of;
pub(crate) use request::{ViewArgs, check};
pub(crate) use server::Server;
