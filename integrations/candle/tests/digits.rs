//! The example `digits`, on tiny data that the tests write: what it prints and keeps, how it goes on, how it fails.

#[path = "../examples/digits/main.rs"]
#[expect(dead_code, reason = "main belongs to the example")]
mod digits;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Parser;
use tempfile::TempDir;

/// A folder that lives as long as the test.
fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn arguments<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Result<digits::Args, clap::Error> {
    digits::Args::try_parse_from(["digits"].into_iter().chain(arguments))
}

/// What the example prints, or the one line of its error.
fn run(args: &[&str]) -> Result<String, String> {
    let args = arguments(args.iter().copied()).map_err(|error| error.to_string())?;
    let mut out = Vec::new();
    digits::run(&args, &mut out).map_err(|error| format!("{error:#}"))?;
    Ok(String::from_utf8(out).expect("text"))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of text")
}

/// Checks that `args` fail with a message that has each of the `parts`.
fn fails(args: &[&str], parts: &[&str]) {
    let message = run(args).expect_err("an error");
    for part in parts {
        assert!(message.contains(part), "no {part:?} in: {message}");
    }
}

fn write(folder: &Path, name: &str, parts: &[&[u8]]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, parts.concat()).expect("a file written");
    path
}

/// Pixels that look different for every label, and a little for every image.
fn pixels(label: u8, image: u8, count: u8) -> Vec<u8> {
    (0..count).map(|pixel| if pixel % 10 == label { 200 } else { image.wrapping_mul(pixel) % 50 }).collect()
}

/// MNIST in small: 36 training and 10 test images of 8x8.
fn mnist() -> TempDir {
    let mnist = folder();
    for (name, count) in [("train", 36u8), ("t10k", 10)] {
        let labels: Vec<u8> = (0..count).map(|image| image % 10).collect();
        let images: Vec<u8> = (0..count).flat_map(|image| pixels(image % 10, image, 64)).collect();
        write(mnist.path(), &format!("{name}-labels-idx1-ubyte"), &[&[0, 0, 8, 1, 0, 0, 0, count], &labels]);
        let header = [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 8, 0, 0, 0, 8];
        write(mnist.path(), &format!("{name}-images-idx3-ubyte"), &[&header, &images]);
    }
    mnist
}

/// CIFAR-10 in small: 5 training files and a test file of 4 images each.
fn cifar() -> TempDir {
    let cifar = folder();
    for (file, name) in
        (0u8..).zip(["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"])
    {
        let record = |image: u8| [vec![(file + image) % 10], pixels(image, file, 96).repeat(32)].concat();
        write(cifar.path(), &format!("{name}.bin"), &[&(0..4).flat_map(record).collect::<Vec<_>>()]);
    }
    cifar
}

/// Three epochs: cycles end after 1 and 3.
const SHORT: [&str; 4] = ["--first-cycle", "1", "--cycles", "2"];

fn short_run(data: &Path, out: &Path) -> String {
    let args = [&["--data", text(data), "--out", text(out)], SHORT.as_slice()].concat();
    run(&args).expect("a run")
}

/// All that a run left in its folder, by name.
fn left(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file"));
    let mut files: Vec<_> = files
        .map(|file| (file.file_name().into_string().expect("text"), fs::read(file.path()).expect("a file read")))
        .collect();
    files.sort();
    files
}

/// The lines of the report, without the path of the picture.
fn report(printed: &str) -> Vec<&str> {
    printed.lines().filter(|line| !line.starts_with("picture:")).collect()
}

