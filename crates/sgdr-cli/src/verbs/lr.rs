//! `sgdr lr`: rates, one a line, for steps given as arguments or read from standard input.

use std::io::{self, BufRead as _, BufReader, BufWriter, IsTerminal as _, Read, Write as _};
use std::process::ExitCode;

use clap::Args;
use sgdr::{LearningRateSchedule as _, ScheduleExt as _};

use crate::args::schedule::ScheduleArgs;
use crate::error::CliError;
use crate::schedule::Schedule;
use crate::text::decimal::{self, Step};

/// Print the rates of steps, one a line
///
/// Each is the shortest decimal that reads back as the same rate of the type. A step between two whole ones has the rate of the
/// formula there.
#[derive(Args)]
#[command(before_help = "\
Examples:
  sgdr lr -l 0.1 -s 1000 0 500 1000
  seq 0 9999 | sgdr lr -l 0.1 -s 1000
")]
pub(crate) struct LrArgs {
    #[command(flatten)]
    schedule: ScheduleArgs,

    /// Steps, counted from 0; where none are given, or at a -, they are read from standard input, one a line
    #[arg(value_name = "STEP", allow_negative_numbers = true, value_parser = source)]
    steps: Vec<Source>,
}

/// Where steps come from.
#[derive(Clone, Copy)]
enum Source {
    Step(Step),
    StandardInput,
}

fn source(text: &str) -> Result<Source, CliError> {
    if text == "-" { Ok(Source::StandardInput) } else { Step::parse(text).map(Source::Step) }
}

pub(crate) fn run(args: LrArgs) -> Result<ExitCode, CliError> {
    let mut steps = args.steps;
    let reads_steps = steps.is_empty() || steps.iter().any(|source| matches!(source, Source::StandardInput));
    if reads_steps && args.schedule.reads_standard_input() {
        let error = CliError::usage("standard input cannot hold both the schedule and the steps");
        return Err(error.hint("name the steps, as in `sgdr lr --config - 0 500`, or give the schedule as a file"));
    }
    let schedule = args.schedule.schedule()?;
    if steps.is_empty() {
        if io::stdin().is_terminal() {
            return Err(CliError::usage("no steps given").hint("name them, as in `sgdr lr ... 0 500`, or pipe them in"));
        }
        steps.push(Source::StandardInput);
    }
    let mut printer = Printer::new(&schedule);
    for source in steps {
        match source {
            Source::Step(step) => printer.print(step)?,
            Source::StandardInput => {
                let outcome = printer.answer(BufReader::with_capacity(1 << 16, io::stdin().lock()));
                // Rates before an invalid line are printed.
                printer.out.flush()?;
                outcome?;
            }
        }
    }
    printer.out.flush()?;
    Ok(ExitCode::SUCCESS)
}

struct Printer<'a> {
    schedule: &'a Schedule,
    out: BufWriter<io::StdoutLock<'static>>,
    /// The last rate and its line. A short type has few values: its rates repeat for many steps.
    rate: f64,
    line: String,
}

impl<'a> Printer<'a> {
    fn new(schedule: &'a Schedule) -> Self {
        let out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        Self { schedule, out, rate: f64::NAN, line: String::new() }
    }

    fn print(&mut self, step: Step) -> Result<(), CliError> {
        let rate = match step {
            Step::Whole(step) => self.schedule.at(step),
            Step::Real(step) => self.schedule.at_real(step)?,
        };
        if rate != self.rate {
            self.rate = rate;
            self.line.clear();
            decimal::push(&mut self.line, self.schedule.dtype().shortest(rate));
            self.line.push('\n');
        }
        Ok(self.out.write_all(self.line.as_bytes())?)
    }

    /// Prints the rates of the steps that a reader gives, one a line.
    fn answer(&mut self, mut input: BufReader<impl Read>) -> Result<(), CliError> {
        let mut line = Vec::new();
        for number in 1_u64.. {
            // Flush before waiting for input, so that a caller who waits for each answer gets it.
            if input.buffer().is_empty() {
                self.out.flush()?;
            }
            line.clear();
            let read = input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line);
            let read = read.map_err(|error| CliError::failed(format!("cannot read the standard input: {error}")))?;
            match (read, number) {
                (0, 1) => return Err(CliError::failed("no steps: the standard input is empty")),
                (0, _) => break,
                _ => self.print(step_of(&line, number)?)?,
            }
        }
        Ok(())
    }
}

/// The most characters of a step. A longer line may have no end.
const LONGEST_LINE: u64 = 400;

/// The step on a line of the input, where lines are counted from 1.
fn step_of(line: &[u8], number: u64) -> Result<Step, CliError> {
    if line.len() as u64 == LONGEST_LINE && !line.ends_with(b"\n") {
        return Err(CliError::failed(format!("line {number}: a step has less than {LONGEST_LINE} characters")));
    }
    let text = String::from_utf8_lossy(line);
    let text = text.trim();
    text.parse()
        .map(Step::Whole)
        .or_else(|_| Step::parse(text))
        .map_err(|error| error.within(&format!("line {number}")).into_failure())
}
