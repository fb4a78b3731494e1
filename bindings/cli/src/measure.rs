//! `postworthy measure`.

use std::io::Read as _;

use postworthy::{AccountFacts, Engine, TextMeasure};

use crate::args::{MeasureArgs, TextOrJson};
use crate::error::Failure;
use crate::frames::LONGEST;
use crate::limits::named;
use crate::terminal::{print_bytes, table};

/// Runs the command.
pub fn run(args: &MeasureArgs) -> Result<u8, Failure> {
    let (platform, content_type) = named(&args.platform, args.content_type.as_deref())?;
    let text = match args.text.as_deref() {
        Some(text) if text != "-" => text.to_string(),
        _ => standard_input()?,
    };
    let account = AccountFacts {
        premium: Some(args.premium),
        ..AccountFacts::default()
    };
    let engine = Engine::builtin();
    let all = engine.measure(&text, platform, content_type, &account);
    if all.is_empty() {
        let what = content_type.map_or("post", |content_type| content_type.as_str());
        return Err(Failure::new(format!(
            "the length of the text of a {platform} {what} is not limited"
        )));
    }
    let printed = match args.format {
        TextOrJson::Json => {
            let mut text = serde_json::to_string_pretty(&all)?;
            text.push('\n');
            text
        }
        TextOrJson::Text => table(&all.iter().map(|one| line(one, &text)).collect::<Vec<_>>()),
    };
    print_bytes(printed.as_bytes())?;
    Ok(u8::from(all.iter().any(|one| one.remaining < 0)))
}

fn standard_input() -> Result<String, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .take((LONGEST as u64).saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new(format!("<stdin>: {error}")))?;
    if bytes.len() > LONGEST {
        let most = LONGEST >> 20;
        return Err(Failure::new(format!(
            "<stdin>: a text is longer than {most} MiB"
        )));
    }
    let text =
        String::from_utf8(bytes).map_err(|_| Failure::new("<stdin>: this is not UTF-8 text"))?;
    // The line feed that ends a text file is none of the text.
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok(text.strip_suffix('\r').unwrap_or(text).to_string())
}

fn line(one: &TextMeasure<'_>, text: &str) -> Vec<String> {
    let left = match one.remaining {
        left @ 0.. => format!("{left} left"),
        over => {
            let rest = text.get(one.fits..).unwrap_or_default();
            let rest: String = rest.chars().take(20).collect();
            format!("{} over, from {rest:?}", over.unsigned_abs())
        }
    };
    vec![
        format!("{} / {}", one.count, one.limit),
        one.unit.as_str().to_string(),
        left,
    ]
}
