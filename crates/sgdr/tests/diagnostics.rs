//! What the compiler says where something that is not a schedule is given as one: it names the way out.
#![cfg(feature = "serde")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What the compiler says about a function with this body.
fn errors(body: &str) -> String {
    let output = compile(&library(), body);
    assert!(!output.status.success(), "compiles: {body}");
    // Lines are broken where they please.
    String::from_utf8_lossy(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn compile(library: &Path, body: &str) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("tried.rs");
    fs::write(&source, format!("pub fn tried() {{ {body} }}\n")).expect("a file");
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc.args(["--edition=2024", "--crate-type=lib", "--emit=metadata"]).arg("--out-dir").arg(folder.path());
    rustc.arg("-L").arg(format!("dependency={}", library.parent().expect("a folder").display()));
    rustc.arg("--extern").arg(format!("sgdr={}", library.display())).arg(&source);
    rustc.output().expect("the compiler")
}

/// This crate as it was last built with the feature `serde`.
fn library() -> PathBuf {
    let test = std::env::current_exe().expect("this test");
    let files = fs::read_dir(test.parent().expect("its folder")).expect("a folder");
    let is_library = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("libsgdr-") && name.ends_with(".rlib")
    };
    let mut libraries: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).filter(is_library).collect();
    libraries.sort_by_key(|path| path.metadata().and_then(|data| data.modified()).ok());
    let has_serde =
        |path: &PathBuf| compile(path, "let _ = sgdr::keras::serialize::<sgdr::CosineDecay>;").status.success();
    libraries.into_iter().rev().find(has_serde).expect("a library")
}

const RATE: &str = "fn rate<S: sgdr::LearningRateSchedule>(schedule: S) -> f64 { schedule.at(0) }";

#[test]
fn a_closure_is_told_to_be_made_a_schedule() {
    let message = errors(&format!("{RATE} rate(|step: u64| 0.1 * step as f64);"));
    assert!(message.contains("is not a learning-rate schedule"), "{message}");
    assert!(message.contains("`sgdr::from_fn(closure)`"), "{message}");
}

#[test]
fn a_builder_and_a_result_are_told_what_they_lack() {
    for wrong in ["sgdr::CosineDecayRestarts::builder(0.1, 10)", "sgdr::CosineDecayRestarts::new(0.1, 10)"] {
        let message = errors(&format!("{RATE} rate({wrong});"));
        assert!(message.contains("is not a learning-rate schedule"), "{message}");
        assert!(message.contains("a builder by `.build()?`, and a `Result` that holds a schedule by `?`"), "{message}");
    }
}

#[test]
fn what_cannot_be_serialized_is_told_of_unchecked() {
    let message = errors("sgdr::keras::serialize(&sgdr::from_fn(|step| step as f64));");
    assert!(message.contains("is no schedule that can be serialized"), "{message}");
    assert!(message.contains("`unchecked`") && message.contains("`sgdr::keras::Class`"), "{message}");
}