#[test]
fn two_runs_agree_bit_for_bit() {
    let (data, first, second) = (mnist(), folder(), folder());
    let printed = short_run(data.path(), first.path());
    assert_eq!(report(&printed), report(&short_run(data.path(), second.path())));
    assert_eq!(left(first.path()), left(second.path()));

    let names: Vec<_> = left(first.path()).into_iter().map(|(name, _)| name).collect();
    let snapshots = ["constant", "cosine", "sgdr", "step"]
        .map(|kind| ["01", "03"].map(|epoch| format!("{kind}-{epoch}.safetensors")));
    assert!(snapshots.iter().flatten().all(|name| names.contains(name)), "{names:?}");
    assert!(names.contains(&"digits.svg".to_owned()) && names.len() == 9, "{names:?}");
    for part in ["MNIST: 36 training and 10 test images, 3 epochs of 2 steps, seed 0", "sgdr", "At the end "] {
        assert!(printed.contains(part), "{printed}");
    }
}

#[test]
fn a_run_that_goes_on_ends_like_one_that_was_never_interrupted() {
    let (data, whole) = (mnist(), folder());
    let printed = short_run(data.path(), whole.path());
    // What an interruption may leave: some runs further than others, one that has not ended its first cycle.
    for (kept, from) in [
        (&["sgdr-01"][..], "sgdr-01"),
        (&["sgdr-01", "sgdr-03", "constant-01", "cosine-01", "cosine-03"], "constant-01"),
        (&["step-01", "step-03"], "step-03"),
    ] {
        let part = folder();
        for name in kept.iter().map(|name| format!("{name}.safetensors")) {
            fs::copy(whole.path().join(&name), part.path().join(&name)).expect("a copy");
        }
        let from = part.path().join(format!("{from}.safetensors"));
        let resumed = run(&["--resume", text(&from), "--data", text(data.path())]).expect("a run");
        assert_eq!(report(&resumed), report(&printed));
        assert_eq!(left(part.path()), left(whole.path()));
    }
}

#[test]
fn other_seeds_peaks_and_schedules_are_other_runs() {
    let (data, out) = (mnist(), folder());
    let one = |more: &[&str]| {
        let args = ["--data", text(data.path()), "--out", text(out.path()), "--first-cycle", "1", "--cycles", "1"];
        run(&[&args, more].concat()).expect("a run");
        fs::read(out.path().join("sgdr-01.safetensors")).expect("a snapshot")
    };
    let usual = one(&["--schedule", "sgdr"]);
    assert_eq!(usual, one(&["--schedule", "sgdr", "--seed", "0"]));
    assert_ne!(usual, one(&["--schedule", "sgdr", "--seed", "1"]));
    assert_ne!(usual, one(&["--schedule", "sgdr", "--peak", "0.01"]));
    assert_ne!(usual, one(&["--schedule", "sgdr", "--validate"]));
}

#[test]
fn cifar_is_told_by_its_files() {
    let (data, out) = (cifar(), folder());
    let args = ["--data", text(data.path()), "--out", text(out.path()), "--first-cycle", "1", "--cycles", "1"];
    let printed = run(&[&args, ["--schedule", "cosine"].as_slice()].concat()).expect("a run");
    assert!(printed.starts_with("CIFAR-10: 20 training and 4 test images, 1 epoch of 1 step"), "{printed}");
}

#[test]
fn a_rate_that_tears_the_network_apart_is_an_error() {
    let (data, out) = (mnist(), folder());
    let args = ["--data", text(data.path()), "--out", text(out.path()), "--schedule", "constant", "--peak", "1e30"];
    fails(&args, &["constant: the loss is", "a peak of 1", "is too high"]);
}

#[test]
fn command_lines_that_contradict_themselves() {
    for wrong in [
        &["--resume", "x", "--seed", "1"][..],
        &["--resume", "x", "--schedule", "sgdr"],
        &["--resume", "x", "--out", "y"],
        &["--peak", "0.1"],
        &["--schedule", "sgdr", "--peak", "0"],
        &["--schedule", "sgdr", "--peak", "NaN"],
        &["--schedule", "none"],
        &["--cycles", "0"],
        &["--cycles", "17"],
        &["--first-cycle", "0"],
    ] {
        assert!(arguments(wrong.iter().copied()).is_err(), "{wrong:?}");
    }
}

