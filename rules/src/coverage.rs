//! The coverage list: what the documentation says, and the row that enforces it or the reason why
//! none can.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use postworthy::rules::{Platform, PlatformRules, SourceKind};
use serde::Deserialize;

use crate::read::{rows, syntax};

/// One file of statements as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The heading, where the file is not named for a platform.
    title: Option<String>,
    #[serde(default)]
    item: Vec<toml::Table>,
}

/// One statement of the documentation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    at: String,
    says: String,
    #[serde(default)]
    rules: Vec<String>,
    why_not: Option<String>,
}

/// The statements of one file.
struct Section {
    file: String,
    platform: Option<Platform>,
    title: String,
    items: Vec<Item>,
}

/// The Markdown of the coverage list, made of `rules/coverage/*.toml` by name.
///
/// # Errors
/// All problems of all files, and each row that no statement names though it cites the service.
pub fn coverage(
    files: &BTreeMap<String, String>,
    platforms: &[PlatformRules],
) -> Result<String, Vec<String>> {
    let mut problems = Vec::new();
    let mut sections = Vec::new();
    for (name, text) in files {
        sections.extend(section(name, text, platforms, &mut problems));
    }
    // What a malformed item names is not known, so that nothing can be called missing yet.
    if problems.is_empty() {
        problems = faults(&sections, platforms);
    }
    if problems.is_empty() {
        sections.sort_by_key(|section| (section.platform.is_none(), section.platform));
        Ok(markdown(&sections))
    } else {
        Err(problems)
    }
}

fn section(
    name: &str,
    text: &str,
    platforms: &[PlatformRules],
    problems: &mut Vec<String>,
) -> Option<Section> {
    let file: File = match toml::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            problems.push(format!("{name}: {}", syntax(text, &error)));
            return None;
        }
    };
    let mut malformed = Vec::new();
    let items = rows("item", "says", file.item, &mut malformed);
    problems.extend(malformed.iter().map(|fault| format!("{name}: {fault}")));
    let stem = name.rsplit('/').next().unwrap_or(name);
    let stem = stem.strip_suffix(".toml").unwrap_or(stem);
    let platform = Platform::from_name(stem);
    let known = platforms
        .iter()
        .find(|rules| Some(rules.platform) == platform)
        .map(|rules| rules.title.to_string());
    Some(Section {
        file: name.into(),
        platform,
        title: file.title.or(known).unwrap_or_else(|| stem.into()),
        items,
    })
}

fn faults(sections: &[Section], platforms: &[PlatformRules]) -> Vec<String> {
    let mut faults = Vec::new();
    let rules = || platforms.iter().flat_map(|platform| platform.rules.iter());
    let known: BTreeSet<&str> = rules().map(|rule| rule.id.as_str()).collect();
    let mut named = BTreeSet::new();
    for Section { file, items, .. } in sections {
        // Of one file: what is said of every platform stands once for each, with its rows.
        let mut said = BTreeSet::new();
        for item in items {
            let mut say = |fault: String| {
                faults.push(format!("{file}: item \"{}\": {fault}", item.says));
            };
            if item.at.trim().is_empty() || item.says.trim().is_empty() {
                say("`at` and `says` must not be empty".into());
            }
            let reason = item.why_not.as_deref().map(str::trim);
            if item.rules.is_empty() && reason.is_none() {
                say("it has neither `rules` nor `why_not`".into());
            }
            if reason == Some("") {
                say("`why_not` is empty".into());
            }
            if !said.insert((item.at.as_str(), item.says.as_str())) {
                say(format!("it stands twice at `{}`", item.at));
            }
            let mut own = BTreeSet::new();
            for id in item.rules.iter().map(String::as_str) {
                if !known.contains(id) {
                    say(format!("there is no rule \"{id}\""));
                }
                if !own.insert(id) {
                    say(format!("it names \"{id}\" twice"));
                }
            }
            named.append(&mut own);
        }
    }
    for rule in rules().filter(|rule| !named.contains(rule.id.as_str())) {
        let mut kinds = rule.sources.iter().map(|source| source.kind);
        if kinds.any(|kind| matches!(kind, SourceKind::Docs | SourceKind::Service)) {
            faults.push(format!(
                "rules/coverage: no item names the rule \"{}\"",
                rule.id
            ));
        }
    }
    faults
}

fn markdown(sections: &[Section]) -> String {
    let items = || sections.iter().flat_map(|section| &section.items);
    let decided = items().filter(|item| !item.rules.is_empty()).count();
    let mut out = format!(
        "<!-- @generated by the rules' compiler from rules/coverage/*.toml; do not edit. -->\n\n\
         # What the documentation says, and the row that enforces it\n\n\
         {} statements: rows enforce {decided}, {} have none, for the reason given.\n",
        items().count(),
        items().count() - decided,
    );
    for section in sections {
        let _ = writeln!(out, "\n## {}", section.title);
        let mut anchors: Vec<&str> = Vec::new();
        for item in &section.items {
            if !anchors.contains(&item.at.as_str()) {
                anchors.push(&item.at);
            }
        }
        for anchor in anchors {
            let _ = writeln!(
                out,
                "\n### {anchor}\n\n| What it says | Rows, or why there is none |\n| --- | --- |"
            );
            for item in section.items.iter().filter(|item| item.at == anchor) {
                let rows = item.rules.iter().map(|id| format!("`{id}`"));
                let rows = rows.collect::<Vec<_>>().join(", ");
                let reason = item.why_not.as_deref().map(cell).unwrap_or_default();
                let gap = if rows.is_empty() || reason.is_empty() {
                    ""
                } else {
                    "; "
                };
                let _ = writeln!(out, "| {} | {rows}{gap}{reason} |", cell(&item.says));
            }
        }
    }
    out
}

/// A text on one line of a table.
fn cell(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words
        .join(" ")
        .replace('|', "\\|")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests;
