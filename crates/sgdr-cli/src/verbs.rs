//! The verbs: one file each, with its flags as `...Args` and its work as `run`.

mod check;
mod completions;
mod convert;
pub(crate) mod cycles;
mod design;
mod explain;
mod export;
mod fit;
mod lr;
mod man;
mod plot;
mod replan;

use std::process::ExitCode;

use clap::Subcommand;

use crate::error::CliError;

#[derive(Subcommand)]
pub(crate) enum Verb {
    Plot(plot::PlotArgs),
    Cycles(cycles::CyclesArgs),
    Lr(lr::LrArgs),
    Fit(fit::FitArgs),
    Explain(explain::ExplainArgs),
    Export(export::ExportArgs),
    Design(design::DesignArgs),
    Replan(replan::ReplanArgs),
    Convert(convert::ConvertArgs),
    Check(check::CheckArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

impl Verb {
    pub(crate) fn run(self) -> Result<ExitCode, CliError> {
        match self {
            Self::Plot(args) => plot::run(args),
            Self::Cycles(args) => cycles::run(args),
            Self::Lr(args) => lr::run(args),
            Self::Fit(args) => fit::run(args),
            Self::Explain(args) => explain::run(args),
            Self::Export(args) => export::run(args),
            Self::Design(args) => design::run(args),
            Self::Replan(args) => replan::run(args),
            Self::Convert(args) => convert::run(args),
            Self::Check(args) => check::run(args),
            Self::Completions(args) => completions::run(args),
            Self::Man(args) => man::run(args),
        }
    }
}
