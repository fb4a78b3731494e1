//! `cargo run --manifest-path rules/Cargo.toml` writes anew what is made of the rows; with
//! `--check` it only compares.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;
use std::process::ExitCode;

use postworthy::rules::PlatformRules;
use postworthy_rules::coverage::coverage;
use postworthy_rules::{model, packed, read_all, schema, table, types, unicode};

const COMMAND: &str = "cargo run --manifest-path rules/Cargo.toml";

fn main() -> ExitCode {
    let compare = match std::env::args().skip(1).collect::<Vec<_>>().as_slice() {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => {
            eprintln!("usage: {COMMAND} [-- --check]");
            return ExitCode::from(2);
        }
    };
    match run(compare) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            problems.iter().for_each(|problem| eprintln!("{problem}"));
            ExitCode::FAILURE
        }
    }
}

fn run(compare: bool) -> Result<(), Vec<String>> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let top = home.parent().unwrap_or(home);
    let platforms = read_all(&files(home, "rules")?)?;
    for PlatformRules {
        platform, rules, ..
    } in &platforms
    {
        println!("{platform}: {} rows", rules.len());
    }
    let rows: usize = platforms.iter().map(|platform| platform.rules.len()).sum();
    println!("{rows} rows of {} files", platforms.len());

    let mut problems = Vec::new();
    let mut made = vec![
        ("core/src/rules/table.rs", table(&platforms)),
        ("core/src/rules/packed_rows.rs", packed(&platforms)),
        ("core/src/text/unicode_table.rs", unicode()),
        ("core/src/model/types.rs", model(&platforms)),
        ("rules/schema.json", schema()),
        ("bindings/wasm/js/data.d.ts", types(&platforms)),
    ];
    let statements = home.join("coverage");
    if statements.is_dir() {
        match coverage(&files(&statements, "rules/coverage")?, &platforms) {
            Ok(list) => made.push(("rules/COVERAGE.md", list)),
            Err(found) => problems = found,
        }
    } else if home.join("COVERAGE.md").exists() {
        problems.push("rules/COVERAGE.md: rules/coverage, which it is made of, is missing".into());
    } else {
        println!("rules/coverage is missing, so that there is no rules/COVERAGE.md");
    }
    for (name, text) in made {
        let path = top.join(name);
        if std::fs::read_to_string(&path).is_ok_and(|current| current == text) {
            println!("{name} is current");
        } else if compare {
            problems.push(format!("{name} is stale: run `{COMMAND}`"));
        } else {
            std::fs::write(&path, text).map_err(|error| trouble(&path, &error))?;
            println!("{name} written");
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems)
    }
}

/// The TOML files of a folder, by the name that messages use.
fn files(folder: &Path, shown: &str) -> Result<BTreeMap<String, String>, Vec<String>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(|error| trouble(folder, &error))? {
        let path = entry.map_err(|error| trouble(folder, &error))?.path();
        if path.extension().is_some_and(|ending| ending == "toml") && !path.ends_with("Cargo.toml")
        {
            let text = std::fs::read_to_string(&path).map_err(|error| trouble(&path, &error))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            files.insert(format!("{shown}/{name}"), text);
        }
    }
    Ok(files)
}

fn trouble(path: &Path, error: &dyn Display) -> Vec<String> {
    vec![format!("{}: {error}", path.display())]
}
