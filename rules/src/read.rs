//! Reads the files of rows.

use std::collections::BTreeMap;

use postworthy::rules::{
    OptionSpec, Platform, PlatformRules, Rule, Settings, Text, index_names, link_options,
    link_rule, plan,
};
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::lint;

/// The rows of one platform.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RulesFile {
    /// The platform; the file is named for it.
    platform: Platform,
    /// The platform as people write it.
    title: Text,
    /// When its sources were read, as `YYYY-MM-DD`, for those that do not say so themselves.
    read: String,
    /// The settings object that the platform has beside its options.
    settings: Option<Settings>,
    /// Its documented options, parents before children.
    #[serde(default)]
    #[schemars(with = "Vec<OptionSpec>")]
    option: Vec<toml::Table>,
    /// Its limits, one row each.
    #[serde(default)]
    #[schemars(with = "Vec<Rule>")]
    rule: Vec<toml::Table>,
}

/// Reads all files, by name.
///
/// # Errors
/// All problems of all files, each with its file and row.
pub fn read_all(files: &BTreeMap<String, String>) -> Result<Vec<PlatformRules>, Vec<String>> {
    let mut all: Vec<PlatformRules> = Vec::new();
    let mut problems = Vec::new();
    let mut homes: BTreeMap<String, &str> = BTreeMap::new();
    for (name, text) in files {
        let (rules, mut found) = sift(name, text);
        problems.append(&mut found);
        let Some(rules) = rules else { continue };
        for rule in rules.rules.iter() {
            if let Some(other) = homes
                .insert(rule.id.to_string(), name)
                .filter(|at| at != name)
            {
                problems.push(format!(
                    "{name}: rule \"{}\": the id stands in {other} too",
                    rule.id
                ));
            }
        }
        if all.iter().any(|other| other.platform == rules.platform) {
            problems.push(format!("{name}: `{}` has a file already", rules.platform));
        }
        all.push(rules);
    }
    all.sort_by_key(|rules| rules.platform);
    // Which fields the body has, the file of the post alone says.
    let body = all.first().filter(|rules| rules.platform == Platform::Post);
    for (rules, body) in all.iter().filter_map(|rules| Some((rules, body?))) {
        for rule in rules.rules.iter() {
            let faults = lint::fields(rule, &body.options).into_iter();
            let file = format!("rules/{}.toml", rules.platform);
            problems.extend(faults.map(|fault| format!("{file}: rule \"{}\": {fault}", rule.id)));
        }
    }
    if problems.is_empty() {
        Ok(all)
    } else {
        Err(problems)
    }
}

/// Reads one file.
///
/// # Errors
/// All problems of the file, each with its row.
pub fn read(name: &str, text: &str) -> Result<PlatformRules, Vec<String>> {
    match sift(name, text) {
        (Some(rules), problems) if problems.is_empty() => Ok(rules),
        (_, problems) => Err(problems),
    }
}

/// What can be read of a file, and all that is wrong with it.
fn sift(name: &str, text: &str) -> (Option<PlatformRules>, Vec<String>) {
    let file: RulesFile = match toml::from_str(text) {
        Ok(file) => file,
        Err(error) => return (None, vec![format!("{name}: {}", syntax(text, &error))]),
    };
    let platform = file.platform;
    let mut problems: Vec<String> = lint::file(name, platform, &file.read);
    let mut options = rows::<OptionSpec>("option", "name", file.option, &mut problems);
    problems.extend(lint::options(&options));
    if problems.is_empty()
        && let Err(problem) = link_options(&mut options)
    {
        problems.push(problem);
    }
    let dated = file.rule.into_iter().map(|row| dated(row, &file.read));
    let mut rules = rows::<Rule>("rule", "id", dated, &mut problems);
    for rule in &mut rules {
        let linked = link_rule(rule, &options).err();
        let faults = linked.into_iter().chain(lint::rule(rule, platform));
        problems.extend(faults.map(|fault| format!("rule \"{}\": {fault}", rule.id)));
    }
    problems.extend(lint::rules(&rules, platform));
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    let rules = PlatformRules {
        platform,
        title: file.title,
        settings: file.settings,
        plan: plan(platform, &options, &rules),
        names: index_names(&options).into(),
        options: options.into(),
        rules: rules.into(),
    };
    let problems = problems.into_iter();
    let problems = problems.map(|problem| format!("{name}: {problem}"));
    (Some(rules), problems.collect())
}

/// Reads rows one by one, so that one that is malformed does not hide what is wrong with the next.
pub(crate) fn rows<T: DeserializeOwned>(
    what: &str,
    key: &str,
    tables: impl IntoIterator<Item = toml::Table>,
    problems: &mut Vec<String>,
) -> Vec<T> {
    let mut rows = Vec::new();
    for (index, table) in tables.into_iter().enumerate() {
        let id = table.get(key).and_then(|id| id.as_str()).map_or_else(
            || format!("{what} {} (without a readable `{key}`)", index + 1),
            |id| format!("{what} \"{id}\""),
        );
        match T::deserialize(toml::Value::Table(table)) {
            Ok(row) => rows.push(row),
            Err(error) => {
                let message = error.to_string();
                problems.push(format!("{id}: {}", message.trim().replace('\n', " ")));
            }
        }
    }
    rows
}

/// A message of the TOML reader on one line, with the line that it is about.
pub(crate) fn syntax(text: &str, error: &toml::de::Error) -> String {
    let message = error.message().replace('\n', " ");
    match error.span().and_then(|span| text.get(..span.start)) {
        Some(before) => format!("line {}: {message}", before.matches('\n').count() + 1),
        None => message,
    }
}

/// Gives the file's date to sources that have none of their own.
fn dated(mut row: toml::Table, read: &str) -> toml::Table {
    let sources = row.get_mut("sources").and_then(toml::Value::as_array_mut);
    for source in sources.into_iter().flatten() {
        if let Some(source) = source.as_table_mut() {
            source.entry("read").or_insert_with(|| read.into());
        }
    }
    row
}
