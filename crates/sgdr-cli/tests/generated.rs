//! Completions and manual pages know every verb.

use std::process::Command;

const VERBS: [&str; 12] =
    ["plot", "cycles", "lr", "fit", "explain", "export", "design", "replan", "convert", "check", "completions", "man"];

fn stdout(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_sgdr")).args(arguments).output().expect("sgdr runs");
    assert!(output.status.success(), "{arguments:?}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn completions_know_every_verb() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = stdout(&["completions", shell]);
        for word in VERBS.into_iter().chain(["t-mul"]) {
            assert!(script.contains(word), "{word} is not in the script for {shell}");
        }
    }
}

#[test]
fn every_verb_has_a_manual_page_with_examples() {
    let pages = VERBS.iter().map(|verb| (*verb, stdout(&["man", verb])));
    for (verb, page) in pages.chain([("sgdr", stdout(&["man"]))]) {
        for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES"] {
            assert!(page.contains(&format!(".SH {section}\n")), "the page of {verb} has no {section}");
        }
    }
}

#[test]
fn help_opens_with_two_examples() {
    for verb in VERBS {
        let help = stdout(&[verb, "--help"]);
        let (opening, _) = help.split_once("Usage:").expect("a usage line");
        let (_, examples) = opening.split_once("Examples:\n").expect("examples come first");
        assert_eq!(examples.lines().filter(|line| line.contains("sgdr ")).count(), 2, "{verb}");
    }
}
