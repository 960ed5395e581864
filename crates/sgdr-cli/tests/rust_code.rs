//! The Rust that `sgdr convert` prints for a plan is compiled, and has the rates that `sgdr lr` prints.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const STEPS: u64 = 60;

/// With every class that has an expression, most parameters away from their defaults.
const PLANS: [&[&str]; 10] = [
    &["-l", "0.1", "-s", "10", "--m-mul", "0.8", "--name", "a \"plan\"", "--cycle-limit", "3", "--warmup-steps", "5"],
    &["-l", "0.1", "-s", "10", "--t-mul", "1.5", "--alpha", "0.1", "--scale", "0.5", "--clamp", "0.001:0.04"],
    &[
        "-l",
        "0.1",
        "-s",
        "10",
        "--eta-min",
        "0.001",
        "--closed",
        "--warmup-steps",
        "3",
        "--warmup-place",
        "every-cycle",
    ],
    &["-l", "0.1", "-s", "10", "--clamp", ":0.05", "--warmup-steps", "3", "--warmup-shape", "cosine"],
    &["--config", "tests/cmd/plan.in/chain.json"],
    &["--config", "tests/cmd/check.in/card.json"],
    &["--config", "tests/cmd/check.in/cosine.json"],
    &["--config", "tests/cmd/check.in/piecewise.json"],
    &["--config", "tests/cmd/check.in/exponential.json"],
    &["--config", "tests/cmd/check.in/cycling.json"],
];

fn sgdr(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_sgdr")).args(args).output().expect("the command");
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// The imports from the core and the schedule, of the code that is printed.
fn schedule(plan: &[&str]) -> String {
    let code = sgdr(&[&["convert", "--to", "burn"], plan].concat());
    let imports: Vec<&str> = code.lines().filter(|line| line.starts_with("use sgdr::")).collect();
    let (_, rest) = code.split_once("let schedule = ").expect("a schedule");
    let (expression, _) = rest.split_once(";\n").expect("its end");
    format!("{}\nlet schedule = {expression};", imports.concat())
}

#[test]
fn the_code_has_the_rates_of_the_schedule() {
    let prints: String = PLANS
        .iter()
        .map(|plan| {
            let schedule = schedule(plan);
            format!("{{ #[allow(unused_imports)] {schedule}\nfor step in 0..{STEPS} {{ println!(\"{{:?}}\", schedule.at(step)); }} }}\n")
        })
        .collect();
    let program =
        format!("use sgdr::LearningRateSchedule as _;\nfn main() -> Result<(), sgdr::Error> {{\n{prints}Ok(())\n}}\n");
    let folder = tempfile::tempdir().expect("a folder");
    let output = compile(&library(folder.path()), folder.path(), &program, &["--crate-type=bin"]);
    assert!(output.status.success(), "{}\n{program}", String::from_utf8_lossy(&output.stderr));
    let printed = Command::new(folder.path().join("tried")).output().expect("the program");
    let rates = String::from_utf8(printed.stdout).expect("text");
    let rates: Vec<f64> = rates.lines().map(|rate| rate.parse().expect("a rate")).collect();

    let steps: Vec<String> = (0..STEPS).map(|step| step.to_string()).collect();
    let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
    let expected: Vec<f64> = PLANS
        .iter()
        .flat_map(|plan| {
            let text = sgdr(&[&["lr"], *plan, &["--"], &steps[..]].concat());
            text.lines().map(|rate| rate.parse().expect("a rate")).collect::<Vec<f64>>()
        })
        .collect();
    assert_eq!(rates, expected);
}

fn compile(library: &Path, folder: &Path, program: &str, args: &[&str]) -> Output {
    let source = folder.join("tried.rs");
    fs::write(&source, program).expect("a file");
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc.arg("--edition=2024").args(args).arg("--out-dir").arg(folder);
    rustc.arg("-L").arg(format!("dependency={}", library.parent().expect("a folder").display()));
    rustc.arg("--extern").arg(format!("sgdr={}", library.display())).arg(&source);
    rustc.output().expect("the compiler")
}

/// The core as it was last built with the feature `keras`. A program must link with it, which a build without `std` does not allow.
fn library(folder: &Path) -> PathBuf {
    let test = std::env::current_exe().expect("this test");
    let files = fs::read_dir(test.parent().expect("its folder")).expect("a folder");
    let is_library = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("libsgdr-") && name.ends_with(".rlib")
    };
    let mut libraries: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).filter(is_library).collect();
    libraries.sort_by_key(|path| path.metadata().and_then(|data| data.modified()).ok());
    let program = "fn main() { let _ = sgdr::keras::serialize::<sgdr::CosineDecay>; }";
    let is_usable = |path: &PathBuf| compile(path, folder, program, &["--crate-type=bin"]).status.success();
    libraries.into_iter().rev().find(is_usable).expect("a library")
}
