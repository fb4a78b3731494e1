//! `SECURITY.md` promises nothing that no test holds, and nothing is fetched from elsewhere.
#![expect(
    clippy::unwrap_used,
    reason = "a test that fails should fail where it does"
)]

use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(top.join(path)).unwrap()
}

#[test]
fn every_promise_names_a_test_that_exists() {
    let text = read("SECURITY.md");
    let (_, table) = text.split_once("| promise | test |").unwrap();
    let rows = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let mut count = 0;
    for row in rows {
        // The last cell: `file`: `test`.
        let cell = row.trim_end_matches('|').rsplit('|').next().unwrap();
        let named: Vec<&str> = cell.split('`').skip(1).step_by(2).collect();
        let [file, test] = named.as_slice() else {
            panic!("{row} names no test");
        };
        let source = read(file);
        let named = [
            format!("fn {test}("),
            format!("def {test}("),
            format!("$(instructions {test} "),
            format!("test(\"{test}\""),
            // Of a file of conversations.
            format!("{test}: \""),
        ];
        assert!(named.iter().any(|start| source.contains(start)), "{row}");
        count += 1;
    }
    assert!(count >= 20, "{count} promises were read");
}

#[test]
fn lock_files_name_public_registries_alone() {
    for file in [
        "Cargo.lock",
        "rules/Cargo.lock",
        "tests/fuzz/Cargo.lock",
        "bindings/wasm/xtask/Cargo.lock",
        "benches/peers/rust/Cargo.lock",
    ] {
        let text = read(file);
        let sources = text.lines().filter(|line| line.starts_with("source = "));
        for source in sources {
            let public = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
            assert_eq!(source, public, "{file}");
        }
    }
    // Without addresses, npm asks the registry that it is told to.
    for file in [
        "bindings/wasm/package-lock.json",
        "benches/peers/js/package-lock.json",
    ] {
        assert!(!read(file).contains("\"resolved\""), "{file}");
    }
}

#[test]
fn every_crate_that_is_shipped_denies_what_panics_and_unsafe_code() {
    let workspace = read("Cargo.toml");
    let (_, lints) = workspace.split_once("[workspace.lints.clippy]").unwrap();
    let lints = lints.lines().take_while(|line| !line.starts_with('['));
    let denied: Vec<&str> = lints.filter(|line| line.ends_with("= \"deny\"")).collect();
    assert!(
        denied.contains(&"unwrap_used = \"deny\"") && denied.len() >= 9,
        "{denied:?}"
    );
    assert!(workspace.contains("\nunsafe_code = \"forbid\"\n"));
    for file in [
        "core",
        "bindings/cli",
        "bindings/late",
        "bindings/python",
        "bindings/wasm",
        "rules",
    ] {
        let own = read(&format!("{file}/Cargo.toml"));
        if own.contains("[lints]\nworkspace = true") {
            continue;
        }
        // What macros write of foreign interfaces is unsafe.
        let strict =
            own.contains("unsafe_code = \"forbid\"") || own.contains("unsafe_code = \"deny\"");
        assert!(strict, "{file}");
        for lint in &denied {
            assert!(own.contains(lint), "{file} lacks {lint}");
        }
    }
}

#[test]
fn what_reads_numbers_of_strangers_checks_its_arithmetic() {
    let core = read("core/src/lib.rs");
    for module in [
        "mod decimal",
        "mod engine",
        "mod facts",
        "mod json",
        "mod suggest",
        "mod time",
        "mod timezone",
        "mod weburl",
        "mod written",
        "pub mod context",
        "pub mod media",
        "pub mod patch",
        "pub mod probe",
        "pub mod report",
        "pub mod rules",
        "pub mod text",
    ] {
        let denied = format!("#[deny(clippy::arithmetic_side_effects)]\n{module};");
        assert!(core.contains(&denied), "{module}");
    }
    for face in ["cli", "late", "python", "wasm"] {
        let text = read(&format!("bindings/{face}/src/lib.rs"));
        let denied = text.contains("\n#![deny(clippy::arithmetic_side_effects)]\n");
        assert!(denied, "{face}");
    }
}
