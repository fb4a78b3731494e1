//! Reads `rules/*.toml`, stops on a row that is not sound, and writes the table of the core.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use postworthy::rules::literal::Literal;
use postworthy::rules::{
    Check, Citation, Media, OptionSpec, Platform, PlatformRules, Rule, Settings, SourceKind, Text,
    link_options, link_rule,
};
use serde::Deserialize;

/// One file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    platform: Platform,
    title: Text,
    read: String,
    settings: Option<Settings>,
    #[serde(default)]
    option: Vec<OptionSpec>,
    #[serde(default)]
    rule: Vec<toml::Table>,
}

/// Reads one file; every problem names the file and the row.
///
/// # Errors
/// All problems of the file, one a line.
pub fn read(name: &str, text: &str) -> Result<PlatformRules, Vec<String>> {
    let file: File = toml::from_str(text).map_err(|error| vec![format!("{name}: {error}")])?;
    let mut problems = Vec::new();
    let mut options = file.option;
    if let Err(problem) = link_options(&mut options) {
        problems.push(format!("{name}: {problem}"));
    }
    for (index, option) in options.iter().enumerate() {
        if options
            .iter()
            .take(index)
            .any(|other| other.name == option.name)
        {
            problems.push(format!("{name}: option `{}` stands twice", option.name));
        }
    }
    let mut rules: Vec<Rule> = Vec::new();
    for (index, mut row) in file.rule.into_iter().enumerate() {
        let id = row.get("id").and_then(|id| id.as_str()).map_or_else(
            || format!("row {}", index + 1),
            |id| format!("rule \"{id}\""),
        );
        dated(&mut row, &file.read);
        let mut rule: Rule = match toml::Value::Table(row).try_into() {
            Ok(rule) => rule,
            Err(error) => {
                problems.push(format!(
                    "{name}: {id}: {}",
                    error.to_string().trim().replace('\n', " ")
                ));
                continue;
            }
        };
        if let Err(problem) = link_rule(&mut rule, &options) {
            problems.push(format!("{name}: {id}: {problem}"));
        }
        problems.extend(
            faults(&rule, file.platform)
                .into_iter()
                .map(|fault| format!("{name}: {id}: {fault}")),
        );
        if rules.iter().any(|other| other.id == rule.id) {
            problems.push(format!("{name}: {id}: the id stands twice"));
        }
        rules.push(rule);
    }
    if file.platform != Platform::Post {
        for needed in ["option-types", "option-names", "option-foreign"] {
            if !rules.iter().any(|rule| rule.check.name() == needed) {
                problems.push(format!("{name}: there is no row with the check `{needed}`"));
            }
        }
    }
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    if problems.is_empty() {
        Ok(PlatformRules {
            platform: file.platform,
            title: file.title,
            settings: file.settings,
            options: options.into(),
            rules: rules.into(),
        })
    } else {
        Err(problems)
    }
}

/// Gives the file's date to sources that have none of their own.
fn dated(row: &mut toml::Table, read: &str) {
    let sources = row
        .get_mut("sources")
        .and_then(|sources| sources.as_array_mut());
    for source in sources
        .into_iter()
        .flatten()
        .filter_map(|source| source.as_table_mut())
    {
        source.entry("read").or_insert_with(|| read.into());
    }
}

