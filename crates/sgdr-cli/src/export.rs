//! Files: a run as data or as a picture, one exporter for each kind.

mod csv;
mod file;
mod html;
mod json;
mod npy;
mod png;
mod rows;

use std::io::Write;
use std::path::Path;

use crate::decimal::counted;
use crate::error::CliError;
use crate::run::Run;
use rows::Rows;

/// The kind of a file, told by the ending of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
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
        ENDINGS.iter().find(|(known, _)| ending.as_deref() == Some(known)).map(|&(_, kind)| kind).ok_or_else(|| {
            let endings = ENDINGS.map(|(ending, _)| format!(".{ending}")).join(", ");
            CliError::usage(format!("the name of the file must end in one of {endings} (received {})", path.display()))
        })
    }
}

/// What to write of a run.
pub(crate) struct Export<'a> {
    pub(crate) run: &'a Run,
    /// One row for every so many steps.
    pub(crate) every: Option<u64>,
    pub(crate) log: bool,
}

impl Export<'_> {
    /// Writes the whole file or nothing, and says what it holds.
    pub(crate) fn write(&self, path: &Path) -> Result<String, CliError> {
        let kind = Kind::of(path)?;
        let is_data = matches!(kind, Kind::Csv | Kind::Json | Kind::Npy);
        if is_data && self.log {
            return Err(CliError::usage("--log is for svg, png and html; data has no axis"));
        }
        if matches!(kind, Kind::Svg | Kind::Png) && self.every.is_some() {
            let error = CliError::usage("--every is for csv, json, npy and html");
            return Err(error.hint("a picture shows every restart, however long the run is"));
        }
        if !is_data {
            let (contents, what) = self.picture(kind)?;
            file::write(path, |out| Ok(out.write_all(&contents)?))?;
            return Ok(what);
        }
        let rows = Rows::new(self.run, self.every)?;
        match kind {
            Kind::Json => file::write(path, |out| json::write(self.run, &rows, out))?,
            Kind::Npy => {
                let number = npy::Number::of(self.run)?;
                file::write(path, |out| npy::write(self.run, &rows, number, out))?;
            }
            _ => file::write(path, |out| csv::write(self.run, &rows, out))?,
        }
        Ok(rows.words())
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
