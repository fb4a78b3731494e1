//! `postworthy probe`.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;

use postworthy::media::MediaInfo;
use postworthy::probe::probe_file;
use serde_json::{Map, Number, Value};

use crate::args::{ProbeArgs, ProbeFormat};
use crate::error::Failure;
use crate::terminal::{complain, plain, table};

/// Runs the command.
pub fn run(args: &ProbeArgs) -> Result<u8, Failure> {
    let format = args.format.unwrap_or_else(|| {
        if io::stdout().is_terminal() {
            ProbeFormat::Table
        } else {
            ProbeFormat::Json
        }
    });
    let mut out = io::stdout().lock();
    let mut code = 0;
    for path in &args.files {
        let info = match probe_file(path) {
            Ok(info) => info,
            Err(error) => {
                complain(&Failure::file(path, &error));
                code = 2;
                continue;
            }
        };
        let text = match format {
            ProbeFormat::Table => lines(path, &info)?,
            ProbeFormat::Json if args.files.len() == 1 => {
                let mut text = serde_json::to_string_pretty(&info)?;
                text.push('\n');
                text
            }
            ProbeFormat::Json => {
                let mut line = Map::new();
                let name = path.display().to_string();
                line.insert("file".to_string(), Value::String(name));
                line.extend(members(&info)?);
                format!("{}\n", Value::Object(line))
            }
        };
        out.write_all(text.as_bytes())?;
    }
    out.flush()?;
    Ok(code)
}

fn members(info: &MediaInfo) -> Result<Map<String, Value>, Failure> {
    Ok(match serde_json::to_value(info)? {
        Value::Object(members) => members,
        _ => Map::new(),
    })
}

/// A number with three decimals at most: 30000/1001 frames a second are 29.97.
fn short(number: &Number) -> String {
    match number.as_f64() {
        Some(value) if number.is_f64() => {
            let text = format!("{value:.3}");
            text.trim_end_matches('0').trim_end_matches('.').to_string()
        }
        _ => number.to_string(),
    }
}

/// The facts, one a line; what is unknown with its reason.
fn lines(path: &Path, info: &MediaInfo) -> Result<String, Failure> {
    let mut rows = Vec::new();
    for (name, value) in members(info)? {
        match value {
            Value::Object(reasons) => {
                for (field, reason) in reasons {
                    let reason = reason.as_str().unwrap_or_default();
                    rows.push(vec![
                        format!("  {field}"),
                        format!("unknown: {}", plain(reason)),
                    ]);
                }
            }
            Value::String(text) => rows.push(vec![format!("  {name}"), plain(&text).into_owned()]),
            Value::Number(number) => rows.push(vec![format!("  {name}"), short(&number)]),
            other => rows.push(vec![format!("  {name}"), other.to_string()]),
        }
    }
    let name = path.display().to_string();
    Ok(format!("{}\n{}", plain(&name), table(&rows)))
}

#[cfg(test)]
mod tests {
    use serde_json::Number;

    use super::short;

    #[test]
    fn numbers_have_three_decimals_at_most() {
        let of = |value| short(&Number::from_f64(value).unwrap());
        assert_eq!(of(30_000.0 / 1_001.0), "29.97");
        assert_eq!(of(24_000.0 / 1_001.0), "23.976");
        assert_eq!(
            (of(30.0), of(12.5), of(0.0)),
            ("30".into(), "12.5".into(), "0".into())
        );
        assert_eq!(short(&Number::from(1_000_u64)), "1000");
    }
}
