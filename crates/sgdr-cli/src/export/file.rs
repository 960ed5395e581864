//! A file that is written whole or not at all.

use std::fs;
use std::io::{self, BufWriter, ErrorKind, Write as _};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use crate::error::CliError;

/// Writes to a new file beside the one wanted and then renames it, replacing a file of that name.
pub(super) fn write(
    path: &Path,
    contents: impl FnOnce(&mut BufWriter<&mut NamedTempFile>) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if path.is_dir() {
        return Err(CliError::failed(format!("cannot write {}: it is a folder", path.display())));
    }
    let mut file = new_file(folder).map_err(|error| failed(path, folder, &error))?;
    let mut out = BufWriter::with_capacity(1 << 16, &mut file);
    contents(&mut out)?;
    out.flush().map_err(|error| failed(path, folder, &error))?;
    drop(out);
    file.persist(path).map_err(|error| failed(path, folder, &error.error))?;
    Ok(())
}

/// A file with the permissions that new files have.
fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".sgdr-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

fn failed(path: &Path, folder: &Path, error: &io::Error) -> CliError {
    let (file, shown) = (path.display(), folder.display());
    match error.kind() {
        ErrorKind::NotFound if fs::metadata(folder).is_err() => {
            CliError::failed(format!("cannot write {file}: there is no folder {shown}")).hint("make the folder first")
        }
        ErrorKind::NotADirectory => CliError::failed(format!("cannot write {file}: {shown} is not a folder")),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            CliError::failed(format!("cannot write {file}: nothing may be written in the folder {shown}"))
                .hint("choose another folder with -o")
        }
        ErrorKind::StorageFull => CliError::failed(format!("cannot write {file}: there is no space left")),
        _ => CliError::failed(format!("cannot write {file}: {}", reason(error))),
    }
}

/// What the system says, without the name of the new file.
fn reason(error: &io::Error) -> String {
    error.raw_os_error().map_or_else(|| error.kind().to_string(), |code| io::Error::from_raw_os_error(code).to_string())
}
