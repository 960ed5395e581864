//! Steps from standard input and rates into pipes, whatever is at the other end.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn lr() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sgdr"));
    command.args(["lr", "-l", "0.1", "-s", "1000"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs it with a text as its standard input.
fn answer_to(input: &[u8], command: &mut Command) -> (i32, String, String) {
    let mut child = command.spawn().expect("sgdr runs");
    // It may end before it has read everything.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    outcome(child.wait_with_output().expect("it ends"))
}

fn outcome(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (output.status.code().expect("no signal"), text(output.stdout), text(output.stderr))
}

fn fails(input: &[u8], stdout: &str, message: &str) {
    assert_eq!(answer_to(input, &mut lr()), (1, stdout.to_owned(), format!("{message}\n")));
}

#[test]
fn steps_come_one_a_line() {
    let rates = String::from("0.1\n0.05\n0.1\n");
    assert_eq!(answer_to(b"0\n500\n1000\n", &mut lr()), (0, rates.clone(), String::new()));
    assert_eq!(answer_to(b"0\r\n 500\r\n1e3", &mut lr()), (0, rates.clone(), String::new()));
    assert_eq!(answer_to(b"500\n", lr().args(["0", "-", "1000"])), (0, rates, String::new()));
}

#[test]
fn a_wrong_line_is_named() {
    fails(
        b"0\nabc\n1\n",
        "0.1\n",
        "error: line 2: step must be a number from 0 to 18446744073709551615 (received abc)",
    );
    fails(
        b"0\n\n1\n",
        "0.1\n",
        "error: line 2: step must be a number from 0 to 18446744073709551615 (received nothing)",
    );
    fails(b"-1\n", "", "error: line 1: step must be a number from 0 to 18446744073709551615 (received -1)");
    fails(b"1 2\n", "", "error: line 1: step must be a number from 0 to 18446744073709551615 (received 1 2)");
    fails(b"1e400", "", "error: line 1: step must be a number from 0 to 18446744073709551615 (received 1e400)");
    fails(
        b"\xff\x00\x1b[31m\n",
        "",
        "error: line 1: step must be a number from 0 to 18446744073709551615 (received \u{fffd}\\0\\u{1b}[31m)",
    );
}

#[test]
fn a_line_without_an_end_is_not_read_to_the_end() {
    fails(&[b'0'; 1_000_000], "", "error: line 1: a step has less than 400 characters");
}

#[test]
fn nothing_to_read_is_an_error() {
    fails(b"", "", "error: no steps: the standard input is empty");
    let directory = File::open(env!("CARGO_MANIFEST_DIR")).expect("a directory");
    let (code, stdout, stderr) = outcome(lr().stdin(directory).output().expect("sgdr runs"));
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(stderr.starts_with("error: cannot read the standard input: "), "{stderr}");
}

#[test]
fn whoever_waits_for_an_answer_gets_it() {
    let mut child = lr().spawn().expect("sgdr runs");
    let (mut questions, answers) = (child.stdin.take().expect("a pipe"), child.stdout.take().expect("a pipe"));
    let mut answers = BufReader::new(answers).lines();
    for (question, answer) in [("0\n", "0.1"), ("500\n", "0.05")] {
        questions.write_all(question.as_bytes()).expect("it reads");
        assert_eq!(answers.next().expect("an answer").expect("text"), answer);
    }
    drop(questions);
    assert!(child.wait().expect("it ends").success());
}

/// Starts it, closes its standard output, and lets it end.
fn closed(mut child: Child) -> (i32, String) {
    drop(child.stdout.take());
    let (code, _, stderr) = outcome(child.wait_with_output().expect("it ends"));
    (code, stderr)
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let mut child = lr().spawn().expect("sgdr runs");
    let mut steps = child.stdin.take().expect("a pipe");
    let writer = std::thread::spawn(move || while steps.write_all(b"1\n2\n3\n").is_ok() {});
    assert_eq!(closed(child), (0, String::new()));
    writer.join().expect("it stops when nobody reads");

    for verb in [
        &["cycles", "-l", "0.1", "-s", "1", "--t-mul", "1", "--cycles", "50000"][..],
        &["completions", "zsh"],
        &["man"],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sgdr"));
        let child = command.args(verb).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("sgdr runs");
        assert_eq!(closed(child), (0, String::new()), "{verb:?}");
    }
}

#[test]
fn a_full_disk_is_a_failure() {
    // A device that is always full; not every system has one.
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").expect("a device");
    if !Path::new("/dev/full").exists() {
        return;
    }
    let (code, _, stderr) = outcome(lr().arg("0").stdout(full()).output().expect("sgdr runs"));
    assert_eq!(code, 1);
    assert!(stderr.starts_with("error: cannot write the output: "), "{stderr}");

    let fit = ["fit", "--steps", "7000", "--cycles", "3"];
    let words_lost = Command::new(env!("CARGO_BIN_EXE_sgdr")).args(fit).stderr(full()).output().expect("sgdr runs");
    assert_eq!(outcome(words_lost), (0, String::from("-s 1000 --t-mul 2\n"), String::new()));
}
