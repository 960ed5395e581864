//! Files: a run as data or as a picture, one exporter for each kind.

pub(crate) mod assets;
pub(crate) mod chart_data;
mod csv;
mod file;
mod html;
mod json;
mod npy;
mod png;
mod rows;

use std::io::Write;
use std::path::Path;

use crate::args::run::Run;
use crate::error::CliError;
use crate::text::decimal::counted;
use rows::Rows;

/// The kind of a file, told by the ending of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Csv,
    Json,
    Npy,
    Svg,
    Png,
    Html,
}

const ENDINGS: [(&str, Kind); 6] = [
    ("csv", Kind::Csv),
    ("json", Kind::Json),
    ("npy", Kind::Npy),
    ("svg", Kind::Svg),
    ("png", Kind::Png),
    ("html", Kind::Html),
];

impl Kind {
    fn of(path: &Path) -> Result<Self, CliError> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        ending.as_deref().and_then(Self::named).ok_or_else(|| {
            let endings = ENDINGS.map(|(ending, _)| format!(".{ending}")).join(", ");
            CliError::usage(format!("the name of the file must end in one of {endings} (received {})", path.display()))
        })
    }

    /// The kind of the files whose names end so.
    pub(crate) fn named(ending: &str) -> Option<Self> {
        ENDINGS.iter().find(|(known, _)| *known == ending).map(|&(_, kind)| kind)
    }

    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
            Self::Npy => "application/octet-stream",
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Html => "text/html; charset=utf-8",
        }
    }

    pub(crate) fn is_data(self) -> bool {
        matches!(self, Self::Csv | Self::Json | Self::Npy)
    }
}

/// The most rows of a file.
const MOST_ROWS: u64 = 100_000_000;

/// What to write of a run.
pub(crate) struct Export<'a> {
    pub(crate) run: &'a Run,
    /// One row for every this many steps.
    pub(crate) every: Option<u64>,
    pub(crate) log: bool,
}

impl Export<'_> {
    /// Writes the whole file or nothing, and says what it holds.
    pub(crate) fn write(&self, path: &Path) -> Result<String, CliError> {
        let kind = Kind::of(path)?;
        self.check(kind)?;
        if !kind.is_data() {
            let (contents, what) = self.picture(kind)?;
            file::write(path, |out| Ok(out.write_all(&contents)?))?;
            return Ok(what);
        }
        let rows = Rows::at_most(MOST_ROWS, self.run.steps, self.every)?;
        file::write(path, |out| self.data(kind, &rows, out))?;
        Ok(rows.words())
    }

    /// The contents of the file, with at most `most_rows` rows.
    pub(crate) fn contents(&self, kind: Kind, most_rows: u64) -> Result<Vec<u8>, CliError> {
        self.check(kind)?;
        if !kind.is_data() {
            return self.picture(kind).map(|(contents, _)| contents);
        }
        let rows = Rows::at_most(most_rows, self.run.steps, self.every)?;
        let mut contents = Vec::new();
        self.data(kind, &rows, &mut contents)?;
        Ok(contents)
    }

    /// An error if something is asked for that a file of the kind does not have.
    fn check(&self, kind: Kind) -> Result<(), CliError> {
        if kind.is_data() && self.log {
            return Err(CliError::usage("--log is for svg, png and html; data has no axis"));
        }
        if matches!(kind, Kind::Svg | Kind::Png) && self.every.is_some() {
            let error = CliError::usage("--every is for csv, json, npy and html");
            return Err(error.hint("a picture shows every restart, however long the run is"));
        }
        Ok(())
    }

    fn data(&self, kind: Kind, rows: &Rows, out: &mut impl Write) -> Result<(), CliError> {
        match kind {
            Kind::Json => json::write(self.run, rows, out),
            Kind::Npy => npy::write(self.run, rows, npy::Number::of(self.run)?, out),
            _ => csv::write(self.run, rows, out),
        }
    }

    /// The contents of a picture, and what it holds.
    fn picture(&self, kind: Kind) -> Result<(Vec<u8>, String), CliError> {
        let words = || format!("picture of {}", counted(self.run.steps.get(), "step"));
        let svg = || self.run.chart(self.log).title(&self.run.title).to_svg();
        Ok(match kind {
            Kind::Html => {
                let page = html::Page::new(self.run, self.every, self.log)?;
                (page.text(&svg()).into_bytes(), page.words())
            }
            Kind::Png => (png::render(&svg())?, words()),
            _ => (svg().into_bytes(), words()),
        })
    }
}
