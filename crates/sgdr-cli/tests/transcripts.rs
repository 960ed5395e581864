//! What the user types and sees, one file of transcripts for each verb.
//!
//! After a change that is meant, `TRYCMD=overwrite cargo test -p sgdr-cli --test transcripts` writes them anew.

#[test]
fn transcripts() {
    trycmd::TestCases::new().case("tests/cmd/*.md");
}
