//! What the user types and sees, one file of transcripts for each verb, and those of the README.
//!
//! After a change that is meant, `TRYCMD=overwrite cargo test -p sgdr-cli --test transcripts` rewrites them.

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .insert_var("[VERSION]", env!("CARGO_PKG_VERSION"))
        .expect("a name in brackets")
        .case("tests/cmd/*.md")
        .case("../../README.md");
}
