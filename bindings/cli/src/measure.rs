//! `postworthy measure`.

use std::io::Read as _;

use crate::args::{MeasureArgs, TextOrJson};
use crate::check;
use crate::error::Failure;
use crate::limits::named;
use crate::terminal::{print_bytes, table};

/// Runs the command.
pub fn run(args: &MeasureArgs) -> Result<u8, Failure> {
    let (platform, content_type) = named(&args.platform, args.content_type.as_deref())?;
    let text = match args.text.as_deref() {
        Some(text) if text != "-" => text.to_string(),
        _ => {
            let mut bytes = Vec::new();
            std::io::stdin()
                .read_to_end(&mut bytes)
                .map_err(|error| Failure::new(format!("<stdin>: {error}")))?;
            let text = String::from_utf8(bytes)
                .map_err(|_| Failure::new("<stdin>: this is not UTF-8 text"))?;
            // The line feed that ends a text file is none of the text.
            let text = text.strip_suffix('\n').unwrap_or(&text);
            text.strip_suffix('\r').unwrap_or(text).to_string()
        }
    };
    let meters = check::engine(None)?.measure(platform, content_type, &text, args.premium);
    let over = meters.iter().any(|meter| meter.remaining < 0);
    let printed = match args.format {
        TextOrJson::Json => {
            let mut text = serde_json::to_string_pretty(&meters)?;
            text.push('\n');
            text
        }
        TextOrJson::Text => {
            let line = |meter: &postworthy::Meter| {
                let left = match meter.remaining {
                    left @ 0.. => format!("{left} left"),
                    over => format!("{} over", over.unsigned_abs()),
                };
                vec![
                    format!("{} / {}", meter.count, meter.limit),
                    meter.unit.as_str().to_string(),
                    left,
                ]
            };
            table(&meters.iter().map(line).collect::<Vec<_>>())
        }
    };
    print_bytes(printed.as_bytes())?;
    Ok(u8::from(over))
}
