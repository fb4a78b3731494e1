//! What is wrong with rows that can be read.

mod limits;
mod places;

use std::collections::BTreeSet;

use postworthy::rules::{OptionSpec, Platform, Rule, SourceKind};
use postworthy::{Code, Severity};

pub(crate) use places::fields;

/// The checks that every platform has: they make its option list count.
const SHAPE: [&str; 3] = ["option-types", "option-names", "option-foreign"];

/// What is wrong with the head of a file.
pub(crate) fn file(name: &str, platform: Platform, read: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let stem = name.rsplit('/').next().unwrap_or(name);
    if stem.strip_suffix(".toml") != Some(platform.as_str()) {
        faults.push(format!("the file of `{platform}` is `{platform}.toml`"));
    }
    if !is_date(read) {
        faults.push(format!("`read` is a date such as 2026-01-31, not `{read}`"));
    }
    faults
}

/// What is wrong with an option list.
pub(crate) fn options(options: &[OptionSpec]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for option in options {
        let name = option.name.as_str();
        let mut say = |fault: String| faults.push(format!("option \"{name}\": {fault}"));
        if let Some(parent) = parent(name).filter(|parent| !seen.contains(parent)) {
            say(format!("`{parent}` must be listed before it"));
        }
        if !seen.insert(name) {
            say("it is listed twice".into());
        }
        if option.about.as_str().trim().is_empty() {
            say("`about` is empty".into());
        }
    }
    if options.len() >= usize::from(OptionSpec::TOP) {
        let most = OptionSpec::TOP - 1;
        faults.push(format!("{} options; the table holds {most}", options.len()));
    }
    faults
}

/// The option that one is nested in: `a` of `a.b` and of `a[]`, `a[]` of `a[].b`.
fn parent(name: &str) -> Option<&str> {
    let list = name.strip_suffix("[]");
    list.or_else(|| name.rsplit_once('.').map(|(parent, _)| parent))
}

/// What is wrong with the rows of a platform as a whole.
pub(crate) fn rules(rules: &[Rule], platform: Platform) -> Vec<String> {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for rule in rules {
        if !seen.insert(rule.id.as_str()) {
            faults.push(format!("rule \"{}\": the id stands twice", rule.id));
        }
    }
    if platform != Platform::Post {
        let lacks = |needed: &&str| !rules.iter().any(|rule| rule.check.name() == *needed);
        let missing = SHAPE.iter().filter(|needed| lacks(needed));
        faults.extend(missing.map(|needed| format!("there is no row with the check `{needed}`")));
    }
    faults
}

/// What is wrong with one row.
pub(crate) fn rule(rule: &Rule, platform: Platform) -> Vec<String> {
    let mut faults = Vec::new();
    if !is_id(rule.id.as_str(), platform) {
        faults.push(format!("an id of this file is `{platform}/kebab-case`"));
    }
    if rule.code != rule.check.code() {
        faults.push(format!(
            "the check `{}` finds `{}`, not `{}`",
            rule.check.name(),
            rule.check.code(),
            rule.code
        ));
    }
    // What a finding says and how much it matters do not contradict each other.
    let told = match rule.code {
        Code::Recommendation => Some(Severity::Info),
        Code::UnknownField | Code::DuplicateTarget | Code::OptionIgnored => Some(Severity::Warning),
        Code::TextIgnored | Code::TextTruncated | Code::MediaRecompressed => {
            Some(Severity::Warning)
        }
        _ => None,
    };
    if told.is_some_and(|told| told != rule.severity) {
        faults.push(format!("`{}` is no {}", rule.code, rule.severity));
    }
    let mut seen = BTreeSet::new();
    for content_type in rule.content_types.iter() {
        if !platform.content_types().contains(content_type) {
            faults.push(format!("`{content_type}` is no content type of {platform}"));
        }
        if !seen.insert(content_type) {
            faults.push(format!("`{content_type}` stands twice"));
        }
    }
    faults.extend(sources(rule));
    if rule.summary.as_str().trim().is_empty() {
        faults.push("the summary is empty".into());
    }
    let sentences = [
        ("summary", Some(&rule.summary)),
        ("hint", rule.hint.as_ref()),
        ("why", rule.why.as_ref()),
    ];
    for (name, sentence) in sentences {
        if sentence.is_some_and(|sentence| !sentence.as_str().ends_with('.')) {
            faults.push(format!(
                "the {name} is no sentence: it ends without a period"
            ));
        }
    }
    faults.extend(limits::limits(&rule.check));
    faults.extend(places::conditions(rule, platform));
    faults
}

fn sources(rule: &Rule) -> Vec<String> {
    let mut faults = Vec::new();
    if rule.sources.is_empty() {
        faults.push("a source is missing".into());
    }
    for source in rule.sources.iter() {
        let at = source.at.as_str();
        if at.trim().is_empty() {
            faults.push("a source does not say where".into());
        } else if source.kind == SourceKind::Docs && !at.contains('#') {
            faults.push(format!("the source `{at}` names no anchor (`page#anchor`)"));
        }
        if !is_date(source.read.as_str()) {
            let read = &source.read;
            faults.push(format!("`read` is a date such as 2026-01-31, not `{read}`"));
        }
    }
    faults
}

fn is_id(id: &str, platform: Platform) -> bool {
    let slug = id.strip_prefix(platform.as_str());
    slug.and_then(|rest| rest.strip_prefix('/'))
        .is_some_and(|slug| {
            slug.split('-').all(|word| {
                let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
                !word.is_empty() && word.bytes().all(letter)
            })
        })
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |text: &&str, digits: usize| {
        let all = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
        all.then(|| text.parse::<u32>().ok()).flatten()
    };
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    number(year, 4).is_some()
        && number(month, 2).is_some_and(|month| (1..=12).contains(&month))
        && number(day, 2).is_some_and(|day| (1..=31).contains(&day))
}

#[cfg(test)]
mod tests;
