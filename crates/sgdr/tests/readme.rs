//! README's lines for Cargo.toml, against the manifests of this repository: what they name is there, and the frameworks are
//! those that the adapters are built with.

use std::fs;
use std::path::Path;

use toml::Table;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn manifest(folder: &str) -> Table {
    toml::from_str(&read(&format!("{folder}/Cargo.toml"))).expect("a manifest")
}

fn dependencies() -> Table {
    let readme = read("README.md");
    let (_, block) = readme.split_once("```toml\n").expect("a block");
    let table: Table = toml::from_str(block.split("```").next().expect("its end")).expect("lines for Cargo.toml");
    table["dependencies"].as_table().expect("dependencies").clone()
}

#[test]
fn each_crate_that_is_named_is_there() {
    let own: Vec<_> = dependencies().into_iter().filter(|(name, _)| name.starts_with("sgdr")).collect();
    assert_eq!(
        own.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["sgdr", "sgdr-burn", "sgdr-candle", "sgdr-tch"]
    );
    for (name, dependency) in own {
        let path = dependency["path"].as_str().and_then(|path| path.strip_prefix("sgdr/")).expect("a path").to_owned();
        assert_eq!(manifest(&path)["package"]["name"].as_str(), Some(name.as_str()));
    }
}

#[test]
fn each_framework_is_the_one_that_its_adapter_is_built_with() {
    fn version(dependency: &toml::Value) -> &str {
        dependency.as_str().or_else(|| dependency["version"].as_str()).expect("a version")
    }
    let dependencies = dependencies();
    for (name, adapter, own) in [
        ("candle-core", "candle", "candle-core"),
        ("candle-nn", "candle", "candle-nn"),
        ("burn", "burn", "burn-optim"),
        ("tch", "tch", "tch"),
    ] {
        let manifest = manifest(&format!("integrations/{adapter}"));
        assert_eq!(version(&dependencies[name]), version(&manifest["dependencies"][own]), "{name}");
    }
}

#[test]
fn docs_rs_shows_what_is_behind_a_feature() {
    assert_eq!(manifest("crates/sgdr")["package"]["metadata"]["docs"]["rs"]["all-features"].as_bool(), Some(true));
    // There is no libtorch where docs.rs builds.
    let tch = manifest("integrations/tch");
    assert_eq!(tch["package"]["metadata"]["docs"]["rs"]["features"][0].as_str(), Some("doc-only"));
    assert!(tch["features"]["doc-only"].is_array());
}