#[test]
fn folders_without_data() {
    let out = folder();
    let fails = |data: &Path, parts: &[&str]| fails(&["--data", text(data), "--out", text(out.path())], parts);
    fails(&out.path().join("none"), &["none: expected the files of MNIST", "or of CIFAR-10"]);
    fails(out.path(), &["train-images-idx3-ubyte", "data_batch_1.bin"]);

    let data = mnist();
    fs::remove_file(data.path().join("t10k-labels-idx1-ubyte")).expect("a file removed");
    fails(data.path(), &["t10k-labels-idx1-ubyte: cannot read"]);

    let data = cifar();
    fs::remove_file(data.path().join("data_batch_4.bin")).expect("a file removed");
    fails(data.path(), &["data_batch_4.bin: cannot read"]);
}

#[test]
fn broken_data() {
    let out = folder();
    let fails = |data: TempDir, name: &str, content: &[u8], parts: &[&str]| {
        write(data.path(), name, &[content]);
        fails(&["--data", text(data.path()), "--out", text(out.path())], &[&[name], parts].concat());
    };
    let images = "train-images-idx3-ubyte";
    fails(mnist(), images, &[], &["expected an idx file of bytes in 3 dimensions"]);
    fails(mnist(), images, &[0, 0, 8, 1, 0, 0, 0, 1, 7], &["expected an idx file of bytes in 3 dimensions"]);
    let header = [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0, 8];
    fails(mnist(), images, &header, &["expected [1, 8, 8] bytes after the header, found 0"]);
    fails(mnist(), images, &[&[0, 0, 8, 3], [255; 12].as_slice()].concat(), &["after the header, found 0"]);

    let labels = "train-labels-idx1-ubyte";
    fails(mnist(), labels, &[0, 0, 8, 1, 0, 0, 0, 2, 1, 2], &["expected 36 labels, found 2"]);
    let wrong = [&[0, 0, 8, 1, 0, 0, 0, 36], [1; 35].as_slice(), &[10]].concat();
    fails(mnist(), labels, &wrong, &["expected labels from 0 to 9, found 10 for image 35"]);

    fails(cifar(), "data_batch_2.bin", &[0; 3072], &["expected images of 3073 bytes, found 3072 bytes"]);
    let label = [&[12], [0; 3072].as_slice()].concat();
    fails(cifar(), "test_batch.bin", &label, &["expected labels from 0 to 9, found 12 for image 0"]);
    fails(cifar(), "test_batch.bin", &[], &["expected images of 3073 bytes, found 0 bytes"]);
}

#[test]
fn test_images_of_another_size() {
    let (data, out) = (mnist(), folder());
    let header = [0, 0, 8, 3, 0, 0, 0, 10, 0, 0, 0, 4, 0, 0, 0, 16];
    write(data.path(), "t10k-images-idx3-ubyte", &[&header, &[1; 10 * 64]]);
    let expected = ["training images are [1, 8, 8], test images [1, 4, 16]"];
    fails(&["--data", text(data.path()), "--out", text(out.path())], &expected);
}

#[test]
fn snapshots_that_are_none() {
    let folder = folder();
    let fails = |name: &str, parts: &[&str]| {
        let path = folder.path().join(name);
        fails(&["--resume", text(&path)], &[&[name], parts].concat());
    };
    fails("missing.safetensors", &["cannot read the snapshot"]);
    let expected = "expected a snapshot that this example wrote";
    write(folder.path(), "empty.safetensors", &[]);
    fails("empty.safetensors", &[expected]);
    write(folder.path(), "noise.safetensors", &[&[200; 1000]]);
    fails("noise.safetensors", &[expected]);
    write(folder.path(), "other.safetensors", &[&[2, 0, 0, 0, 0, 0, 0, 0], b"{}"]);
    fails("other.safetensors", &[expected, "no record"]);
}

