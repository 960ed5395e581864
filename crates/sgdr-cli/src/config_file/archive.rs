//! The config.json in a `.keras` file, which is a zip archive.

use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{MOST, plain};
use crate::error::CliError;

const MEMBER: &str = "config.json";

/// Whether a file that begins so is an archive, whatever its name.
pub(super) fn is_archive(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// The model's config. Its length is bounded while it is unpacked, because the length that the archive states may be wrong.
pub(super) fn config_json(source: impl Read + Seek) -> Result<String, CliError> {
    // The list of the members and the config; the weights are passed over.
    let source = Budget { source, left: 4 * MOST };
    let mut archive = ZipArchive::new(source).map_err(|error| unreadable(&error))?;
    let member = archive.by_name(MEMBER).map_err(|error| unreadable(&error))?;
    plain(member).map_err(|error| error.within(MEMBER))
}

fn unreadable(error: &ZipError) -> CliError {
    match error {
        ZipError::FileNotFound => {
            let error = CliError::failed(format!("this is an archive without {MEMBER}"));
            error.hint("a .keras file is what model.save(\"model.keras\") writes")
        }
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => CliError::failed(format!("{MEMBER} is encrypted")),
        ZipError::Io(error) => CliError::failed(format!("this is a damaged archive: {error}")),
        ZipError::InvalidArchive(what) => CliError::failed(format!("this is a damaged archive: {what}")),
        other => CliError::failed(format!("{MEMBER} cannot be unpacked: {other}")),
    }
}

/// A source with a limit on the number of bytes that are read.
struct Budget<R> {
    source: R,
    left: u64,
}

impl<R: Read> Read for Budget<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::other("more has to be read than any schedule needs"));
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let read = self.source.read(&mut buffer[..most])?;
        self.left -= read as u64;
        Ok(read)
    }
}

impl<R: Seek> Seek for Budget<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.source.seek(to)
    }
}