/// What is wrong with a row that can be read.
fn faults(rule: &Rule, platform: Platform) -> Vec<String> {
    let mut faults = Vec::new();
    let slug = rule
        .id
        .as_str()
        .strip_prefix(platform.as_str())
        .and_then(|rest| rest.strip_prefix('/'));
    let kebab = |slug: &str| {
        !slug.is_empty()
            && slug
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    if !slug.is_some_and(kebab) {
        faults.push(format!(
            "an id is `{platform}/what-is-limited`, in lower case with hyphens"
        ));
    }
    if rule.code != rule.check.code() {
        faults.push(format!(
            "the check `{}` finds `{}`, not `{}`",
            rule.check.name(),
            rule.check.code(),
            rule.code
        ));
    }
    for content_type in rule.content_types.iter() {
        if !platform.content_types().contains(content_type) {
            faults.push(format!("`{content_type}` is no content type of {platform}"));
        }
    }
    if rule.sources.is_empty() {
        faults.push("a source is missing".into());
    }
    for Citation { kind, at, .. } in rule.sources.iter() {
        if *kind == SourceKind::Docs && !at.as_str().contains('#') {
            faults.push(format!("the source `{at}` names no anchor"));
        }
    }
    let sentences = [Some(&rule.summary), rule.hint.as_ref(), rule.why.as_ref()];
    for sentence in sentences.into_iter().flatten() {
        if !sentence.as_str().ends_with('.') {
            faults.push(format!(
                "`{sentence}` is no sentence: it ends without a full stop"
            ));
        }
    }
    faults.extend(limits(&rule.check));
    faults
}

/// Limits that limit nothing.
fn limits(check: &Check) -> Option<String> {
    match check {
        Check::MediaRatio {
            min: None,
            max: None,
            any,
            portrait: false,
            ..
        } if any.is_empty() => Some("a ratio row needs min, max, any or portrait".into()),
        Check::MediaMinSize {
            long: None,
            short: None,
            width: None,
            ..
        }
        | Check::RecommendSize {
            long: None,
            short: None,
            width: None,
            ..
        }
        | Check::MediaMaxSize {
            long: None,
            short: None,
            ..
        } => Some("a size row needs long, short or width".into()),
        Check::OptionRange {
            min: None,
            max: None,
            ..
        }
        | Check::FieldRange {
            min: None,
            max: None,
            ..
        }
        | Check::FieldCount {
            min: None,
            max: None,
            ..
        }
        | Check::MediaFrameRate {
            min: None,
            max: None,
            ..
        } => Some("a range row needs min or max".into()),
        Check::OptionRange {
            min: Some(min),
            max: Some(max),
            ..
        } if min > max => Some("min is over max".into()),
        Check::MediaSameRatio {
            of: Media::Thumbnail | Media::ReelCover,
        } => Some("only items have a first one".into()),
        _ => None,
    }
}

/// Reads all files, by name.
///
/// # Errors
/// All problems of all files.
pub fn read_all(files: &BTreeMap<String, String>) -> Result<Vec<PlatformRules>, Vec<String>> {
    let mut all = Vec::new();
    let mut problems = Vec::new();
    for (name, text) in files {
        match read(name, text) {
            Ok(rules) => all.push(rules),
            Err(found) => problems.extend(found),
        }
    }
    all.sort_by_key(|rules| rules.platform);
    if problems.is_empty() {
        Ok(all)
    } else {
        Err(problems)
    }
}

/// The Rust source of the table.
#[must_use]
pub fn table(platforms: &[PlatformRules]) -> String {
    let mut out = String::from(
        "// @generated by the rules' compiler from rules/*.toml; do not edit.\n\n\
         #[allow(unused_imports, reason = \"which of them the rows need changes with the rows\")]\n\
         use super::{\n    AccountList, AccountType, Check, Citation, Condition, ContentType, Counted, Form, List, Media, OptionFix, OptionRef,\n    \
         OptionSpec, OptionType, Platform, PlatformRules, Ratio, Rule, Scalar, Settings, Source, SourceKind, Syntax, Text,\n    TimeUnit, UrlRule,\n};\n\
         #[allow(unused_imports, reason = \"which of them the rows need changes with the rows\")]\n\
         use crate::{code::{Code, Severity}, media::Format, text::Unit};\n\n\
         /// The built-in rules, by platform.\n#[rustfmt::skip]\npub static PLATFORMS: &[PlatformRules] = &[\n",
    );
    for platform in platforms {
        out.push_str("    PlatformRules { platform: ");
        platform.platform.literal(&mut out);
        out.push_str(", title: ");
        platform.title.literal(&mut out);
        out.push_str(", settings: ");
        platform.settings.literal(&mut out);
        out.push_str(", options: List::of(const { &[\n");
        for option in platform.options.iter() {
            out.push_str("        ");
            option.literal(&mut out);
            out.push_str(",\n");
        }
        out.push_str("    ] }), rules: List::of(const { &[\n");
        for rule in platform.rules.iter() {
            out.push_str("        ");
            rule.literal(&mut out);
            out.push_str(",\n");
        }
        out.push_str("    ] }) },\n");
    }
    let _ = writeln!(out, "];");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(row: &str) -> String {
        let shape = [
            "types:option_invalid:error",
            "names:unknown_field:warning",
            "foreign:option_ignored:warning",
        ];
        let mut text =
            String::from("platform = \"bluesky\"\ntitle = \"Bluesky\"\nread = \"2026-11-24\"\n");
        for line in shape {
            let mut parts = line.split(':');
            let (name, code, severity) = (
                parts.next().unwrap(),
                parts.next().unwrap(),
                parts.next().unwrap(),
            );
            text += &format!(
                "[[rule]]\nid = \"bluesky/option-{name}\"\ncode = \"{code}\"\nseverity = \"{severity}\"\ncheck = {{ option-{name} = {{}} }}\nsummary = \"A sentence.\"\nsources = [{{ kind = \"docs\", at = \"a#b\" }}]\n"
            );
        }
        read("rules/bluesky.toml", &(text + row))
            .err()
            .unwrap_or_default()
            .join("\n")
    }

    const GOOD: &str = "[[rule]]\nid = \"bluesky/text-length\"\ncode = \"text_too_long\"\nseverity = \"error\"\ncheck = { text-length = { of = \"content\", unit = \"graphemes\", max = 300 } }\nsummary = \"A sentence.\"\nsources = [{ kind = \"docs\", at = \"a#b\" }]\n";

    #[test]
    fn a_sound_row_passes() {
        assert_eq!(problems(GOOD), "");
    }

    #[test]
    fn a_bad_row_is_named_with_its_file() {
        for (from, to, says) in [
            ("max = 300", "max = -1", "bluesky/text-length"),
            ("max = 300", "max = 300, more = 1", "more"),
            ("text_too_long", "text_required", "finds `text_too_long`"),
            (
                "{ kind = \"docs\", at = \"a#b\" }",
                "",
                "a source is missing",
            ),
            ("at = \"a#b\"", "at = \"a\"", "names no anchor"),
            ("A sentence.", "A sentence", "full stop"),
            ("bluesky/text-length", "bluesky/Text", "lower case"),
            (
                "bluesky/text-length",
                "bluesky/option-types",
                "stands twice",
            ),
            ("\"content\"", "\"option:nothing\"", "no option `nothing`"),
            (
                "severity = \"error\"",
                "severity = \"error\"\ncontent_types = [\"reel\"]",
                "no content type of bluesky",
            ),
        ] {
            let found = problems(&GOOD.replacen(from, to, 1));
            assert!(
                found.starts_with("rules/bluesky.toml: ") && found.contains(says),
                "{from} -> {to}: {found}"
            );
        }
    }
}
