//! `postworthy limits`.

use postworthy::rules::{ContentType, Platform};

use crate::args::{LimitsArgs, TextOrJson};
use crate::check;
use crate::error::Failure;
use crate::terminal::{print_bytes, table};

/// Runs the command.
pub fn run(args: &LimitsArgs) -> Result<u8, Failure> {
    let engine = check::engine(args.rules.as_deref())?;
    let (platform, content_type) = named(&args.platform, args.content_type.as_deref())?;
    let limits = engine.limits(platform, content_type);
    let text = match args.format {
        TextOrJson::Json => {
            let mut text = serde_json::to_string_pretty(&limits)?;
            text.push('\n');
            text
        }
        TextOrJson::Text => {
            let line = |row: &postworthy::LimitRow| {
                let types: Vec<&str> = row.content_types.iter().map(|one| one.as_str()).collect();
                vec![
                    row.what.to_string(),
                    row.limit.to_string(),
                    row.severity.to_string(),
                    types.join(", "),
                    row.rule.to_string(),
                ]
            };
            table(&limits.rows.iter().map(line).collect::<Vec<_>>())
        }
    };
    print_bytes(text.as_bytes())?;
    Ok(0)
}

/// A platform and a content type that it has.
pub fn named(
    platform: &str,
    content_type: Option<&str>,
) -> Result<(Platform, Option<ContentType>), Failure> {
    let Some(known) = Platform::from_name(platform) else {
        return Err(Failure::new(format!("there is no platform `{platform}`")));
    };
    let Some(name) = content_type else {
        return Ok((known, None));
    };
    let has = known.content_types();
    match ContentType::from_name(name).filter(|one| has.contains(one)) {
        Some(content_type) => Ok((known, Some(content_type))),
        None => {
            let has: Vec<&str> = has.iter().map(|one| one.as_str()).collect();
            Err(Failure::new(format!(
                "{platform} has no content type `{name}`; it has {}",
                has.join(", ")
            )))
        }
    }
}
