//! The results in words.

use std::io::Write;

use anyhow::Result;

use super::data::Data;
use super::ensemble::{averaged, ensemble};
use super::schedules::Plan;
use super::train::Outcome;

impl Outcome {
    /// Test images right at the end of the run.
    fn last(&self) -> usize {
        self.history.last().map_or(0, |epoch| epoch.correct)
    }

    /// Test images right after the best epoch.
    fn best(&self) -> usize {
        self.history.iter().map(|epoch| epoch.correct).max().unwrap_or(0)
    }
}

/// Writes a row for each schedule, and who won.
pub(crate) fn print(plan: &Plan, data: &Data, outcomes: &[Outcome], out: &mut dyn Write) -> Result<()> {
    let images = data.test.len();
    let (name, train, test, seed) = (data.name, data.train.len(), plan.held_out(), plan.seed);
    let (epochs, steps) = (plural(plan.epochs(), "epoch"), plural(data.steps_per_epoch(), "step"));
    writeln!(out, "{name}: {train} training and {images} {test} images, {epochs} of {steps}, seed {seed}\n")?;

    // What the lowest run ends with is what every run reaches: how soon?
    let goal = outcomes.iter().map(Outcome::last).min().unwrap_or(0);
    let width = format!("epoch {}", plan.epochs()).len().max(8);
    write!(out, "{:8} {:>5}", "schedule", "peak")?;
    for epoch in plan.cycle_ends() {
        write!(out, " {:>width$}", format!("epoch {epoch}"))?;
    }
    let soon = format!("{} after", percent(goal, images));
    writeln!(out, " {:>7} {:>8} {:>8} {soon}", "best", "averaged", "ensemble")?;
    let last = soon.len();
    for outcome in outcomes {
        write!(out, "{:8} {:>5}", outcome.kind.name(), plan.peak(outcome.kind))?;
        for epoch in plan.cycle_ends() {
            let correct = outcome.history[usize::try_from(epoch)? - 1].correct;
            write!(out, " {:>width$}", percent(correct, images))?;
        }
        let snapshots = &outcome.snapshots;
        let [averaged, ensemble] = [averaged(snapshots, data)?, ensemble(snapshots, data)?].map(|n| percent(n, images));
        let before = outcome.history.iter().take_while(|epoch| epoch.correct < goal).count();
        let after = plural(before as u64 + 1, "epoch");
        writeln!(out, " {:>7} {averaged:>8} {ensemble:>8} {after:>last$}", percent(outcome.best(), images))?;
    }
    writeln!(out, "\naveraged: one network, with the mean of the weights at the ends of SGDR's cycles")?;
    writeln!(out, "ensemble: the networks at these ends, with the mean of their probabilities")?;
    if outcomes.len() > 1 {
        writeln!(out, "{} is what the lowest schedule ends with\n", percent(goal, images))?;
        verdict(outcomes, images, out)?;
    }
    Ok(())
}

/// Says who won, and how much that means.
fn verdict(outcomes: &[Outcome], images: usize, out: &mut dyn Write) -> Result<()> {
    let most = outcomes.iter().map(Outcome::last).max().unwrap_or(0);
    let winners: Vec<_> = outcomes.iter().filter(|run| run.last() == most).map(|run| run.kind.name()).collect();
    let verb = if winners.len() == 1 { "has" } else { "have" };
    writeln!(out, "At the end {} {verb} the most images right: {most} of {images}.", winners.join(" and "))?;
    // Two standard errors of that number, as if every image were a toss of the same coin.
    let share = count(most) / count(images);
    let error = (count(images) * share * (1. - share)).sqrt();
    writeln!(out, "A difference of up to {} images may be chance.", (2. * error).ceil())?;
    Ok(())
}

/// "1 epoch", "2 epochs".
pub(crate) fn plural(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// `part` of `whole` in per cent.
pub(crate) fn percent(part: usize, whole: usize) -> String {
    format!("{:.1} %", 100. * count(part) / count(whole))
}

/// A number of images as a float.
#[expect(clippy::cast_precision_loss, reason = "no data set has 2^53 images")]
pub(crate) fn count(images: usize) -> f64 {
    images as f64
}