#[test]
fn snapshots_of_something_else() {
    let (data, whole) = (mnist(), folder());
    short_run(data.path(), whole.path());
    let path = |name: &str| whole.path().join(format!("{name}.safetensors"));
    let fails = |name: &str, data: &Path, parts: &[&str]| {
        let args = ["--resume", text(&path(name)), "--data", text(data)].map(str::to_owned);
        fails(&args.each_ref().map(String::as_str), &[&[name], parts].concat());
    };

    // Of other images: by name, by size, by number.
    let expected = "expected a snapshot of a run on CIFAR-10, found one on MNIST (see --data)";
    fails("sgdr-03", cifar().path(), &[expected]);
    let tall = mnist();
    for (name, count) in [("train", 36u8), ("t10k", 10)] {
        let header = [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 64, 0, 0, 0, 1];
        let images = vec![1; usize::from(count) * 64];
        write(tall.path(), &format!("{name}-images-idx3-ubyte"), &[&header, &images]);
    }
    fails("sgdr-01", tall.path(), &["expected the weights of a network for these images", "linear.weight"]);
    let few = mnist();
    write(few.path(), "train-labels-idx1-ubyte", &[&[0, 0, 8, 1, 0, 0, 0, 9], &[1; 9]]);
    let header = [0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 8, 0, 0, 0, 8];
    write(few.path(), "train-images-idx3-ubyte", &[&header, &[1; 9 * 64]]);
    fails("sgdr-01", few.path(), &["expected a snapshot at the end of a cycle, found step 2 after 1 epoch"]);

    let bytes = fs::read(path("sgdr-03")).expect("a snapshot");
    write(whole.path(), "sgdr-03.safetensors", &[&bytes[..bytes.len() - 1]]);
    fails("sgdr-03", data.path(), &["expected a snapshot that this example wrote"]);
}

#[test]
fn earlier_snapshots_of_something_else() {
    let (data, out, other) = (mnist(), folder(), folder());
    let run_in = |out: &Path, seed: &str| {
        run(&[&["--data", text(data.path()), "--out", text(out), "--seed", seed], SHORT.as_slice()].concat())
            .expect("a run");
    };
    run_in(out.path(), "0");
    run_in(other.path(), "1");
    let path = |name: &str| out.path().join(format!("{name}.safetensors"));
    let fails = |part: &str| {
        fails(&["--resume", text(&path("sgdr-03")), "--data", text(data.path())], &["sgdr-01.safetensors", part]);
    };
    fs::copy(path("constant-01"), path("sgdr-01")).expect("a copy");
    fails("expected a snapshot of sgdr, found one of constant");
    fs::copy(other.path().join("sgdr-01.safetensors"), path("sgdr-01")).expect("a copy");
    fails("expected a snapshot of this comparison, found one with other settings");
    fs::remove_file(path("sgdr-01")).expect("a file removed");
    fails("cannot read the snapshot");
}

#[test]
fn the_digits_are_the_ones_of_smartcore() {
    let out = folder();
    let args = ["--out", text(out.path()), "--schedule", "sgdr", "--first-cycle", "1", "--cycles", "1"];
    let printed = run(&args).expect("a run");
    assert!(printed.starts_with("8x8 digits: 1437 training and 360 test images, 1 epoch of 45 steps"), "{printed}");
}

#[test]
fn every_row_of_the_table_has_as_many_columns_as_its_head() {
    let (data, out) = (mnist(), folder());
    let printed = short_run(data.path(), out.path());
    let rows: Vec<&str> = printed.lines().skip(2).take(5).collect();
    assert!(rows[0].starts_with("schedule  peak  epoch 1  epoch 3    best averaged ensemble "), "{printed}");
    for row in &rows[1..] {
        assert_eq!((row.matches(" %").count(), row.len()), (5, rows[0].len()), "{printed}");
    }
    for line in ["\naveraged: one network, ", "\nensemble: the networks at these ends, "] {
        assert!(printed.contains(line), "{printed}");
    }
}
