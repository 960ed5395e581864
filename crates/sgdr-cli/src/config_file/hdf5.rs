//! The compile config in an `.h5` file of Keras: the attribute `training_config` of the root.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use hdf5_reader::error::Error;
use hdf5_reader::storage::{Storage, StorageBuffer};
use hdf5_reader::{Hdf5File, OpenOptions};

use super::{MOST, MOST_BYTES};
use crate::error::CliError;

const ATTRIBUTE: &str = "training_config";

/// Whether a file that begins so is one of HDF5, whatever its name.
pub(super) fn is_hdf5(head: &[u8]) -> bool {
    head.starts_with(b"\x89HDF\r\n\x1a\n")
}

/// The text of the compile config. Of the rest, the weights, nothing is read.
pub(super) fn training_config(mut source: impl Read + Seek + Send + 'static) -> Result<String, CliError> {
    let length = source.seek(SeekFrom::End(0)).map_err(super::unreadable)?;
    let options = OpenOptions::default().with_max_object_header_bytes(MOST_BYTES).with_max_read_bytes(MOST_BYTES);
    let source = Arc::new(Source { length, reader: Mutex::new((source, 4 * MOST)) });
    let file = Hdf5File::from_storage_with_options(source, options).map_err(|error| unreadable(&error))?;
    let attribute = file.root_group().and_then(|group| group.attribute(ATTRIBUTE));
    let text = attribute.and_then(|attribute| attribute.read_string()).map_err(|error| unreadable(&error))?;
    if text.len() > MOST_BYTES { Err(super::too_long().within(ATTRIBUTE)) } else { Ok(text) }
}

fn unreadable(error: &Error) -> CliError {
    match error {
        Error::AttributeNotFound(_) => {
            let error = CliError::failed(format!("this HDF5 file has no {ATTRIBUTE}"));
            error.hint("it holds weights alone, or a model that was not compiled: compile the model before saving it")
        }
        error => CliError::failed(format!("this HDF5 file cannot be read: {error}"))
            .hint("save the model as a .keras file: model.save(\"model.keras\")"),
    }
}

/// A source with a limit on the number of bytes that are read.
struct Source<R> {
    length: u64,
    reader: Mutex<(R, u64)>,
}

impl<R: Read + Seek + Send> Storage for Source<R> {
    fn len(&self) -> u64 {
        self.length
    }

    fn read_range(&self, offset: u64, length: usize) -> Result<StorageBuffer, Error> {
        let end = offset.checked_add(length as u64).filter(|&end| end <= self.length);
        end.ok_or(Error::OffsetOutOfBounds(offset))?;
        let mut guard = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let (reader, left) = &mut *guard;
        *left = left
            .checked_sub(length as u64)
            .ok_or_else(|| io::Error::other("more has to be read than any schedule needs"))?;
        let mut bytes = vec![0; length];
        reader.seek(SeekFrom::Start(offset))?;
        reader.read_exact(&mut bytes)?;
        Ok(StorageBuffer::from_vec(bytes))
    }
}
