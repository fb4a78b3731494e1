//! `postworthy check --fix`: mends what can be mended, and writes the file.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use postworthy::{Applicability, Code, Diagnostic, Fix, Post, Report, patch};
use serde_json::Value;

use crate::args::CheckArgs;
use crate::check::{Session, check_one, each, exit_code};
use crate::error::Failure;
use crate::input::{self, Body, Content, Item};
use crate::numbers::Kept;
use crate::output::{Place, Printer, Style};
use crate::rewrite::rewrite;
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
    let failed = each(files, false, &mut printer, |path, printer| {
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
    let standard = path.as_os_str() == "-";
    let stamp = (!standard).then(|| Stamp::of(path)).transpose();
    let stamp = stamp.map_err(|error| Failure::file(path, &error))?;
    let input = input::open(path)?;
    if let Some(packing) = input.packing {
        return Err(Failure::new(format!(
            "{}: --fix does not write {packing} archives; unpack it first",
            input.name
        )));
    }
    let Content::One(item, before) = input.content else {
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
    let fixes = mend(session, &original, args.unsafe_fixes, folder);
    let count = fixes.len();
    let item = if count > 0 || standard {
        let written = if count > 0 {
            let mended = mended_text(text, &original, &fixes);
            mended.map_err(|error| Failure::new(format!("{}: {error}", input.name)))?
        } else {
            text.clone()
        };
        let whole = [before.as_slice(), &written].concat();
        match &stamp {
            None => crate::terminal::print_bytes(&whole)?,
            Some(stamp) => {
                replace(path, &whole, stamp).map_err(|error| Failure::file(path, &error))?;
            }
        }
        Item {
            start: item.start,
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

/// The text with these fixes, in which all else is as it was.
fn mended_text(text: &[u8], original: &Value, fixes: &[Fix]) -> Result<Vec<u8>, String> {
    let text = str::from_utf8(text).map_err(|error| error.to_string())?;
    let mut others = original.to_string();
    for fix in fixes {
        others.push_str(&serde_json::to_string(&fix.patch).map_err(|error| error.to_string())?);
    }
    let kept = Kept::read(text, &others).map_err(|error| error.to_string())?;
    if kept.lost_members() {
        return Err(
            "an object has two members of one name, of which --fix would keep one: remove the other"
                .to_string(),
        );
    }
    let mut mended = kept.value.clone();
    for fix in fixes {
        patch::apply(&mut mended, &fix.patch).map_err(|error| error.to_string())?;
    }
    let means_it = |written: &String| {
        let read = serde_json::from_str(written);
        read.is_ok_and(|read: Value| kept.means(&mended, &read))
    };
    rewrite(text, &kept, &mended)
        .filter(means_it)
        .map(String::into_bytes)
        .ok_or_else(|| {
            "the fixes cannot be written into this text; nothing was written".to_string()
        })
}

/// Applies one fix after the other, each to the findings that are then left, and tells which.
///
/// A fix that would make more errors, or bring back what has been mended, is passed over; but where
/// a name gets its meaning, the errors that are seen then were there before.
fn mend(session: &Session, original: &Value, unsafe_too: bool, folder: Option<&Path>) -> Vec<Fix> {
    let mut worker = session.worker();
    let mut check = |value: &Value| worker.check(&Post::from_value(value), folder);
    let mut value = original.clone();
    let mut report = check(&value);
    let mut seen = vec![value.clone()];
    let mut tried: Vec<Fix> = Vec::new();
    let mut applied = Vec::new();
    while applied.len() < MOST {
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
        applied.push(fix);
    }
    applied
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

/// What tells that a file is another than it was.
#[derive(Debug, PartialEq)]
struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(path: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(path)?;
        Ok(Stamp {
            bytes: metadata.len(),
            modified: metadata.modified().ok(),
        })
    }
}

/// Replaces a file as a whole: whoever reads it finds the old text or the new one. A file that was
/// changed since it was read is left as it is.
fn replace(path: &Path, text: &[u8], read: &Stamp) -> io::Result<()> {
    // What a link points to is replaced, not the link.
    let path = fs::canonicalize(path)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let draft = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let mut file = private(&draft)?;
    let written = (|| {
        file.write_all(text)?;
        file.set_permissions(fs::metadata(&path)?.permissions())?;
        file.sync_all()?;
        if Stamp::of(&path)? != *read {
            return Err(io::Error::other(
                "it was changed meanwhile, and nothing was written; run it again",
            ));
        }
        fs::rename(&draft, &path)
    })();
    match written {
        // The file is whole whether or not its folder can be made to last.
        Ok(()) if cfg!(unix) => {
            let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(()) => {}
        Err(_) => {
            let _ = fs::remove_file(&draft);
        }
    }
    written
}

/// A new file that nobody else may read, until it has the permissions of the one that it replaces.
fn private(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_was_changed_meanwhile_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.json");
        fs::write(&path, "old").unwrap();
        let read = Stamp::of(&path).unwrap();
        fs::write(&path, "somebody's").unwrap();
        let error = replace(&path, b"new", &read).unwrap_err();
        assert!(error.to_string().contains("changed meanwhile"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "somebody's");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        replace(&path, b"new", &Stamp::of(&path).unwrap()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_a_draft() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let file = private(&folder.path().join("draft")).unwrap();
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
