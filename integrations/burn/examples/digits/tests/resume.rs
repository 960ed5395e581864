//! The example as a user runs it. It compares every rate that burn logs with the schedule, itself; so it need only end
//! well.

use std::path::Path;
use std::process::{Command, Output};

fn digits(out: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sgdr-burn-digits"));
    command.arg("--out").arg(out).args(args).output().expect("the example runs")
}

/// What a run that ends well prints.
fn table(output: &Output) -> String {
    let (text, progress) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{text}{progress}");
    text.into_owned()
}

#[test]
fn a_run_stops_in_mid_cycle_and_goes_on_with_the_same_rates() {
    let folder = tempfile::tempdir().expect("a folder");
    // Cycles of one and two epochs; the checkpoint is in the middle of the second one.
    let cycles = ["--first-cycle", "1"];
    let first = table(&digits(folder.path(), &[&cycles[..], &["--epochs", "2"]].concat()));
    assert!(first.starts_with("90 rates logged"), "{first}");
    let second = table(&digits(folder.path(), &[&cycles[..], &["--epochs", "4", "--resume", "2"]].concat()));
    assert!(second.starts_with("90 rates logged"), "{second}");

    // Weights and images, too, are those of the run that does not stop.
    let whole = tempfile::tempdir().expect("a folder");
    table(&digits(whole.path(), &[&cycles[..], &["--epochs", "4"]].concat()));
    for log in ["train/epoch-3/Learning_Rate.log", "train/epoch-4/Learning_Rate.log", "train/epoch-4/Loss.log"] {
        let read = |folder: &Path| std::fs::read_to_string(folder.join(log)).expect("a log");
        assert_eq!(read(folder.path()), read(whole.path()), "{log}");
    }

    // burn's own loop restores the scheduler: the message that stops it is ours.
    let other = digits(folder.path(), &["--first-cycle", "3", "--epochs", "4", "--resume", "2"]);
    assert!(!other.status.success());
    let message = String::from_utf8_lossy(&other.stderr);
    assert!(
        message.contains("the record is of another schedule, whose step 90 is another place in this one"),
        "{message}"
    );
    assert!(
        message.contains("\"first_decay_steps\": 45,") && message.contains("\"first_decay_steps\": 135,"),
        "{message}"
    );

    // Unless it is wanted: the schedule of the flags, at the step of the checkpoint.
    let wanted = ["--first-cycle", "3", "--epochs", "4", "--resume", "2", "--on-mismatch", "new"];
    let new = table(&digits(folder.path(), &wanted));
    assert!(new.starts_with("90 rates logged"), "{new}");

    // A change of plan needs no permission: steps 0 to 89 have the rates that they had.
    let restarted = [&cycles[..], &["--epochs", "4", "--resume", "2", "--restart"]].concat();
    let changed = table(&digits(folder.path(), &restarted));
    assert!(changed.starts_with("90 rates logged"), "{changed}");
    let log = std::fs::read_to_string(folder.path().join("train/epoch-3/Learning_Rate.log")).expect("a log");
    assert!(log.starts_with("0.1,") || log.starts_with("0.1\n"), "epoch 3 begins with a restart: {log}");

    let missing = digits(folder.path(), &["--epochs", "8", "--resume", "7"]);
    assert!(!missing.status.success());
    let message = String::from_utf8_lossy(&missing.stderr);
    assert!(message.starts_with("Error: --resume: there is no checkpoint of epoch 7, "), "{message}");
}
