//! `postworthy check --fix`: mends what can be mended, and writes the file.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use postworthy::{Applicability, Code, Diagnostic, Fix, Post, Report, patch};
use serde::Serialize as _;
use serde_json::Value;

use crate::args::CheckArgs;
use crate::check::{Session, check_one, each, exit_code};
use crate::error::Failure;
use crate::input::{self, Body, Content, Item, Start};
use crate::output::{Place, Printer, Style};
use crate::terminal::{complain, counted};

/// Fixes applied to one post at most; each may uncover another.
const MOST: usize = 200;

/// Mends each file and reports what is left.
pub fn run(
    args: &CheckArgs,
    session: &Session,
    files: &[PathBuf],
    style: Style,
) -> Result<u8, Failure> {
    let standard = files.iter().any(|path| path.as_os_str() == "-");
    if standard && files.len() > 1 {
        return Err(Failure::new(
            "--fix: the standard input goes to the standard output, and no file beside it",
        ));
    }
    // The mended post takes the standard output.
    let out: Box<dyn Write> = if standard {
        Box::new(io::stderr())
    } else {
        Box::new(io::stdout())
    };
    let mut printer = Printer::new(&session.engine, style, files.len() > 1, out);
    let failed = each(files, &mut printer, |path, printer| {
        fix_file(args, session, path, printer)
    })?;
    let total = printer.finish(failed)?;
    Ok(exit_code(failed, total.failed(args.strict)))
}

fn fix_file<W: Write>(
    args: &CheckArgs,
    session: &Session,
    path: &Path,
    printer: &mut Printer<'_, W>,
) -> Result<(), Failure> {
    let input = input::open(path)?;
    if let Some(packing) = input.packing {
        return Err(Failure::new(format!(
            "{}: --fix does not write {packing} archives; unpack it first",
            input.name
        )));
    }
    let Content::One(item) = input.content else {
        return Err(Failure::new(format!(
            "{}: --fix mends files that hold one post, not arrays, NDJSON or CSV",
            input.name
        )));
    };
    let folder = input.folder.as_deref();
    // Says where the text is no JSON.
    check_one(session, &input.name, &item, folder)?;
    let Body::Json(text) = &item.body else {
        return Ok(());
    };
    let original: Value = serde_json::from_slice(text)
        .map_err(|error| Failure::new(format!("{}: {error}", input.name)))?;
    let (mended, count) = mend(session, &original, args.unsafe_fixes, folder);
    let standard = path.as_os_str() == "-";
    let item = if count > 0 || standard {
        let written = if count > 0 {
            layout(&original, &mended, text)?
        } else {
            text.clone()
        };
        if standard {
            crate::terminal::print_bytes(&written)?;
        } else {
            replace(path, &written).map_err(|error| Failure::file(path, &error))?;
        }
        Item {
            start: if count > 0 { Start::FILE } else { item.start },
            body: Body::Json(written),
        }
    } else {
        item
    };
    let checked = check_one(session, &input.name, &item, folder)?;
    let place = Place {
        name: &input.name,
        index: printer.count(),
        number: None,
        item: &item,
    };
    printer.begin(false)?;
    let rendered = printer.style.render(&session.engine, place, &checked);
    printer.write(rendered)?;
    if count > 0 && !args.quiet {
        printer.flush()?;
        let mended = counted(count as u64, "fix").replace("fixs", "fixes");
        complain(&format_args!("{}: {mended} applied", input.name));
    }
    Ok(())
}

/// Applies one fix after the other, each to the findings that are then left.
///
/// A fix that would make more errors, or bring back what has been mended, is passed over; but where
/// a name gets its meaning, the errors that are seen then were there before.
fn mend(
    session: &Session,
    original: &Value,
    unsafe_too: bool,
    folder: Option<&Path>,
) -> (Value, usize) {
    let mut worker = session.worker();
    let mut check = |value: &Value| worker.check(&Post::from_value(value), folder);
    let mut value = original.clone();
    let mut report = check(&value);
    let mut seen = vec![value.clone()];
    let mut tried: Vec<Fix> = Vec::new();
    let mut count = 0;
    while count < MOST {
        let Some((code, fix)) = next(&report, unsafe_too, &tried) else {
            break;
        };
        let uncovers = matches!(code, Code::UnknownPlatform | Code::UnknownField);
        tried.push(fix.clone());
        let mut changed = value.clone();
        if patch::apply(&mut changed, &fix.patch).is_err() || seen.contains(&changed) {
            continue;
        }
        let after = check(&changed);
        if (after.errors > report.errors && !uncovers) || after == report {
            continue;
        }
        seen.push(changed.clone());
        (value, report) = (changed, after);
        // The same patch may mean another place now: the second of three equal tags.
        tried.clear();
        count = count.saturating_add(1);
    }
    (value, count)
}

