//! The lines for burn in the repository's README are those of this crate's documentation, which are compiled and run.

use std::fs;
use std::path::Path;

#[test]
fn the_lines_in_the_readme_are_those_that_are_compiled() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(folder.join(path)).expect("a file of the repository");
    let (readme, source) = (read("../../README.md"), read("src/lib.rs"));
    let (_, block) = readme.split_once("```rust,ignore\n").expect("a block for burn");
    let (block, _) = block.split_once("```").expect("its end");
    assert!(block.contains("sgdr_burn"));
    let documented: String = block.lines().map(|line| format!("//! {line}").trim_end().to_owned() + "\n").collect();
    assert!(source.contains(&documented), "not in src/lib.rs:\n{documented}");
}
