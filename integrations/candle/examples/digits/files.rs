//! MNIST and CIFAR-10 from files that the user has.
//!
//! The loaders of `candle-datasets` would do, were it not for what they bring along (a download client and parquet) and
//! for their trust in the files: a short one panics or passes. Both formats fit in a page.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use candle_core::{DType, Device, Tensor};

use super::data::{CLASSES, Data, Images};

/// The data set in `folder`, told by the names of its files.
pub(crate) fn load(folder: &Path) -> Result<Data> {
    let data = if folder.join("train-images-idx3-ubyte").exists() {
        mnist(folder)?
    } else if folder.join("data_batch_1.bin").exists() {
        cifar(folder)?
    } else {
        bail!(
            "{}: expected the files of MNIST (train-images-idx3-ubyte, ...) or of CIFAR-10 (data_batch_1.bin, ...)",
            folder.display(),
        );
    };
    let (train, test) = (data.train.shape(), data.test.shape());
    ensure!(train == test, "{}: training images are {train:?}, test images {test:?}", folder.display());
    Ok(data)
}

fn mnist(folder: &Path) -> Result<Data> {
    let part = |name: &str| {
        let ([count, rows, columns], pixels) = idx(&folder.join(format!("{name}-images-idx3-ubyte")))?;
        let path = folder.join(format!("{name}-labels-idx1-ubyte"));
        let ([labelled], labels) = idx(&path)?;
        ensure!(labelled == count, "{}: expected {count} labels, found {labelled}", path.display());
        check_labels(&path, &labels)?;
        images(&path, pixels, [count, 1, rows, columns], labels)
    };
    Ok(Data { name: "MNIST", train: part("train")?, test: part("t10k")? })
}

/// An idx file of bytes: 0, 0, 8, the number of dimensions, each dimension in four bytes, the values.
fn idx<const DIMENSIONS: usize>(path: &Path) -> Result<([usize; DIMENSIONS], Vec<u8>)> {
    let bytes = read(path)?;
    let magic = [0, 0, 8, u8::try_from(DIMENSIONS)?];
    let header = 4 + 4 * DIMENSIONS;
    ensure!(
        bytes.len() >= header && bytes.starts_with(&magic),
        "{}: expected an idx file of bytes in {DIMENSIONS} dimensions, which begins with {magic:?}",
        path.display(),
    );
    let mut dims = [0; DIMENSIONS];
    for (dim, bytes) in dims.iter_mut().zip(bytes[4..header].chunks_exact(4)) {
        *dim = usize::try_from(u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))?;
    }
    let values = &bytes[header..];
    ensure!(
        dims.iter().try_fold(1, |product: usize, &dim| product.checked_mul(dim)) == Some(values.len()),
        "{}: expected {dims:?} bytes after the header, found {}",
        path.display(),
        values.len(),
    );
    Ok((dims, values.to_vec()))
}

/// The binary version: one byte of label and 3 x 32 x 32 of colours for each image.
fn cifar(folder: &Path) -> Result<Data> {
    const IMAGE: [usize; 3] = [3, 32, 32];
    const RECORD: usize = 1 + 3 * 32 * 32;
    let part = |names: &[&str]| {
        let (mut pixels, mut labels) = (Vec::new(), Vec::new());
        for name in names {
            let path = folder.join(name);
            let bytes = read(&path)?;
            ensure!(
                !bytes.is_empty() && bytes.len() % RECORD == 0,
                "{}: expected images of {RECORD} bytes, found {} bytes",
                path.display(),
                bytes.len(),
            );
            let first = labels.len();
            for record in bytes.chunks_exact(RECORD) {
                labels.push(record[0]);
                pixels.extend_from_slice(&record[1..]);
            }
            check_labels(&path, &labels[first..])?;
        }
        let [channels, rows, columns] = IMAGE;
        images(folder, pixels, [labels.len(), channels, rows, columns], labels)
    };
    let train = ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"];
    Ok(Data { name: "CIFAR-10", train: part(&train)?, test: part(&["test_batch.bin"])? })
}

fn images(path: &Path, pixels: Vec<u8>, shape: [usize; 4], labels: Vec<u8>) -> Result<Images> {
    ensure!(shape.iter().all(|&dim| dim > 0), "{}: expected images, found none", path.display());
    let labels = Tensor::new(labels, &Device::Cpu)?.to_dtype(DType::U32)?;
    let pixels = Tensor::from_vec(pixels, &shape, &Device::Cpu)?.to_dtype(DType::F32)?;
    Images::new((pixels / 255.)?, labels)
}

fn check_labels(path: &Path, labels: &[u8]) -> Result<()> {
    match labels.iter().position(|&label| usize::from(label) >= CLASSES) {
        Some(image) => {
            bail!("{}: expected labels from 0 to 9, found {} for image {image}", path.display(), labels[image])
        }
        None => Ok(()),
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{}: cannot read", path.display()))
}
