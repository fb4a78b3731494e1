//! `cargo run -p postworthy-rules` writes the table anew; with `--check` it only compares.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(std::env::args().any(|argument| argument == "--check")) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            problems.iter().for_each(|problem| eprintln!("{problem}"));
            ExitCode::FAILURE
        }
    }
}

fn run(compare: bool) -> Result<(), Vec<String>> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let trouble =
        |path: &Path, error: &dyn std::fmt::Display| vec![format!("{}: {error}", path.display())];
    let mut files = BTreeMap::new();
    let entries = std::fs::read_dir(home).map_err(|error| trouble(home, &error))?;
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        let rows = path
            .extension()
            .is_some_and(|extension| extension == "toml")
            && !path.ends_with("Cargo.toml");
        if rows {
            let text = std::fs::read_to_string(&path).map_err(|error| trouble(&path, &error))?;
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            files.insert(format!("rules/{name}"), text);
        }
    }
    let platforms = postworthy_rules::read_all(&files)?;
    let made = postworthy_rules::table(&platforms);
    let path = home.join("../core/src/rules/table.rs");
    let current = std::fs::read_to_string(&path).unwrap_or_default();
    let rows: usize = platforms.iter().map(|platform| platform.rules.len()).sum();
    if made == current {
        println!(
            "core/src/rules/table.rs is current: {rows} rows of {} files",
            platforms.len()
        );
    } else if compare {
        return Err(vec![
            "core/src/rules/table.rs is stale: run `cargo run -p postworthy-rules`".into(),
        ]);
    } else {
        std::fs::write(&path, made).map_err(|error| trouble(&path, &error))?;
        println!(
            "core/src/rules/table.rs written: {rows} rows of {} files",
            platforms.len()
        );
    }
    Ok(())
}
