//! `postworthy rules`: the list, and the rule reference.

use postworthy::rules::{Citation, Rule};

use crate::args::{RulesArgs, RulesFormat};
use crate::check;
use crate::error::Failure;
use crate::limits::describe;
use crate::terminal::{print_bytes, table};

/// Runs the command.
pub fn run(args: &RulesArgs) -> Result<u8, Failure> {
    let engine = check::engine(args.rules.as_deref())?;
    let wanted = |rule: &&Rule| match &args.platform {
        Some(platform) => platform_of(rule) == platform,
        None => true,
    };
    let rules: Vec<&Rule> = engine.rules().filter(wanted).collect();
    let text = match args.format {
        RulesFormat::Text => {
            let line = |rule: &&Rule| {
                vec![
                    rule.id.to_string(),
                    rule.severity.to_string(),
                    rule.summary.to_string(),
                ]
            };
            table(&rules.iter().map(line).collect::<Vec<_>>())
        }
        RulesFormat::Json => {
            let mut text = serde_json::to_string_pretty(&rules)?;
            text.push('\n');
            text
        }
        RulesFormat::Markdown => markdown(&rules),
    };
    print_bytes(text.as_bytes())?;
    Ok(0)
}

/// The platform in the id of a rule.
pub fn platform_of(rule: &Rule) -> &str {
    rule.id.as_str().split('/').next().unwrap_or_default()
}

/// The content types of a rule, in words.
pub fn types_of(rule: &Rule) -> String {
    if rule.content_types.is_empty() {
        return if platform_of(rule) == "post" {
            "the post as a whole".to_string()
        } else {
            "every content type".to_string()
        };
    }
    let names = rule.content_types.iter().map(|one| one.as_str());
    names.collect::<Vec<_>>().join(", ")
}

/// A source, in words.
pub fn cited(source: &Citation) -> String {
    let says = source.says.as_ref();
    let says = says.map_or(String::new(), |says| format!(", which says: {says}"));
    format!(
        "{}: {} (read {}){says}",
        source.kind, source.at, source.read
    )
}

/// The rule reference.
fn markdown(rules: &[&Rule]) -> String {
    let mut text = String::from(
        "<!-- Written by `postworthy rules --format markdown`; do not edit. -->\n\n# Rules\n",
    );
    let mut platforms: Vec<&str> = rules.iter().map(|rule| platform_of(rule)).collect();
    platforms.dedup();
    text.push('\n');
    for platform in &platforms {
        let count = rules
            .iter()
            .filter(|rule| platform_of(rule) == *platform)
            .count();
        let count = crate::terminal::counted(count as u64, "rule");
        text.push_str(&format!("- [{platform}](#{platform}): {count}\n"));
    }
    for platform in platforms {
        text.push_str(&format!("\n## {platform}\n"));
        for rule in rules.iter().filter(|rule| platform_of(rule) == platform) {
            section(&mut text, rule);
        }
    }
    text
}

fn section(text: &mut String, rule: &Rule) {
    let id = rule.id.as_str();
    let anchor = id.replace('/', "-");
    text.push_str(&format!("\n<a id=\"{anchor}\"></a>\n### `{id}`\n\n"));
    text.push_str(&format!("{}\n\n", escape(rule.summary.as_str())));
    text.push_str(&format!("- Severity: {}\n", rule.severity));
    text.push_str(&format!("- Code: `{}`\n", rule.code));
    text.push_str(&format!("- Applies to: {}\n", types_of(rule)));
    if let Some((what, limit)) = describe(rule) {
        text.push_str(&format!("- Limit: {}, {}\n", escape(&what), escape(&limit)));
    }
    if let Some(why) = &rule.why {
        text.push_str(&format!("- Why: {}\n", escape(why.as_str())));
    }
    if let Some(hint) = &rule.hint {
        text.push_str(&format!("- To mend it: {}\n", escape(hint.as_str())));
    }
    for source in rule.sources.iter() {
        text.push_str(&format!("- Source: {}\n", escape(&cited(source))));
    }
}

/// Text that Markdown shows as it is.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(
            character,
            '<' | '>' | '*' | '_' | '`' | '[' | ']' | '\\' | '|'
        ) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