/// The first fix that a tool may apply, with the code of what it mends; safe ones first.
fn next(report: &Report, unsafe_too: bool, tried: &[Fix]) -> Option<(Code, Fix)> {
    let of_targets = report.targets.iter().map(|target| &target.diagnostics);
    let lists = std::iter::once(&report.diagnostics).chain(of_targets);
    let of_finding = |one: &Diagnostic| {
        let fixes = one.fixes.iter().cloned();
        fixes.map(|fix| (one.code, fix)).collect::<Vec<_>>()
    };
    let fixes: Vec<(Code, Fix)> = lists.flatten().flat_map(of_finding).collect();
    let first = |wanted: Applicability| {
        let mut open = fixes.iter().filter(|(_, fix)| fix.applicability == wanted);
        open.find(|(_, fix)| !tried.contains(fix)).cloned()
    };
    first(Applicability::Safe)
        .or_else(|| unsafe_too.then(|| first(Applicability::Unsafe)).flatten())
}

/// The mended post as text, laid out as the original is.
fn layout(original: &Value, mended: &Value, text: &[u8]) -> Result<Vec<u8>, Failure> {
    let ordered = in_order(original, mended);
    let mut written = Vec::with_capacity(text.len());
    let trimmed = text.trim_ascii();
    if trimmed.contains(&b'\n') {
        let indent = indent(trimmed);
        let look = serde_json::ser::PrettyFormatter::with_indent(indent);
        let mut writer = serde_json::Serializer::with_formatter(&mut written, look);
        ordered.serialize(&mut writer)?;
    } else {
        serde_json::to_writer(&mut written, &ordered)?;
    }
    if text.ends_with(b"\n") {
        written.push(b'\n');
    }
    Ok(written)
}

/// What the first indented line is indented by; two blanks where there is none.
fn indent(text: &[u8]) -> &[u8] {
    let mut lines = text.split(|byte| *byte == b'\n').skip(1);
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    lines
        .find_map(|line| {
            let count = line.iter().take_while(|byte| is_blank(byte)).count();
            line.get(..count).filter(|blanks| !blanks.is_empty())
        })
        .unwrap_or(b"  ")
}

/// Brings the members of objects into the order they had; new ones stand last.
fn in_order(original: &Value, mended: &Value) -> Value {
    match (original, mended) {
        (Value::Object(before), Value::Object(after)) => {
            let kept = before.iter().filter_map(|(key, old)| {
                let new = after.get(key)?;
                Some((key.clone(), in_order(old, new)))
            });
            let added = after.iter().filter(|(key, _)| !before.contains_key(*key));
            let added = added.map(|(key, new)| (key.clone(), new.clone()));
            Value::Object(kept.chain(added).collect())
        }
        (Value::Array(before), Value::Array(after)) => {
            let paired = after
                .iter()
                .enumerate()
                .map(|(at, new)| match before.get(at) {
                    Some(old) => in_order(old, new),
                    None => new.clone(),
                });
            Value::Array(paired.collect())
        }
        _ => mended.clone(),
    }
}

/// Replaces a file as a whole: whoever reads it finds the old text or the new one.
fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    // What a link points to is replaced, not the link.
    let path = fs::canonicalize(path)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let draft = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let written = (|| {
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&draft)?;
        file.write_all(text)?;
        file.set_permissions(fs::metadata(&path)?.permissions())?;
        file.sync_all()?;
        fs::rename(&draft, &path)
    })();
    if written.is_err() {
        let _ = fs::remove_file(&draft);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_layout_is_kept() {
        let text = b"{\n\t\"b\": 1,\n\t\"a\": {\n\t\t\"y\": 1,\n\t\t\"x\": 2\n\t}\n}\n";
        let original: Value = serde_json::from_slice(text).unwrap();
        let mended = json!({ "a": { "new": 3, "x": 2, "y": 1 }, "b": 1 });
        let written = layout(&original, &mended, text).unwrap();
        assert_eq!(
            String::from_utf8(written).unwrap(),
            "{\n\t\"b\": 1,\n\t\"a\": {\n\t\t\"y\": 1,\n\t\t\"x\": 2,\n\t\t\"new\": 3\n\t}\n}\n"
        );
    }
}
