//! A file that holds a schedule: its JSON, that of an optimizer, a model's config.json, a `.keras` archive, or an `.h5` file.
//!
//! Of whatever it turns out to be, no more is read than a schedule may need.

mod archive;
mod foreign;
mod hdf5;

use std::fs::{self, File};
use std::io::{self, Cursor, ErrorKind, Read, Seek};
use std::path::Path;

use clap::ValueEnum as _;
use sgdr::keras::{Document, Error, Problem};

use crate::dtype::Dtype;
use crate::error::CliError;
use crate::schedule::Schedule;

/// The name of the file that is standard input.
pub(crate) const STANDARD_INPUT: &str = "-";

/// The longest text that is read, in MiB and in bytes; the same as for `Document`.
const MOST_MIB: u64 = 16;
const MOST: u64 = MOST_MIB << 20;
/// The longest file that is read into memory.
pub(crate) const MOST_BYTES: usize = 16 << 20;

/// A file that has been read, and the schedule found in it.
pub(crate) struct ConfigFile {
    name: String,
    document: Document,
}

impl ConfigFile {
    pub(crate) fn open(path: &Path) -> Result<Self, CliError> {
        let (name, text) = if path == Path::new(STANDARD_INPUT) {
            (String::from("standard input"), buffered(io::stdin().lock()))
        } else {
            (path.display().to_string(), file(path))
        };
        Self::new(name, text)
    }

    /// A file that the caller has read.
    pub(crate) fn of_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self, CliError> {
        Self::new(name.into(), text(Cursor::new(bytes)))
    }

    fn new(name: String, text: Result<String, CliError>) -> Result<Self, CliError> {
        let parsed = text.and_then(|text| {
            Document::parse(&text)
                .map_err(|error| foreign::explained(&text).unwrap_or_else(|| explained(&error, &text)))
        });
        match parsed {
            Ok(document) => Ok(Self { name, document }),
            Err(error) => Err(error.within(&name)),
        }
    }

    /// Where the schedule is, as keys joined by points; empty if it is the whole text.
    pub(crate) fn place(&self) -> &str {
        self.document.path()
    }

    /// Whether the file says the type of the answers.
    pub(crate) fn has_dtype(&self) -> bool {
        self.document.dtype().is_some()
    }

    /// The name of the file in words.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The schedule with answers of the type that the file says, or else of the one wanted, or else `f64`.
    pub(crate) fn schedule(&self, wanted: Option<Dtype>) -> Result<Schedule, CliError> {
        let said = self.dtype();
        if let (Some(said), Some(wanted)) = (said, wanted.filter(|&wanted| Some(wanted) != said)) {
            let (name, wanted, said) = (&self.name, wanted.name(), said.name());
            let error = CliError::usage(format!("--dtype is {wanted}, but the rates in {name} are {said}"));
            return Err(error.hint("leave out --dtype: the type in the file holds"));
        }
        let schedule = Schedule::read(&self.document, said.or(wanted).unwrap_or(Dtype::F64));
        let schedule = schedule.map_err(|error| explained(&error, "").within(&self.name))?;
        schedule.check_range().map_err(|error| {
            let error = if self.place().is_empty() { error } else { error.within(self.place()) };
            error.within(&self.name).into_failure()
        })?;
        Ok(schedule)
    }

    /// Warnings about a schedule that was read, though it is valid.
    pub(crate) fn warnings(&self, schedule: &Schedule) -> Vec<String> {
        let mut warnings = schedule.warnings();
        if self.document.class_name() == "WarmUp" {
            warnings.push(String::from(
                "WarmUp is read as the class of transformers: its decay begins when the warm-up is over; that of \
                 TensorFlow's model garden counts the steps of the warm-up, too",
            ));
        }
        warnings
    }

    /// The type of the answers, if the file says it.
    fn dtype(&self) -> Option<Dtype> {
        let said = self.document.dtype()?;
        Dtype::value_variants().iter().copied().find(|dtype| dtype.keras_name() == said)
    }
}

/// The text of a file.
fn file(path: &Path) -> Result<String, CliError> {
    let metadata = fs::metadata(path).map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(CliError::failed("this is a folder"));
    }
    let file = File::open(path).map_err(unreadable)?;
    // What is no plain file, a pipe say, cannot be gone back in.
    if metadata.is_file() { text(file) } else { buffered(file) }
}

/// The text of what can be read only once.
fn buffered(source: impl Read) -> Result<String, CliError> {
    let bytes = bounded(source).map_err(|error| {
        let is_length = error == too_long();
        if is_length { error.hint("a .keras file may be longer if it is given by its name") } else { error }
    })?;
    text(Cursor::new(bytes))
}

/// The text itself, or that of the model's config in an archive.
fn text(mut source: impl Read + Seek + Send + 'static) -> Result<String, CliError> {
    let mut head = Vec::new();
    source.by_ref().take(8).read_to_end(&mut head).and_then(|_| source.rewind()).map_err(unreadable)?;
    match &head[..] {
        head if hdf5::is_hdf5(head) => hdf5::training_config(source),
        head if archive::is_archive(head) => archive::config_json(source),
        _ => plain(source),
    }
}

/// All bytes, as text.
fn plain(source: impl Read) -> Result<String, CliError> {
    let text = String::from_utf8(bounded(source)?).map_err(|error| {
        CliError::failed(format!("this is not UTF-8 text (from byte {})", error.utf8_error().valid_up_to()))
    })?;
    Ok(text.strip_prefix('\u{feff}').map(String::from).unwrap_or(text))
}

/// All bytes, unless there are too many.
fn bounded(source: impl Read) -> Result<Vec<u8>, CliError> {
    let mut bytes = Vec::new();
    source.take(MOST + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MOST {
        return Err(too_long());
    }
    Ok(bytes)
}

fn too_long() -> CliError {
    CliError::failed(format!("must be at most {MOST_MIB} MiB long"))
}

fn unreadable(error: io::Error) -> CliError {
    match error.kind() {
        ErrorKind::NotFound => CliError::failed("there is no such file"),
        _ => CliError::failed(format!("cannot be read: {error}")),
    }
}

/// What is wrong with a text, and what may be meant.
fn explained(error: &Error, text: &str) -> CliError {
    let cli_error = CliError::failed(error.to_string());
    match error.problem() {
        Problem::Syntax { .. } if text.trim_start().starts_with("{'") => {
            cli_error.hint("this is how Python prints a dict; write it with json.dump")
        }
        Problem::NoSchedule(_) if error.path().ends_with("compile_config") => {
            cli_error.hint("the schedule is in the optimizer: compile the model before saving it")
        }
        Problem::NoSchedule(_) if [".learning_rate", ".lr"].iter().any(|key| error.path().ends_with(key)) => {
            cli_error.hint("this optimizer has a rate that does not change")
        }
        Problem::NoSchedule(_) if ["learning_rate", "lr"].contains(&error.path()) => {
            cli_error.hint("this rate does not change: there is no schedule in the file")
        }
        Problem::Kind { .. } if error.path().ends_with("decay_schedule_fn.config.decay_steps") => cli_error
            .hint("transformers takes the warm-up's steps off the run's: this run was shorter than its warm-up"),
        Problem::UnknownClass { .. } => {
            cli_error.hint("a class of your own is read in Rust, by sgdr::keras::deserialize_with")
        }
        _ => cli_error,
    }
}
