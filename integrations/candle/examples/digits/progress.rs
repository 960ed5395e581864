//! How far a run is: a bar on a terminal, a line now and then anywhere else.

use std::io::{self, IsTerminal};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use super::report::percent;
use super::schedules::{Kind, Plan};
use super::snapshot::Epoch;

/// The progress of one run, on stderr.
pub(crate) struct Progress {
    bar: ProgressBar,
    name: &'static str,
    /// The epochs of the run.
    epochs: u64,
    /// Epochs between two lines.
    every: u64,
    /// What the images are called that the accuracy is of, and how many they are.
    held_out: &'static str,
    images: usize,
}

impl Progress {
    pub(crate) fn new(bars: &MultiProgress, plan: &Plan, kind: Kind, steps: u64, images: usize) -> Self {
        let mut bar = ProgressBar::hidden();
        if io::stderr().is_terminal() {
            bar = bars.add(ProgressBar::new(steps));
        }
        let style = ProgressStyle::with_template("{prefix:9} {bar:24} step {pos:>5}/{len} {msg}")
            .expect("a valid template")
            .progress_chars("━╸ ");
        bar.set_style(style);
        bar.set_prefix(kind.name());
        Self {
            bar,
            name: kind.name(),
            epochs: plan.epochs(),
            every: plan.first_cycle,
            held_out: plan.held_out(),
            images,
        }
    }

    /// Before step `step` with its rate, in a cycle if the schedule has any.
    pub(crate) fn step(&self, step: u64, rate: f64, cycle: Option<u64>, history: &[Epoch]) {
        if !self.bar.is_hidden() {
            self.bar.set_position(step);
            self.bar.set_message(self.state(rate, cycle, history));
        }
    }

    /// After an epoch whose last step had this rate.
    pub(crate) fn epoch(&self, rate: f64, cycle: Option<u64>, history: &[Epoch]) {
        let epoch = history.len() as u64;
        let state = self.state(rate, cycle, history);
        if self.bar.is_hidden() && epoch.is_multiple_of(self.every) {
            eprintln!("{:9} epoch {epoch:>3}/{}  {state}", self.name, self.epochs);
        }
        self.bar.set_message(state);
    }

    /// After the last step; the bar stays.
    pub(crate) fn finish(&self) {
        self.bar.finish();
    }

    fn state(&self, rate: f64, cycle: Option<u64>, history: &[Epoch]) -> String {
        let mut state = format!("rate {rate:.6}");
        if let Some(Epoch { loss, correct }) = history.last() {
            state += &format!("  loss {loss:.4}  {} {}", self.held_out, percent(*correct, self.images));
        }
        if let Some(index) = cycle {
            state += &format!("  cycle {}", index + 1);
        }
        state
    }
}
